import type { Connection, Context, Driver } from '../../src/home/driver.ts'
import type { Bridge } from './bridge/bridge.ts'
import { connectBridge } from './bridge/connection.ts'
import { type Config, config } from './config.ts'
import { hueDevice } from './device.ts'
import { finder, wanted } from './naming/finder.ts'
import { type Reference, registry } from './naming/registry.ts'
import { inMemory } from './naming/stableIdStore.ts'
import { doubts } from './naming/warnings.ts'
import { appliance, meant, type Options, refOf } from './options.ts'
import { remedy } from './remedy.ts'

/** Lamps, plugs, rooms, zones, scenes and sensors of a Hue bridge, which it names itself. */
export const hue: Driver<Config, Options> = {
  config,
  appliance,
  describe: () => undefined,
  refersTo(options) {
    const { kind, name } = meant(options)
    return refOf(kind, name)
  },
  lookAround: async (log, signal, hosts) => (await import('./pairing/scan.ts')).sighted(log, signal, hosts),
  remedy,
  pair: async (wish, signal) => (await import('./pairing/pairing.ts')).pair(wish, signal),
  async connect(config: Config, context: Context) {
    // Only who has an old bridge loads what speaks to one.
    const open = config.api === 'v1' ? (await import('./v1/connection.ts')).connectOld : connectBridge
    return connection(open(config, context), config, context)
  },
}

/** What the house sees of a bridge. */
export function connection(bridge: Bridge, config: Config, context: Context): Connection<Options> {
  const { memory, name, visiting = false } = context
  const things = registry(bridge, inMemory(memory, name, visiting, config.replaces))
  const shared = { bridge, known: { resources: bridge.resources, asked: new Map() } }
  const exposed = wanted(config).map(([kind, name]) => things.refer(kind, name))
  const described = new Set<Reference>()
  return {
    ready: bridge.ready,
    device(_applianceId, options) {
      const { kind, name } = meant(options)
      const reference = things.refer(kind, name)
      described.add(reference)
      const close = () => {
        described.delete(reference)
        reference.end()
      }
      return Object.defineProperties(hueDevice(reference, shared), { close: { value: close, enumerable: true } })
    },
    finder: finder(config, things),
    problems() {
      const problem = bridge.problem()
      if (problem !== undefined) return [problem]
      const notice = bridge.notice?.()
      return [...(notice === undefined ? [] : [notice]), ...doubts(things, [...described], exposed)]
    },
    async close() {
      things.close()
      await bridge.close()
    },
  }
}
