import { Router } from '@koa/router'
import type { Context, Middleware } from 'koa'
import type * as z from 'zod'
import {
  loginRequest,
  passwordRequest,
  type SessionErrorCode,
  type SessionStatus,
  sessionErrorStatus,
  sessionPaths,
  startRequest,
} from '../../control/session.ts'
import type { Log } from '../../home/driver.ts'
import { Authenticator } from '../../oauth/authenticator.ts'
import { LoginAttempts } from '../../oauth/loginAttempts.ts'
import { hashPassword, maxPasswordLength, minPasswordLength, type PasswordCost } from '../../oauth/password.ts'
import { parseBoundedJson } from '../../util/boundedJson.ts'
import { readBody } from '../middleware/rawBody.ts'
import { rateLimitKey } from '../oauth/clientAddress.ts'
import { type DashboardAccounts, ownerName } from './accounts.ts'
import { csrfTokenOf, hasCsrfToken, isFromOtherSite, sessionCookie, visitorOf } from './authentication.ts'
import type { DashboardState } from './requestOrigin.ts'

/** What the page is told of the gateway. */
type GatewayInfo = Pick<
  Extract<SessionStatus, { readonly state: 'loggedIn' }>,
  'version' | 'edition' | 'language' | 'isConfigured'
>

export interface SessionRouteOptions {
  readonly accounts: DashboardAccounts
  readonly gatewayInfo: () => GatewayInfo
  readonly log: Log
  readonly attempts?: LoginAttempts
  /** waits so many milliseconds; for tests */
  readonly sleep?: (ms: number) => Promise<unknown>
  /** of the hash of a new password; for tests */
  readonly passwordCost?: PasswordCost
}

/** The largest body of these requests, in bytes. */
const maxBodyBytes = 8 * 1024

/**
 * The name under which attempts of a one-time code are counted; no user can be called so. Each code has its own, so that
 * whoever tries out codes does not lock the owner out, who asks for another one.
 */
const codeAccount = (code = '') => ` code ${code}`

/** What the page shows of an error, besides its code. */
interface ErrorDetails {
  readonly attemptsLeft?: number
  readonly retryAfterMs?: number
}

/** An error whose response is that of the contract. */
const sessionRefusal = (code: SessionErrorCode, message: string, details: ErrorDetails = {}): Error =>
  Object.assign(new Error(message), { sessionCode: code, details })

