import { setMaxListeners } from 'node:events'
import { Failure } from './failure.ts'

/** A moment after which nobody waits. `end()` must be called when the work is done: it stops the clock. */
export interface Deadline {
  readonly signal: AbortSignal
  end(): void
}

/** Starts a clock of so many milliseconds; then the signal aborts with the failure `offline`. */
export function deadline(ms: number): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Failure('offline', `no answer within ${ms} ms`)), ms)
  return { signal: controller.signal, end: () => clearTimeout(timer) }
}

/** The same signal, for many who wait for one end: those of a scene, of a discovery. Node would take it for a leak. */
export function shared(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal)
  return signal
}

/** The promise's outcome, or the signal's reason as soon as it aborts; what the promise does after that is swallowed. */
export function until<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
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
