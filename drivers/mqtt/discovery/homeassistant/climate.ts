import type { TraitDescription } from '../announcement.ts'
import { announcementError } from '../messages.ts'
import {
  build,
  chainTemplate,
  commandTarget,
  type EntityTraits,
  quoteForTemplate,
  type StateSource,
  stateSource,
  traitFrom,
  valueSource,
} from './build.ts'
import type { AnnouncedFields } from './fields.ts'
import { airConditionerModes, coolingPresets, heatingPresets, modeChoice, speedChoice, swingChoice } from './modes.ts'

const isFahrenheit = (of: AnnouncedFields) => /^°?f$/i.test(of.textOr('temperature_unit', 'C'))

/** The limits of the target temperature, in the unit of the device. */
function temperatureLimits(of: AnnouncedFields, [low, high]: readonly [number, number]): TraitDescription {
  const inF = isFahrenheit(of)
  const defaults = (celsius: number) => (inF ? Math.round(celsius * 1.8 + 32) : celsius)
  const [min, max] = [of.number('min_temp', defaults(low)), of.number('max_temp', defaults(high))]
  if (min >= max) throw announcementError('notBelow', { low: 'min_temp', high: 'max_temp' })
  const step = of.number('temp_step', 1)
  if (step <= 0) throw announcementError('notAboveZero', { key: 'temp_step' })
  return inF ? { unit: 'fahrenheit', range: [min, max], step: 0.5 } : { min, max, step }
}

/**
 * The target temperature of a climate that has no `temperature_command_topic` but a set point for heating (low) and one for
 * cooling (high). A device that only cools is read by the high one, any other by the low one; both are set to the same value.
 */
function betweenSetPoints(of: AnnouncedFields, defaultRange: readonly [number, number]): TraitDescription | undefined {
  if (of.topic('temperature_command_topic') !== undefined) return undefined
  const setPoint = (name: string) => ({
    ...commandTarget(of, `temperature_${name}_command_topic`, `temperature_${name}_command_template`),
    source: settingSource(of, `temperature_${name}`),
  })
  const [low, high] = [setPoint('low'), setPoint('high')]
  if (low.command === undefined && high.command === undefined) return undefined
  const modes = of.texts('modes') ?? []
  const coolsOnly = modes.includes('cool') && !modes.includes('heat')
  const [read, other] =
    low.command === undefined || (coolsOnly && high.command !== undefined) ? [high, low] : [low, high]
  const { source, ...target } = read
  if (other.command !== undefined && other.payloadTemplate !== read.payloadTemplate)
    throw announcementError('differ', {
      one: 'temperature_low_command_template',
      other: 'temperature_high_command_template',
    })
  return traitFrom(source, target, {
    ...temperatureLimits(of, defaultRange),
    ...(other.command !== undefined && other.command !== read.command && { alsoCommand: [other.command] }),
  })
}

/** The target and current temperature of climates and water heaters. */
const temperatures = (of: AnnouncedFields, defaultRange: readonly [number, number]) => ({
  targetTemperature: () =>
    betweenSetPoints(of, defaultRange) ??
    traitFrom(
      settingSource(of, 'temperature'),
      commandTarget(of, 'temperature_command_topic', 'temperature_command_template'),
      temperatureLimits(of, defaultRange),
    ),
  currentTemperature: () =>
    traitFrom(
      stateSource(of, 'current_temperature_topic', 'current_temperature_template', 'value_template'),
      {},
      isFahrenheit(of) ? { unit: 'fahrenheit' } : {},
    ),
})

const isOff = (mode: string) => mode.toLowerCase() === 'off'

/** The mode that turns a device on whose last mode is not known. */
const firstMode = (modes: readonly string[]) =>
  ['auto', 'heat_cool', 'heat', 'cool'].find((mode) => modes.includes(mode)) ?? modes.find((mode) => !isOff(mode))

/**
 * Power: any mode but `off` is on. A device with a power topic is switched by it; any other is set to its last mode.
 */
function power(of: AnnouncedFields, modes: readonly string[]): TraitDescription | undefined {
  const mode = settingSource(of, 'mode')
  const off = modes.find(isOff)
  const own = commandTarget(of, 'power_command_topic', 'power_command_template')
  if (own.command !== undefined) {
    const words = { on: of.textOr('payload_on', 'ON'), off: of.textOr('payload_off', 'OFF') }
    const source = stateSource(of, 'power_state_topic', 'power_state_template')
    return traitFrom(source.state === undefined ? powerFromMode(of, mode, words) : source, own, words)
  }
  const on = firstMode(modes)
  if (off === undefined || on === undefined) return undefined
  return traitFrom(mode, commandTarget(of, 'mode_command_topic', 'mode_command_template'), {
    off,
    resume: true,
    send: { on, off },
  })
}

