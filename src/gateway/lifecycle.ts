import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { setV8Flags } from '../util/v8Flags.ts'
import type { Gateway } from './gateway.ts'

/** Handles uncaught errors: logs them in full, writes the state, and ends the process so that systemd starts it again. */
export function exitOnUncaught(log: Logger, flush: () => Promise<void>): void {
  const end = (err: unknown) => {
    log.fatal({ err }, 'something went wrong that nobody caught; the gateway ends')
    const late = globalThis.setTimeout(() => process.exit(1), 1000)
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

/** How long after a start the warm-up begins, in milliseconds: requests that waited for the start come first. */
const warmUpDelayMs = 100
/** How long the warm-up may take, in milliseconds. */
const warmUpTimeoutMs = 3000

/** Warms the gateway up. If that fails, the first command takes a few milliseconds longer, and nothing else. */
async function warmUpGateway({ runtime }: Gateway, log: Logger, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(warmUpDelayMs, undefined, { signal })
    const { warmUp } = await import('./warmUp.ts')
    const start = performance.now()
    const commands = await warmUp(
      runtime.connections().map(({ type }) => type),
      AbortSignal.any([signal, AbortSignal.timeout(warmUpTimeoutMs)]),
    )
    log.debug({ commands, ms: Math.round(performance.now() - start) }, 'the gateway is warmed up')
  } catch (error) {
    if (!signal.aborted) log.debug({ err: error }, 'the gateway cannot be warmed up')
  }
}

/** Runs until the process gets a signal to stop, then stops within 5 s. @returns the exit code */
export async function runUntilStopped(
  gateway: Gateway,
  log: Logger,
  stop: Promise<string>,
  onStop: (reason: string) => void,
): Promise<number> {
  const stopping = new AbortController()
  void warmUpGateway(gateway, log, stopping.signal).finally(() => setV8Flags('running'))
  const reason = await stop
  stopping.abort()
  onStop(reason)
  // Also ends a process that an unanswered socket keeps alive after everything was closed.
  globalThis.setTimeout(() => process.exit(0), shutdownTimeoutMs).unref()
  const late = globalThis.setTimeout(() => process.exit(1), shutdownTimeoutMs)
  await gateway.close()
  clearTimeout(late)
  return 0
}
