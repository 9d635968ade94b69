/** Why something could not be done. `clova/errors.ts` has one message of the protocol for each. */
export type Reason =
  /** nothing of that id in the house */
  | { readonly code: 'noSuchAppliance' }
  /** the device, its bridge or its broker cannot be reached, or did not answer in time */
  | { readonly code: 'offline' }
  /** this device cannot do that, or does not have that mode */
  | { readonly code: 'unsupported' }
  /** asked for a value that was never measured */
  | { readonly code: 'unknownValue' }
  /** within the range, but not a value it takes */
  | { readonly code: 'badValue' }
  | { readonly code: 'outOfRange'; readonly min: number; readonly max: number }
  | { readonly code: 'notInThisMode' }
  /** `state` is heard by the user, in their language */
  | { readonly code: 'conditionsNotMet'; readonly state: string }
  /** too much was asked in too short a time */
  | { readonly code: 'busy' }
  /** the device reports a fault */
  | { readonly code: 'deviceFault' }
  /** it tried and did not get there */
  | { readonly code: 'actionFailed' }

/** The one error that is meant: thrown wherever a wish cannot be met, told to the user as its reason. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly reason: Reason

  /** @param detail for the log, in plain words; never a secret */
  constructor(
    reason: Reason | Exclude<Reason['code'], 'outOfRange' | 'conditionsNotMet'>,
    detail?: string,
    options?: ErrorOptions,
  ) {
    const whole = (typeof reason === 'string' ? { code: reason } : reason) as Reason
    super(detail ?? whole.code, options)
    this.reason = whole
  }
}
