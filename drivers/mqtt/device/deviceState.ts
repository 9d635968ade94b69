import type { Memory } from '../../../src/home/memory.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import { ListenerList } from '../../../src/util/listenerList.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import type { Broker } from '../broker/broker.ts'
import type { MqttOptions } from '../options.ts'
import type { Report, ReportedState } from './reportedState.ts'
import type { TraitChannel } from './traitChannel.ts'

/** Is called with each message of the device that says something of it; with nothing when its availability changes. */
export type ReportListener = (report: Report | undefined) => void

/** One device of a broker: how it is commanded, and what is known of it. */
export interface DeviceState extends Pick<MqttOptions, 'ask' | 'settle' | 'verbs'> {
  /** the id of the appliance */
  readonly id: string
  /** What is known of an appliance may have changed. */
  readonly reportChange: (applianceId: string) => void
  readonly broker: Broker
  /** what it was told last, of a device that never confirms a command */
  readonly memory: Memory | undefined
  readonly channels: readonly TraitChannel[]
  readonly reported: ReportedState
  /** whether it counts as available while it has not published that */
  readonly isAvailableUnreported: boolean
  /** made when a command first waits for a report */
  listeners: ListenerList<[Report | undefined]> | undefined
  /** is told when its bridge says that the present command failed */
  onFault: ((reason: LocalizedText) => void) | undefined
  /** until when a failure that its bridge tells is that of a command that was given up before, by the clock of `performance` */
  staleFaultUntilMs: number
  /** the values of commands that were given up, which it may yet say, and until when, by the clock of `performance` */
  timedOutWrites: Map<Trait, { readonly value: unknown; readonly untilMs: number }> | undefined
  /** when it was last asked for its state, by the clock of `performance` */
  stateRequestedAtMs: number
  /** when it was last asked for a certain trait, by the same clock */
  neededRequestedAtMs: number
}

/** @returns what ends that */
export function onReport(device: DeviceState, listener: ReportListener): () => void {
  device.listeners ??= new ListenerList()
  return device.listeners.add(listener)
}

/** Tells those who wait for a report of the device, and those who follow its state. */
export function notify({ id, listeners, reportChange }: DeviceState, report: Report | undefined): void {
  listeners?.call(report)
  reportChange(id)
}

/** True if the device says anything of itself. */
export const reportsState = ({ channels }: DeviceState): boolean => channels.some(({ states }) => states.length > 0)

/** What is known of the device now: what it said, else what it was told. */
export const currentState = ({ memory, reported }: DeviceState): State =>
  memory ? { ...memory.get(), ...reported.state } : reported.state
