import { createHash } from 'node:crypto'
import { setTimeout as sleepMs } from 'node:timers/promises'
import type { User } from './accounts.ts'
import type { LoginAttempts } from './loginAttempts.ts'
import { decoyHash, maxPasswordLength, verifyPassword } from './password.ts'

/** How many logins may wait; one password is verified at a time, since each takes 32 MiB and a processor core. */
const maxWaitingLogins = 8

/** Told to who cannot even wait. */
const busyRetryAfterMs = 5000

/** Who may log in. */
interface AccountList {
  readonly users: readonly User[]
}

/** The user who logged in; or that name or password are wrong; or when the next attempt may be made. */
export type LoginResult = { readonly user: User } | 'wrong' | { readonly retryAfterMs: number }

/** Verifies names and passwords. */
export class Authenticator {
  readonly #accounts: () => AccountList | undefined
  readonly #attempts: LoginAttempts
  readonly #sleep: (ms: number) => Promise<unknown>
  readonly #verify: typeof verifyPassword
  #lastVerification: Promise<unknown> = Promise.resolve()
  #waitingLogins = 0
  #decoys: { readonly settings: AccountList; readonly hashes: readonly string[] } | undefined

  /** @param accounts those that may log in now @param sleep waits so many milliseconds @param verify verifies a password */
  constructor(
    accounts: () => AccountList | undefined,
    attempts: LoginAttempts,
    sleep: (ms: number) => Promise<unknown> = sleepMs,
    verify = verifyPassword,
  ) {
    this.#accounts = accounts
    this.#attempts = attempts
    this.#sleep = sleep
    this.#verify = verify
  }

  async authenticate(login: {
    readonly name: string
    readonly password: string
    /** as `rateLimitKey` gives it */
    readonly address: string
  }): Promise<LoginResult> {
    const settings = this.#accounts()
    if (!settings || this.#waitingLogins >= maxWaitingLogins) return { retryAfterMs: busyRetryAfterMs }
    // The keyboard of a phone adds a space after a word.
    const name = login.name.normalize('NFC').trim()
    const user = settings.users.find((one) => one.name.normalize('NFC') === name)
    const decision = this.#attempts.check(login.address, name, user !== undefined)
    if ('retryAfterMs' in decision) return decision
    this.#waitingLogins += 1
    try {
      if (decision.delayMs > 0) await this.#sleep(decision.delayMs)
      const hash = user?.password ?? this.#decoyFor(settings, name)
      const password = login.password.slice(0, maxPasswordLength)
      const verification = this.#lastVerification.then(() => this.#verify(password, hash))
      this.#lastVerification = verification.catch(() => {})
      const isRight = await verification
      return isRight && user && login.password.length <= maxPasswordLength ? { user } : 'wrong'
    } finally {
      this.#waitingLogins -= 1
    }
  }

  /** A name that no user has takes as long as one that a user has: the same decoy hash is verified for it each time. */
  #decoyFor(settings: AccountList, name: string): string {
    if (this.#decoys?.settings !== settings)
      this.#decoys = { settings, hashes: settings.users.map(({ password }) => decoyHash(password)) }
    const { hashes } = this.#decoys
    const [byte = 0] = createHash('sha256').update(name).digest()
    return hashes[byte % hashes.length] ?? ''
  }
}
