import type { Message } from '../../clova/envelope.ts'

/** How long an answer is kept, in milliseconds; how many are, and how many characters of all. */
const keep = 10 * 60_000
const most = 1000
const room = 8 * 2 ** 20

/** The answers of the last minutes, so that a request that comes twice does nothing twice. */
export interface Repeats {
  /**
   * The text of the answer that this request got, or is getting; else of what `answer` gives, which is kept.
   * @param signature same bytes, same signature (PKCS#1 v1.5 has no chance in it): another body under the same id is another request
   * @param other is told when that happens
   */
  once(
    messageId: string,
    signature: Buffer,
    answer: () => Promise<Message>,
    other: () => void,
  ): { readonly text: string | Promise<string>; readonly again: boolean }
}

/** What is kept of one request. A thousand of them grow old in memory, so it is as little as will do. */
interface Kept {
  readonly mark: string
  text: string | Promise<string>
  readonly at: number
}

/** Enough of a signature to tell it from any other: 128 bits that nobody chooses. */
const markOf = (signature: Buffer) => signature.toString('latin1', 0, 16)

/** @param now milliseconds; a clock of its own for tests */
export function repeats(now: () => number = () => performance.now()): Repeats {
  const kept = new Map<string, Kept>()
  let size = 0
  return {
    once(messageId, signature, answer, other) {
      const known = kept.get(messageId)
      const mark = markOf(signature)
      if (known && now() - known.at < keep) {
        if (known.mark === mark) return { text: known.text, again: true }
        other()
        return { text: answer().then((message) => JSON.stringify(message)), again: false }
      }
      if (known) forget(messageId, known)
      const text = answer().then((message) => {
        entry.text = JSON.stringify(message)
        // It may be forgotten already.
        if (kept.get(messageId) === entry) size += entry.text.length
        trim()
        return entry.text
      })
      const entry: Kept = { mark, text, at: now() }
      kept.set(messageId, entry)
      trim()
      return { text, again: false }
    },
  }

  /** The oldest go first; a house of thousands of appliances has long answers. */
  function trim(): void {
    if (kept.size <= most && size <= room) return
    for (const [messageId, entry] of kept) {
      // What is still being done takes no room, and must not be done twice.
      if (kept.size > most || typeof entry.text === 'string') forget(messageId, entry)
      if (kept.size <= most && size <= room) return
    }
  }

  function forget(messageId: string, { text }: Kept): void {
    kept.delete(messageId)
    if (typeof text === 'string') size -= text.length
  }
}
