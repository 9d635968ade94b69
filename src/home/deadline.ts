import { getEventListeners, setMaxListeners } from 'node:events'
import { Failure } from './failure.ts'
import { say } from './messages.ts'

/**
 * Controllers whose signals were never aborted and have no listeners, for the next request. In Node 20 each new signal gets a
 * hidden class of its own: all code that uses it is slow then, and the class (0.9 KB) stays until the next full garbage
 * collection (benchmark row "CPU a request").
 */
const freeControllers: AbortController[] = []
const maxFreeControllers = 64
/**
 * So many are made before the first is used again, and then they take turns. So V8 compiles the code that uses them for many
 * hidden classes from the start, and not anew when a second appliance is commanded at the same time (row "CPU a request" at 16).
 */
const minControllers = 8
let controllerCount = 0

function takeController(): AbortController {
  const free = controllerCount < minControllers ? undefined : freeControllers.shift()
  if (free) return free
  controllerCount += 1
  const controller = new AbortController()
  // One listener stays for ever: without any, Node would replace the signal's table of listeners with each request.
  controller.signal.addEventListener('abort', ignoreAbort)
  // A scene of many appliances has a listener for each of them; Node would warn of a leak.
  setMaxListeners(0, controller.signal)
  return controller
}
const ignoreAbort = () => {}

/** Keeps a controller for reuse. One that was aborted, or that somebody still listens to, belongs to its work for ever. */
function releaseController(controller: AbortController): void {
  const { signal } = controller
  if (freeControllers.length >= maxFreeControllers || signal.aborted) return
  if (getEventListeners(signal, 'abort').length === 1) freeControllers.push(controller)
}

/** A signal that aborts after a time. `end()` must be called when the work is done: it stops the timer. */
export interface Deadline {
  readonly signal: AbortSignal
  end(): void
}

/**
 * Starts a timer of `ms` milliseconds; when it fires, the signal aborts with the failure `offline`.
 * The signal must not be used after `end()`: it may be the signal of another request then.
 * @param parent when it aborts, this signal aborts too, with the same reason
 */
export function createDeadline(ms: number, parent?: AbortSignal): Deadline {
  const controller = createLinkedController(parent)
  const timer = setTimeout(
    () => controller.abort(new Failure('offline', say('noAnswer', { ms, seconds: ms / 1000 }))),
    ms,
  )
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer)
      controller.end()
    },
  }
}

/** A controller whose signal also aborts when another one does. `end()` must be called when the work is done. */
export interface LinkedController {
  readonly signal: AbortSignal
  abort(reason: unknown): void
  end(): void
}

/**
 * Creates a controller that follows `parent`, if there is one. `AbortSignal.any` would do the same, but each of its signals
 * stays in memory until the next full garbage collection. The signal must not be used after `end()`.
 */
export function createLinkedController(parent?: AbortSignal): LinkedController {
  let controller: AbortController | undefined = takeController()
  const { signal } = controller
  const follow = () => controller?.abort(parent?.reason)
  if (parent?.aborted) follow()
  else parent?.addEventListener('abort', follow)
  return {
    signal,
    abort: (reason) => controller?.abort(reason),
    end() {
      parent?.removeEventListener('abort', follow)
      if (controller) releaseController(controller)
      // A second call must not release the controller of the next request.
      controller = undefined
    },
  }
}

/** Settles as the promise does, or rejects with the signal's reason as soon as it aborts. The promise is ignored after that. */
export function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', abort)
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
  await new Promise<void>((resolve) => deadline.signal.addEventListener('abort', () => resolve()))
  deadline.end()
  signal.throwIfAborted()
}
