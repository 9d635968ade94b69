import type { LocalizedText } from '../util/translate.ts'
import type { Spec, Verb } from './spec.ts'
import type { NumberTrait, State, Trait } from './traits.ts'

/** A command to an appliance. `step` moves by `by` in the trait's unit, or by so many places in a list of values. */
export type Command =
  | { readonly kind: 'set'; readonly patch: State }
  | { readonly kind: 'step'; readonly trait: NumberTrait; readonly by: number }
  | { readonly kind: 'cycle'; readonly trait: Trait; readonly times?: number }
  | { readonly kind: 'perform'; readonly verb: Verb }

export interface Period {
  readonly start: Date
  readonly end: Date
}

/** What is known of a device. `reportedAt`: when the device last reported it, if known. */
export interface Reading {
  readonly online: boolean
  /** why it is offline, if known */
  readonly offlineReason?: LocalizedText
  readonly state: State
  readonly reportedAt?: Date
  /** the period that was asked about, if the values are of it; absent: they are the present ones */
  readonly period?: Period
}

export interface ReadQuery {
  readonly signal: AbortSignal
  /** the period that the values are to be of; a device that has no history returns its present values without `period` */
  readonly period?: Period
  /** traits that the caller needs: a driver that can ask its device does so, within the signal, while one is not known */
  readonly needed?: readonly Trait[]
}

/** Manufacturer, model and version, if the driver knows them. */
export interface DeviceInfo {
  readonly manufacturer?: string
  readonly model?: string
  readonly version?: string
}

/** The only interface between the gateway and hardware. */
export interface Device {
  readonly spec: Spec
  readonly deviceInfo?: DeviceInfo | undefined
  /** Reads what is known now. Never throws for an offline device: that is `online: false`. No network where the device reports by itself. */
  read(query: ReadQuery): Promise<Reading>
  /**
   * Executes a command, verifies that it happened, and returns the state afterwards as the device reports it.
   * @throws Failure `offline` when it cannot be reached, and `signal.reason` once the signal is aborted;
   *   nothing is sent after that, and a late answer of the device still updates what `read` returns.
   */
  apply(command: Command, signal: AbortSignal): Promise<State>
  /**
   * Corrects the assumed state of a device that cannot report its own, without sending anything.
   * @param unknown traits whose value is not known any more
   * @throws Failure `unsupported` for a trait it lacks, `badValue` for an impossible value; the message lists what is possible
   */
  readonly assume?: ((patch: State, unknown?: readonly Trait[]) => State) | undefined
  /** The appliance was removed from the home: ends its subscriptions. */
  close?(): void
}
