import type { TraitDescription } from '../announcement.ts'
import type { Kind } from '../applianceTypes.ts'
import { type Feature, isSaid, isSet, named } from './exposes.ts'
import { type Dictionary, modes, resumed, speed, speeds, swing } from './levels.ts'
import { type Built, heard, onOff, type Place, pathOf, payloadOf, spoken } from './topics.ts'

const airConditionerModes: Dictionary = {
  auto: 'auto heat_cool',
  cool: 'cool',
  dehumidify: 'dry',
  heat: 'heat warm',
  fan: 'fan_only fan',
  sleep: 'sleep',
}
const thermostatModes: Dictionary = {
  away: 'away holiday vacation leave',
  indoor: 'home user comfort',
  sleep: 'sleep',
}

/** What heats or cools a room. Fans and switches of the same device are parts of it. */
export function climate(features: readonly Feature[], place: Place, says: string): Built {
  const system = settable(named(features, 'system_mode'))
  const fanMode = settable(named(features, 'fan_mode'))
  const fan = settable(named(features, 'fan_speed'))
  const kind = kindOf(says, words(system), words(fanMode))
  const isAir = kind === 'airConditioner'
  const fanSpeed = (fanMode && speeds(place, fanMode)) ?? (fan && (fan.values ? speeds(place, fan) : speed(place, fan)))
  const swinging = settable(named(features, 'swing_mode'))
  const now = named(features, 'local_temperature', 'current_temperature')
  const power = powered(features, place, system)
  const mode = isAir ? system && modes(place, system, airConditionerModes) : presets(features, place)
  const target = targeted(features, place, system, isAir)
  const oscillation = swinging && swing(place, swinging, 'vertical')
  return {
    kind,
    traits: {
      ...(power && { power }),
      ...(mode && { mode }),
      ...(target && { targetTemperature: target }),
      ...(isAir && fanSpeed && { fanSpeed }),
      ...(isAir && oscillation && { oscillation }),
      ...(now && isSaid(now) && { currentTemperature: { ...heard(place, now), ...fahrenheit(now) } }),
    },
    problems: target ? [] : ['no temperature that can be set is announced with its range'],
  }
}

const settable = (feature: Feature | undefined) => (feature && isSet(feature) ? feature : undefined)
const words = (feature: Feature | undefined) => (feature?.values ?? []).map((word) => String(word).toLowerCase())

/** True if these features without a function of their own are those of an air conditioner or the like. */
export const isClimate = (features: readonly Feature[]): boolean =>
  setpoints.flatMap(({ names }) => settable(named(features, ...names)) ?? []).length > 0 &&
  settable(named(features, 'system_mode')) !== undefined

/** Which of them it is: what blows or dries air is an air conditioner, what hangs on a radiator is a heater. */
function kindOf(says: string, systemModes: readonly string[], fanModes: readonly string[]): Kind {
  const cools = systemModes.includes('cool')
  const blows = ['fan_only', 'dry'].some((mode) => systemModes.includes(mode))
  if (/air ?con|\bhvac\b.*(ir|split)|split|\bac\b/i.test(says) || (cools && (blows || fanModes.includes('high'))))
    return 'airConditioner'
  if (/water heater/i.test(says)) return 'waterHeater'
  if (/radiator|\btrv|towel|convector|(fan|panel|bathroom|electric) heater(?!.*thermostat)/i.test(says)) return 'heater'
  if (/heater/i.test(says) && !/thermostat|controller|floor/i.test(says)) return 'heater'
  return 'thermostat'
}

function powered(features: readonly Feature[], place: Place, system: Feature | undefined) {
  const byMode = system && resumed(place, system, ['auto', 'heat_cool', 'heat', 'cool'])
  if (byMode) return byMode
  const state = settable(named(features, 'state', 'air_switch'))
  if (state?.type === 'binary') return onOff(place, state)
  const preset = settable(named(features, 'preset'))
  return preset && resumed(place, preset, ['auto', 'on', 'program', 'schedule', 'manual', 'comfort'])
}

/** At home or away: a preset, or a switch of its own. */
function presets(features: readonly Feature[], place: Place): TraitDescription | undefined {
  const preset = settable(named(features, 'preset'))
  const known = preset && modes(place, preset, thermostatModes)
  if (known) return known
  const away = settable(named(features, 'away_mode'))
  if (away?.type !== 'binary') return undefined
  const { value_on = 'ON', value_off = 'OFF' } = away
  return { ...spoken(place, away), values: { away: String(value_on), indoor: String(value_off) } }
}

/** The temperatures that can be wished for, the most usual first. */
const setpoints = [
  { of: 'heat', names: ['occupied_heating_setpoint', 'current_heating_setpoint', 'target_temperature'] },
  { of: 'cool', names: ['occupied_cooling_setpoint'] },
] as const

function targeted(features: readonly Feature[], place: Place, system: Feature | undefined, isAir: boolean) {
  const found = setpoints.flatMap(({ names }) => {
    const feature = settable(named(features, ...names))
    return feature && rangeOf(feature) ? [feature] : []
  })
  const [one, other] = isAir ? found.toReversed() : found
  if (!one) return undefined
  if (!other || !system || !place.json || !isSaid(system)) return { ...spoken(place, one), ...limits(one) }
  return bothSet(found as [Feature, Feature], place, system)
}

/** Of a device that heats to one temperature and cools to another, the one that counts is told; both are set. */
function bothSet([heat, cool]: [Feature, Feature], place: Place, system: Feature): TraitDescription | undefined {
  const [a, b] = [rangeOf(heat), rangeOf(cool)]
  if (!a || !b || heat.unit !== cool.unit) return { ...spoken(place, heat), ...limits(heat) }
  const [min, max] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])]
  if (min >= max) return { ...spoken(place, heat), ...limits(heat) }
  const at = (feature: Feature) => `value_json${pathOf(feature.property).slice(1)}`
  return {
    state: place.topic,
    template: `{{ ${at(cool)} if ${at(system)} == 'cool' else ${at(heat)} }}`,
    command: `${place.topic}/set`,
    payload: payloadOf({ [heat.property]: '${value}', [cool.property]: '${value}' }),
    ...limits({ ...heat, value_min: min, value_max: max }),
  }
}

function rangeOf({ value_min, value_max }: Feature): readonly [number, number] | undefined {
  return value_min !== undefined && value_max !== undefined && value_min <= value_max
    ? [value_min, value_max]
    : undefined
}

const fahrenheit = ({ unit }: Feature) => (unit?.endsWith('F') ? { unit: 'fahrenheit' as const } : {})

function limits(feature: Feature): Pick<TraitDescription, 'min' | 'max' | 'step' | 'unit' | 'range'> {
  const { value_min = 5, value_max = 35, value_step } = feature
  if (feature.unit?.endsWith('F') && value_min !== value_max)
    return { unit: 'fahrenheit', range: [value_min, value_max] }
  return { min: value_min, max: value_max, ...(value_step !== undefined && { step: value_step }) }
}
