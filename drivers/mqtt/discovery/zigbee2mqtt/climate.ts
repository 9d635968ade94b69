import type { TraitDescription } from '../announcement.ts'
import type { ApplianceKind } from '../applianceTypes.ts'
import { say } from '../messages.ts'
import { type Feature, findFeature, findSettable, isPublished } from './exposes.ts'
import { type ModeWords, modeTrait, numberSpeed, resumingPower, swingTrait, wordSpeed } from './levels.ts'
import { onOff, type PartTraits, pathOf, payloadOf, readWriteTrait, stateSource, type TopicLayout } from './topics.ts'

const airConditionerModes: ModeWords = {
  auto: 'auto heat_cool',
  cool: 'cool',
  dehumidify: 'dry',
  heat: 'heat warm',
  fan: 'fan_only fan',
  sleep: 'sleep',
}
const thermostatModes: ModeWords = {
  away: 'away holiday vacation leave',
  indoor: 'home user comfort',
  sleep: 'sleep',
}

/** A device that heats or cools a room. Fans and switches of the same device are features of it. */
export function climate(features: readonly Feature[], layout: TopicLayout, makerText: string): PartTraits {
  const system = findSettable(features, 'system_mode')
  const fanMode = findSettable(features, 'fan_mode')
  const fan = findSettable(features, 'fan_speed')
  const kind = kindOf(makerText, words(system), words(fanMode))
  const isAir = kind === 'airConditioner'
  const fanSpeed =
    (fanMode && wordSpeed(layout, fanMode)) ?? (fan && (fan.values ? wordSpeed(layout, fan) : numberSpeed(layout, fan)))
  const swinging = findSettable(features, 'swing_mode')
  const now = findFeature(features, 'local_temperature', 'current_temperature')
  const power = powerTrait(features, layout, system)
  const mode = isAir ? system && modeTrait(layout, system, airConditionerModes) : presetTrait(features, layout)
  const target = targetTrait(features, layout, system, isAir)
  const oscillation = swinging && swingTrait(layout, swinging, 'vertical')
  return {
    kind,
    traits: {
      ...(power && { power }),
      ...(mode && { mode }),
      ...(target && { targetTemperature: target }),
      ...(isAir && fanSpeed && { fanSpeed }),
      ...(isAir && oscillation && { oscillation }),
      ...(now && isPublished(now) && { currentTemperature: { ...stateSource(layout, now), ...fahrenheit(now) } }),
    },
    problems: target ? [] : [say('noSetpoint')],
  }
}

const words = (feature: Feature | undefined) => (feature?.values ?? []).map((word) => String(word).toLowerCase())

/** True if these generic features are those of a climate device. */
export const isClimate = (features: readonly Feature[]): boolean =>
  setpoints.flatMap(({ names }) => findSettable(features, ...names) ?? []).length > 0 &&
  findSettable(features, 'system_mode') !== undefined

/** The kind of a climate device: one that ventilates or dries is an air conditioner, one on a radiator a heater. */
function kindOf(makerText: string, systemModes: readonly string[], fanModes: readonly string[]): ApplianceKind {
  const cools = systemModes.includes('cool')
  const blows = ['fan_only', 'dry'].some((mode) => systemModes.includes(mode))
  if (/air ?con|\bhvac\b.*(ir|split)|split|\bac\b/i.test(makerText) || (cools && (blows || fanModes.includes('high'))))
    return 'airConditioner'
  if (/water heater/i.test(makerText)) return 'waterHeater'
  if (/radiator|\btrv|towel|convector|(fan|panel|bathroom|electric) heater(?!.*thermostat)/i.test(makerText))
    return 'heater'
  if (/heater/i.test(makerText) && !/thermostat|controller|floor/i.test(makerText)) return 'heater'
  return 'thermostat'
}

function powerTrait(features: readonly Feature[], layout: TopicLayout, system: Feature | undefined) {
  const byMode = system && resumingPower(layout, system, ['auto', 'heat_cool', 'heat', 'cool'])
  if (byMode) return byMode
  const state = findSettable(features, 'state', 'air_switch')
  if (state?.type === 'binary') return onOff(layout, state)
  const preset = findSettable(features, 'preset')
  return preset && resumingPower(layout, preset, ['auto', 'on', 'program', 'schedule', 'manual', 'comfort'])
}

/** The mode "home" or "away": a preset, or the switch `away_mode`. */
function presetTrait(features: readonly Feature[], layout: TopicLayout): TraitDescription | undefined {
  const preset = findSettable(features, 'preset')
  const known = preset && modeTrait(layout, preset, thermostatModes)
  if (known) return known
  const away = findSettable(features, 'away_mode')
  if (away?.type !== 'binary') return undefined
  const { value_on = 'ON', value_off = 'OFF' } = away
  return { ...readWriteTrait(layout, away), values: { away: String(value_on), indoor: String(value_off) } }
}

/** The properties that hold a target temperature, the most common first. */
const setpoints = [
  { of: 'heat', names: ['occupied_heating_setpoint', 'current_heating_setpoint', 'target_temperature'] },
  { of: 'cool', names: ['occupied_cooling_setpoint'] },
] as const

function targetTrait(features: readonly Feature[], layout: TopicLayout, system: Feature | undefined, isAir: boolean) {
  const found = setpoints.flatMap(({ names }) => {
    const feature = findSettable(features, ...names)
    return feature && rangeOf(feature) ? [feature] : []
  })
  const [one, other] = isAir ? found.toReversed() : found
  if (!one) return undefined
  if (!other || !system || !layout.json || !isPublished(system))
    return { ...readWriteTrait(layout, one), ...temperatureLimits(one) }
  return bothSetpoints(found as [Feature, Feature], layout, system)
}

/** A device with a set point for heating and one for cooling: the one in use is read, and both are set. */
function bothSetpoints(
  [heat, cool]: [Feature, Feature],
  layout: TopicLayout,
  system: Feature,
): TraitDescription | undefined {
  const [a, b] = [rangeOf(heat), rangeOf(cool)]
  if (!a || !b || heat.unit !== cool.unit) return { ...readWriteTrait(layout, heat), ...temperatureLimits(heat) }
  const [min, max] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])]
  if (min >= max) return { ...readWriteTrait(layout, heat), ...temperatureLimits(heat) }
  const at = (feature: Feature) => `value_json${pathOf(feature.property).slice(1)}`
  return {
    state: layout.topic,
    template: `{{ ${at(cool)} if ${at(system)} == 'cool' else ${at(heat)} }}`,
    command: `${layout.topic}/set`,
    payload: payloadOf({ [heat.property]: '${value}', [cool.property]: '${value}' }),
    ...temperatureLimits({ ...heat, value_min: min, value_max: max }),
  }
}

function rangeOf({ value_min, value_max }: Feature): readonly [number, number] | undefined {
  return value_min !== undefined && value_max !== undefined && value_min <= value_max
    ? [value_min, value_max]
    : undefined
}

const fahrenheit = ({ unit }: Feature) => (unit?.endsWith('F') ? { unit: 'fahrenheit' as const } : {})

function temperatureLimits(feature: Feature): Pick<TraitDescription, 'min' | 'max' | 'step' | 'unit' | 'range'> {
  const { value_min = 5, value_max = 35, value_step } = feature
  if (feature.unit?.endsWith('F') && value_min !== value_max)
    return { unit: 'fahrenheit', range: [value_min, value_max] }
  return { min: value_min, max: value_max, ...(value_step !== undefined && { step: value_step }) }
}
