import type { Signal } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { Lender } from './borrow.ts'

/** The state of what nobody sees: what it was last told, corrected by whoever saw it. */
export interface Assumed {
  /** What is known now, by what others see as well. */
  look(signal: Signal): Promise<State>
  /** It was told this, and the telling succeeded. @returns what is known then */
  told(patch: State): State
  /** Somebody saw it. @throws Failure `unsupported` */
  assume(patch: State): State
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
      return { ...memory.get(), ...lent }
    },
    told(patch) {
      lender.sent()
      return { ...memory.merge(patch), ...lent }
    },
    assume(patch) {
      for (const trait of Object.keys(patch) as Trait[])
        if (!spec.traits[trait]) throw new Failure('unsupported', `it has no ${trait}`)
      lender.sent()
      return { ...memory.merge(patch), ...lent }
    },
  }
}
