import * as z from 'zod'

/**
 * How a browser logs in to the dashboard. These four paths stand beside the API: `<base>/session…`, where the API is
 * `<base>/api…`. A POST has a JSON body and comes from the page itself. While somebody is logged in, every POST, of the API
 * too, carries `csrfToken` in the header `X-CSRF-Token`. An API token (`Authorization: Bearer …`) needs neither.
 */
export const sessionPaths = {
  /** GET: a `SessionStatus` */
  status: '/session',
  /** POST `StartRequest`: takes the one-time code and sets the first password */
  start: '/session/start',
  /** POST `LoginRequest` */
  login: '/session/login',
  /** POST `PasswordRequest`: another password for who is logged in; their other browsers have to log in again */
  password: '/session/password',
  /** POST: ends this session */
  logout: '/session/logout',
} as const

/** The header that shows that a request comes from the page. */
export const csrfHeader = 'x-csrf-token'

const everybody = {
  now: z.number().describe('the time of the gateway, in milliseconds since 1970: the page tells a wrong clock by it'),
  language: z.enum(['ko', 'ja', 'en']).describe('of the configuration'),
  minPasswordLength: z.number(),
}

export const sessionStatus = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('firstStart').describe('there is no password yet, and the one-time code is asked for'),
    ...everybody,
  }),
  z.object({
    state: z.literal('loggedOut'),
    needsName: z.boolean().describe('false: only the owner may log in, and the password is enough'),
    ...everybody,
  }),
  z.object({
    state: z.literal('loggedIn'),
    name: z.string(),
    role: z.enum(['owner', 'member']),
    csrfToken: z.string().describe('for the header X-CSRF-Token of every POST'),
    version: z.string().describe('of the gateway'),
    edition: z.enum(['kr', 'jp']),
    isConfigured: z.boolean().describe('false: no configuration is in force, and CLOVA is not answered'),
    ...everybody,
  }),
])
export type SessionStatus = z.infer<typeof sessionStatus>

const password = z.string().min(1).max(1000)
export const startRequest = z.object({
  code: z.string().min(1).max(100).describe('of any case, with or without dashes and blanks'),
  password,
})
export const loginRequest = z.object({ name: z.string().max(200).default(''), password })
export const passwordRequest = z.object({ current: password, password })

/** Why somebody cannot log in: the status of the response, and the code in its body. */
export const sessionErrorStatus = {
  /** name or password are wrong; `attemptsLeft` until they have to wait */
  wrong: 401,
  /** the code is wrong */
  wrongCode: 401,
  /** the code was used or is older than ten minutes: `sudo clova-home dashboard` shows a new one */
  noCode: 409,
  /** too many attempts; `retryAfterMs` */
  locked: 429,
  tooShort: 400,
  tooLong: 400,
  badRequest: 400,
  /** nobody is logged in in this browser, or not any more */
  unauthorized: 401,
  /** the request does not come from the page itself, or with the CSRF token of another session */
  forbidden: 403,
  /** there is a password already */
  conflict: 409,
} as const
export type SessionErrorCode = keyof typeof sessionErrorStatus

/** The body of a response that is no success. */
export const sessionError = z.object({
  code: z.enum(Object.keys(sessionErrorStatus) as [SessionErrorCode, ...SessionErrorCode[]]),
  message: z.string().describe('in plain English words; the page has its own for each code'),
  now: z.number(),
  attemptsLeft: z.number().optional(),
  retryAfterMs: z.number().optional(),
})
