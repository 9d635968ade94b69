import * as z from 'zod'
import type { Warn } from '../../src/home/driver.ts'
import { type Spec, verbs } from '../../src/home/spec.ts'
import { isSettable, type Trait, traitNames, valueKind } from '../../src/home/traits.ts'
import { duration } from '../../src/util/parse.ts'
import { errorText, localizedError, schemaIssue } from '../../src/util/translate.ts'
import { mqttMessage, mqttRule } from './messages.ts'
import { asWord } from './payload/convert.ts'
import {
  hasStateTopic,
  isConfirmed,
  jinja,
  path,
  payload,
  type TraitOptions,
  topic,
  topicFilter,
  traitLimit,
  traitSchema,
  word,
} from './payload/traitOptions.ts'
import { payloadWriter } from './payload/write.ts'

/** Which traits some keys are of. */
const traitsOfKey: { readonly [K in keyof TraitOptions]?: (trait: Trait) => boolean } = {
  form: (trait) => trait === 'color',
  position: (trait) => trait === 'open',
  moving: (trait) => trait === 'open',
  moment: (trait) => ['openedAt', 'closedAt', 'detectedAt'].includes(trait),
  level: (trait) => ['fineDust', 'ultraFineDust', 'airQuality'].includes(trait),
  items: (trait) => ['consumption', 'readings'].includes(trait),
  resume: (trait) => valueKind(trait) === 'boolean',
  turnsOn: (trait) => ['brightness', 'color', 'colorTemperature'].includes(trait),
}

/** What no schema of one trait can see: whether its keys go together for this trait. */
function checkTraits(traits: Readonly<Record<string, TraitOptions | undefined>>, context: z.RefinementCtx): void {
  for (const [name, options] of Object.entries(traits) as [Trait, TraitOptions | undefined][]) {
    const complain = (key: string | undefined, check: () => void) => {
      try {
        check()
      } catch (error) {
        context.addIssue(schemaIssue(errorText(error), key === undefined ? [name] : [name, key]))
      }
    }
    if (!options) continue
    complain(undefined, () => {
      if (!hasStateTopic(options) && options.command === undefined)
        throw localizedError(mqttMessage('noTopic', { trait: name }))
      if (options.command && !isSettable(name)) throw localizedError(mqttMessage('readOnly', { trait: name }))
      traitLimit(name, options)
    })
    complain('command', () => {
      if (options.command !== undefined && options.state?.includes(options.command))
        throw localizedError(mqttMessage('sameTopic'))
    })
    complain('payload', () => payloadWriter(name, options))
    complain('off', () => {
      const [on, off] = [asWord(options.on), asWord(options.off)]
      if (on !== undefined && on === off) throw localizedError(mqttMessage('sameWord', { word: on }))
    })
    for (const [key, isOf] of Object.entries(traitsOfKey) as [keyof TraitOptions, (trait: Trait) => boolean][])
      complain(key, () => {
        if (options[key] !== undefined && !isOf(name))
          throw localizedError(mqttMessage('keyOfOtherTrait', { trait: name, key }))
      })
  }
}

/** Where a device, or the bridge it is behind, says whether it is there. A path in a payload that is plain text is that text. */
const availabilityTopic = z.strictObject({
  topic: topicFilter,
  path: path.optional(),
  template: jinja.optional(),
  online: word.default('online'),
  offline: word.default('offline'),
  /** whether the device counts as available until something was published there */
  untilReported: z.enum(['online', 'offline']).default('online'),
})

/** What a device is told to do that is no value of a trait, and the words by which it says that it does it. */
const verbCommand = z.strictObject({
  command: topic,
  payload: payload.default(''),
  confirm: z
    .strictObject({ state: topicFilter, path: path.optional(), template: jinja.optional(), is: z.array(word).min(1) })
    .optional(),
})

/** The keys of an appliance of this driver. */
export const mqttApplianceSchema = z.strictObject({
  traits: z
    .strictObject(Object.fromEntries(traitNames.map((name) => [name, traitSchema.optional()])))
    .superRefine(checkTraits)
    .default({}),
  verbs: z.strictObject(Object.fromEntries(verbs.map((verb) => [verb, verbCommand.optional()]))).default({}),
  /** one topic, or several with what they mean together */
  availability: z
    .union([
      availabilityTopic.transform((one) => ({ mode: 'all' as const, topics: [one] })),
      z.strictObject({
        mode: z.enum(['all', 'any', 'latest']).default('all'),
        topics: z.array(availabilityTopic).min(1).max(20),
      }),
    ])
    .optional(),
  /** what makes the device say its state */
  ask: z.strictObject({ topic, payload: payload.default('') }).optional(),
  /** how long a device that reported another value than the requested one may take until it reports that */
  settle: duration.refine((ms) => ms <= 7500, mqttRule('settle')).default(1000),
  /** a device that announced itself, by its name or its key; what stands here besides goes before what it announced */
  device: z.string().min(1).max(500).optional(),
  /** the name by which its bridge tells that it did not do what it was told */
  faults: z.string().optional(),
})
export type MqttOptions = z.infer<typeof mqttApplianceSchema>

/** The traits that are described, with what is said of each. */
export const describedTraits = ({ traits }: Pick<MqttOptions, 'traits'>) =>
  Object.entries(traits).filter(([, trait]) => trait) as [Trait, TraitOptions][]

/** What a device so described can do. If it takes a command that it never confirms, its state is assumed. */
export function describe(options: Pick<MqttOptions, 'traits' | 'verbs'>): Spec {
  const all = describedTraits(options)
  const isUnconfirmed = all.some(([, trait]) => trait.command !== undefined && !isConfirmed(trait))
  return {
    ...(isUnconfirmed && { assumed: true }),
    traits: Object.fromEntries(all.map(([name, trait]) => [name, traitLimit(name, trait)])),
    verbs: verbs.filter((verb) => options.verbs[verb]),
  }
}

/** Warns of a payload without a placeholder: the device is sent the same for each value, and the others never come true. */
export function warnOfConstantPayloads(options: Pick<MqttOptions, 'traits'>, warn: Warn): void {
  for (const [name, { command, payload: text, values }] of describedTraits(options)) {
    const hasOneValue = values !== undefined && Object.keys(values).length === 1
    if (command === undefined || text === undefined || text.includes('${') || hasOneValue) continue
    warn(mqttMessage('constantPayload', { trait: name }), { path: ['traits', name, 'payload'] })
  }
}
