import type { AnnouncedDevice, Description } from '../announcement.ts'
import { typeOf } from '../applianceTypes.ts'
import type { CombinedMeasurements } from '../measurements.ts'
import { say } from '../messages.ts'
import type { BridgeSettings } from './bridgeInfo.ts'
import { climate, isClimate } from './climate.ts'
import { cover } from './cover.ts'
import { type DevicePart, partsOf } from './endpoints.ts'
import { type BridgeDevice, canSet, type Feature, findFeature, isPublished } from './exposes.ts'
import { fan } from './fan.ts'
import { light } from './light.ts'
import { lock } from './lock.ts'
import { measurementsOf } from './sensors.ts'
import { alarmSiren, switchFeature, switchPart, warningSiren } from './switch.ts'
import { type PartTraits, pathOf, stateRequest, type TopicLayout } from './topics.ts'

/** The bridge that a device belongs to. */
export interface BridgeContext {
  readonly base: string
  readonly settings: BridgeSettings
}

/** The appliances that a device of the bridge is. */
export function announceDevice(device: BridgeDevice, bridge: BridgeContext): readonly AnnouncedDevice[] {
  const { ieee, name, vendor, model, version } = device
  const parts = partsOf(device)
  const isAlone = parts.length === 1
  return parts.flatMap((part) => {
    const built = buildPart(part, device, layoutOf(name, bridge))
    const { traits } = built
    const isNothing = Object.keys(traits).length === 0 && (built.problems ?? []).length === 0
    // Of a device with several parts, one with nothing but a battery is no appliance.
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
      ...describePart(built, part, name, bridge, {
        publishesAvailability: bridge.settings.publishesAvailability(ieee),
        sleeps: device.isBatteryPowered,
      }),
    }
  })
}

export const layoutOf = (name: string, { base, settings }: BridgeContext): TopicLayout => ({
  topic: `${base}/${name}`,
  json: settings.isJson,
})

/** The description of a part of a device, or of a group. */
export function describePart(
  { traits, verbs, problems }: PartTraits,
  { features }: Pick<DevicePart, 'features'>,
  name: string,
  bridge: BridgeContext,
  { publishesAvailability, sleeps }: { readonly publishesAvailability: boolean; readonly sleeps: boolean },
): Pick<AnnouncedDevice, 'description' | 'problems'> {
  if (/[+#]/.test(name)) return { description: {}, problems: [say('nameWithWildcard', { name })] }
  const layout = layoutOf(name, bridge)
  const places = JSON.stringify(Object.values(traits))
  // One request for the colour temperature returns the colour too.
  const isTwice = (f: Feature) =>
    f.name.startsWith('color_') && features.some((o) => o.name === 'color_temp' && o !== f)
  const used = features.filter((f) => !isTwice(f) && isPublished(f) && places.includes(sourceText(layout, f)))
  const settable = used.filter(canSet)
  const ask = stateRequest(layout, settable.length > 0 ? settable : sleeps ? [] : used)
  const where = (topic: string) => ({ topic: `${bridge.base}/${topic}`, path: pathOf('state') })
  return {
    description: {
      traits,
      ...(verbs && Object.keys(verbs).length > 0 && { verbs }),
      availability: {
        mode: 'all',
        topics: [where('bridge/state'), ...(publishesAvailability ? [where(`${name}/availability`)] : [])],
      },
      ...(ask && { ask }),
      faults: name,
    } satisfies Description,
    problems: problems ?? [],
  }
}

/** The text by which a feature is found among the described traits. */
const sourceText = (layout: TopicLayout, { property }: Feature) =>
  JSON.stringify(layout.json ? pathOf(property) : `${layout.topic}/${property}`).slice(1, -1)

/** The traits of a part: those of its function, and those that it measures. */
export function buildPart(
  part: DevicePart,
  { makerText }: Pick<BridgeDevice, 'makerText'>,
  layout: TopicLayout,
): PartTraits {
  const sensed = measurementsOf(part.features, layout)
  const built = buildFromRole(part, makerText, layout) ?? buildFromFeatures(part.features, makerText, layout, sensed)
  if (!built) return { traits: sensed.traits, kind: sensed.kinds[0] }
  const { open, openedAt, closedAt, ...others } = sensed.traits
  // A thermostat that detects an open window is not itself open.
  return { ...built, traits: { ...others, ...built.traits } }
}

function buildFromRole({ of, features }: DevicePart, makerText: string, layout: TopicLayout): PartTraits | undefined {
  switch (of) {
    case 'climate':
      return climate(features, layout, makerText)
    case 'fan':
      return fan(features, layout, makerText)
    case 'cover':
      return cover(features, layout, makerText)
    case 'lock':
      return lock(features, layout)
    case 'light':
      return light(features, layout)
    case 'switch':
      return isClimate(features) ? climate(features, layout, makerText) : switchPart(features, layout, makerText)
    default:
      return undefined
  }
}

/** The function of a device that has only generic features, judged by those features. */
function buildFromFeatures(
  features: readonly Feature[],
  makerText: string,
  layout: TopicLayout,
  { kinds }: CombinedMeasurements,
): PartTraits | undefined {
  if (isClimate(features)) return climate(features, layout, makerText)
  const settable = features.filter(canSet)
  const state = switchFeature(settable)
  if (state?.type === 'enum' && /shutter|curtain|blind|shade|cover/i.test(makerText))
    return cover(settable, layout, makerText)
  const lockState = findFeature(features, 'state')
  if (lockState && /^(un)?lock$/i.test(String(lockState.value_on))) return lock([lockState], layout)
  const warns = findFeature(settable, 'warning')
  if (warns && /siren|sounder/i.test(makerText) && !/smoke|heat|fire|water|gas|carbon|detector|sensor/i.test(makerText))
    return warningSiren(warns, layout)
  // The switch of a sensor is a setting of the sensor; a breaker that measures is still a breaker.
  if (kinds.some((kind) => kind !== 'meter') && kinds[0] !== 'meter') return undefined
  if (state?.type === 'binary') return switchPart([...features], layout, makerText)
  if (!/siren|sounder|sound and (flash|light)|alarm/i.test(makerText)) return undefined
  return alarmSiren(settable, layout) ?? (warns && warningSiren(warns, layout))
}
