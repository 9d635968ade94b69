import type { Connection, Driver, DriverContext } from '../../src/home/driver.ts'
import { OncePerTurn } from '../../src/util/slices.ts'
import { defaultPollDelaysMs } from './appliances/confirmation.ts'
import { Reachability } from './appliances/reachability.ts'
import type { Bridge } from './bridge/bridge.ts'
import { connectBridge } from './bridge/connection.ts'
import { leftOutNotice } from './bridge/resources.ts'
import { type HueConfig, hueConfigSchema } from './config.ts'
import { hueDevice, type Shared } from './device.ts'
import { createDiscovery, exposedNames } from './naming/discovery.ts'
import { createRegistry, type Reference } from './naming/registry.ts'
import { stableIdStore } from './naming/stableIdStore.ts'
import { NameWarnings } from './naming/warnings.ts'
import { type HueOptions, hueApplianceSchema, refOf, targetOf } from './options.ts'
import { remedy } from './remedy.ts'

/** Lamps, plugs, rooms, zones, scenes and sensors of a Hue bridge, which it names itself. */
export const hue: Driver<HueConfig, HueOptions> = {
  config: hueConfigSchema,
  appliance: hueApplianceSchema,
  describe: () => undefined,
  discoveredDeviceRef(options) {
    const { kind, name } = targetOf(options)
    return refOf(kind, name)
  },
  scanNetwork: async (log, signal, hosts) => (await import('./pairing/scan.ts')).scanBridges(log, signal, hosts),
  remedy,
  pair: async (request, signal) => (await import('./pairing/pairing.ts')).pair(request, signal),
  async connect(config: HueConfig, context: DriverContext) {
    // The client of CLIP v1 is loaded only where such a bridge is configured.
    const open = config.api === 'v1' ? (await import('./v1/connection.ts')).connectV1Bridge : connectBridge
    return connection(open(config, context), config, context)
  },
}

/** Changes on the bridge are reported to the home this often at most. */
const reportPauseMs = 200

/** What the house sees of a bridge. @param pollDelaysMs see `HueConfirmation`; tests give shorter ones */
export function connection(
  bridge: Bridge,
  config: HueConfig,
  context: DriverContext,
  pollDelaysMs = defaultPollDelaysMs,
): Connection<HueOptions> {
  const { log, memory, name, readOnly = false } = context
  const registry = createRegistry(bridge, stableIdStore(memory, name, readOnly, config.replaces), log)
  const reachability = new Reachability(bridge.resources, bridge.onChange, log)
  // All appliances of the bridge are read for it, and hundreds of events may come in a second.
  const reporting = new OncePerTurn(() => context.reportChange?.(), reportPauseMs)
  bridge.onChange(() => reporting.request())
  const shared: Shared = { bridge, sent: new Map(), reachability, pollDelaysMs }
  const exposed = exposedNames(config).map(([kind, name]) => registry.addReference(kind, name))
  const discovery = createDiscovery(config, registry, log)
  const described = new Set<Reference>()
  const warnings = new NameWarnings(registry, described, exposed, log)
  registry.onChange(() => warnings.markOutdated())
  let isLeftOutLogged = false
  bridge.onChange(() => {
    const leftOut = leftOutNotice(bridge.resources)
    if (leftOut !== undefined && !isLeftOutLogged) log.warn({}, leftOut.en)
    isLeftOutLogged = leftOut !== undefined
  })
  return {
    ready: bridge.ready.then(() => discovery.settled()),
    device(_applianceId, options) {
      const { kind, name } = targetOf(options)
      const reference = registry.addReference(kind, name)
      described.add(reference)
      warnings.markOutdated()
      const close = () => {
        described.delete(reference)
        warnings.markOutdated()
        reference.end()
      }
      return Object.defineProperties(hueDevice(reference, shared, options), {
        close: { value: close, enumerable: true },
      })
    },
    discovery,
    problems() {
      const problem = bridge.problem()
      if (problem !== undefined) return [problem]
      const notices = [bridge.notice?.(), leftOutNotice(bridge.resources)].filter((notice) => notice !== undefined)
      return [...notices, ...warnings.all()]
    },
    async close() {
      reporting.cancel()
      warnings.stop()
      reachability.close()
      discovery.close()
      registry.close()
      await bridge.close()
    },
  }
}
