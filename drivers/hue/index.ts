import type { Signal } from '../../src/home/deadline.ts'
import type { Connection, Context, Driver, Log, Sighted } from '../../src/home/device.ts'
import { type Bridge, connectBridge } from './bridge.ts'
import { type Config, config } from './config.ts'
import { hueDevice } from './device.ts'
import { finder, missing } from './finder.ts'
import { inMemory } from './keys.ts'
import { appliance, meant, type Options } from './options.ts'
import { registry } from './registry.ts'
import { remedy } from './remedy.ts'

/** Lamps, plugs, rooms, zones, scenes and sensors of a Hue bridge, which it names itself. */
export const hue: Driver<Config, Options> = {
  config,
  appliance,
  describe: () => undefined,
  refersTo: (options) => meant(options).name,
  lookAround: sighted,
  remedy,
  pair: async (wish, signal) => (await import('./pairing.ts')).pair(wish, signal),
  async connect(config: Config, context: Context) {
    // Only who has an old bridge loads what speaks to one.
    const open = config.api === 'v1' ? (await import('./v1/connect.ts')).connectOld : connectBridge
    return connection(open(config, context), config, context)
  },
}

/** What the house sees of a bridge. */
export function connection(bridge: Bridge, config: Config, context: Context): Connection<Options> {
  const things = registry(bridge, inMemory(context.memory(`hue bridge ${context.name}`), context.visiting === true))
  const shared = { bridge, registry: things, known: { resources: bridge.resources, asked: new Map() } }
  const named = new Map<string, Options>()
  return {
    ready: bridge.ready,
    device(applianceId, options) {
      named.set(applianceId, options)
      return Object.defineProperties(hueDevice(options, shared), {
        close: { value: () => void named.delete(applianceId), enumerable: true },
      })
    },
    finder: finder(config, things),
    problems() {
      const problem = bridge.problem()
      if (problem !== undefined) return [problem]
      const strangers = [...named.values()].map(meant).filter(({ kind, name }) => !things.named(kind, name))
      return [
        ...missing(config, things),
        ...strangers.map(({ kind, name }) => `the bridge has no ${kind} called "${name}"`),
      ]
    },
    async close() {
      things.close()
      await bridge.close()
    },
  }
}

/** The bridges that say where they are. */
async function sighted(_log: Log, signal: Signal): Promise<readonly Sighted[]> {
  const { findBridges } = await import('./mdns.ts')
  const found = await findBridges(signal).catch(() => [])
  return found.map(({ id, address, port, model }) => ({
    what: `Hue bridge${model === undefined ? '' : ` ${model}`} ${id} at ${address}`,
    keys: { host: address, ...(port !== 443 && { port }), bridgeId: id },
    problem: 'it gives a key to whoever presses its button: run "clova-home pair hue"',
  }))
}
