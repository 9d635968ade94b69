import { isPossible, mustBePossible, mustHave } from '../../src/home/allowedValues.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { Spec } from '../../src/home/spec.ts'
import { isSettable, type State, type Trait } from '../../src/home/traits.ts'
import type { Lender } from './borrowedReadings.ts'

/** What is so now, and what is known no longer. */
interface Change {
  readonly patch: State
  readonly unknown: readonly Trait[]
}

/** The state of what nobody sees: what it was last told, corrected by whoever saw it. */
export interface Assumed {
  /** What is known now, by what others see as well. */
  look(signal: AbortSignal): Promise<State>
  /** It was told this, and the telling succeeded. @param unknown what is known no longer @returns what is known then */
  told(patch: State, unknown?: readonly Trait[]): State
  /**
   * Somebody saw it.
   * @param change what follows from that, if that is more
   * @throws Failure `unsupported`, `badValue`
   */
  assume(patch: State, unknown?: readonly Trait[], change?: Change): State
}

/** @param first what is taken for true where nothing is remembered */
export function assumed(memory: Memory, lender: Lender, spec: Spec, first: State): Assumed {
  if (Object.keys(memory.get()).length === 0 && Object.keys(first).length > 0) memory.merge(first)
  // What others see is told with what is assumed, and never remembered as if it had been told.
  let lent: State = {}
  return {
    async look(signal) {
      const { power, ...seen } = await lender.look(signal)
      lent = seen
      if (power !== undefined && memory.get().power !== power) memory.merge({ power })
      return known()
    },
    told: changed,
    assume(patch, unknown = [], change = { patch, unknown }) {
      for (const trait of unknown) mustHave(spec, trait)
      for (const [trait, value] of Object.entries(patch)) mustBePossible(spec, trait as Trait, value)
      return changed(change.patch, change.unknown)
    },
  }

  function changed(patch: State, unknown: readonly Trait[] = []): State {
    lender.sent()
    memory.merge(Object.fromEntries(Object.entries(patch).filter(([trait]) => has(trait as Trait))), unknown)
    return known()
  }

  /** What it had before somebody changed what it is made with says nothing of what it has now. */
  function known(): State {
    const kept = Object.entries(memory.get()).filter(
      ([trait, value]) => has(trait as Trait) && isPossible(spec, trait as Trait, value),
    )
    return { ...Object.fromEntries(kept), ...lent }
  }

  function has(trait: Trait): boolean {
    return spec.traits[trait] !== undefined && isSettable(trait)
  }
}
