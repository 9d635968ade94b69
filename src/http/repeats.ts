import type { Message } from '../clova/envelope.ts'

/** How long an answer is kept, in milliseconds, and how many are. */
const keep = 10 * 60_000
const most = 1000

/** The answers of the last minutes, so that a request that comes twice does nothing twice. */
export interface Repeats {
  /**
   * The answer that this request got, or is getting; else what `answer` gives, which is kept.
   * @param signature same bytes, same signature (PKCS#1 v1.5 has no chance in it): another body under the same id is another request
   * @param other is told when that happens
   */
  once(
    messageId: string,
    signature: string,
    answer: () => Promise<Message>,
    other: () => void,
  ): { readonly message: Promise<Message>; readonly again: boolean }
}

/** @param now milliseconds; a clock of its own for tests */
export function repeats(now: () => number = () => performance.now()): Repeats {
  const kept = new Map<
    string,
    { readonly signature: string; readonly message: Promise<Message>; readonly at: number }
  >()
  return {
    once(messageId, signature, answer, other) {
      const known = kept.get(messageId)
      if (known && now() - known.at < keep) {
        if (known.signature === signature) return { message: known.message, again: true }
        other()
        return { message: answer(), again: false }
      }
      kept.delete(messageId)
      const message = answer()
      kept.set(messageId, { signature, message, at: now() })
      if (kept.size > most) drop()
      return { message, again: false }
    },
  }

  function drop(): void {
    const { value: oldest } = kept.keys().next()
    if (oldest !== undefined) kept.delete(oldest)
  }
}
