import { Failure, type Reason } from '../home/failure.ts'
import type { Edition } from './edition.ts'
import type { JsonObject } from './envelope.ts'

/** An error of the protocol: its message's name and payload. */
export type ErrorMessage = readonly [name: string, payload: JsonObject]

type Table = {
  readonly [C in Reason['code']]: (reason: Extract<Reason, { code: C }>, edition: Edition) => ErrorMessage
}

/** One message for each reason of a Failure; the compiler asks for a row for each new reason. */
const table: Table = {
  noSuchAppliance: () => ['NoSuchTargetError', {}],
  offline: () => ['TargetOfflineError', {}],
  unsupported: () => ['UnsupportedOperationError', {}],
  unknownValue: () => ['ValueNotFoundError', {}],
  badValue: () => ['ValueNotSupportedError', {}],
  outOfRange: ({ min, max }) => ['ValueOutOfRangeError', { minimumValue: min, maximumValue: max }],
  notInThisMode: () => ['NotSupportedInCurrentModeError', {}],
  conditionsNotMet: ({ state }) => ['ConditionsNotMetError', { state }],
  busy: () => ['ActionTemporarilyBlockedError', {}],
  deviceFault: () => ['DeviceFailureError', {}],
  // `jp` has no ActionFailedError; DeviceFailureError is the nearest it has.
  actionFailed: (_, edition) => [edition === 'kr' ? 'ActionFailedError' : 'DeviceFailureError', {}],
}

/** The error message for each reason to refuse an access token. */
export const tokenErrors = { unknown: 'InvalidAccessTokenError', expired: 'ExpiredAccessTokenError' } as const

/** The error message for anything thrown. An error that is no Failure is a fault of the gateway itself. */
export function errorMessage(error: unknown, edition: Edition): ErrorMessage {
  if (!(error instanceof Failure)) return ['DriverInternalError', {}]
  const { reason } = error
  return (table[reason.code] as (reason: Reason, edition: Edition) => ErrorMessage)(reason, edition)
}
