import type { DeviceDiscovery, DiscoveredDevice } from '../../../src/home/discovery.ts'
import type { HueAppliance } from '../appliances/listAppliances.ts'
import type { HueConfig } from '../config.ts'
import { type HueOptions, type Kind, refOf } from '../options.ts'
import type { Registry } from './registry.ts'

/** The prefix by which a user names a scene among all that they want. */
const scenePrefix = 'scene:'

/** What a bridge has, as things that could be appliances. */
export function createDiscovery(
  { expose }: Pick<HueConfig, 'expose'>,
  registry: Registry,
): DeviceDiscovery<HueOptions> {
  let from: readonly HueAppliance[] | undefined
  let found: readonly DiscoveredDevice<HueOptions>[] = []
  return {
    devices() {
      if (from !== registry.all()) found = all()
      from = registry.all()
      return found
    },
    onChange: registry.onChange,
  }

  function all(): readonly DiscoveredDevice<HueOptions>[] {
    const things = registry.all()
    const counts = new Map<string, number>()
    for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1)
    return things.map((thing) => {
      const { kind, name, aliases, type, deviceInfo, spec } = thing
      const key = registry.keyOf(thing)
      return {
        key,
        // Each room may have a scene of that name, which a listener could not tell apart.
        name: kind === 'scene' && counts.get(name) !== 1 ? (aliases[0] ?? name) : name,
        ...(type !== undefined && { type }),
        deviceInfo,
        via: `hue ${kind}`,
        exposed: type !== undefined && isExposed(thing, key),
        spec,
        options: { [kind]: key },
        refs: refsOf(thing, key),
        problems: [],
      }
    })
  }

  /** All that an appliance may call it. */
  function refsOf(thing: HueAppliance, key: string): readonly string[] {
    const { kind, id, name, aliases } = thing
    const kinds = [kind, 'device'] as const
    const possibleNames = kinds.flatMap((one) => [key, id, name, ...aliases].map((word) => [one, word] as const))
    const ownNames = [...possibleNames, ...registry.userNames()].filter(
      ([one, word]) => registry.resolve(one, word) === thing,
    )
    return [...new Set(ownNames.map(([one, word]) => refOf(one, word)))]
  }

  function isExposed(thing: HueAppliance, key: string): boolean {
    const { kind, name, aliases } = thing
    if (!Array.isArray(expose)) return expose === 'all' && kind !== 'scene' && kind !== 'home'
    if (expose.includes(key)) return true
    if (kind !== 'scene') return expose.some((one) => one === name || registry.resolve('device', one) === thing)
    return expose.some(
      (one) =>
        one.startsWith(scenePrefix) &&
        ([key, name, ...aliases].includes(one.slice(scenePrefix.length)) ||
          registry.resolve('scene', one.slice(scenePrefix.length)) === thing),
    )
  }
}

/** The names that the user exposes, so that they mean the same when it is renamed. */
export function exposedNames({ expose }: Pick<HueConfig, 'expose'>): readonly (readonly [Kind, string])[] {
  if (!Array.isArray(expose)) return []
  return expose.map((one) => (one.startsWith(scenePrefix) ? ['scene', one.slice(scenePrefix.length)] : ['device', one]))
}
