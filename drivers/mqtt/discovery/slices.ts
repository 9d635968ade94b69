import { setImmediate } from 'node:timers/promises'

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

/** Does the steps in slices of a few milliseconds and yields to the event loop after each. @throws the signal's reason */
export async function runInSlices<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
  let sliceEndsAtMs = performance.now() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() < sliceEndsAtMs) continue
    await setImmediate()
    signal.throwIfAborted()
    sliceEndsAtMs = performance.now() + sliceMs
  }
}
