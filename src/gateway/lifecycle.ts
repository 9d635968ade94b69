import type { Logger } from 'pino'
import type { Gateway } from './gateway.ts'

/** What nobody caught is told whole; what must be kept is written, and the process ends for systemd to start it anew. */
export function exitOnUncaught(log: Logger, flush: () => Promise<void>): void {
  const end = (err: unknown) => {
    log.fatal({ err }, 'something went wrong that nobody caught; the gateway ends')
    const late = setTimeout(() => process.exit(1), 1000)
    void flush().finally(() => {
      clearTimeout(late)
      process.exit(1)
    })
  }
  process.once('uncaughtException', end)
  process.once('unhandledRejection', end)
}

/** How long stopping may take before it is cut short, in milliseconds. */
export const shutdownTimeoutMs = 4800

/** Resolves when the process is told to stop; asked for before anything is started, so that it is never missed. */
export const onStopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })

/** Runs until it is told to stop, then stops within 5 s. @returns the exit code */
export async function runUntilStopped(
  gateway: Gateway,
  stop: Promise<string>,
  tell: (reason: string) => void,
): Promise<number> {
  const reason = await stop
  tell(reason)
  // Also for what still holds the process when all is closed: a socket that nobody answers.
  setTimeout(() => process.exit(0), shutdownTimeoutMs).unref()
  const late = setTimeout(() => process.exit(1), shutdownTimeoutMs)
  await gateway.close()
  clearTimeout(late)
  return 0
}
