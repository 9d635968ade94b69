import { raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { say } from '../messages.ts'

/** A read that has not begun. */
interface PendingRead<Part> {
  readonly parts: Set<Part>
  /** how many wait for it; when the last one gives up it is aborted */
  waiters: number
  readonly abort: AbortController
  readonly done: Promise<void>
}

/**
 * Reads of one source, a few at a time: those that are requested while so many are under way become one, which begins after one
 * of them. So the number of requests does not grow with the number of those who wait, and each gets an answer to a request that
 * was sent after theirs.
 */
export class SharedReads<Part> {
  readonly #read: (parts: ReadonlySet<Part>, signal: AbortSignal) => Promise<void>
  readonly #maxUnderWay: number
  readonly #underWay = new Set<Promise<void>>()
  #pending: PendingRead<Part> | undefined

  /** @param read reads the parts that were requested */
  constructor(read: (parts: ReadonlySet<Part>, signal: AbortSignal) => Promise<void>, maxUnderWay = 1) {
    this.#read = read
    this.#maxUnderWay = maxUnderWay
  }

  /** @throws what the read throws; the signal's reason */
  async request(part: Part, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.#pending ??= this.#schedule()
    const pending = this.#pending
    pending.parts.add(part)
    pending.waiters += 1
    try {
      await raceAbort(pending.done, signal)
    } finally {
      pending.waiters -= 1
      if (pending.waiters === 0) pending.abort.abort(new Failure('offline', say('nobodyWaits')))
    }
  }

  #schedule(): PendingRead<Part> {
    const abort = new AbortController()
    const isFull = this.#underWay.size >= this.#maxUnderWay
    const begin = async () => {
      // What is requested in the same moment is one read, too.
      await (isFull ? Promise.race(this.#underWay).catch(() => {}) : undefined)
      this.#pending = undefined
      this.#underWay.add(pending.done)
      try {
        abort.signal.throwIfAborted()
        await this.#read(pending.parts, abort.signal)
      } finally {
        this.#underWay.delete(pending.done)
      }
    }
    const pending: PendingRead<Part> = { parts: new Set(), waiters: 0, abort, done: begin() }
    pending.done.catch(() => {})
    return pending
  }
}
