import { createHmac } from 'node:crypto'
import type { AuthorizationRequest } from './authorizationRequest.ts'
import { newSecret, timingSafeEqualText } from './tokenFamily.ts'

/** How long a login page may stay open, in milliseconds: longer than the 5 minutes for which CLOVA's state is valid. */
const formLifetimeMs = 10 * 60_000

/** The cookie that binds a form to the browser which it was shown to. */
export const loginCookieName = '__Host-clova-home'

/** The value of our cookie in a `Cookie` header; a new one if there is none, or more than one. */
export const csrfCookie = (header: string | undefined): string => secretCookieOf(header, loginCookieName) ?? newSecret()

/** The secret (see `newSecret`) in the cookie of a name; undefined if there is none, or more than one cookie of that name. */
export function secretCookieOf(header: string | undefined, name: string): string | undefined {
  const [value, ...others] = (header ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${name}=`))
    .map((cookie) => cookie.slice(name.length + 1))
  return others.length === 0 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined
}

/** The `Set-Cookie` header of a login page. */
export const setCookieHeader = (cookie: string, name = loginCookieName): string =>
  `${name}=${cookie}; Path=/; Max-Age=${formLifetimeMs / 1000}; Secure; HttpOnly; SameSite=Lax`

/** A token for the form: signs which browser was shown which request at which time. Nothing is stored for it. */
export const formToken = (key: string, cookie: string, authorization: AuthorizationRequest, now: number): string =>
  `${now}.${sign(key, cookie, authorization, now)}`

/** True if the form was shown to this browser, for this request, in the last ten minutes. */
export function isValidFormToken(
  key: string,
  cookie: string,
  authorization: AuthorizationRequest,
  token: string,
  now: number,
): boolean {
  const shownAt = Number.parseInt(token, 10)
  const isSigned = timingSafeEqualText(token, formToken(key, cookie, authorization, shownAt))
  return isSigned && shownAt <= now && now - shownAt <= formLifetimeMs
}

function sign(key: string, cookie: string, authorization: AuthorizationRequest, shownAt: number): string {
  const { client_id, redirect_uri, response_type, state, scope } = authorization
  const signed = JSON.stringify([cookie, shownAt, client_id, redirect_uri, response_type, state, scope ?? null])
  return createHmac('sha256', key).update(signed).digest('base64url')
}
