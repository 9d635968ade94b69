import { Failure } from './failure.ts'

/** A signal that aborts when its time is over. `end()` must be called when the work is done: it stops the timer. */
export interface Deadline {
  readonly signal: AbortSignal
  end(): void
}

/**
 * Starts a timer of `ms` milliseconds; when it fires, the signal aborts with the failure `offline`.
 * @param parent a signal whose abort, with its reason, is also this one's
 */
export function createDeadline(ms: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  const timer = setTimeout(() => controller.abort(new Failure('offline', `no answer within ${ms} ms`)), ms)
  if (!parent) return { signal, end: () => clearTimeout(timer) }
  const follow = () => controller.abort(parent.reason)
  if (parent.aborted) follow()
  else parent.addEventListener('abort', follow, { once: true })
  return {
    signal,
    end() {
      clearTimeout(timer)
      parent.removeEventListener('abort', follow)
    },
  }
}

/** The promise's outcome, or the signal's reason as soon as it aborts; what the promise does after that is ignored. */
export function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', abort, { once: true })
    // `finally` would make two more promises for each request.
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

/** Runs `work` with a deadline of `ms` milliseconds, and stops the timer afterwards. */
export async function withTimeout<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = createDeadline(ms)
  try {
    return await work(deadline.signal)
  } finally {
    deadline.end()
  }
}
