import { assertTrait, assertValue, isAllowed } from '../../src/home/allowedValues.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { Spec } from '../../src/home/spec.ts'
import { isSettable, type State, type Trait } from '../../src/home/traits.ts'
import type { ReadingSource } from './borrowedReadings.ts'

/** What is so now, and what is known no longer. */
interface Change {
  readonly patch: State
  readonly unknown: readonly Trait[]
}

/** The state of what nobody sees: what it was last told, corrected by whoever saw it. */
export interface AssumedState {
  /** What was known last. */
  current(): State
  /** What is known now, by what others see as well. @param needed see `ReadQuery` */
  read(signal: AbortSignal, needed?: readonly Trait[]): Promise<State>
  /** It was told this, and the telling succeeded. @param unknown what is known no longer @returns what is known then */
  commanded(patch: State, unknown?: readonly Trait[]): State
  /**
   * A command was given up after it may have been sent: what it was to change is not known any more.
   * @param patch what the command sets; values that are known to be so already stay known
   */
  givenUp(patch: State, unknown?: readonly Trait[]): void
  /** The last values of what `givenUp` made unknown, for commands that must name every setting. */
  lastTold(): State
  /**
   * Somebody saw it.
   * @param change what follows from that, if that is more
   * @throws Failure `unsupported`, `badValue`
   */
  assume(patch: State, unknown?: readonly Trait[], change?: Change): State
}

/** @param initial what is taken for true where nothing is remembered */
export function createAssumedState(memory: Memory, lender: ReadingSource, spec: Spec, initial: State): AssumedState {
  if (Object.keys(memory.get()).length === 0 && Object.keys(initial).length > 0) memory.merge(initial)
  // What others see is told with what is assumed, and never remembered as if it had been told.
  let borrowed: State = {}
  let doubted: State = {}
  return {
    async read(signal, needed) {
      const { power, ...seen } = await lender.readState(signal, needed)
      borrowed = seen
      if (power !== undefined && memory.get().power !== power) memory.merge({ power })
      return known()
    },
    current: known,
    commanded: changed,
    givenUp(patch, unknown = []) {
      const before = known()
      const changes = Object.entries(patch).filter(([trait, value]) => before[trait as Trait] !== value)
      const traits = [...changes.map(([trait]) => trait as Trait), ...unknown]
      doubted = { ...doubted, ...Object.fromEntries(traits.map((trait) => [trait, before[trait]])) }
      lender.commandSent()
      memory.merge({}, traits)
    },
    lastTold: () => Object.fromEntries(Object.entries(doubted).filter(([, value]) => value !== undefined)),
    assume(patch, unknown = [], change = { patch, unknown }) {
      for (const trait of unknown) assertTrait(spec, trait)
      for (const [trait, value] of Object.entries(patch)) assertValue(spec, trait as Trait, value)
      return changed(change.patch, change.unknown)
    },
  }

  function changed(patch: State, unknown: readonly Trait[] = []): State {
    lender.commandSent()
    for (const trait of [...Object.keys(patch), ...unknown] as Trait[]) delete doubted[trait]
    memory.merge(Object.fromEntries(Object.entries(patch).filter(([trait]) => has(trait as Trait))), unknown)
    return known()
  }

  /** What it had before somebody changed what it is made with says nothing of what it has now. */
  function known(): State {
    const kept = Object.entries(memory.get()).filter(
      ([trait, value]) => has(trait as Trait) && isAllowed(spec, trait as Trait, value),
    )
    return { ...Object.fromEntries(kept), ...borrowed }
  }

  function has(trait: Trait): boolean {
    return spec.traits[trait] !== undefined && isSettable(trait)
  }
}
