import type { Trait, Traits } from './traits.ts'

/**
 * What can be done with a trait: `read` it, `set` it to a value, `step` it by an amount without knowing its value,
 * or `cycle` it to its next value without knowing it. A trait that can be set needs neither `step` nor `cycle`.
 */
export type TraitAccess = 'read' | 'set' | 'step' | 'cycle'

/** Commands that set no trait. */
export const verbs = ['stop', 'raise', 'lower', 'charge', 'callElevator'] as const
export type Verb = (typeof verbs)[number]

/** The numbers from `min` to `max` inclusive, on a grid of `step` that starts at `min`; with `values` only the listed ones. */
export interface NumberDomain {
  readonly min: number
  readonly max: number
  readonly step: number
  readonly values?: readonly number[]
}

/** The words of `values`; without `values` any word. */
export interface WordDomain<V extends string = string> {
  readonly values?: readonly V[]
  /** the mode that the device goes to when another is released; the key of the configuration has the same name */
  readonly rest?: V
}

type Domain<V> = [V] extends [number] ? NumberDomain : [V] extends [string] ? WordDomain<V> : unknown

/** What a device can do with one trait. `modes`: it can be set only while `mode` is one of these. */
export type Limit<T extends Trait = Trait> = {
  readonly can: readonly TraitAccess[]
  readonly modes?: readonly string[]
} & Domain<Traits[T]>

/** What a device can do. `assumed`: it cannot report its state, which is what it was last commanded. */
export interface Spec {
  readonly assumed?: true
  readonly traits: { readonly [T in Trait]?: Limit<T> }
  readonly verbs: readonly Verb[]
}

/** False for a device that was never seen, of which nothing is known yet. */
export const isKnown = ({ traits, verbs }: Spec): boolean => verbs.length > 0 || Object.keys(traits).length > 0

/** Whether the device can do this with the trait. */
export const supports = (spec: Spec, access: TraitAccess, trait: Trait): boolean =>
  spec.traits[trait]?.can.includes(access) ?? false

/** The numbers that a trait may have; undefined if it is no number or the device lacks it. */
export const numberDomain = (spec: Spec, trait: Trait): NumberDomain | undefined => numberDomainOf(spec.traits[trait])

/** The numbers that a limit allows; undefined if it is not the limit of a number. */
export const numberDomainOf = (limit: Limit | undefined): NumberDomain | undefined =>
  limit && 'min' in limit && 'max' in limit ? (limit as unknown as NumberDomain) : undefined

/** The words that a trait may have; undefined if it is no word, the device lacks it or any word is allowed. */
export function allowedWords(spec: Spec, trait: Trait): readonly string[] | undefined {
  const limit = spec.traits[trait]
  return limit && 'values' in limit && !('min' in limit) ? limit.values : undefined
}

/** Removes the error of floating point: 0.1 + 0.2 becomes 0.3. */
export const roundFloat = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(12)))
