import type { Trait } from '../../../../src/home/traits.ts'
import type { Description, TraitDescription } from '../announcement.ts'
import type { Kind } from '../applianceTypes.ts'
import { type Feature, isAsked, isSaid, isSet } from './exposes.ts'

/** Where a device is heard and told. */
export interface Place {
  /** `<base>/<friendly name>` */
  readonly topic: string
  /** each state is one JSON; else each of its attributes has a topic of its own */
  readonly json: boolean
}

/** What becomes of a part of a device. */
export interface Built {
  readonly traits: { readonly [T in Trait]?: TraitDescription }
  readonly verbs?: Description['verbs']
  /** absent: it is nothing that CLOVA has a type for */
  readonly kind?: Kind | undefined
  readonly problems?: readonly string[]
}

type Said = Pick<TraitDescription, 'state' | 'path' | 'command' | 'payload'>

const step = (property: string) => (/^[\p{L}\p{N}_-]+$/u.test(property) ? `.${property}` : `['${property}']`)

/** Where in a state message a property stands. */
export const pathOf = (...properties: readonly string[]): string => `$${properties.map(step).join('')}`

/** Where a property is heard, if it is said at all. */
export function heard({ topic, json }: Place, feature: Feature): Said {
  if (!isSaid(feature)) return {}
  return json
    ? { state: topic, path: pathOf(feature.property) }
    : // Of a payload that is a value alone, the empty one is null.
      { state: `${topic}/${feature.property}` }
}

/** The payload that sets properties to what stands in for their values. */
export const payloadOf = (values: Readonly<Record<string, string>>): string =>
  `{${Object.entries(values)
    .map(([property, value]) => `${JSON.stringify(property)}:${value}`)
    .join(',')}}`

/** How a property is set, if it can be: a word in quotes, a number or a truth value without. */
export function told({ topic }: Place, feature: Feature): Said {
  if (!isSet(feature)) return {}
  const words = feature.type === 'binary' ? [feature.value_on, feature.value_off] : (feature.values ?? [])
  const quoted = feature.type !== 'numeric' && words.every((value) => typeof value === 'string')
  return { command: `${topic}/set`, payload: payloadOf({ [feature.property]: quoted ? '"${value}"' : '${value}' }) }
}

/** Both, if it is said or can be set. */
export const spoken = (place: Place, feature: Feature): Said => ({ ...heard(place, feature), ...told(place, feature) })

/** Its words for yes and no. */
export const either = ({ value_on, value_off }: Feature) => ({ on: value_on ?? true, off: value_off ?? false })

/** A trait of what is either on or off. */
export const onOff = (place: Place, feature: Feature): TraitDescription => ({
  ...spoken(place, feature),
  ...either(feature),
})

/** The message that makes a device say these properties, if it can be asked for any of them. */
export function asking({ topic }: Place, features: readonly Feature[]): Description['ask'] {
  const properties = [...new Set(features.filter(isAsked).map(({ property }) => property))].slice(0, 4)
  if (properties.length === 0) return undefined
  return { topic: `${topic}/get`, payload: payloadOf(Object.fromEntries(properties.map((name) => [name, '""']))) }
}
