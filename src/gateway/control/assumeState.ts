import * as z from 'zod'
import { allowed, assumable } from '../../home/allowedValues.ts'
import { Failure } from '../../home/failure.ts'
import type { Home } from '../../home/home.ts'
import type { Spec } from '../../home/spec.ts'
import { believe, isSettable, kindOf, type State, type Trait, traitNames } from '../../home/traits.ts'
import { didYouMean } from '../../util/suggest.ts'

/** What the command line asks: take this for the state of an appliance that nobody sees. */
const asked = z.object({
  appliance: z.string(),
  state: z.record(z.string(), z.unknown()).default({}),
  /** traits that nobody knows any more */
  unknown: z.array(z.string()).default([]),
})

/** What came of it: the state that is assumed now, or why not, in plain words. */
export type Outcome = { readonly state: State } | { readonly error: string }

/** Corrects what is assumed of an appliance, without sending anything. Never throws. */
export function assume(body: string, { appliances }: Home): Outcome {
  try {
    const { appliance, state, unknown } = asked.parse(JSON.parse(body))
    const found = appliances.get(appliance)
    if (!found)
      return {
        error: `there is no appliance "${appliance}".${didYouMean(appliance, appliances.keys()) || ' clova-home appliances lists them.'}`,
      }
    const { device } = found
    if (!device.assume) return { error: `${appliance} tells its state itself; nothing of it is assumed` }
    const gone = unknown.map((name) => traitOf(name, device.spec))
    return { state: device.assume(believed(state, device.spec), gone) }
  } catch (error) {
    return { error: error instanceof Failure ? error.message : 'that cannot be understood' }
  }
}

/** @throws Failure with what the device has */
function traitOf(name: string, spec: Spec): Trait {
  const trait = traitNames.find((one) => one === name)
  if (trait && isSettable(trait)) return trait
  const all = assumable(spec)
  const hint = didYouMean(name, all) || ` There are ${all.join(', ')}.`
  throw new Failure('badValue', `"${name}" is nothing that can be assumed.${hint}`)
}

function believed(state: Readonly<Record<string, unknown>>, spec: Spec): State {
  return Object.fromEntries(
    Object.entries(state).map(([name, written]) => {
      const trait = traitOf(name, spec)
      const value = believe(trait, plain(trait, written))
      if (value === undefined)
        throw new Failure('badValue', `${name} cannot be ${String(written)}: ${allowed(spec, trait)}`)
      return [trait, value]
    }),
  )
}

/** As people say it: on and off. */
function plain(trait: Trait, written: unknown): unknown {
  if (kindOf(trait) !== 'boolean') return written
  return written === 'on' ? true : written === 'off' ? false : written
}
