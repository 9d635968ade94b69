import * as z from 'zod'
import type { Limit } from '../../../src/home/spec.ts'
import { limitKeys, limitOf } from '../../../src/home/traitLimits.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { pollutants } from '../../../src/home/traits.ts'
import { duration } from '../../../src/util/parse.ts'
import { errorText, schemaIssue } from '../../../src/util/translate.ts'
import { topicProblem } from '../broker/topics.ts'
import { mqttRule } from '../messages.ts'
import { limitsIn, units } from './convert.ts'
import { readTemplate } from './jinja/index.ts'
import { parsePathOrShape } from './jsonPath.ts'

/** A topic, if MQTT allows it; see `topicProblem`. */
const validTopic = (kind: 'name' | 'filter') =>
  z.string().superRefine((text, context) => {
    const problem = topicProblem(text, kind)
    if (problem !== undefined) context.addIssue(schemaIssue(problem))
  })

/** A topic that something is sent to. */
export const topic = validTopic('name')

/** A topic that is listened to: some devices change a part of theirs, which a wildcard stands for. */
export const topicFilter = validTopic('filter')

/** A word of the device as it is spelt. */
export const word = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** Any value, if a reader that throws in plain words can read it. */
const readable = (read: (written: unknown) => unknown) => (written: unknown, context: z.RefinementCtx) => {
  try {
    if (written !== undefined) read(written)
  } catch (error) {
    context.addIssue(schemaIssue(errorText(error)))
  }
}

/** A path, or a shape of paths and constants; see `jsonPath.ts`. */
export const path = z.unknown().superRefine(readable(parsePathOrShape))
/** A Jinja template, as Home Assistant writes them; see `jinja/index.ts`. */
export const jinja = z.string().superRefine(readable((text) => readTemplate(String(text))))
export const payload = z.string().max(10_000)

const words = z.record(z.string(), z.union([z.string(), z.number()]))
const topics = z.union([topicFilter.transform((one) => [one]), z.array(topicFilter).min(1).max(10)])

/** One measurement of a list of such, as `consumption` is. */
const item = z.strictObject({
  state: topics,
  path: path.optional(),
  template: jinja.optional(),
  name: z.string().min(1).max(100),
  unit: z.string().max(20).optional(),
  expireAfter: duration.optional(),
})

/** The keys of one trait. */
export const traitSchema = z.strictObject({
  ...limitKeys,
  /** the topics on which the device says it, and where in the payload; without a path the payload is the value */
  state: topics.optional(),
  path: path.optional(),
  /** Jinja in place of `path`, as Home Assistant writes it */
  template: jinja.optional(),
  /** the topic on which it is told, and with what */
  command: topic.optional(),
  payload: payload.optional(),
  /** further topics to which each command is sent: a climate with a set point for heating and one for cooling */
  alsoCommand: z.array(topic).min(1).max(3).optional(),
  /** Jinja in place of `payload` */
  payloadTemplate: jinja.optional(),
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
    .refine(([low, high]) => low !== high, mqttRule('sameEnds'))
    .optional(),
  unit: z.enum(units).optional(),
  /** in the unit of the trait */
  tolerance: z.number().nonnegative().optional(),
  /** how a colour that is told as a text or a list is meant */
  form: z.enum(['hs', 'xy', 'rgb']).optional(),
  /** it is known only while this is said too, in the same message or on topics of its own: a colour while the lamp is in its colour mode */
  when: z
    .strictObject({
      state: topics.optional(),
      path: path.optional(),
      template: jinja.optional(),
      is: z.array(word).min(1),
    })
    .optional(),
  /** of what opens: the numbers that mean closed and open, if it tells its position */
  position: z
    .tuple([z.number(), z.number()])
    .refine(([closed, open]) => closed !== open, mqttRule('samePositions'))
    .optional(),
  /** of what opens: the words for being on its way and for standing still, in the same message or on topics of their own */
  moving: z
    .strictObject({
      state: topics.optional(),
      path: path.optional(),
      template: jinja.optional(),
      on: z.array(word).default([]),
      off: z.array(word).default([]),
      stopped: z.array(word).default([]),
    })
    .optional(),
  /** words by which the device says that it failed: a lock that is jammed */
  fault: z.array(word).optional(),
  /** words by which the device says that it is on its way to another value: a lock that is turning */
  pending: z.array(word).optional(),
  /** words of the device that are no value of the trait: auto among the speeds of a fan */
  ignore: z.array(word).optional(),
  /** its value is no longer known when the device did not publish it for so long */
  expireAfter: duration.optional(),
  /** it takes commands and may never say what became of them, though it has a state topic */
  optimistic: z.boolean().optional(),
  /** of what only shows while the power is on: it is turned on too, before or after this command */
  turnsOn: z.enum(['before', 'after']).optional(),
  /** on is any word but `off`, and turning on takes up the last of them */
  resume: z.boolean().optional(),
  /** of a point in time: the one at which the value became this word */
  moment: word.optional(),
  /** of a level: what is measured, in µg/m³ or ppm */
  level: z.enum(pollutants).optional(),
  /** of a list of measurements: the name of each, and the topic that reports it */
  items: z.array(item).min(1).max(50).optional(),
})
export type TraitOptions = z.infer<typeof traitSchema>

/** True if a device tells what becomes of a command, so that it can be waited for. */
export const isConfirmed = (options: Pick<TraitOptions, 'state' | 'items' | 'optimistic'>): boolean =>
  hasStateTopic(options) && options.optimistic !== true

/** True if a topic reports it. */
export const hasStateTopic = ({ state, items }: Pick<TraitOptions, 'state' | 'items'>): boolean =>
  state !== undefined || items !== undefined

/**
 * The limit of a trait: its range is the device's own scale, in the unit that it uses.
 * @throws Error in plain words if something that the trait needs is not given
 */
export function traitLimit(name: Trait, options: TraitOptions): Limit {
  const { values, range, unit, ...rest } = options
  const access = [
    ...(hasStateTopic(options) || options.command ? ['read' as const] : []),
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
