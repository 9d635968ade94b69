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

/** So many things are described in one step. */
const appliancesPerStep = 32

interface HueDiscovery extends DeviceDiscovery<HueOptions> {
  /** Resolves when all that has changed on the bridge is described. */
  settled(): Promise<void>
  close(): void
}

/** What a bridge has, as things that could be appliances. */
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
        refs: refsOf(appliance, key),
        problems: [],
      })
      if (described.length % appliancesPerStep === 0) yield
    }
    found = described
    for (const listener of [...listeners]) listener()
  }

  /** All that an appliance may call it. */
  function refsOf(appliance: HueAppliance, key: string): readonly string[] {
    const { kind, id, name, aliases } = appliance
    const kinds = [kind, 'device'] as const
    const possibleNames = kinds.flatMap((one) => [key, id, name, ...aliases].map((word) => [one, word] as const))
    const ownNames = [...possibleNames, ...registry.userNames()].filter(
      ([one, word]) => registry.resolve(one, word) === appliance,
    )
    return [...new Set(ownNames.map(([one, word]) => refOf(one, word)))]
  }

  function isExposed(appliance: HueAppliance, key: string): boolean {
    const { kind, name, aliases } = appliance
    if (!Array.isArray(expose)) return expose === 'all' && kind !== 'scene' && kind !== 'home'
    if (expose.includes(key)) return true
    if (kind !== 'scene') return expose.some((one) => one === name || registry.resolve('device', one) === appliance)
    return expose.some(
      (one) =>
        one.startsWith(scenePrefix) &&
        ([key, name, ...aliases].includes(one.slice(scenePrefix.length)) ||
          registry.resolve('scene', one.slice(scenePrefix.length)) === appliance),
    )
  }
}

/** The names that the user exposes, so that they mean the same when it is renamed. */
export function exposedNames({ expose }: Pick<HueConfig, 'expose'>): readonly (readonly [Kind, string])[] {
  if (!Array.isArray(expose)) return []
  return expose.map((one) => (one.startsWith(scenePrefix) ? ['scene', one.slice(scenePrefix.length)] : ['device', one]))
}
