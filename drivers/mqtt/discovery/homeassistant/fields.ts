import * as z from 'zod'
import type { Verb } from '../../../../src/home/spec.ts'
import type { Trait } from '../../../../src/home/traits.ts'
import { readTemplate } from '../../payload/jinja/index.ts'
import { limit, payload, type TraitOptions, topic } from '../../payload/traitOptions.ts'
import type { TraitDescription } from '../announcement.ts'
import type { Kind } from '../applianceTypes.ts'

/**
 * The keys of one entity, each believed only when it is asked for: one that is wrong costs the trait that needs it.
 * Every method throws an Error in plain words that names the key.
 */
export interface Fields {
  /** True if the key is there; null is there too. */
  has(key: string): boolean
  /** As text; null is nothing. */
  text(key: string): string | undefined
  /** As text, or what Home Assistant takes if it is not there. */
  word(key: string, otherwise: string): string
  number(key: string, otherwise: number): number
  flag(key: string): boolean
  /** A list of texts; one text is a list of one. */
  words(key: string): readonly string[] | undefined
  topic(key: string): string | undefined
  /** The first of these keys that holds a template that is understood. */
  template(...keys: readonly string[]): string | undefined
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(payload)
const kinds = {
  text: { schema: text, name: 'a text' },
  // Numbers come as texts too.
  number: {
    schema: z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number().finite()),
    name: 'a number',
  },
  flag: {
    schema: z.union([z.boolean(), z.enum(['true', 'false', 'True', 'False']).transform((w) => /^true$/i.test(w))]),
    name: 'true or false',
  },
  words: { schema: z.union([z.array(text).max(200), text.transform((one) => [one])]), name: 'a list of texts' },
  topic: { schema: topic, name: 'a topic of one device' },
} as const

/** Looks into the keys of an entity, in full names. */
export function fields(config: ReadonlyMap<string, unknown>): Fields {
  function get<K extends keyof typeof kinds>(key: string, kind: K): z.output<(typeof kinds)[K]['schema']> | undefined {
    const value = config.get(key)
    if (value === undefined || value === null) return undefined
    const parsed = kinds[kind].schema.safeParse(value)
    if (!parsed.success) throw new Error(`${key} is not ${kinds[kind].name}`)
    return parsed.data as z.output<(typeof kinds)[K]['schema']>
  }
  return {
    has: (key) => config.has(key),
    text: (key) => get(key, 'text'),
    word: (key, otherwise) => get(key, 'text') ?? otherwise,
    number: (key, otherwise) => get(key, 'number') ?? otherwise,
    flag: (key) => get(key, 'flag') ?? false,
    words: (key) => get(key, 'words'),
    topic: (key) => get(key, 'topic'),
    template(...keys) {
      const key = keys.find((one) => config.get(one) !== undefined && config.get(one) !== null)
      const found = key === undefined ? undefined : get(key, 'text')
      try {
        if (found !== undefined) readTemplate(found)
      } catch (error) {
        throw new Error(`${key}: ${(error as Error).message}`)
      }
      return found
    },
  }
}

/** Where something is heard: on a topic, by a path or a template. */
export type Heard = Pick<TraitDescription, 'path' | 'template'> & { readonly state?: string }
/** Where something is told. */
export type Told = Pick<TraitDescription, 'command' | 'payload' | 'payloadTemplate'>

/** How to find the value in a payload: the short way, if the template is nothing but a path. */
export function how(template: string | undefined): Pick<Heard, 'path' | 'template'> {
  if (template === undefined) return {}
  const { path } = readTemplate(template)
  if (!path) return { template }
  if (path.length === 0) return {}
  const keys = path.map((key) =>
    typeof key === 'number'
      ? `[${key}]`
      : /^[\p{L}\p{N}_-]+$/u.test(key)
        ? `.${key}`
        : key.includes("'")
          ? ''
          : `['${key}']`,
  )
  return keys.includes('') ? { template } : { path: `$${keys.join('')}` }
}

/** Where an entity says something, if it does. */
export function heard(of: Fields, topicKey: string, ...templates: readonly string[]): Heard {
  const state = of.topic(topicKey)
  return state === undefined ? {} : { state, ...how(of.template(...templates)) }
}

/** Where an entity is told something, if it can be. */
export function told(of: Fields, topicKey: string, templateKey?: string): Told {
  const command = of.topic(topicKey)
  const payloadTemplate = templateKey === undefined ? undefined : of.template(templateKey)
  return command === undefined ? {} : { command, ...(payloadTemplate !== undefined && { payloadTemplate }) }
}

