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

type LoggedIn = Extract<SessionStatus, { readonly state: 'loggedIn' }>

/** What the page shows of the gateway. */
type GatewayInfo = Pick<LoggedIn, 'version' | 'edition' | 'language' | 'isConfigured'>

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
  const sessions = new SessionRoutes(options)
  const router = new Router<DashboardState>({ sensitive: true, strict: true })
  router.get(sessionPaths.status, (context) => sessions.sendStatus(context))
  router.post(sessionPaths.start, (context) => sessions.start(context))
  router.post(sessionPaths.login, (context) => sessions.login(context))
  router.post(sessionPaths.password, (context) => sessions.changePassword(context))
  router.post(sessionPaths.logout, (context) => sessions.logout(context))
  const routes = router.routes() as unknown as Middleware<DashboardState>
  return async (context, next) => {
    try {
      if (context.path.startsWith(sessionPaths.status) && isFromOtherSite(context.req, context.state.origin))
        throw sessionRefusal('forbidden', 'this request comes from a page of another site')
      await routes(context, next)
    } catch (error) {
      sendRefusal(context, error)
    }
  }
}

/** Sends the error of the contract. @throws any other error as it is */
function sendRefusal(context: DashboardContext, error: unknown): void {
  const { sessionCode, message, details } = error as Error & {
    readonly sessionCode?: SessionErrorCode
    readonly details: ErrorDetails
  }
  if (sessionCode === undefined) throw error
  if (details.retryAfterMs !== undefined)
    context.set('Retry-After', String(Math.max(1, Math.ceil(details.retryAfterMs / 1000))))
  sendJson(context, sessionErrorStatus[sessionCode], { code: sessionCode, message, now: Date.now(), ...details })
}

/** Logs browsers in and out, and changes passwords. */
class SessionRoutes {
  readonly #accounts: DashboardAccounts
  readonly #gatewayInfo: () => GatewayInfo
  readonly #log: Log
  readonly #attempts: LoginAttempts
  readonly #authenticator: Authenticator
  readonly #passwordCost: PasswordCost | undefined
  #users: { readonly users: ReturnType<DashboardAccounts['users']> } = { users: [] }

  constructor({
    accounts,
    gatewayInfo,
    log,
    attempts = new LoginAttempts(),
    sleep,
    passwordCost,
  }: SessionRouteOptions) {
    this.#accounts = accounts
    this.#gatewayInfo = gatewayInfo
    this.#log = log
    this.#attempts = attempts
    this.#authenticator = new Authenticator(() => this.#currentUsers(), attempts, sleep)
    this.#passwordCost = passwordCost
  }

