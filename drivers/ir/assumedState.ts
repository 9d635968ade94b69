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
  unconfirmed(patch: State, unknown?: readonly Trait[]): void
  /** The last values of what `givenUp` made unknown, for commands that must name every setting. */
  lastKnown(): State
  /**
   * Somebody saw it.
   * @param change what follows from that, if that is more
   * @throws Failure `unsupported`, `badValue`
   */
  assume(patch: State, unknown?: readonly Trait[], change?: Change): State
}

/** @param initial what is taken for true where nothing is remembered */
export function createAssumedState(memory: Memory, source: ReadingSource, spec: Spec, initial: State): AssumedState {
  if (Object.keys(memory.get()).length === 0 && Object.keys(initial).length > 0) memory.merge(initial)
  // What others see is told with what is assumed, and never remembered as if it had been told.
  let borrowed: State = {}
  let valuesBefore: State = {}
  return {
    async read(signal, needed) {
      const { power, ...seen } = await source.readState(signal, needed)
      borrowed = seen
      if (power !== undefined && memory.get().power !== power) memory.merge({ power })
      return known()
    },
    current: known,
    commanded: changed,
    unconfirmed(patch, unknown = []) {
      const before = known()
      const changes = Object.entries(patch).filter(([trait, value]) => before[trait as Trait] !== value)
      const traits = [...changes.map(([trait]) => trait as Trait), ...unknown]
      valuesBefore = { ...valuesBefore, ...Object.fromEntries(traits.map((trait) => [trait, before[trait]])) }
      source.commandSent()
      memory.merge({}, traits)
    },
    lastKnown: () => Object.fromEntries(Object.entries(valuesBefore).filter(([, value]) => value !== undefined)),
    assume(patch, unknown = [], change = { patch, unknown }) {
      for (const trait of unknown) assertTrait(spec, trait)
      for (const [trait, value] of Object.entries(patch)) assertValue(spec, trait as Trait, value)
      return changed(change.patch, change.unknown)
    },
  }

  function changed(patch: State, unknown: readonly Trait[] = []): State {
    source.commandSent()
    for (const trait of [...Object.keys(patch), ...unknown] as Trait[]) delete valuesBefore[trait]
    memory.merge(Object.fromEntries(Object.entries(patch).filter(([trait]) => has(trait as Trait))), unknown)
    return known()
  }

  /** What it had before somebody changed what it is made with says nothing of what it has now. */
  function known(): State {
    const allowed = Object.entries(memory.get()).filter(
      ([trait, value]) => has(trait as Trait) && isAllowed(spec, trait as Trait, value),
    )
    return { ...Object.fromEntries(allowed), ...borrowed }
  }

  function has(trait: Trait): boolean {
    return spec.traits[trait] !== undefined && isSettable(trait)
  }
}
