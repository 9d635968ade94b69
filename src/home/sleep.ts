import { createDeadline } from './deadline.ts'
/** A rest that can be cut short. */
export interface Nap {
  rest(ms: number): Promise<void>
  wake(): void
}

export function nap(): Nap {
  let timer: NodeJS.Timeout | undefined
  let wake: () => void = () => {}
  return {
    rest: (ms) =>
      new Promise((resolve) => {
        wake = resolve
        timer = setTimeout(resolve, ms)
        timer.unref()
      }),
    wake() {
      clearTimeout(timer)
      wake()
    },
  }
}

/** Waits so many milliseconds. @throws the signal's reason as soon as it is aborted */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const over = createDeadline(ms, signal)
  await new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve(), { once: true }))
  over.end()
  signal.throwIfAborted()
}
