import { Failure } from './failure.ts'
import { plan } from './plan.ts'
import { allowedWords, numberDomain, type Spec } from './spec.ts'
import { isSettable, type State, type Trait, valueKind } from './traits.ts'

/** The values of a trait, in words for the user: `it goes from 16 to 30 in steps of 0.5`. */
export function describeDomain(spec: Spec, trait: Trait): string {
  if (valueKind(trait) === 'boolean') return 'it is on or off'
  const domain = numberDomain(spec, trait)
  if (domain?.values) return `it is one of ${domain.values.join(', ')}`
  if (domain)
    return `it goes from ${domain.min} to ${domain.max}${domain.step === 1 ? '' : ` in steps of ${domain.step}`}`
  const list = allowedWords(spec, trait)
  return list ? `it is one of ${list.join(', ')}` : `it is any ${valueKind(trait) === 'number' ? 'number' : 'word'}`
}

/** The traits whose state a user may tell the gateway (`assume`): all that can be set on some device. */
export const assumableTraits = (spec: Spec): readonly Trait[] =>
  (Object.keys(spec.traits) as Trait[]).filter((trait) => isSettable(trait))

/** @throws Failure `unsupported` if the device lacks the trait; the message lists the traits it has */
export function assertTrait(spec: Spec, trait: Trait): void {
  const all = assumableTraits(spec)
  if (all.includes(trait)) return
  throw new Failure('unsupported', `it has no ${trait}; it has ${all.join(', ') || 'nothing that can be assumed'}`)
}

/** @throws Failure `unsupported` if the device lacks the trait, `badValue` if the trait cannot have the value; the message lists what is possible */
export function assertValue(spec: Spec, trait: Trait, value: unknown): void {
  assertTrait(spec, trait)
  if (!isAllowed(spec, trait, value))
    throw new Failure('badValue', `${trait} cannot be ${String(value)}: ${describeDomain(spec, trait)}`)
}

/** Whether a trait can have a value, whatever the present mode is and even if the trait is read only. */
export function isAllowed(spec: Spec, trait: Trait, value: unknown): boolean {
  const limit = spec.traits[trait]
  if (!limit) return false
  const { modes: _modes, ...limitOfEveryMode } = limit
  const unrestricted = { ...spec, traits: { [trait]: { ...limitOfEveryMode, can: ['set'] } } } as unknown as Spec
  try {
    plan({ kind: 'set', patch: { [trait]: value } as State }, {}, unrestricted)
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}
