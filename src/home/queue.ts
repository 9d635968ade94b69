import { raceAbort } from './deadline.ts'
import { Failure } from './failure.ts'
import { say } from './messages.ts'

/** Runs tasks one at a time, in the order of the calls. */
export interface TaskQueue {
  <T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Resolves once all tasks that are queued now have ended. */
  idle(): Promise<unknown>
  /** How many tasks run or wait. */
  pending(): number
}

const resolved = Promise.resolve()

/**
 * Creates the queue of one appliance. A task whose signal aborts while it waits rejects at once and never starts;
 * a task that goes on after its signal does not delay the next.
 * @param maxLength how many tasks may wait or run; one more is the failure `busy`
 */
export function createQueue(maxLength: number): TaskQueue {
  let length = 0
  let last: Promise<unknown> = resolved
  return Object.assign(run, { idle: () => last, pending: () => length })

  function run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (length >= maxLength) return Promise.reject(new Failure('busy', say('queueFull', { count: maxLength })))
    const isFree = length === 0
    length += 1
    // An empty queue starts the task at once instead of in a later microtask; this is the usual case.
    const turn = isFree ? start() : last.then(start)
    last = turn.then(finish, finish)
    return isFree ? turn : raceAbort(turn, signal)

    function start(): Promise<T> {
      try {
        signal.throwIfAborted()
        return raceAbort(task(), signal)
      } catch (error) {
        return Promise.reject(error)
      }
    }
    function finish() {
      length -= 1
    }
  }
}
