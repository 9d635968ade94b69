import { LRUCache } from 'lru-cache'

/** How long an answer is kept, in milliseconds; how many are, and how many characters of all. */
const ttlMs = 10 * 60_000
const maxEntries = 1000
const maxCharacters = 8 * 2 ** 20

/** Enough of a signature to tell it from any other: 128 bits that nobody chooses. */
const signatureKeyOf = (signature: Buffer) => signature.toString('latin1', 0, 16)

/** The text of an answer that a request got or is getting, and whether it is the one of an earlier request. */
interface CachedAnswer {
  readonly text: string | Promise<string>
  readonly replayed: boolean
}

/**
 * The answers of the last minutes, by the `messageId` of their request, so that a request that comes twice does nothing
 * twice. The bounds are in entries, in characters (a home of thousands of appliances has long answers) and in age.
 */
export class ReplayCache {
  /** Requests that are being answered: bounded by how many may run and wait at once, and never forgotten before their end. */
  private readonly pending = new Map<string, { readonly signatureKey: string; readonly text: Promise<string> }>()
  private readonly answered: LRUCache<string, { readonly signatureKey: string; readonly text: string }>
  private readonly now: () => number

  /** @param now milliseconds by a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.now = now
    this.answered = new LRUCache({
      max: maxEntries,
      maxSize: maxCharacters,
      // An empty answer does not exist, and the cache wants at least 1.
      sizeCalculation: ({ text }) => text.length + 1,
      ttl: ttlMs,
      ttlResolution: 0,
      perf: { now },
    })
  }

  /**
   * The answer that this request got or is getting; else the one that `compute` gives, which is kept.
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
    // Without making it younger: what was answered ten minutes ago ends, however often it came meanwhile.
    const known = this.pending.get(messageId) ?? this.answered.peek(messageId)
    if (known?.signatureKey === signatureKey) return { text: known.text, replayed: true }
    if (known) {
      onConflict()
      return { text: compute(), replayed: false }
    }
    const start = this.now()
    const text = compute()
    this.pending.set(messageId, { signatureKey, text })
    text.then(
      (answer) => {
        this.pending.delete(messageId)
        this.answered.set(messageId, { signatureKey, text: answer }, { start })
      },
      () => this.pending.delete(messageId),
    )
    return { text, replayed: false }
  }
}
