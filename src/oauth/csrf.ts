import { createHmac } from 'node:crypto'
import type { Asked } from './authorizationRequest.ts'
import { newSecret, same } from './tokenFamily.ts'

/** How long a login page may stay open, in milliseconds: longer than the 5 minutes that CLOVA's state lives. */
const open = 10 * 60_000

/** The cookie that binds a form to the browser which was shown it. */
const cookieName = '__Host-clova-home'

/** The cookie's value in a `Cookie` header; a new one if there is none of ours. */
export function browserOf(cookies: string | undefined): string {
  const values = (cookies ?? '')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${cookieName}=`))
    .map((one) => one.slice(cookieName.length + 1))
  const [value] = values
  return values.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : newSecret()
}

/** The `Set-Cookie` header of a login page. */
export const cookieOf = (browser: string): string =>
  `${cookieName}=${browser}; Path=/; Max-Age=${open / 1000}; Secure; HttpOnly; SameSite=Lax`

/** A token that stands in the form: this browser was asked exactly this, at this time. It is kept nowhere. */
export const formToken = (key: string, browser: string, asked: Asked, now: number): string =>
  `${now}.${seal(key, browser, asked, now)}`

/** True if the form that comes back is one that this browser was shown, for what it asks, not long ago. */
export function isForm(key: string, browser: string, asked: Asked, token: string, now: number): boolean {
  const [, time, sealed = ''] = /^(\d{1,15})\.([\w-]{43})$/.exec(token) ?? []
  const at = Number(time)
  return time !== undefined && same(sealed, seal(key, browser, asked, at)) && at <= now && now - at <= open
}

function seal(key: string, browser: string, asked: Asked, at: number): string {
  const { client_id, redirect_uri, response_type, state, scope } = asked
  const whole = JSON.stringify([browser, at, client_id, redirect_uri, response_type, state, scope ?? null])
  return createHmac('sha256', key).update(whole).digest('base64url')
}
