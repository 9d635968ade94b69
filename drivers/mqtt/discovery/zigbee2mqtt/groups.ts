import type { AnnouncedDevice } from '../announcement.ts'
import { typeOf } from '../applianceTypes.ts'
import { type BridgeContext, buildPart, describePart, layoutOf } from './device.ts'
import { partsOf } from './endpoints.ts'
import type { BridgeDevice, BridgeGroup, Feature, Role } from './exposes.ts'
import type { PartTraits } from './topics.ts'

/** The properties that Zigbee2MQTT combines for the state of a group: `lib/extension/groups.ts`. */
const groupFeatures = new Set(['state', 'brightness', 'color_temp', 'color_hs', 'color_xy'])
const groupableRoles: readonly Role[] = ['light', 'switch', 'cover', 'lock']

/** A member of a group: its function, its kind, and its features under the names that the group has for them. */
export interface GroupMember {
  readonly of: Role
  readonly kind: PartTraits['kind']
  readonly features: readonly Feature[]
  readonly ieee: string
}

/**
 * A group, with the traits that all its members have; nothing if they have none in common.
 * @param cache the members by device and endpoint: a device is in many groups and is built once
 */
export function announceGroup(
  { id, name, members }: BridgeGroup,
  devices: ReadonlyMap<string, BridgeDevice>,
  bridge: BridgeContext,
  cache: Map<string, readonly GroupMember[]>,
): readonly AnnouncedDevice[] {
  const groupMembers = members.flatMap(({ ieee, endpoint }) => {
    const device = devices.get(ieee)
    return device ? cachedMember(device, endpoint === undefined ? undefined : device.endpoints.get(endpoint)) : []
  })
  const [first, ...others] = groupMembers
  if (!first) return []
  const functions = new Set(groupMembers.map(({ of }) => of))
  const isMixed = functions.size > 1
  // ON would open a cover, so covers and locks are never mixed with other functions.
  if (isMixed && [...functions].some((of) => of !== 'light' && of !== 'switch')) return []
  const features = others.reduce<readonly Feature[]>(
    (all, { features: more }) => commonFeatures(all, more),
    first.features,
  )
  const kinds = new Set(groupMembers.map(({ kind }) => kind))
  const of = isMixed ? 'switch' : first.of
  const part = { of, features: isMixed ? features.filter((feature) => feature.name === 'state') : features }
  const built = buildPart(part, { makerText: '' }, layoutOf(name, bridge))
  const kind = kinds.size === 1 ? first.kind : 'switch'
  if (Object.keys(built.traits).length === 0 || kind === 'valve') return []
  return [
    {
      key: `group-${id}`,
      name,
      ...(kind && { type: typeOf(kind) }),
      about: {},
      aliases: [`zigbee2mqtt_${encodedBaseTopic(bridge.base)}_${id}`],
      ...describePart(built, part, name, bridge, {
        publishesAvailability: groupMembers.every(({ ieee }) => bridge.settings.publishesAvailability(ieee)),
        sleeps: false,
      }),
    },
  ]

  function cachedMember(device: BridgeDevice, endpoint: string | undefined): readonly GroupMember[] {
    const key = `${device.ieee} ${endpoint ?? ''}`
    const found = cache.get(key) ?? memberOf(device, endpoint, bridge)
    cache.set(key, found)
    return found
  }
}

/** The part of Home Assistant's identifier for a group: getEncodedBaseTopic in `lib/extension/homeassistant.ts`. */
const encodedBaseTopic = (base: string) => [...base].map((sign) => sign.charCodeAt(0)).join('')

/** The part of a device that a group controls. */
function memberOf(device: BridgeDevice, endpoint: string | undefined, bridge: BridgeContext): readonly GroupMember[] {
  const parts = partsOf(device).filter(({ of }) => of && groupableRoles.includes(of))
  const part = parts.find(({ features }) => features[0]?.endpoint === endpoint) ?? parts[0]
  if (!part?.of) return []
  const { kind } = buildPart(part, device, layoutOf(device.name, bridge))
  const features = part.features.filter(({ name }) => groupFeatures.has(name)).map(withoutEndpoint)
  return [{ of: part.of, kind, features, ieee: device.ieee }]
}

/** A group has no endpoints, so its properties have no endpoint in their names. */
function withoutEndpoint({ endpoint, ...feature }: Feature): Feature {
  const suffix = `_${endpoint}`
  const { property } = feature
  const isOne = endpoint !== undefined && property.endsWith(suffix)
  return { ...feature, property: isOne ? property.slice(0, -suffix.length) : property }
}

/** The features that both have, within the limits of both. */
function commonFeatures(some: readonly Feature[], more: readonly Feature[]): readonly Feature[] {
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
