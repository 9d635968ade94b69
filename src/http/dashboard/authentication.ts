import { createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { csrfHeader } from '../../control/session.ts'
import { secretCookieOf } from '../../oauth/csrf.ts'
import { timingSafeEqualText } from '../../oauth/tokenFamily.ts'
import type { DashboardAccounts, DashboardUser } from './accounts.ts'
import type { RequestOrigin } from './requestOrigin.ts'

/** A browser with a session, or a program with an API token. */
export interface Visitor {
  readonly user: DashboardUser
  /** the text of the session's cookie; absent for an API token */
  readonly session?: string
}

/** Browsers accept a cookie with `__Secure-` over https only, so that no other page of this name can set it over http. */
const cookieName = ({ isSecure }: Pick<RequestOrigin, 'isSecure'>) =>
  isSecure ? '__Secure-clova-home-session' : 'clova-home-session'

/** How long the browser keeps the cookie, in seconds; the session itself may end earlier. */
const cookieSeconds = 400 * 86_400

/** The `Set-Cookie` header of a session; without a text it deletes the cookie. */
export const sessionCookie = (origin: RequestOrigin, text: string | undefined): string =>
  [
    `${cookieName(origin)}=${text ?? ''}`,
    `Path=${origin.basePath}/`,
    `Max-Age=${text === undefined ? 0 : cookieSeconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(origin.isSecure ? ['Secure'] : []),
  ].join('; ')

/** The token that a page of this session sends with every POST. It follows from the cookie, which the page cannot read. */
export const csrfTokenOf = (session: string): string =>
  createHmac('sha256', session).update('clova-home csrf').digest('base64url')

/** Who asks; undefined for somebody who is not logged in. An API token goes before a cookie. */
export function visitorOf(
  { headers }: IncomingMessage,
  origin: RequestOrigin,
  accounts: DashboardAccounts,
): Visitor | undefined {
  const { authorization } = headers
  if (authorization !== undefined) {
    const token = /^Bearer +([\w.~+/=-]{1,200})$/i.exec(authorization)?.[1]
    const user = token === undefined ? undefined : accounts.findToken(token)
    return user && { user }
  }
  const session = secretCookieOf(headers.cookie, cookieName(origin))
  if (session === undefined) return undefined
  const user = accounts.findSession(session)
  return user && { user, session }
}

/**
 * Whether a page of another site makes this request, as far as the browser says so. Another port of this machine is another
 * site here, though the browser sends it our cookie.
 */
export function isFromOtherSite({ headers }: IncomingMessage, { ownOrigins }: RequestOrigin): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined && !ownOrigins.includes(origin.toLowerCase())) return true
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** True if a request that changes something carries the token of its own session. */
export function hasCsrfToken({ headers }: IncomingMessage, session: string): boolean {
  const sent = headers[csrfHeader]
  return typeof sent === 'string' && timingSafeEqualText(sent, csrfTokenOf(session))
}
