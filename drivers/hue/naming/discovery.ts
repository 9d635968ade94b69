import type { DeviceDiscovery, DiscoveredDevice } from '../../../src/home/discovery.ts'
import type { Log } from '../../../src/home/driver.ts'
import { RepeatedWork, type Steps } from '../../../src/util/slices.ts'
import type { HueAppliance } from '../appliances/listAppliances.ts'
import { subscribe } from '../bridge/resourceStore.ts'
import type { HueConfig } from '../config.ts'
import { type HueOptions, type Kind, refOf } from '../options.ts'
import type { Registry } from './registry.ts'

/** The prefix by which a user names a scene among all that they want. */
const scenePrefix = 'scene:'

/** So many appliances are described in one step. */
const appliancesPerStep = 32

interface HueDiscovery extends DeviceDiscovery<HueOptions> {
  /** Resolves when all that has changed on the bridge is described. */
  settled(): Promise<void>
  close(): void
}

/** What a bridge has, as devices that could be appliances. */
export function createDiscovery({ expose }: Pick<HueConfig, 'expose'>, registry: Registry, log: Log): HueDiscovery {
  const listeners = new Set<() => void>()
  let found: readonly DiscoveredDevice<HueOptions>[] = []
  const describing = new RepeatedWork(describeAll, (error) =>
    log.error({ error }, 'what the bridge has cannot be described'),
  )
  const end = registry.onChange(() => describing.request())
  describing.request()
  return {
    devices: () => found,
    onChange: (listener) => subscribe(listeners, listener),
    async settled() {
      await registry.settled()
      await describing.settled()
    },
    close() {
      end()
      describing.stop()
    },
  }

  function* describeAll(): Steps<void> {
    const appliances = registry.all()
    const counts = new Map<string, number>()
    for (const { name } of appliances) counts.set(name, (counts.get(name) ?? 0) + 1)
    const userRefs = yield* refsOfUser()
    const isExposed = exposure()
    const described: DiscoveredDevice<HueOptions>[] = []
    for (const appliance of appliances) {
      const { kind, name, aliases, type, deviceInfo, spec } = appliance
      const key = registry.keyOf(appliance)
      described.push({
        key,
        // Each room may have a scene of that name, which a listener could not tell apart.
        name: kind === 'scene' && counts.get(name) !== 1 ? (aliases[0] ?? name) : name,
        ...(type !== undefined && { type }),
        deviceInfo,
        via: `hue ${kind}`,
        exposed: type !== undefined && isExposed(appliance, key),
        spec,
        options: { [kind]: key },
        refs: [...new Set([...refsOf(appliance, key), ...(userRefs.get(appliance) ?? [])])],
        problems: [],
      })
      if (described.length % appliancesPerStep === 0) yield
    }
    found = described
    for (const listener of [...listeners]) listener()
  }

  /** What the user has called each appliance. */
  function* refsOfUser(): Steps<ReadonlyMap<HueAppliance, readonly string[]>> {
    const refs = new Map<HueAppliance, string[]>()
    let count = 0
    for (const [kind, name] of registry.userNames()) {
      const appliance = registry.resolve(kind, name)
      const same = appliance && refs.get(appliance)
      if (same) same.push(refOf(kind, name))
      else if (appliance) refs.set(appliance, [refOf(kind, name)])
      count += 1
      if (count % appliancesPerStep === 0) yield
    }
    return refs
  }

  /** All names by which the configuration may refer to it, besides those that the user has for it. */
  function refsOf(appliance: HueAppliance, key: string): readonly string[] {
    const { kind, id, name, aliases } = appliance
    const words = [key, id, name, ...aliases]
    return ([kind, 'device'] as const).flatMap((one) =>
      words.filter((word) => registry.resolve(one, word) === appliance).map((word) => refOf(one, word)),
    )
  }

  /** What the names of `expose` mean is looked up once for all appliances. */
  function exposure(): (appliance: HueAppliance, key: string) => boolean {
    if (!Array.isArray(expose)) return ({ kind }) => expose === 'all' && kind !== 'scene' && kind !== 'home'
    const written = new Set(expose)
    const meant = (kind: Kind) =>
      new Set(exposedNames({ expose }).flatMap(([one, name]) => (one === kind && registry.resolve(one, name)) || []))
    const [devices, scenes] = [meant('device'), meant('scene')]
    return (appliance, key) => {
      const { kind, name, aliases } = appliance
      if (written.has(key)) return true
      if (kind !== 'scene') return written.has(name) || devices.has(appliance)
      return scenes.has(appliance) || [key, name, ...aliases].some((one) => written.has(`${scenePrefix}${one}`))
    }
  }
}

/** The names that the user exposes, so that they mean the same when it is renamed. */
export function exposedNames({ expose }: Pick<HueConfig, 'expose'>): readonly (readonly [Kind, string])[] {
  if (!Array.isArray(expose)) return []
  return expose.map((one) => (one.startsWith(scenePrefix) ? ['scene', one.slice(scenePrefix.length)] : ['device', one]))
}
