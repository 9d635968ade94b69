import { Failure } from '../../../src/home/failure.ts'
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
    return new Failure(
      'offline',
      `the clock of this machine is wrong: it says ${new Date().toISOString()}, and the certificate of the bridge is of a later time`,
      { cause },
    )
  if (!isUntrusted(cause))
    return new Failure(
      'offline',
      `the bridge at ${formatAddress(address)} cannot be reached: ${describeErrorCode(cause)}`,
      { cause },
    )
  const why = cause.message.startsWith(identityMismatch)
    ? cause.message
    : `${identityMismatch}: ${cause.code ?? cause.message}`
  return new Failure('offline', why, { cause })
}

/** Nothing came in time. */
export const timeoutFailure = (place: { readonly host: string; readonly port: number } | undefined, ms: number) =>
  new Failure(
    'offline',
    `the bridge${place ? ` at ${formatAddress(place)}` : ''} does not answer within ${ms / 1000} s`,
  )

/** What the codes of connections mean. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it broke off the connection',
  EPIPE: 'it broke off the connection',
  EHOSTUNREACH: 'nothing has that address',
  EHOSTDOWN: 'nothing has that address',
  ENETUNREACH: 'this machine is in no network',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'nothing answers there',
  EPROTO: 'what listens there does not speak HTTPS',
}

/** The code of what went wrong at the bottom of an error. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  return typeof code === 'string' ? code : cause === undefined ? undefined : codeOf(cause)
}

/** What an error code means, with the code itself. */
export function describeErrorCode({ code, message }: Error & { readonly code?: unknown }): string {
  const known = Object.hasOwn(meanings, String(code)) ? meanings[String(code)] : undefined
  if (known !== undefined) return `${known} (${code})`
  return /^ERR_SSL|wrong version number/.test(`${code} ${message}`) ? `${meanings.EPROTO}` : String(code ?? message)
}

/** True if a connection failed because the certificate of the other side is not trusted. */
export function isUntrusted(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  if (cause !== undefined && isUntrusted(cause)) return true
  return /^(ERR_TLS_CERT|CERT_(?!NOT_YET_VALID)|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET_ISSUER|DECODE)|INVALID_(CA|PURPOSE))/.test(
    String(code),
  )
}

/** The message about a bridge that shows another certificate. */
export const identityMismatch = 'whoever is at the address of the bridge is not who was paired with'
