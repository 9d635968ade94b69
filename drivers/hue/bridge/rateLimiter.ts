import { raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'

/** How much a bridge takes of one kind of command. */
export interface Rate {
  /** how many may reach the bridge within any `within` milliseconds */
  readonly maxCommands: number
  readonly intervalMs: number
  /** how many may be under way at once */
  readonly concurrency: number
  /** how long somebody may have to wait for their turn, in milliseconds: beyond that they are told so at once */
  readonly maxWaitMs: number
}

/** Turns at the bridge, in the order in which they were asked for. */
export interface RateLimiter {
  /**
   * @param again it had its turn already, and the bridge wants it once more: it goes before all others
   * @throws Failure `busy` at once if the turn would come too late; the signal's reason if it aborts before the turn
   */
  <T>(task: () => Promise<T>, signal: AbortSignal, again?: boolean): Promise<T>
  /** Nobody's turn comes for so many milliseconds: the bridge asked for it. */
  pause(ms: number): void
  close(): void
}

interface Waiting {
  readonly begin: () => void
  readonly refuse: (reason: unknown) => void
}

/**
 * A lane of one bridge. The rate is kept in every window of time: what was not used is not saved up. A turn counts until
 * so long after its end, since nobody knows when in between the bridge got it: connections are made, and networks dally.
 */
export function createRateLimiter({
  maxCommands: most,
  intervalMs: within,
  concurrency: together,
  maxWaitMs: patience,
}: Rate): RateLimiter {
  const waiting: Waiting[] = []
  /** when the last commands ended, the latest last; those under way count besides */
  let times: number[] = []
  let running = 0
  let pausedUntil = 0
  let timer: NodeJS.Timeout | undefined
  let closed = false
  return Object.assign(run, { pause, close })

  async function run<T>(task: () => Promise<T>, signal: AbortSignal, again = false): Promise<T> {
    signal.throwIfAborted()
    if (closed) throw new Failure('offline', 'the connection is closed')
    // Whole milliseconds: what is added to a time and taken away again is not quite what it was.
    if (!again && Math.floor(expected()) > patience)
      throw new Failure('busy', `${waiting.length} commands wait for the bridge, which takes ${most} in ${within} ms`)
    await turn(signal, again)
    try {
      return await task()
    } finally {
      running -= 1
      times = [...times, performance.now()].slice(-most)
      pump()
    }
  }

  /** Resolves when it is one's turn, which then must be given back. */
  async function turn(signal: AbortSignal, again: boolean): Promise<void> {
    let mine: Waiting | undefined
    const come = new Promise<void>((resolve, reject) => {
      mine = { begin: resolve, refuse: reject }
      if (again) waiting.unshift(mine)
      else waiting.push(mine)
    })
    pump()
    try {
      await raceAbort(come, signal)
    } catch (error) {
      const place = mine ? waiting.indexOf(mine) : -1
      if (place >= 0) waiting.splice(place, 1)
      // The turn had just come.
      else if (!closed) {
        running -= 1
        pump()
      }
      throw error
    }
  }

  function pump(): void {
    clearTimeout(timer)
    timer = undefined
    while (waiting.length > 0 && running < together) {
      const delay = nextFree()
      if (delay > 0) {
        timer = setTimeout(pump, delay)
        return
      }
      running += 1
      waiting.shift()?.begin()
    }
  }

  /** Milliseconds until the next may begin. */
  function nextFree(): number {
    const now = performance.now()
    const lately = times.filter((time) => time > now - within)
    const over = lately.length + running - most
    // Those under way end some time: then somebody looks again.
    const oldest = over < 0 ? Number.NEGATIVE_INFINITY : (lately[over] ?? now)
    return Math.ceil(Math.max(oldest + within - now, pausedUntil - now, 0))
  }

  /** Milliseconds until somebody who came now would have their turn. */
  function expected(): number {
    const now = performance.now()
    const paused = Math.max(0, pausedUntil - now)
    const begun = Array.from({ length: running }, () => now)
    const lately = [...times, ...begun].slice(-most).filter((time) => time > now + paused - within)
    const place = waiting.length
    const free = most - lately.length
    if (place < free) return paused
    const first = (lately[(place - free) % most] ?? now + paused) + within - now
    return Math.max(paused, first + Math.floor((place - free) / most) * within)
  }

  function pause(ms: number): void {
    pausedUntil = Math.max(pausedUntil, performance.now() + ms)
    pump()
  }

  function close(): void {
    closed = true
    clearTimeout(timer)
    for (const { refuse } of waiting.splice(0)) refuse(new Failure('offline', 'the connection is closed'))
  }
}
