import type { Config } from '../config/load.ts'
import type { DiscoveryReport, Inventory } from '../control/api.ts'
import { createDeadline, type Deadline } from '../home/deadline.ts'
import { createLogger } from '../util/logger.ts'
import { toDiscoveryReport } from './control/discoveredDevices.ts'
import { inventory } from './control/inventory.ts'
import { HomeRuntime } from './homeRuntime.ts'

/** The devices that the connections of a configuration discover, without a running gateway. @param timeoutMs how long they may take */
export const discoverOffline = (config: Config, timeoutMs: number, signal?: AbortSignal): Promise<DiscoveryReport> =>
  withTemporaryHome(createDeadline(timeoutMs, signal), config, (runtime) => ({
    devices: toDiscoveryReport(runtime.discovered()),
    problems: runtime.problems(),
  }))

/** The appliances with their states, without a running gateway. @param timeoutMs how long their connections may take */
export const inventoryOffline = (config: Config, timeoutMs: number): Promise<Inventory> =>
  withTemporaryHome(createDeadline(timeoutMs), config, async (runtime, signal) => ({
    appliances: await inventory({ runtime, settings: config }, signal),
    problems: runtime.problems(),
  }))

/** Creates the home of a configuration, inspects it once all connections have tried to connect, and closes it. */
async function withTemporaryHome<T>(
  deadline: Deadline,
  config: Config,
  look: (runtime: HomeRuntime, signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const runtime = new HomeRuntime(config, createLogger(config.secrets, 'silent'), { readOnly: true })
  try {
    const { signal } = deadline
    const timeout = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    await Promise.race([runtime.ready(), timeout])
    return await look(runtime, signal)
  } finally {
    deadline.end()
    await runtime.close()
  }
}
