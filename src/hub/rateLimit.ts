import { LRUCache } from 'lru-cache'

/** Counts attempts by address, and lets so many of them through in a time; the addresses that it remembers are bounded. */
export class AttemptLimiter {
  private readonly attempts: LRUCache<string, number>
  private readonly maxAttempts: number

  /** @param windowMs so long after its first attempt an address begins anew */
  constructor(maxAttempts: number, windowMs: number) {
    this.maxAttempts = maxAttempts
    this.attempts = new LRUCache({ max: 50_000, ttl: windowMs, noUpdateTTL: true })
  }

  /** True if this address may try once more. */
  take(address: string): boolean {
    const made = this.attempts.get(address) ?? 0
    if (made >= this.maxAttempts) return false
    this.attempts.set(address, made + 1)
    return true
  }
}
