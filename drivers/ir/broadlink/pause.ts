import { deadline, type Signal } from '../../../src/home/deadline.ts'

/** Waits so many milliseconds. @throws the signal's reason as soon as it is aborted */
export async function pause(ms: number, signal: Signal): Promise<void> {
  signal.throwIfAborted()
  const over = deadline(ms, signal)
  await new Promise<void>((resolve) => over.signal.addEventListener('abort', resolve, { once: true }))
  over.end()
  signal.throwIfAborted()
}
