import type { Signal } from '../../src/home/deadline.ts'
import type { Log, Sighted } from '../../src/home/device.ts'
import { findBridges, type Search } from './mdns.ts'

/** The bridges that tell of themselves on the network; never throws. */
export async function sighted(log: Log, signal: Signal, search: Search = {}): Promise<readonly Sighted[]> {
  const found = await findBridges(signal, search).catch((error: Error) => {
    log.debug({ reason: error.message }, 'bridges could not be looked for')
    return []
  })
  return found.map(({ id, address, port, model }) => ({
    what: `Hue bridge ${id}${model === undefined ? '' : ` (${model})`} at ${address}`,
    keys: { host: address, ...(port !== 443 && { port }), bridgeId: id },
    problem: `press its button and run "clova-home pair hue --host ${address}": that gets its key, and says the whole line`,
  }))
}
