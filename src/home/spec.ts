import type { Trait, Traits } from './traits.ts'

/**
 * What can be done with a trait: `read` it, `set` it to a value, `step` it blindly by so much,
 * or `cycle` it blindly to its next value. A trait that can be set needs neither of the last two.
 */
export type Access = 'read' | 'set' | 'step' | 'cycle'

/** What a device can be told that is no value of a trait. */
export const verbs = ['stop', 'raise', 'lower', 'charge', 'callElevator'] as const
export type Verb = (typeof verbs)[number]

/** Numbers lie between `min` and `max`, both taken, on a grid of `step` from `min`; with `values` only those are taken. */
export interface NumberDomain {
  readonly min: number
  readonly max: number
  readonly step: number
  readonly values?: readonly number[]
}

/** Words are one of `values`; without `values` any is taken. */
export interface WordDomain<V extends string = string> {
  readonly values?: readonly V[]
  /** the value that is left when another is released (a mode) */
  readonly rest?: V
}

type Domain<V> = [V] extends [number] ? NumberDomain : [V] extends [string] ? WordDomain<V> : unknown

/** What this very device can do with one trait. `modes`: it can be set only while `mode` is one of these. */
export type Limit<T extends Trait = Trait> = {
  readonly can: readonly Access[]
  readonly modes?: readonly string[]
} & Domain<Traits[T]>

/** What this very device can do. `assumed`: nobody sees what it does, its state is what it was last told. */
export interface Spec {
  readonly assumed?: true
  readonly traits: { readonly [T in Trait]?: Limit<T> }
  readonly verbs: readonly Verb[]
}

/** False of a device that was never seen: what it can do will be known when it is. */
export const isKnown = ({ traits, verbs }: Spec): boolean => verbs.length > 0 || Object.keys(traits).length > 0

/** True if the device can do this with the trait. */
export const can = (spec: Spec, access: Access, trait: Trait): boolean =>
  spec.traits[trait]?.can.includes(access) ?? false

/** The numbers a trait may have, if it is a number and the device has it. */
export const numbers = (spec: Spec, trait: Trait): NumberDomain | undefined => domainOf(spec.traits[trait])

/** The numbers that a limit allows, if it is one of a number. */
export const domainOf = (limit: Limit | undefined): NumberDomain | undefined =>
  limit && 'min' in limit && 'max' in limit ? (limit as unknown as NumberDomain) : undefined

/** The words a trait may have, if it is a word, the device has it and they are known. */
export function words(spec: Spec, trait: Trait): readonly string[] | undefined {
  const limit = spec.traits[trait]
  return limit && 'values' in limit && !('min' in limit) ? limit.values : undefined
}

/** A number of a domain without what floating point adds to it: 0.1 + 0.2 is 0.3. */
export const tidy = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(12)))
