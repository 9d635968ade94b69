import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

interface AttemptLimit {
  readonly maxAttempts: number
  readonly windowMs: number
}
const perAddress: AttemptLimit = { maxAttempts: 5, windowMs: 60_000 }
const perAccount: AttemptLimit = { maxAttempts: 20, windowMs: 3_600_000 }

/** How many addresses, and how many names that no user has, are remembered. */
const maxRemembered = 10_000

/** The delays before an answer: from the third attempt on each is twice the one before. */
const firstDelayMs = 250
const maxDelayMs = 2000

/** Whether an attempt may be made, after a delay, or only later. */
export type AttemptDecision = { readonly delayMs: number } | { readonly retryAfterMs: number }

type Attempts = readonly number[]

/** Limits how often somebody may try to log in, by address and by account. */
export class LoginAttempts {
  readonly #now: () => number
  readonly #byAddress = new LRUCache<string, Attempts>({ max: maxRemembered })
  /** There are at most 50 users, and their attempts are counted separately: a flood of other names must not displace them. */
  readonly #byUser = new Map<string, Attempts>()
  readonly #byUnknownName = new LRUCache<string, Attempts>({ max: maxRemembered })

  /** @param now a clock in milliseconds that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /**
   * Counts an attempt, if it may be made. A refused attempt is not counted, so that further attempts do not extend the lockout.
   * @param address as `rateLimitKey` gives it
   * @param isKnown whether a user has that name
   */
  check(address: string, name: string, isKnown: boolean): AttemptDecision {
    const { byName, account, ofAddress, ofAccount } = this.#attemptsOf(address, name, isKnown)
    const retryAfterMs = Math.max(this.#waitMs(ofAddress, perAddress), this.#waitMs(ofAccount, perAccount))
    if (retryAfterMs > 0) return { retryAfterMs }
    this.#byAddress.set(address, [...ofAddress, this.#now()])
    byName.set(account, [...ofAccount, this.#now()])
    const before = Math.max(ofAddress.length, ofAccount.length)
    return { delayMs: before < 2 ? 0 : Math.min(maxDelayMs, firstDelayMs * 2 ** (before - 2)) }
  }

  /** How many attempts may be made before somebody has to wait; parameters as of `check`. */
  attemptsLeft(address: string, name: string, isKnown: boolean): number {
    const { ofAddress, ofAccount } = this.#attemptsOf(address, name, isKnown)
    return Math.max(0, Math.min(perAddress.maxAttempts - ofAddress.length, perAccount.maxAttempts - ofAccount.length))
  }

  #attemptsOf(address: string, name: string, isKnown: boolean) {
    const byName = isKnown ? this.#byUser : this.#byUnknownName
    // A name may be long; all hashes are of one length.
    const account = createHash('sha256').update(name).digest('base64')
    const ofAddress = this.#recent(this.#byAddress.get(address), perAddress)
    return { byName, account, ofAddress, ofAccount: this.#recent(byName.get(account), perAccount) }
  }

  #recent(attempts: Attempts = [], { windowMs }: AttemptLimit): Attempts {
    const since = this.#now() - windowMs
    return attempts.filter((madeAt) => madeAt > since)
  }

  #waitMs(attempts: Attempts, { maxAttempts, windowMs }: AttemptLimit): number {
    const [oldest = 0] = attempts
    return attempts.length < maxAttempts ? 0 : oldest + windowMs - this.#now()
  }
}
