import type { Memory } from '../../../src/home/memory.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import type { Broker } from '../broker/broker.ts'
import type { Options } from '../options.ts'
import type { Channel } from './channel.ts'
import type { BridgeFaults } from './faults.ts'
import type { ReportedState } from './state.ts'

/** Told of each message of the device, with the traits it named: none, if it was of its availability; and whether the broker had kept it. */
export type StateListener = (traits: ReadonlySet<Trait>, retained: boolean) => void

/** One device of a broker: how it is spoken to, and what is known of it. */
export interface DeviceState extends Pick<Options, 'ask' | 'settle' | 'verbs'> {
  readonly broker: Broker
  /** what its bridge tells, if it has one that does */
  readonly faults: ReturnType<BridgeFaults['of']> | undefined
  /** of one that never says what it does */
  readonly memory: Memory | undefined
  readonly channels: readonly Channel[]
  readonly reported: ReportedState
  /** made when somebody first waits for its word */
  listeners: Set<StateListener> | undefined
  /** when it was last asked for its state, by the clock of `performance` */
  stateRequestedAtMs: number
}

/** Those who wait for its word. */
export function listenersOf(unit: DeviceState): Set<StateListener> {
  unit.listeners ??= new Set()
  return unit.listeners
}

/** True if it says anything of itself. */
export const reportsState = ({ channels }: DeviceState): boolean => channels.some(({ states }) => states.length > 0)

/** What is known of it now. */
export const currentState = ({ memory, reported: known }: DeviceState): State =>
  memory ? { ...memory.get(), ...known.state } : known.state
