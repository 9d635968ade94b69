import type { LocalizedText } from '../util/translate.ts'

/** Why something could not be done. `clova/errors.ts` has one message of the protocol for each. */
export type Reason =
  /** there is no appliance or scene of that id */
  | { readonly code: 'noSuchAppliance' }
  /** the device, its bridge or its broker cannot be reached, or did not answer in time */
  | { readonly code: 'offline' }
  /** this device cannot do that, or does not have that mode */
  | { readonly code: 'unsupported' }
  /** the value was never measured */
  | { readonly code: 'unknownValue' }
  /** within the range, but not a value that the device takes */
  | { readonly code: 'badValue' }
  | { readonly code: 'outOfRange'; readonly min: number; readonly max: number }
  | { readonly code: 'notInThisMode' }
  /** `state` is read aloud to the user, in their language */
  | { readonly code: 'conditionsNotMet'; readonly state: string }
  /** too many requests in a short time */
  | { readonly code: 'busy' }
  /** the device reports a fault */
  | { readonly code: 'deviceFault' }
  /** the device tried and did not reach the state */
  | { readonly code: 'actionFailed' }

/** The error for everything foreseen: a command that cannot be executed and why. Any other error is a fault of the gateway. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly reason: Reason
  /** the detail in the languages of users; its English is the message, which stands in the log */
  readonly text: LocalizedText | undefined

  /** @param detail a sentence of a table, with what a device said itself quoted in it; never a secret */
  constructor(
    reason: Reason | Exclude<Reason['code'], 'outOfRange' | 'conditionsNotMet'>,
    detail?: LocalizedText,
    options?: ErrorOptions,
  ) {
    const whole = (typeof reason === 'string' ? { code: reason } : reason) as Reason
    super(detail?.en ?? whole.code, options)
    this.reason = whole
    this.text = detail
  }
}
