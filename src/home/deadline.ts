import { Failure } from './failure.ts'

/** Tells that nobody waits any longer: what is needed of an AbortSignal (which is one), where one for each request costs too much. */
export interface Signal {
  readonly aborted: boolean
  /** why; nothing while it is not aborted */
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** A moment after which nobody waits. `end()` must be called when the work is done: it stops the clock. */
export interface Deadline {
  readonly signal: Signal
  end(): void
}

/**
 * Starts a clock of so many milliseconds as soon as this turn of the loop is over; at its end the signal aborts with the
 * failure `offline`.
 * @param other a signal whose end is also this one's
 */
export function deadline(ms: number, other?: Signal): Deadline {
  const signal = new Clock()
  let timer: NodeJS.Timeout | undefined
  let ended = false
  // What is sent in this turn goes out first: starting a timer is a tenth of what is done before a command leaves.
  process.nextTick(() => {
    if (!ended) timer = setTimeout(() => signal.abort(new Failure('offline', `no answer within ${ms} ms`)), ms)
  })
  const stop = () => {
    ended = true
    clearTimeout(timer)
  }
  if (!other) return { signal, end: stop }
  const follow = () => signal.abort(other.reason)
  if (other.aborted) follow()
  else other.addEventListener('abort', follow, { once: true })
  return {
    signal,
    end() {
      stop()
      other.removeEventListener('abort', follow)
    },
  }
}

/** A signal without what makes an AbortSignal slow: that takes a tenth of a request, in making and in listening. */
class Clock implements Signal {
  aborted = false
  reason: unknown = undefined
  // Hardly ever more than three: a set takes longer to make than they to look through.
  private readonly listeners: (() => void)[] = []

  throwIfAborted(): void {
    if (this.aborted) throw this.reason
  }
  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.listeners.includes(listener)) this.listeners.push(listener)
  }
  removeEventListener(_type: 'abort', listener: () => void): void {
    const index = this.listeners.indexOf(listener)
    if (index !== -1) this.listeners.splice(index, 1)
  }
  abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    // One by one: what one of them takes away is not told.
    for (let listener = this.listeners.shift(); listener; listener = this.listeners.shift()) {
      try {
        listener()
      } catch (error) {
        // One that throws keeps nobody else waiting.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}

/** The promise's outcome, or the signal's reason as soon as it aborts; what the promise does after that is swallowed. */
export function until<T>(promise: Promise<T>, signal: Signal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', abort, { once: true })
    // Without finally, which would make two promises more of each.
    promise.then(
      (value) => {
        signal.removeEventListener('abort', abort)
        resolve(value)
      },
      (error) => {
        signal.removeEventListener('abort', abort)
        reject(error)
      },
    )
    function abort() {
      reject(signal.reason)
    }
  })
}

/** Does it for so long, in milliseconds. */
export async function within<T>(ms: number, work: (signal: Signal) => Promise<T>): Promise<T> {
  const limit = deadline(ms)
  try {
    return await work(limit.signal)
  } finally {
    limit.end()
  }
}
