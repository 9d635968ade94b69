import type { Logger } from 'pino'
import { setV8Flags } from '../util/v8Flags.ts'
import type { Gateway } from './gateway.ts'

/** Handles uncaught errors: logs them in full, writes the state, and ends the process so that systemd starts it again. */
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

/** How long stopping may take before the process ends anyway, in milliseconds. */
const shutdownTimeoutMs = 4800

/** Resolves when the process gets a signal to stop. Called before anything is started, so that no signal is missed. */
export const onStopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })

/** Runs until the process gets a signal to stop, then stops within 5 s. @returns the exit code */
export async function runUntilStopped(
  gateway: Gateway,
  stop: Promise<string>,
  onStop: (reason: string) => void,
): Promise<number> {
  setV8Flags('singleRequests')
  const reason = await stop
  onStop(reason)
  // Also ends a process that an unanswered socket keeps alive after everything was closed.
  setTimeout(() => process.exit(0), shutdownTimeoutMs).unref()
  const late = setTimeout(() => process.exit(1), shutdownTimeoutMs)
  await gateway.close()
  clearTimeout(late)
  return 0
}