  sendStatus(context: DashboardContext): void {
    if (!this.#accounts.hasPassword()) {
      sendStatus(context, { state: 'firstStart', ...this.#publicStatus() })
      return
    }
    const visitor = visitorOf(context.req, context.state.origin, this.#accounts)
    if (visitor?.session === undefined) sendStatus(context, this.#loggedOut())
    else sendStatus(context, this.#loggedIn(visitor.user, visitor.session))
  }

  /** Takes the one-time code, sets the owner's password and logs in. */
  async start(context: DashboardContext): Promise<void> {
    const { code, password } = await parseBody(context, startRequest)
    if (this.#accounts.hasPassword()) throw sessionRefusal('conflict', 'there is a password already; log in with it')
    const address = rateLimitKey(context.state.origin.address)
    this.#checkCode(code, address)
    assertLength(password)
    const hashed = await hashPassword(password, this.#passwordCost)
    // Meanwhile another browser may have used the code.
    if (!this.#accounts.isCode(code)) throw sessionRefusal('noCode', 'the code was used')
    this.#accounts.setOwnerPassword(hashed)
    this.#log.info({ from: address }, 'the first password of the dashboard was set')
    this.#openSession(context, { name: ownerName, password: hashed })
    await this.#save()
  }

  async login(context: DashboardContext): Promise<void> {
    const { name, password } = await parseBody(context, loginRequest)
    const user = await this.#authenticate(context, name, password)
    this.#log.info({ user: user.name, from: context.state.origin.address }, 'somebody logged in to the dashboard')
    this.#openSession(context, user)
  }

  async changePassword(context: DashboardContext): Promise<void> {
    const visitor = visitorOf(context.req, context.state.origin, this.#accounts)
    if (visitor?.session === undefined) throw sessionRefusal('unauthorized', 'log in first')
    if (!hasCsrfToken(context.req, visitor.session)) throw sessionRefusal('forbidden', 'the CSRF token is wrong')
    const { current, password } = await parseBody(context, passwordRequest)
    const { name, password: before } = await this.#authenticate(context, visitor.user.name, current)
    assertLength(password)
    const hashed = await hashPassword(password, this.#passwordCost)
    // Meanwhile the owner may have reset the page: whoever knew the password before must not undo that.
    if (!this.#accounts.users().some((user) => user.name === name && user.password === before))
      throw sessionRefusal('unauthorized', 'log in first')
    this.#accounts.setPassword(name, hashed)
    this.#log.info({ user: name }, 'a password of the dashboard was changed')
    this.#openSession(context, { name, password: hashed })
    await this.#save()
  }

  async logout(context: DashboardContext): Promise<void> {
    const { origin } = context.state
    const visitor = visitorOf(context.req, origin, this.#accounts)
    if (visitor?.session !== undefined) {
      if (!hasCsrfToken(context.req, visitor.session)) throw sessionRefusal('forbidden', 'the CSRF token is wrong')
      this.#accounts.endSession(visitor.session)
    }
    context.set('Set-Cookie', sessionCookie(origin, undefined))
    sendStatus(context, this.#loggedOut())
  }

  #checkCode(code: string, address: string): void {
    const account = codeAccount(this.#accounts.code()?.text)
    const decision = this.#attempts.check(address, account, false)
    if ('retryAfterMs' in decision) throw locked(decision.retryAfterMs)
    if (!this.#accounts.code())
      throw sessionRefusal('noCode', 'no code is good now; a new one is shown by: sudo clova-home dashboard')
    if (this.#accounts.isCode(code)) return
    this.#log.warn({ from: address }, 'a wrong code was sent to the dashboard')
    const attemptsLeft = this.#attempts.attemptsLeft(address, account, false)
    // Of all addresses together. The owner is shown this code again as long as it is good, and could not use it.
    if (this.#attempts.attemptsLeft('', account, false) === 0) this.#accounts.dropCode()
    throw sessionRefusal('wrongCode', 'this is not the code', { attemptsLeft })
  }

  async #authenticate({ state: { origin } }: DashboardContext, typed: string, password: string) {
    const name = typed.normalize('NFC').trim() || ownerName
    const address = rateLimitKey(origin.address)
    const result = await this.#authenticator.authenticate({ name, password, address })
    if (result === 'wrong') {
      this.#log.warn({ from: address }, 'a login to the dashboard failed')
      const isKnown = this.#accounts.users().some((user) => user.name === name)
      const attemptsLeft = this.#attempts.attemptsLeft(address, name, isKnown)
      throw sessionRefusal('wrong', 'the name or the password is wrong', { attemptsLeft })
    }
    if ('retryAfterMs' in result) throw locked(result.retryAfterMs)
    return result.user
  }

  /** The same object while no user has changed, so that unknown names keep their decoys. */
  #currentUsers() {
    const users = this.#accounts.users()
    if (JSON.stringify(users) !== JSON.stringify(this.#users.users)) this.#users = { users }
    return this.#users
  }

  /** Gives the browser a session, and responds with its status. */
  #openSession(context: DashboardContext, user: { readonly name: string; readonly password: string }): void {
    const { origin } = context.state
    const session = this.#accounts.openSession(user)
    context.set('Set-Cookie', sessionCookie(origin, session))
    const role = user.name === ownerName ? 'owner' : 'member'
    sendStatus(context, this.#loggedIn({ name: user.name, role }, session))
  }

  /** The file is written before the response is sent, so that a power cut loses no password that somebody believes to be set. */
  async #save(): Promise<void> {
    await this.#accounts
      .save()
      .catch((error: Error) => this.#log.warn({ reason: error.message }, 'the password is kept in memory only'))
  }

  /** What everybody may know. */
  #publicStatus() {
    return { now: Date.now(), language: this.#gatewayInfo().language, minPasswordLength }
  }

  #loggedOut(): SessionStatus {
    return { state: 'loggedOut', needsName: this.#accounts.hasMembers(), ...this.#publicStatus() }
  }

  #loggedIn({ name, role }: Pick<LoggedIn, 'name' | 'role'>, session: string): SessionStatus {
    const csrfToken = csrfTokenOf(session)
    return { state: 'loggedIn', name, role, csrfToken, ...this.#gatewayInfo(), ...this.#publicStatus() }
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

const sendStatus = (context: Context, status: SessionStatus) => sendJson(context, 200, status)

function sendJson(context: Context, status: number, value: unknown): void {
  context.status = status
  context.set('Content-Type', 'application/json; charset=utf-8')
  context.body = JSON.stringify(value)
  if (!context.req.complete) context.set('Connection', 'close')
}
