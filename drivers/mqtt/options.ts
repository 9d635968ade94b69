import * as z from 'zod'
import { duration } from '../../src/home/duration.ts'
import { limitKeys, limitOf } from '../../src/home/limits.ts'
import { type Limit, type Spec, verbs } from '../../src/home/spec.ts'
import { isSettable, type Trait, traitNames } from '../../src/home/traits.ts'
import { limitsIn, units } from './convert.ts'
import { parsePathOrShape } from './shape.ts'
import { parseTemplate } from './template.ts'

/** The connection to one broker. */
export const config = z
  .strictObject({
    url: z
      .string()
      .regex(
        /^(mqtts?|tcp|ssl|tls):\/\/[^\s/@]+\/?$/,
        'write the broker as mqtt://host:1883 or mqtts://host:8883, and username and password under keys of their own',
      )
      .default('mqtt://127.0.0.1:1883'),
    /** a broker of our own, listening at `url` */
    embedded: z.boolean().default(false),
    username: z.string().optional(),
    password: z.string().optional(),
    /** PEM files */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    keepalive: duration
      .refine((ms) => ms >= 1000 && ms <= 3_600_000, 'a keepalive lies between 1s and 1h')
      .default(15_000),
  })
  .superRefine(({ url, embedded, username, password }, context) => {
    const complain = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (Number(/:(\d+)\/?$/.exec(url)?.[1] ?? 1) > 65535) complain('url', 'a port is at most 65535')
    if (embedded && /^(mqtts|ssl|tls):/.test(url)) complain('url', 'a broker of our own speaks mqtt:// only')
    if (embedded && (username === undefined) !== (password === undefined))
      complain('embedded', 'a broker of our own needs both username and password, or neither')
  })
export type Config = z.infer<typeof config>

const topic = z
  .string()
  .max(1000)
  .refine((text) => text !== '', 'a topic cannot be empty')
  .refine((text) => !/[+#\0]/.test(text), 'a topic of one device has no wildcard (+ or #) in it')
const word = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const words = z.record(z.string(), z.union([z.string(), z.number()]))
/** A path, or a shape of paths and constants; see `shape.ts`. */
const path = z.unknown().superRefine((written, context) => {
  try {
    if (written !== undefined) parsePathOrShape(written)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
  }
})
const payload = z.string().max(10_000)

/** The keys of one trait. */
const traitKeys = {
  ...limitKeys,
  /** the topic on which the device says it, and where in the payload; without a path the payload is the value */
  state: topic.optional(),
  path: path.optional(),
  /** the topic on which it is told, and with what */
  command: topic.optional(),
  payload: payload.optional(),
  on: word.optional(),
  off: word.optional(),
  /** a list, or the house's value → the device's word */
  values: z
    .union([z.array(z.union([z.string(), z.number()])).min(1), words])
    .transform((given) => (Array.isArray(given) ? Object.fromEntries(given.map((value) => [value, value])) : given))
    .optional(),
  send: words.optional(),
  range: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low !== high, 'the two ends of a range are different')
    .optional(),
  unit: z.enum(units).optional(),
  /** in the unit of the trait */
  tolerance: z.number().nonnegative().optional(),
} as const
const traitSchema = z.strictObject(traitKeys)
export type TraitOptions = z.infer<typeof traitSchema>

/** What no schema of one trait can see: whether its keys go together for this trait. */
function checkTraits(traits: Readonly<Record<string, TraitOptions | undefined>>, context: z.RefinementCtx): void {
  for (const [name, given] of Object.entries(traits) as [Trait, TraitOptions | undefined][]) {
    const complain = (key: string | undefined, check: () => void) => {
      try {
        check()
      } catch (error) {
        context.addIssue({
          code: 'custom',
          path: key === undefined ? [name] : [name, key],
          message: (error as Error).message,
        })
      }
    }
    if (!given) continue
    complain(undefined, () => {
      if (given.state === undefined && given.command === undefined)
        throw new Error(`${name} needs a state topic, a command topic or both`)
      if (given.command && !isSettable(name)) throw new Error(`${name} can only be read; it has no command`)
      limit(name, given)
    })
    complain('payload', () => template(name, given))
  }
}

/** The keys of an appliance of this driver. */
export const appliance = z.strictObject({
  traits: z
    .strictObject(Object.fromEntries(traitNames.map((name) => [name, traitSchema.optional()])))
    .superRefine(checkTraits)
    .default({}),
  verbs: z
    .strictObject(
      Object.fromEntries(
        verbs.map((verb) => [verb, z.strictObject({ command: topic, payload: payload.default('') }).optional()]),
      ),
    )
    .default({}),
  availability: z
    .strictObject({ topic, path: path.optional(), online: word.default('online'), offline: word.default('offline') })
    .optional(),
  /** what makes the device say its state */
  ask: z.strictObject({ topic, payload: payload.default('') }).optional(),
  /** how long a device that said another value than was wished may take to come round */
  settle: duration.refine((ms) => ms <= 7500, 'it is of no use to settle for longer than 7.5s').default(1000),
})
export type Options = z.infer<typeof appliance>

/** The traits that are described, with what is said of each. */
export const given = (options: Options) =>
  Object.entries(options.traits).filter(([, trait]) => trait) as [Trait, TraitOptions][]

/** What the fields of a value are called in a template. */
const fields = (name: Trait) => (name === 'color' ? ['value', 'hue', 'saturation', 'brightness'] : ['value'])

/** The payload of a trait's command; without one it is the value alone. */
export const template = (name: Trait, { payload = '${value}' }: TraitOptions) => parseTemplate(payload, fields(name))

/** The limit of a trait: its range is the device's own scale, in the unit that it uses. */
export function limit(name: Trait, options: TraitOptions): Limit {
  const { values, range, unit, ...rest } = options
  const access = [
    ...(options.state || options.command ? ['read' as const] : []),
    ...(options.command ? ['set' as const] : []),
  ]
  const list =
    values && Object.keys(values).map((value) => (Number.isNaN(Number(value)) || value === '' ? value : Number(value)))
  try {
    return limitOf(name, access, { ...rest, ...(list && { values: list }) })
  } catch (error) {
    // Without limits of its own, a trait that is no percentage has those of the device's range.
    if (!range || rest.min !== undefined || rest.max !== undefined) throw error
    return limitOf(name, access, { ...rest, ...limitsIn(unit, range, rest.step) })
  }
}

/** What a device so described can do. If it can be told something that it never says, it is assumed: nobody sees what it does. */
export function describe(options: Options): Spec {
  const all = given(options)
  const blind = all.some(([, { command, state }]) => command !== undefined && state === undefined)
  return {
    ...(blind && { assumed: true }),
    traits: Object.fromEntries(all.map(([name, trait]) => [name, limit(name, trait)])),
    verbs: verbs.filter((verb) => options.verbs[verb]),
  }
}
