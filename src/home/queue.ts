import { raceAbort } from './deadline.ts'
import { Failure } from './failure.ts'

/** Turns in the order in which they were asked for, one at a time. */
export interface Queue {
  <T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Resolves once nobody runs or waits who is here now. */
  idle(): Promise<unknown>
}

const nobody = Promise.resolve()

/**
 * A queue of one appliance. Whoever waits past their signal is told so at once and never gets a turn,
 * and a task that goes on past its signal does not hold up the next.
 * @param limit how many may wait or run; one more is the failure `busy`
 */
export function queue(limit: number): Queue {
  let length = 0
  let last: Promise<unknown> = nobody
  return Object.assign(run, { idle: () => last })

  function run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (length >= limit) return Promise.reject(new Failure('busy', `${limit} requests are waiting for this appliance`))
    const isFree = length === 0
    length += 1
    // Not by way of a promise that is kept already: most of the time nobody else is there.
    const turn = isFree ? begin() : last.then(begin)
    last = turn.then(leave, leave)
    return isFree ? turn : raceAbort(turn, signal)

    function begin(): Promise<T> {
      try {
        signal.throwIfAborted()
        return raceAbort(task(), signal)
      } catch (error) {
        return Promise.reject(error)
      }
    }
    function leave() {
      length -= 1
    }
  }
}
