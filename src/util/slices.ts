import type { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Work in small steps: the generator yields about every millisecond of work, and returns the result.
 * A house with thousands of entities takes seconds of processor time, during which commands must still be answered.
 */
export type Steps<T> = Generator<undefined, T>

/** How long steps may run before the event loop gets its turn, in milliseconds. */
const sliceMs = 4

/** Does all steps at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * Does the steps in slices of a few milliseconds and yields to the event loop after each. Steps that are not gone on with end
 * where they stand: their `finally` runs.
 * @throws the signal's reason
 */
export async function runInSlices<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  let sliceEndsAtMs = performance.now() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() < sliceEndsAtMs) continue
    await nextTurn()
    if (signal?.aborted) steps.return(undefined as never)
    signal?.throwIfAborted()
    sliceEndsAtMs = performance.now() + sliceMs
  }
}

/**
 * Work of any number of small parts, whose order does not matter: it is done at once while a slice of a few milliseconds lasts,
 * and the rest in later turns of the event loop.
 */
export class SlicedWork {
  readonly #waiting = new Set<() => void>()
  readonly #onError: (error: unknown) => void
  #sliceEndsAtMs = Number.NEGATIVE_INFINITY
  #isScheduled = false

  /** @param onError receives what a part of the work threw; the others are done nevertheless */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  add(work: () => void): void {
    if (!this.#isScheduled) this.#beginSlice()
    if (performance.now() < this.#sliceEndsAtMs) this.#run(work)
    else this.#waiting.add(work)
  }

  /** Takes back what was not done yet. */
  remove(work: () => void): void {
    this.#waiting.delete(work)
  }

  #beginSlice(): void {
    this.#isScheduled = true
    this.#sliceEndsAtMs = performance.now() + sliceMs
    setImmediate(() => this.#endSlice())
  }

  #endSlice(): void {
    this.#isScheduled = false
    if (this.#waiting.size === 0) return
    this.#beginSlice()
    for (const work of this.#waiting) {
      this.#waiting.delete(work)
      this.#run(work)
      if (performance.now() >= this.#sliceEndsAtMs) return
    }
  }

  #run(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#onError(error)
    }
  }
}

/**
 * Work that is done once in the next turn of the event loop, however often it is requested until then, and again after
 * `pauseMs` milliseconds at the earliest.
 */
export class OncePerTurn {
  readonly #work: () => void
  readonly #pauseMs: number
  #isRequested = false
  #turn: NodeJS.Immediate | undefined
  #pause: NodeJS.Timeout | undefined

  constructor(work: () => void, pauseMs = 0) {
    this.#work = work
    this.#pauseMs = pauseMs
  }

  request(): void {
    this.#isRequested = true
    if (!this.#pause) this.#turn ??= setImmediate(() => this.#run())
  }

  cancel(): void {
    clearImmediate(this.#turn)
    clearTimeout(this.#pause)
    this.#turn = undefined
    this.#pause = undefined
    this.#isRequested = false
  }

  #run(): void {
    this.#turn = undefined
    this.#isRequested = false
    if (this.#pauseMs > 0)
      this.#pause = setTimeout(() => {
        this.#pause = undefined
        if (this.#isRequested) this.#run()
      }, this.#pauseMs).unref()
    this.#work()
  }
}

/**
 * Work in steps that is done anew whenever it is asked for. It begins at once, so that a little of it is over when the request
 * returns; the rest is done in later turns of the event loop. What is asked for meanwhile is done once, after it.
 */
export class RepeatedWork {
  readonly #steps: () => Steps<void>
  readonly #onError: (error: unknown) => void
  #isRunning = false
  #isDue = false
  #isStopped = false
  #waiters: (() => void)[] = []

  /** @param onError receives what a step threw; the work is over then, and is begun anew when it is asked for */
  constructor(steps: () => Steps<void>, onError: (error: unknown) => void) {
    this.#steps = steps
    this.#onError = onError
  }

  request(): void {
    this.#isDue = true
    if (this.#isRunning || this.#isStopped) return
    this.#isRunning = true
    this.#begin()
  }

  /** Resolves when nothing is under way, or after `stop`. */
  settled(): Promise<void> {
    return this.#isRunning ? new Promise((resolve) => this.#waiters.push(resolve)) : Promise.resolve()
  }

  stop(): void {
    this.#isStopped = true
    this.#isDue = false
    this.#end()
  }

  #begin(): void {
    while (this.#isDue) {
      this.#isDue = false
      if (!this.#continue(this.#steps())) return
    }
    this.#end()
  }

  /** @returns false if there is more to do, in the next turn */
  #continue(steps: Steps<void>): boolean {
    const endsAtMs = performance.now() + sliceMs
    try {
      while (!steps.next().done) {
        if (performance.now() < endsAtMs) continue
        setImmediate(() => {
          if (this.#isStopped) steps.return()
          else if (this.#continue(steps)) this.#begin()
        })
        return false
      }
    } catch (error) {
      this.#onError(error)
    }
    return true
  }

  #end(): void {
    this.#isRunning = false
    for (const resolve of this.#waiters.splice(0)) resolve()
  }
}

/**
 * Reads a flowing stream chunk by chunk: the next one is read when all steps that one takes are done, so that their order stays
 * and the memory is bounded. Node itself reads many chunks of a socket in one turn of the event loop.
 * @param onError gets what a step throws, or the signal's reason
 */
export function readInSlices<Chunk>(
  stream: Readable,
  take: (chunk: Chunk) => Steps<void>,
  onError: (error: Error) => void,
  signal?: AbortSignal,
): void {
  stream.on('data', (chunk: Chunk) => {
    stream.pause()
    runInSlices(take(chunk), signal).then(() => setImmediate(() => stream.resume()), onError)
  })
}
