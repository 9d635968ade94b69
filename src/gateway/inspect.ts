import type { Config } from '../config/load.ts'
import { createDeadline, type Deadline } from '../home/deadline.ts'
import { createLog } from '../util/logger.ts'
import { type Seen, sightings } from './control/discoveredDevices.ts'
import { type Inventory, inventory } from './control/inventory.ts'
import { buildHouse, type House } from './homeRuntime.ts'

/** What the connections of a configuration come upon, where no gateway runs. @param ms how long may be looked, in milliseconds */
export const seenAlone = (config: Config, ms: number, signal?: AbortSignal): Promise<Seen> =>
  visited(createDeadline(ms, signal), config, (house) => ({
    devices: sightings(house.discovered()),
    problems: house.problems(),
  }))

/** The appliances as they can be seen where no gateway runs. @param ms how long may be looked, in milliseconds */
export const inventoryAlone = (config: Config, ms: number): Promise<Inventory> =>
  visited(createDeadline(ms), config, async (house, signal) => ({
    items: await inventory(house, config, signal),
    problems: house.problems(),
  }))

/** Builds the house for a look at it, once all connections have tried or the time is over. */
async function visited<T>(
  limit: Deadline,
  config: Config,
  look: (house: House, signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const house = buildHouse(config, createLog(config.secrets, 'silent'), { visiting: true })
  try {
    const over = new Promise<void>((resolve) => limit.signal.addEventListener('abort', () => resolve(), { once: true }))
    await Promise.race([house.ready(), over])
    return await look(house, limit.signal)
  } finally {
    limit.end()
    await house.close()
  }
}
