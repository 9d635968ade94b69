import type { LocalizedText } from '../util/translate.ts'
import { Failure } from './failure.ts'
import { say } from './messages.ts'
import { plan } from './plan.ts'
import { allowedWords, numberDomain, type Spec } from './spec.ts'
import { isSettable, type State, type Trait, valueKind } from './traits.ts'

/** The values of a trait, in words for the user: `it goes from 16 to 30 in steps of 0.5`. */
export function describeDomain(spec: Spec, trait: Trait): LocalizedText {
  if (valueKind(trait) === 'boolean') return say('onOrOff')
  const domain = numberDomain(spec, trait)
  if (domain?.values) return say('oneOf', { all: domain.values.join(', ') })
  if (domain) {
    const { min, max, step } = domain
    return say(step === 1 ? 'fromTo' : 'fromToBy', { min, max, step })
  }
  const list = allowedWords(spec, trait)
  if (list) return say('oneOf', { all: list.join(', ') })
  return say(valueKind(trait) === 'number' ? 'anyNumber' : 'anyWord')
}

/** The traits whose state a user may tell the gateway (`assume`): all that can be set on some device. */
export const assumableTraits = (spec: Spec): readonly Trait[] =>
  (Object.keys(spec.traits) as Trait[]).filter((trait) => isSettable(trait))

/** @throws Failure `unsupported` if the device lacks the trait; the message lists the traits it has */
export function assertTrait(spec: Spec, trait: Trait): void {
  const all = assumableTraits(spec)
  if (all.includes(trait)) return
  throw new Failure('unsupported', say('noTrait', { trait, all: all.join(', ') || say('nothingToAssume') }))
}

/** The Failure of a value that the trait cannot have, with those that it can have. */
export const valueFailure = (trait: Trait, value: unknown, spec: Spec): Failure =>
  new Failure('badValue', say('notValueBut', { trait, value: String(value), allowed: describeDomain(spec, trait) }))

/** @throws Failure `unsupported` if the device lacks the trait, `badValue` if the trait cannot have the value; the message lists what is possible */
export function assertValue(spec: Spec, trait: Trait, value: unknown): void {
  assertTrait(spec, trait)
  if (!isAllowed(spec, trait, value)) throw valueFailure(trait, value, spec)
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
