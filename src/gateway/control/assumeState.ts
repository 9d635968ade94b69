import type { ParsedRequestOf } from '../../control/api.ts'
import { assumableTraits, describeDomain } from '../../home/allowedValues.ts'
import { Failure } from '../../home/failure.ts'
import type { Home } from '../../home/home.ts'
import type { Spec } from '../../home/spec.ts'
import { isSettable, parseTrait, type State, type Trait, traitNames, valueKind } from '../../home/traits.ts'
import { didYouMean } from '../../util/suggest.ts'

/**
 * Corrects the assumed state of an appliance, without sending anything to it.
 * @returns the new assumed state
 * @throws Failure for the user, with the possible values
 */
export function setAssumedState({ appliance, state, unknown }: ParsedRequestOf<'assume'>, { appliances }: Home): State {
  const found = appliances.get(appliance)
  if (!found) {
    const hint = didYouMean(appliance, appliances.keys()) || ' clova-home appliances lists them.'
    throw new Failure('noSuchAppliance', `there is no appliance "${appliance}".${hint}`)
  }
  const { device } = found
  if (!device.assume) throw new Failure('unsupported', `${appliance} tells its state itself; nothing of it is assumed`)
  const cleared = unknown.map((name) => traitOf(name, device.spec))
  return device.assume(parseAssumedState(state, device.spec), cleared)
}

/** Parses the traits that the user wrote. @throws Failure with the traits or values that the device has */
function traitOf(name: string, spec: Spec): Trait {
  const trait = traitNames.find((one) => one === name)
  if (trait && isSettable(trait)) return trait
  const all = assumableTraits(spec)
  const hint = didYouMean(name, all) || ` There are ${all.join(', ')}.`
  throw new Failure('badValue', `"${name}" is nothing that can be assumed.${hint}`)
}

function parseAssumedState(state: Readonly<Record<string, unknown>>, spec: Spec): State {
  return Object.fromEntries(
    Object.entries(state).map(([name, written]) => {
      const trait = traitOf(name, spec)
      const value = parseTrait(trait, parseOnOff(trait, written))
      if (value === undefined)
        throw new Failure('badValue', `${name} cannot be ${String(written)}: ${describeDomain(spec, trait)}`)
      return [trait, value]
    }),
  )
}

/** `on` and `off`, as people write a boolean. */
function parseOnOff(trait: Trait, written: unknown): unknown {
  if (valueKind(trait) !== 'boolean') return written
  return written === 'on' ? true : written === 'off' ? false : written
}
