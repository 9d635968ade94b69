import { signal } from '@preact/signals'
import type { SessionErrorCode, SessionStatus, sessionPaths } from '../../control/session.ts'
import { RequestError, send, useSession } from '../api/client.ts'

type LoggedIn = Extract<SessionStatus, { state: 'loggedIn' }>

/** Who is logged in; absent until the gateway has told it for the first time. */
export const session = signal<SessionStatus | undefined>(undefined)

/** True while the page is open and its session has ended: what the user was doing stays, and a dialog asks to log in. */
export const isSessionEnded = signal(false)

/** True when the gateway has another version than the one that this page came from: the page must be opened again. */
export const isOutdated = signal(false)
let versionOfPage: string | undefined

/** How far the clock of the gateway is ahead of the browser's, in milliseconds; negative if it is slow. */
export const clockDifferenceMs = signal(0)

/** Who is logged in. To be called only on pages behind the login. */
export function user(): LoggedIn {
  if (session.value?.state !== 'loggedIn') throw new Error('nobody is logged in')
  return session.value
}

/** Why a login or a change of the password was refused. */
export class LoginError extends Error {
  override readonly name = 'LoginError'
  readonly code: SessionErrorCode | 'unreachable'
  /** until the user has to wait */
  readonly attemptsLeft: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: LoginError['code'], details: { readonly attemptsLeft?: number; readonly retryAfterMs?: number }) {
    super(code)
    this.code = code
    this.attemptsLeft = details.attemptsLeft
    this.retryAfterMs = details.retryAfterMs
  }
}

type SessionPath = (typeof sessionPaths)[keyof typeof sessionPaths]

/** @throws LoginError */
async function ask(path: SessionPath, body?: object): Promise<unknown> {
  const response = await send(path, {
    method: body ? 'POST' : 'GET',
    body: body && JSON.stringify(body),
  }).catch((error: unknown) => {
    throw error instanceof RequestError ? new LoginError('unreachable', {}) : error
  })
  const answer = (await response.json().catch(() => ({}))) as {
    code?: SessionErrorCode
    now?: number
    attemptsLeft?: number
    retryAfterMs?: number
  }
  if (answer.now !== undefined) clockDifferenceMs.value = answer.now - Date.now()
  if (!response.ok) throw new LoginError(answer.code ?? 'unreachable', answer)
  return answer
}

function follow(status: SessionStatus): void {
  if (status.state === 'loggedIn') {
    isSessionEnded.value = false
    versionOfPage ??= status.version
    isOutdated.value = status.version !== versionOfPage
  }
  useSession({
    csrfToken: status.state === 'loggedIn' ? status.csrfToken : undefined,
    onUnauthorized: endSession,
    renew: () => readSession().catch(() => {}),
  })
  session.value = status
}

/** Called when the gateway answers that nobody is logged in any more: the page stays as it is, and asks to log in. */
export function endSession(): void {
  if (session.value?.state === 'loggedIn') isSessionEnded.value = true
}

/** Asks who is logged in. @throws LoginError `unreachable` */
export async function readSession(): Promise<void> {
  const status = (await ask('/session')) as SessionStatus
  if (session.value?.state === 'loggedIn' && status.state !== 'loggedIn') endSession()
  else follow(status)
}

/** @throws LoginError */
export async function logIn(name: string, password: string): Promise<void> {
  await ask('/session/login', { name, password })
  await readSession()
}

/** Takes the one-time code of the first start and sets the first password. @throws LoginError */
export async function startWithCode(code: string, password: string): Promise<void> {
  await ask('/session/start', { code, password })
  await readSession()
}

/** @throws LoginError */
export async function changePassword(current: string, password: string): Promise<void> {
  await ask('/session/password', { current, password })
  await readSession()
}

/** Ends the session and shows the login. @throws LoginError */
export async function logOut(): Promise<void> {
  await ask('/session/logout', {})
  // The page is loaded anew, so that nothing of the home stays in its memory.
  location.replace(location.pathname)
}