/** The routes by which a browser logs in. */
export function createSessionRoutes(options: SessionRouteOptions): Middleware<DashboardState> {
  const { accounts, gatewayInfo, log, attempts = new LoginAttempts(), sleep, passwordCost } = options
  const router = new Router<DashboardState>({ sensitive: true, strict: true })
  let list: { readonly users: ReturnType<DashboardAccounts['users']> } = { users: [] }
  const usersNow = () => {
    const users = accounts.users()
    // The same object while nothing has changed, so that unknown names keep their decoys.
    if (JSON.stringify(users) !== JSON.stringify(list.users)) list = { users }
    return list
  }
  const authenticator = new Authenticator(usersNow, attempts, sleep)

  router.get(sessionPaths.status, (context) => sendJson(context, 200, statusOf(context)))
  router.post(sessionPaths.start, start)
  router.post(sessionPaths.login, login)
  router.post(sessionPaths.password, changePassword)
  router.post(sessionPaths.logout, logout)
  const routes = router.routes() as unknown as Middleware<DashboardState>
  return async (context, next) => {
    try {
      if (context.path.startsWith(sessionPaths.status) && isFromOtherSite(context.req, context.state.origin))
        throw sessionRefusal('forbidden', 'this request comes from a page of another site')
      await routes(context, next)
    } catch (error) {
      const { sessionCode, message, details } = error as Error & {
        readonly sessionCode?: SessionErrorCode
        readonly details: ErrorDetails
      }
      if (sessionCode === undefined) throw error
      if (details.retryAfterMs !== undefined)
        context.set('Retry-After', String(Math.max(1, Math.ceil(details.retryAfterMs / 1000))))
      sendJson(context, sessionErrorStatus[sessionCode], { code: sessionCode, message, now: Date.now(), ...details })
    }
  }

  function statusOf({ req, state: { origin } }: DashboardContext): SessionStatus {
    const { language, ...ofGateway } = gatewayInfo()
    const everybody = { now: Date.now(), language, minPasswordLength }
    if (!accounts.hasPassword()) return { state: 'firstStart', ...everybody }
    const visitor = visitorOf(req, origin, accounts)
    if (visitor?.session === undefined) return { state: 'loggedOut', needsName: accounts.hasMembers(), ...everybody }
    const { name, role } = visitor.user
    return { state: 'loggedIn', name, role, csrfToken: csrfTokenOf(visitor.session), ...ofGateway, ...everybody }
  }

  /** Takes the one-time code, sets the owner's password and logs in. */
  async function start(context: DashboardContext): Promise<void> {
    const { code, password } = await parseBody(context, startRequest)
    if (accounts.hasPassword()) throw sessionRefusal('conflict', 'there is a password already; log in with it')
    const address = rateLimitKey(context.state.origin.address)
    const account = codeAccount(accounts.code()?.text)
    const decision = attempts.check(address, account, false)
    if ('retryAfterMs' in decision) throw locked(decision.retryAfterMs)
    if (!accounts.code())
      throw sessionRefusal('noCode', 'no code is good now; a new one is shown by: sudo clova-home dashboard')
    if (!accounts.isCode(code)) {
      log.warn({ from: address }, 'a wrong code was sent to the dashboard')
      const attemptsLeft = attempts.attemptsLeft(address, account, false)
      throw sessionRefusal('wrongCode', 'this is not the code', { attemptsLeft })
    }
    assertLength(password)
    const hashed = await hashPassword(password, passwordCost)
    // Meanwhile another browser may have used the code.
    if (!accounts.isCode(code)) throw sessionRefusal('noCode', 'the code was used')
    accounts.setOwnerPassword(hashed)
    log.info({ from: address }, 'the first password of the dashboard was set')
    openSession(context, { name: ownerName, password: hashed })
    // The file is written before the browser is told, so that a power cut loses no password that somebody believes to be set.
    await accounts
      .save()
      .catch((error: Error) => log.warn({ reason: error.message }, 'the password is kept in memory only'))
  }

  async function login(context: DashboardContext): Promise<void> {
    const { name, password } = await parseBody(context, loginRequest)
    const user = await authenticate(context, name, password)
    log.info({ user: user.name, from: context.state.origin.address }, 'somebody logged in to the dashboard')
    openSession(context, user)
  }

  async function changePassword(context: DashboardContext): Promise<void> {
    const visitor = visitorOf(context.req, context.state.origin, accounts)
    if (visitor?.session === undefined) throw sessionRefusal('unauthorized', 'log in first')
    if (!hasCsrfToken(context.req, visitor.session)) throw sessionRefusal('forbidden', 'the CSRF token is wrong')
    const { current, password } = await parseBody(context, passwordRequest)
    const { name, password: before } = await authenticate(context, visitor.user.name, current)
    assertLength(password)
    const hashed = await hashPassword(password, passwordCost)
    // Meanwhile the owner may have reset the page: whoever knew the password before must not undo that.
    if (!accounts.users().some((one) => one.name === name && one.password === before))
      throw sessionRefusal('unauthorized', 'log in first')
    accounts.setPassword(name, hashed)
    log.info({ user: name }, 'a password of the dashboard was changed')
    openSession(context, { name, password: hashed })
    await accounts
      .save()
      .catch((error: Error) => log.warn({ reason: error.message }, 'the password is kept in memory only'))
  }

  async function logout(context: DashboardContext): Promise<void> {
    const { origin } = context.state
    const visitor = visitorOf(context.req, origin, accounts)
    if (visitor?.session !== undefined) {
      if (!hasCsrfToken(context.req, visitor.session)) throw sessionRefusal('forbidden', 'the CSRF token is wrong')
      accounts.endSession(visitor.session)
    }
    context.set('Set-Cookie', sessionCookie(origin, undefined))
    const { language } = gatewayInfo()
    sendJson(context, 200, {
      state: 'loggedOut',
      needsName: accounts.hasMembers(),
      now: Date.now(),
      language,
      minPasswordLength,
    })
  }

  async function authenticate({ state: { origin } }: DashboardContext, typed: string, password: string) {
    const name = typed.normalize('NFC').trim() || ownerName
    const address = rateLimitKey(origin.address)
    const result = await authenticator.authenticate({ name, password, address })
    if (result === 'wrong') {
      log.warn({ from: address }, 'a login to the dashboard failed')
      const isKnown = accounts.users().some((one) => one.name === name)
      const attemptsLeft = attempts.attemptsLeft(address, name, isKnown)
      throw sessionRefusal('wrong', 'the name or the password is wrong', { attemptsLeft })
    }
    if ('retryAfterMs' in result) throw locked(result.retryAfterMs)
    return result.user
  }

  /** Gives the browser a session, and answers as `status` would. */
  function openSession(context: DashboardContext, user: { readonly name: string; readonly password: string }): void {
    const { origin } = context.state
    const session = accounts.openSession(user)
    context.set('Set-Cookie', sessionCookie(origin, session))
    const role = user.name === ownerName ? 'owner' : 'member'
    sendJson(context, 200, {
      state: 'loggedIn',
      name: user.name,
      role,
      csrfToken: csrfTokenOf(session),
      ...gatewayInfo(),
      now: Date.now(),
      minPasswordLength,
    })
  }
}

type DashboardContext = Parameters<Middleware<DashboardState>>[0]

const locked = (retryAfterMs: number) =>
  sessionRefusal('locked', 'there were too many attempts; wait a little', { retryAfterMs: Math.ceil(retryAfterMs) })

function assertLength(password: string): void {
  if (password.length < minPasswordLength)
    throw sessionRefusal('tooShort', `a password has at least ${minPasswordLength} characters`)
  if (password.length > maxPasswordLength)
    throw sessionRefusal('tooLong', `a password has at most ${maxPasswordLength} characters`)
}

async function parseBody<T extends z.ZodType>(context: Context, schema: T): Promise<z.output<T>> {
  const refuse = (message: string) => sessionRefusal('badRequest', message)
  // A form of another page cannot have this type without being asked about first (CORS).
  if (!context.is('application/json')) throw refuse('the request is of the type application/json')
  const bytes = await readBody(context.req, maxBodyBytes)
  if (!bytes) throw refuse(`a request has at most ${maxBodyBytes} bytes`)
  try {
    const parsed = schema.safeParse(parseBoundedJson(bytes.toString('utf8')))
    if (parsed.success) return parsed.data
  } catch {
    // The error below reports it.
  }
  throw refuse('this is not what the page sends')
}

function sendJson(context: Context, status: number, value: unknown): void {
  context.status = status
  context.set('Content-Type', 'application/json; charset=utf-8')
  context.body = JSON.stringify(value)
  if (!context.req.complete) context.set('Connection', 'close')
}
