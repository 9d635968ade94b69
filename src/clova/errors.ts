import { Failure, type Reason } from '../home/failure.ts'
import type { Edition } from './edition.ts'
import type { Json } from './envelope.ts'

/** An error of the protocol: its message's name and payload. */
export type ErrorMessage = readonly [name: string, payload: Json]

type Table = {
  readonly [C in Reason['code']]: (reason: Extract<Reason, { code: C }>, edition: Edition) => ErrorMessage
}

/** One message for each reason. A reason without a row does not compile. */
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
  // The guide of LINE has no ActionFailedError; a fault of the device is what comes nearest there.
  actionFailed: (_, edition) => [edition === 'kr' ? 'ActionFailedError' : 'DeviceFailureError', {}],
}

/** Why a token is not accepted, and the message that says so. */
export const tokenErrors = { unknown: 'InvalidAccessTokenError', expired: 'ExpiredAccessTokenError' } as const

/** The message for whatever was thrown. What is no Failure is a fault of the gateway itself. */
export function errorMessage(error: unknown, edition: Edition): ErrorMessage {
  if (!(error instanceof Failure)) return ['DriverInternalError', {}]
  const { reason } = error
  return (table[reason.code] as (reason: Reason, edition: Edition) => ErrorMessage)(reason, edition)
}
