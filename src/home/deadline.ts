import { Failure } from './failure.ts'

/** A signal that aborts after a time. `end()` must be called when the work is done: it stops the timer. */
export interface Deadline {
  readonly signal: AbortSignal
  end(): void
}

/**
 * Starts a timer of `ms` milliseconds; when it fires, the signal aborts with the failure `offline`.
 * @param parent when it aborts, this signal aborts too, with the same reason
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

/** Settles as the promise does, or rejects with the signal's reason as soon as it aborts. The promise is ignored after that. */
export function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', abort, { once: true })
    // `finally` would create two more promises for each request.
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

/** A sleep that can be ended early. */
export interface CancellableSleep {
  wait(ms: number): Promise<void>
  cancel(): void
}

export function createCancellableSleep(): CancellableSleep {
  let timer: NodeJS.Timeout | undefined
  let wake: () => void = () => {}
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        wake = resolve
        timer = setTimeout(resolve, ms)
        timer.unref()
      }),
    cancel() {
      clearTimeout(timer)
      wake()
    },
  }
}

/** Waits `ms` milliseconds. @throws the signal's reason as soon as it aborts */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const deadline = createDeadline(ms, signal)
  await new Promise<void>((resolve) => deadline.signal.addEventListener('abort', () => resolve(), { once: true }))
  deadline.end()
  signal.throwIfAborted()
}
