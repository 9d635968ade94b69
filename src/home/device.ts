import type { Spec, Verb } from './spec.ts'
import type { NumberTrait, State, Trait } from './traits.ts'

/** What is wished of an appliance. */
export type Command =
  | { readonly kind: 'set'; readonly patch: State }
  | { readonly kind: 'step'; readonly trait: NumberTrait; readonly by: number }
  | { readonly kind: 'cycle'; readonly trait: Trait; readonly times?: number }
  | { readonly kind: 'perform'; readonly verb: Verb }

export interface Period {
  readonly start: Date
  readonly end: Date
}

/** What is known of a device. `at`: when the device last said so, where that is known. */
export interface Reading {
  readonly online: boolean
  /** why it is offline, in plain words, where that is known */
  readonly why?: string
  readonly state: State
  readonly at?: Date
}

/** Who made the device, where the driver learnt it. */
export interface About {
  readonly manufacturer?: string
  readonly model?: string
  readonly version?: string
}

/** The only seam between the house and hardware. */
export interface Device {
  readonly spec: Spec
  readonly about?: About | undefined
  /** What is known now. Never throws for "offline": that is `online: false`. Costs no network where the device tells by itself. */
  read(query: { readonly signal: AbortSignal; readonly period?: Period }): Promise<Reading>
  /**
   * Does it, sees that it happened, and returns the state known afterwards: what the device says, not what was wished.
   * @throws Failure `offline` when it cannot be reached, and `signal.reason` once the signal is aborted;
   *   nothing is sent after that, and a late answer of the device still updates what `read` gives.
   */
  apply(command: Command, signal: AbortSignal): Promise<State>
  /**
   * Takes this for its state without doing anything, where nobody sees what it does: somebody saw it.
   * @param unknown what nobody knows any more
   * @throws Failure `unsupported` for what it does not have, `badValue` for what it cannot be; with what it can
   */
  readonly assume?: ((patch: State, unknown?: readonly Trait[]) => State) | undefined
  /** The appliance has left the house: hears no more of it. */
  close?(): void
}
