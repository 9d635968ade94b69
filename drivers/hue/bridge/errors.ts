import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { errorText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'

/** As a person would write it. */
export const formatAddress = ({ host, port }: { readonly host: string; readonly port: number }) =>
  port === 443 ? host : `${host}:${port}`

/** True if a certificate is of a time that, by the clock of this machine, is yet to come: a Pi has no clock of its own. */
export const isClockWrong = (error: unknown): boolean => codeOf(error) === 'CERT_NOT_YET_VALID'

/** The failure of a connection, with its cause. */
export function unreachable(
  cause: Error & { code?: unknown },
  address: { readonly host: string; readonly port: number },
): Failure {
  if (isClockWrong(cause))
    return new Failure('offline', say('wrongClock', { time: new Date().toISOString() }), { cause })
  if (!isUntrusted(cause))
    return new Failure(
      'offline',
      say('unreachable', { address: formatAddress(address), why: describeNetworkError(cause) }),
      { cause },
    )
  const why =
    cause.code === notPaired ? errorText(cause) : say('mismatch', { why: String(cause.code ?? cause.message) })
  return new Failure('offline', why, { cause })
}

/** Nothing came in time. */
export const timeoutFailure = (place: { readonly host: string; readonly port: number } | undefined, ms: number) =>
  new Failure(
    'offline',
    place
      ? say('timeout', { address: formatAddress(place), seconds: ms / 1000 })
      : say('timeoutSomewhere', { seconds: ms / 1000 }),
  )

/** The code of what went wrong at the bottom of an error. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  return typeof code === 'string' ? code : cause === undefined ? undefined : codeOf(cause)
}

/** True if a connection failed because the certificate of the other side is not trusted. */
export function isUntrusted(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  if (cause !== undefined && isUntrusted(cause)) return true
  return /^(ERR_TLS_CERT|CERT_(?!NOT_YET_VALID)|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET_ISSUER|DECODE)|INVALID_(CA|PURPOSE))/.test(
    String(code),
  )
}

/** The code of an error about a bridge that is not the paired one. */
export const notPaired = 'ERR_TLS_CERT_NOT_PAIRED'
