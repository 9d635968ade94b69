import type { Announced, Description } from '../announcement.ts'
import { typeOf } from '../applianceTypes.ts'
import type { Measured } from '../measurements.ts'
import type { Settings } from './bridgeInfo.ts'
import { climate, isClimate } from './climate.ts'
import { cover, lock, onlySwitch, warning } from './cover.ts'
import { type Part, partsOf } from './endpoints.ts'
import { type Bridged, type Feature, isSaid, isSet, named } from './exposes.ts'
import { fan } from './fan.ts'
import { light } from './light.ts'
import { sensing } from './sensors.ts'
import { asking, type Built, type Place, pathOf } from './topics.ts'

/** The bridge that a device hangs on. */
export interface Bridge {
  readonly base: string
  readonly settings: Settings
}

/** A device of the bridge, as the appliances that it is. */
export function announce(device: Bridged, bridge: Bridge): readonly Announced[] {
  const { ieee, name, vendor, model, version } = device
  const parts = partsOf(device)
  const isAlone = parts.length === 1
  return parts.flatMap((part) => {
    const built = buildPart(part, device, placeOf(name, bridge))
    const { traits } = built
    const isNothing = Object.keys(traits).length === 0 && (built.problems ?? []).length === 0
    // A battery of several is nobody's appliance.
    if (isNothing || (!isAlone && part.of === undefined && built.kind === undefined)) return []
    return {
      key: part.label === undefined ? ieee : `${ieee}_${part.label.replaceAll(' ', '_')}`,
      name: part.label === undefined ? name : `${name} ${part.label}`,
      ...(built.kind && { type: typeOf(built.kind) }),
      about: {
        ...(vendor !== undefined && { manufacturer: vendor }),
        ...(model !== undefined && { model }),
        ...(version !== undefined && { version }),
      },
      aliases: [`zigbee2mqtt_${ieee}`, ieee],
      ...saying(built, part, name, bridge, { tells: bridge.settings.tells(ieee), sleeps: device.sleeps }),
    }
  })
}

export const placeOf = (name: string, { base, settings }: Bridge): Place => ({
  topic: `${base}/${name}`,
  json: settings.json,
})

/** What a device or a group says, and where. */
export function saying(
  { traits, verbs, problems }: Built,
  { features }: Pick<Part, 'features'>,
  name: string,
  bridge: Bridge,
  { tells, sleeps }: { readonly tells: boolean; readonly sleeps: boolean },
): Pick<Announced, 'description' | 'problems'> {
  if (/[+#]/.test(name)) {
    const why = 'no topic can have + or # in it, so the bridge says nothing of it; give it another name there'
    return { description: {}, problems: [`${name}: ${why}`] }
  }
  const place = placeOf(name, bridge)
  const places = JSON.stringify(Object.values(traits))
  // One reading of a lamp tells both of its colours.
  const isTwice = (f: Feature) =>
    f.name.startsWith('color_') && features.some((o) => o.name === 'color_temp' && o !== f)
  const used = features.filter((f) => !isTwice(f) && isSaid(f) && places.includes(whereabouts(place, f)))
  const told = used.filter(isSet)
  const ask = asking(place, told.length > 0 ? told : sleeps ? [] : used)
  const where = (topic: string) => ({ topic: `${bridge.base}/${topic}`, path: pathOf('state') })
  return {
    description: {
      traits,
      ...(verbs && Object.keys(verbs).length > 0 && { verbs }),
      availability: {
        mode: 'all',
        topics: [where('bridge/state'), ...(tells ? [where(`${name}/availability`)] : [])],
      },
      ...(ask && { ask }),
      faults: name,
    } satisfies Description,
    problems: problems ?? [],
  }
}

/** The text by which the place of a feature is found among the traits. */
const whereabouts = (place: Place, { property }: Feature) =>
  JSON.stringify(place.json ? pathOf(property) : `${place.topic}/${property}`).slice(1, -1)

/** What a part of a device is, by its function or by what it measures. */
export function buildPart(part: Part, { says }: Pick<Bridged, 'says'>, place: Place): Built {
  const sensed = sensing(part.features, place)
  const built = functional(part, says, place) ?? implied(part.features, says, place, sensed)
  if (!built) return { traits: sensed.traits, kind: sensed.kinds[0] }
  const { open, openedAt, closedAt, ...others } = sensed.traits
  // What has a purpose is not open or closed because it feels that a window is.
  return { ...built, traits: { ...others, ...built.traits } }
}

function functional({ of, features }: Part, says: string, place: Place): Built | undefined {
  switch (of) {
    case 'climate':
      return climate(features, place, says)
    case 'fan':
      return fan(features, place, says)
    case 'cover':
      return cover(features, place, says)
    case 'lock':
      return lock(features, place)
    case 'light':
      return light(features, place)
    case 'switch':
      return isClimate(features) ? climate(features, place, says) : onlySwitch(features, place, says)
    default:
      return undefined
  }
}

/** Of what has no function of its own among `exposes`, that which its features speak for. */
function implied(features: readonly Feature[], says: string, place: Place, { kinds }: Measured): Built | undefined {
  if (isClimate(features)) return climate(features, place, says)
  const settable = features.filter(isSet)
  const state = named(settable, 'state', 'gas_valve_state')
  if (state?.type === 'enum' && /shutter|curtain|blind|shade|cover/i.test(says)) return cover(settable, place, says)
  const lockState = named(features, 'state')
  if (lockState && /^(un)?lock$/i.test(String(lockState.value_on))) return lock([lockState], place)
  const warns = named(settable, 'warning')
  if (warns && /siren|sounder/i.test(says) && !/smoke|heat|fire|water|gas|carbon|detector|sensor/i.test(says))
    return warning(warns, place)
  // The switch of a sensor is for the sensor; the thermometer of a breaker is for the breaker.
  if (kinds.some((kind) => kind !== 'meter') && kinds[0] !== 'meter') return undefined
  if (state?.type === 'binary') return onlySwitch([...features], place, says)
  if (!/siren|sounder|sound and (flash|light)|alarm/i.test(says)) return undefined
  const alarm = named(settable, 'alarm')
  if (alarm?.type === 'binary') return onlySwitch([alarm], place, says)
  return warns && warning(warns, place)
}
