import { Failure } from './failure.ts'
import { plan } from './plan.ts'
import { numbers, type Spec, words } from './spec.ts'
import { isSettable, kindOf, type State, type Trait } from './traits.ts'

/** What a trait of a device can be, in plain words: `it goes from 16 to 30 in steps of 0.5`. */
export function allowed(spec: Spec, trait: Trait): string {
  if (kindOf(trait) === 'boolean') return 'it is on or off'
  const domain = numbers(spec, trait)
  if (domain?.values) return `it is one of ${domain.values.join(', ')}`
  if (domain)
    return `it goes from ${domain.min} to ${domain.max}${domain.step === 1 ? '' : ` in steps of ${domain.step}`}`
  const list = words(spec, trait)
  return list ? `it is one of ${list.join(', ')}` : `it is any ${kindOf(trait) === 'number' ? 'number' : 'word'}`
}

/** The traits of a device that somebody may say it has. */
export const assumable = (spec: Spec): readonly Trait[] =>
  (Object.keys(spec.traits) as Trait[]).filter((trait) => isSettable(trait))

/** @throws Failure `unsupported` if a device has no such trait, with those that it has */
export function mustHave(spec: Spec, trait: Trait): void {
  const all = assumable(spec)
  if (all.includes(trait)) return
  throw new Failure('unsupported', `it has no ${trait}; it has ${all.join(', ') || 'nothing that can be assumed'}`)
}

/** @throws Failure `unsupported` if a device has no such trait, `badValue` if it cannot be that; both with what can be */
export function mustBePossible(spec: Spec, trait: Trait, value: unknown): void {
  mustHave(spec, trait)
  if (!isPossible(spec, trait, value))
    throw new Failure('badValue', `${trait} cannot be ${String(value)}: ${allowed(spec, trait)}`)
}

/** Whether a trait of a device can be that, whatever its mode, and whether or not it can be told. */
export function isPossible(spec: Spec, trait: Trait, value: unknown): boolean {
  const limit = spec.traits[trait]
  if (!limit) return false
  const { modes: _modes, ...always } = limit
  const free = { ...spec, traits: { [trait]: { ...always, can: ['set'] } } } as unknown as Spec
  try {
    plan({ kind: 'set', patch: { [trait]: value } as State }, {}, free)
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}
