import type { Trait } from '../../../../src/home/traits.ts'
import type { LocalizedText } from '../../../../src/util/translate.ts'
import type { Description, TraitDescription } from '../announcement.ts'
import type { ApplianceKind } from '../applianceTypes.ts'
import { canGet, canSet, type Feature, isPublished } from './exposes.ts'

/** The topic of a device, and the form of its states. */
export interface TopicLayout {
  /** `<base>/<friendly name>` */
  readonly topic: string
  /** each state is one JSON object; else (`output: attribute`) each property has a topic of its own */
  readonly json: boolean
}

/** What a part of a device can do. */
export interface PartTraits {
  readonly traits: { readonly [T in Trait]?: TraitDescription }
  readonly verbs?: Description['verbs']
  /** absent: CLOVA has no type for it */
  readonly kind?: ApplianceKind | undefined
  readonly problems?: readonly LocalizedText[]
}

type TraitTopics = Pick<TraitDescription, 'state' | 'path' | 'command' | 'payload'>

const pathStep = (property: string) => (/^[\p{L}\p{N}_-]+$/u.test(property) ? `.${property}` : `['${property}']`)

/** The path of a property in a state message. */
export const pathOf = (...properties: readonly string[]): string => `$${properties.map(pathStep).join('')}`

/** The state topic and path of a property; empty if it is never published. */
export function stateSource({ topic, json }: TopicLayout, feature: Feature): TraitTopics {
  if (!isPublished(feature)) return {}
  return json
    ? { state: topic, path: pathOf(feature.property) }
    : // A payload is the bare value here, and an empty one means null.
      { state: `${topic}/${feature.property}` }
}

/** The payload that sets properties, with a placeholder for each value. */
export const payloadOf = (values: Readonly<Record<string, string>>): string =>
  `{${Object.entries(values)
    .map(([property, value]) => `${JSON.stringify(property)}:${value}`)
    .join(',')}}`

/** The command topic and payload of a property; empty if it cannot be set. Words are quoted, numbers and booleans are not. */
export function commandTarget({ topic }: TopicLayout, feature: Feature): TraitTopics {
  if (!canSet(feature)) return {}
  const words = feature.type === 'binary' ? [feature.value_on, feature.value_off] : (feature.values ?? [])
  const quoted = feature.type !== 'numeric' && words.every((value) => typeof value === 'string')
  return { command: `${topic}/set`, payload: payloadOf({ [feature.property]: quoted ? '"${value}"' : '${value}' }) }
}

/** The state source and the command target of a property together. */
export const readWriteTrait = (layout: TopicLayout, feature: Feature): TraitTopics => ({
  ...stateSource(layout, feature),
  ...commandTarget(layout, feature),
})

/** The values of a binary property for true and false. */
export const booleanWords = ({ value_on, value_off }: Feature) => ({ on: value_on ?? true, off: value_off ?? false })

/** A trait of a binary property. */
export const onOff = (layout: TopicLayout, feature: Feature): TraitDescription => ({
  ...readWriteTrait(layout, feature),
  ...booleanWords(feature),
})

/** The message that makes a device publish these properties; nothing if it cannot be asked for any of them. */
export function stateRequest({ topic }: TopicLayout, features: readonly Feature[]): Description['ask'] {
  const properties = [...new Set(features.filter(canGet).map(({ property }) => property))].slice(0, 4)
  if (properties.length === 0) return undefined
  return { topic: `${topic}/get`, payload: payloadOf(Object.fromEntries(properties.map((name) => [name, '""']))) }
}
