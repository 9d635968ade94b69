import { Failure } from '../../src/home/failure.ts'
import { codeOf, meaning } from './meaning.ts'
import { isDistrust, notWho } from './trust.ts'

/** As a person would write it. */
export const at = ({ host, port }: { readonly host: string; readonly port: number }) =>
  port === 443 ? host : `${host}:${port}`

/** True if a certificate is of a time that, by the clock of this machine, is yet to come: a Pi has no clock of its own. */
export const isClock = (error: unknown): boolean => codeOf(error) === 'CERT_NOT_YET_VALID'

/** Why nothing came, as a failure whose cause says more. */
export function unreachable(
  cause: Error & { code?: unknown },
  place: { readonly host: string; readonly port: number },
): Failure {
  if (isClock(cause))
    return new Failure(
      'offline',
      `the clock of this machine is wrong: it says ${new Date().toISOString()}, and the certificate of the bridge is of a later time`,
      { cause },
    )
  if (!isDistrust(cause))
    return new Failure('offline', `the bridge at ${at(place)} cannot be reached: ${meaning(cause)}`, { cause })
  const why = cause.message.startsWith(notWho) ? cause.message : `${notWho}: ${cause.code ?? cause.message}`
  return new Failure('offline', why, { cause })
}

/** Nothing came in time. */
export const silent = (place: { readonly host: string; readonly port: number } | undefined, ms: number) =>
  new Failure('offline', `the bridge${place ? ` at ${at(place)}` : ''} does not answer within ${ms / 1000} s`)