/** A trait that is heard, told or both; nothing if neither. What is said on the topic of its command is our own word. */
export function line(heard: Heard, told: Told, rest: TraitDescription = {}): TraitDescription | undefined {
  const said = heard.state === undefined || heard.state === told.command ? {} : heard
  if (said.state === undefined && told.command === undefined) return undefined
  return { ...said, ...told, ...rest }
}

/** A template over what another makes of the payload, under the name `was`. */
export const over = (inner: string | undefined, outer: string): string =>
  `{% set was %}${inner ?? '{{ value }}'}{% endset %}{% set was = was | trim %}${outer}`

/** A text as it stands in a template. */
export const quoted = (word: string): string =>
  `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

export type Traits = { readonly [T in Trait]?: TraitDescription }

export type Verbs = { readonly [V in Verb]?: { readonly command: string; readonly payload?: string } }

/** What an entity is by itself. */
export interface Built {
  /** the kind of thing, if there is a type for it */
  readonly kind?: Kind
  readonly traits: Traits
  readonly verbs: Verbs
  readonly problems: readonly string[]
}

/** How each part of an entity is made; each may throw an Error in plain words. */
interface Makers {
  readonly kind?: Kind | (() => Kind | undefined)
  readonly traits: { readonly [T in Trait]?: () => TraitDescription | undefined }
  readonly verbs?: { readonly [V in Verb]?: () => Verbs[V] | undefined }
}

/** @throws Error in plain words if a trait is described by what nobody can hold to, such as a range of no width */
function vetted(trait: Trait, made: TraitDescription): TraitDescription {
  for (const [key, ends] of [
    ['range', made.range],
    ['position', made.position],
  ] as const)
    if (ends && ends[0] === ends[1]) throw new Error(`the two ends of its ${key} are the same`)
  for (const template of [made.template, made.payloadTemplate]) if (template !== undefined) readTemplate(template)
  limit(trait, made as TraitOptions)
  return made
}

/** Makes each part by itself: one that cannot be made is a problem, and only that one is missing. */
export function build({ kind, traits, verbs = {} }: Makers): Built {
  const problems: string[] = []
  const attempt = <T>(what: string, make: () => T): T | undefined => {
    try {
      return make()
    } catch (error) {
      problems.push(`${what}: ${(error as Error).message}`)
      return undefined
    }
  }
  const all = <T>(
    makers: Readonly<Record<string, (() => T | undefined) | undefined>>,
    vet: (name: string, made: T) => T,
  ) =>
    Object.fromEntries(
      Object.entries(makers).flatMap(([name, make]) => {
        const made = attempt(name, () => {
          const found = make?.()
          return found === undefined ? undefined : vet(name, found)
        })
        return made === undefined ? [] : [[name, made] as const]
      }),
    )
  const is = typeof kind === 'function' ? attempt('its kind', kind) : kind
  return {
    ...(is && { kind: is }),
    traits: all<TraitDescription>(traits, (name, made) => vetted(name as Trait, made)),
    verbs: all<NonNullable<Verbs[Verb]>>(verbs, (_, made) => made),
    problems,
  }
}

/** The scale of a device whose greatest brightness is this number. */
export const brightnessScale = (of: Fields): [number, number] => {
  const scale = of.number('brightness_scale', 255)
  if (scale < 1) throw new Error('brightness_scale is below 1')
  return [0, scale]
}

/** Home Assistant's limits where the lamp names none: 153–500 mirek, 2000–6535 K. */
export function temperatureScale(of: Fields): Pick<TraitDescription, 'range' | 'unit'> {
  const [coldest, warmest] = [of.number('max_kelvin', 6535), of.number('min_kelvin', 2000)]
  if (!(warmest > 0 && warmest < coldest)) throw new Error('min_kelvin is not below max_kelvin')
  if (of.flag('color_temp_kelvin')) return { unit: 'kelvin', range: [warmest, coldest] }
  const isInKelvin = of.has('min_kelvin') || of.has('max_kelvin')
  const mirek: [number, number] = isInKelvin
    ? [Math.round(1e6 / coldest), Math.round(1e6 / warmest)]
    : [of.number('min_mireds', 153), of.number('max_mireds', 500)]
  if (!(mirek[0] > 0 && mirek[0] < mirek[1])) throw new Error('min_mireds is not below max_mireds')
  return { unit: 'mirek', range: mirek }
}
