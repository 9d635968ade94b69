import { LRUCache } from 'lru-cache'

/** How long a response is stored, in milliseconds; the greatest number of responses, and of characters of all. */
const ttlMs = 10 * 60_000
const maxEntries = 1000
const maxCharacters = 8 * 2 ** 20

/** The part of a signature that identifies a request: 128 bits that a sender cannot choose. */
const signatureKeyOf = (signature: Buffer) => signature.toString('latin1', 0, 16)

/** The text of a response, and whether it is that of an earlier request. */
interface CachedAnswer {
  readonly text: string | Promise<string>
  readonly replayed: boolean
}

/** A request that is running. */
interface PendingAnswer {
  readonly messageId: string
  readonly signatureKey: string
  readonly text: Promise<string>
}

/**
 * The responses of the last minutes, by the `messageId` of the request, so that a repeated request is not executed again.
 * Entries, characters (a home of thousands of appliances has long responses) and age are limited.
 */
export class ReplayCache {
  /** The running requests. Their number is limited by the concurrency limit, and they are never evicted. */
  private pending: readonly PendingAnswer[] = []
  private readonly answered: LRUCache<string, { readonly signatureKey: string; readonly text: string }>
  private readonly now: () => number

  /** @param now milliseconds by a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.now = now
    this.answered = new LRUCache({
      max: maxEntries,
      maxSize: maxCharacters,
      // The cache requires a size of at least 1; an empty response does not occur.
      sizeCalculation: ({ text }) => text.length + 1,
      ttl: ttlMs,
      ttlResolution: 0,
      perf: { now },
    })
  }

  /**
   * The stored or running response of this request; else the one of `compute`, which is then stored.
   * @param signature the same bytes have the same signature (PKCS#1 v1.5 is deterministic): other bytes under the same id
   *   are another request, which is computed and not kept
   * @param onConflict is called when that happens
   */
  getOrCompute(
    messageId: string,
    signature: Buffer,
    compute: () => Promise<string>,
    onConflict: () => void,
  ): CachedAnswer {
    const signatureKey = signatureKeyOf(signature)
    // Reading must not renew the age: a response expires ten minutes after it was made, however often it is repeated.
    const known = this.pending.find((request) => request.messageId === messageId) ?? this.answered.peek(messageId)
    if (known?.signatureKey === signatureKey) return { text: known.text, replayed: true }
    if (known) {
      onConflict()
      return { text: compute(), replayed: false }
    }
    const start = this.now()
    const text = compute()
    const request = { messageId, signatureKey, text }
    this.pending = [...this.pending, request]
    const remove = () => {
      this.pending = this.pending.filter((other) => other !== request)
    }
    text.then((answer) => {
      remove()
      this.answered.set(messageId, { signatureKey, text: answer }, { start })
    }, remove)
    return { text, replayed: false }
  }
}
