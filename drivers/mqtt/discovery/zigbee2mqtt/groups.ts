import type { Announced } from '../announcement.ts'
import { typeOf } from '../applianceTypes.ts'
import { type Bridge, buildPart, placeOf, saying } from './device.ts'
import { partsOf } from './endpoints.ts'
import type { Bridged, Feature, Grouped, Role } from './exposes.ts'
import type { Built } from './topics.ts'

/** What the state of a group is made of: Zigbee2MQTT `lib/extension/groups.ts`. */
const shared = new Set(['state', 'brightness', 'color_temp', 'color_hs', 'color_xy'])
const grouping: readonly Role[] = ['light', 'switch', 'cover', 'lock']

/** What one member brings: its function, the kind of thing it is, and its features as the group calls them. */
interface Member {
  readonly of: Role
  readonly kind: Built['kind']
  readonly features: readonly Feature[]
  readonly ieee: string
}

/** A group, as what all its members have in common; nothing if that is nothing. */
export function announceGroup(
  { id, name, members }: Grouped,
  devices: ReadonlyMap<string, Bridged>,
  bridge: Bridge,
): readonly Announced[] {
  const known = members.flatMap(({ ieee, endpoint }) => {
    const device = devices.get(ieee)
    return device ? memberOf(device, endpoint === undefined ? undefined : device.endpoints.get(endpoint), bridge) : []
  })
  const [first, ...others] = known
  if (!first) return []
  const functions = new Set(known.map(({ of }) => of))
  const isMixed = functions.size > 1
  // A cover that is told ON opens: with others it has nothing in common that anybody would say.
  if (isMixed && [...functions].some((of) => of !== 'light' && of !== 'switch')) return []
  const features = others.reduce<readonly Feature[]>((all, { features: more }) => common(all, more), first.features)
  const kinds = new Set(known.map(({ kind }) => kind))
  const of = isMixed ? 'switch' : first.of
  const part = { of, features: isMixed ? features.filter((feature) => feature.name === 'state') : features }
  const built = buildPart(part, { says: '' }, placeOf(name, bridge))
  const kind = kinds.size === 1 ? first.kind : 'switch'
  if (Object.keys(built.traits).length === 0 || kind === 'valve') return []
  return [
    {
      key: `group-${id}`,
      name,
      ...(kind && { type: typeOf(kind) }),
      about: {},
      aliases: [`zigbee2mqtt_${encoded(bridge.base)}_${id}`],
      ...saying(built, part, name, bridge, {
        tells: known.every(({ ieee }) => bridge.settings.tells(ieee)),
        sleeps: false,
      }),
    },
  ]
}

/** How Home Assistant's device of a group is called: getEncodedBaseTopic in `lib/extension/homeassistant.ts`. */
const encoded = (base: string) => [...base].map((sign) => sign.charCodeAt(0)).join('')

/** The part of a device that a group moves. */
function memberOf(device: Bridged, endpoint: string | undefined, bridge: Bridge): readonly Member[] {
  const parts = partsOf(device).filter(({ of }) => of && grouping.includes(of))
  const part = parts.find(({ features }) => features[0]?.endpoint === endpoint) ?? parts[0]
  if (!part?.of) return []
  const { kind } = buildPart(part, device, placeOf(device.name, bridge))
  const features = part.features.filter(({ name }) => shared.has(name)).map(plain)
  return [{ of: part.of, kind, features, ieee: device.ieee }]
}

/** A group has no endpoints, so its properties are called as those of a device that has none. */
function plain({ endpoint, ...feature }: Feature): Feature {
  const suffix = `_${endpoint}`
  const { property } = feature
  const isOne = endpoint !== undefined && property.endsWith(suffix)
  return { ...feature, property: isOne ? property.slice(0, -suffix.length) : property }
}

/** The features of both, within what both can. */
function common(some: readonly Feature[], more: readonly Feature[]): readonly Feature[] {
  return some.flatMap((feature) => {
    const other = more.find(({ name }) => name === feature.name)
    if (!other) return []
    const [min, max] = [highest(feature.value_min, other.value_min), lowest(feature.value_max, other.value_max)]
    if (min !== undefined && max !== undefined && min > max) return []
    const access = feature.access & other.access
    return {
      ...feature,
      access,
      ...(min !== undefined && { value_min: min }),
      ...(max !== undefined && { value_max: max }),
    }
  })
}

const highest = (a = Number.NEGATIVE_INFINITY, b = a) => finite(Math.max(a, b))
const lowest = (a = Number.POSITIVE_INFINITY, b = a) => finite(Math.min(a, b))
const finite = (n: number) => (Number.isFinite(n) ? n : undefined)
