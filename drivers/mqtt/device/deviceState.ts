import type { Memory } from '../../../src/home/memory.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import type { Broker } from '../broker/broker.ts'
import type { Options } from '../options.ts'
import type { Channel } from './channel.ts'
import type { Faults } from './faults.ts'
import type { Known } from './state.ts'

/** Told of each message of the device, with the traits it named: none, if it was of its availability; and whether the broker had kept it. */
export type Hearer = (named: ReadonlySet<Trait>, retained: boolean) => void

/** One device of a broker: how it is spoken to, and what is known of it. */
export interface Unit extends Pick<Options, 'ask' | 'settle' | 'verbs'> {
  readonly broker: Broker
  /** what its bridge tells, if it has one that does */
  readonly faults: ReturnType<Faults['of']> | undefined
  /** of one that never says what it does */
  readonly memory: Memory | undefined
  readonly channels: readonly Channel[]
  readonly known: Known
  /** made when somebody first waits for its word */
  hearers: Set<Hearer> | undefined
  /** when it was last asked for its state, by the clock of `performance` */
  asked: number
}

/** Those who wait for its word. */
export function hearersOf(unit: Unit): Set<Hearer> {
  unit.hearers ??= new Set()
  return unit.hearers
}

/** True if it says anything of itself. */
export const isHeard = ({ channels }: Unit): boolean => channels.some(({ states }) => states.length > 0)

/** What is known of it now. */
export const seen = ({ memory, known }: Unit): State => (memory ? { ...memory.get(), ...known.state } : known.state)