function powerFromMode(
  of: AnnouncedFields,
  { state }: StateSource,
  { on, off }: { readonly on: string; readonly off: string },
): StateSource {
  if (state === undefined) return {}
  const inner = of.template('mode_state_template', 'value_template')
  return {
    state,
    ...valueSource(
      chainTemplate(
        inner,
        `{{ ${quoteForTemplate(off)} if was | lower == 'off' else ${quoteForTemplate(on)} if was and was != 'None' else was }}`,
      ),
    ),
  }
}

/** Source: https://www.home-assistant.io/integrations/climate.mqtt/ */
export function climate(of: AnnouncedFields): EntityTraits {
  const modes = () => of.texts('modes') ?? ['auto', 'off', 'cool', 'heat', 'dry', 'fan_only']
  const cools = () => modes().some((mode) => ['cool', 'dry', 'fan_only'].includes(mode))
  const list = (topic: string, key: string, defaultWords: readonly string[]) =>
    of.topic(topic) === undefined ? undefined : (of.texts(key) ?? defaultWords)
  return build({
    kind: () => (cools() ? 'airConditioner' : 'thermostat'),
    traits: {
      power: () => power(of, modes()),
      mode: () =>
        cools() && of.topic('mode_command_topic') !== undefined ? modeTrait(of, modes()) : presetTrait(of, cools()),
      ...temperatures(of, [7, 35]),
      humidity: () =>
        traitFrom(stateSource(of, 'current_humidity_topic', 'current_humidity_template', 'value_template'), {}),
      fanSpeed() {
        const choice = speedChoice(list('fan_mode_command_topic', 'fan_modes', ['auto', 'low', 'medium', 'high']))
        return (
          choice &&
          traitFrom(
            settingSource(of, 'fan_mode'),
            commandTarget(of, 'fan_mode_command_topic', 'fan_mode_command_template'),
            choice,
          )
        )
      },
      oscillation: () =>
        of.topic('swing_mode_command_topic') === undefined
          ? swing(of, 'swing_horizontal_mode', 'horizontal')
          : swing(of, 'swing_mode', 'vertical'),
    },
  })
}

/** The state topic of one setting, such as `mode` or `fan_mode`. */
const settingSource = (of: AnnouncedFields, name: string) =>
  stateSource(of, `${name}_state_topic`, `${name}_state_template`, 'value_template')

/** @param name the setting that swings the flaps; its list of modes has the same name with an s */
function swing(of: AnnouncedFields, name: string, direction: 'horizontal' | 'vertical'): TraitDescription | undefined {
  const target = commandTarget(of, `${name}_command_topic`, `${name}_command_template`)
  const choice =
    target.command === undefined ? undefined : swingChoice(of.texts(`${name}s`) ?? ['on', 'off'], direction)
  if (!choice) return undefined
  const { values, ignore: fixed } = choice
  const source = settingSource(of, name)
  if (source.state === undefined || fixed.length === 0) return traitFrom(source, target, { values })
  const inner = of.template(`${name}_state_template`, 'value_template')
  const stopped = `{{ ${quoteForTemplate(values.off ?? '')} if was in [${fixed.map(quoteForTemplate).join(', ')}] else was }}`
  return traitFrom({ state: source.state, template: chainTemplate(inner, stopped) }, target, { values })
}

function modeTrait(of: AnnouncedFields, modes: readonly string[]): TraitDescription | undefined {
  // A device that is switched by a topic of its own may say off as its mode too.
  const choice = modeChoice(airConditionerModes, [...modes, 'off'])
  return (
    choice &&
    traitFrom(settingSource(of, 'mode'), commandTarget(of, 'mode_command_topic', 'mode_command_template'), choice)
  )
}

function presetTrait(of: AnnouncedFields, cools: boolean): TraitDescription | undefined {
  const choice = modeChoice(cools ? coolingPresets : heatingPresets, of.texts('preset_modes'))
  return (
    choice &&
    traitFrom(
      stateSource(of, 'preset_mode_state_topic', 'preset_mode_value_template'),
      commandTarget(of, 'preset_mode_command_topic', 'preset_mode_command_template'),
      choice,
    )
  )
}

/** Source: https://www.home-assistant.io/integrations/water_heater.mqtt/ */
export const waterHeater = (of: AnnouncedFields): EntityTraits =>
  build({
    kind: 'waterHeater',
    traits: {
      power: () =>
        power(of, of.texts('modes') ?? ['eco', 'electric', 'gas', 'heat_pump', 'high_demand', 'performance', 'off']),
      ...temperatures(of, [43, 60]),
    },
  })
