import type { TraitDescription } from '../announcement.ts'
import { type Built, build, type Fields, type Heard, heard, how, line, over, quoted, told } from './fields.ts'
import { coolPresets, hvacModes, modeValues, presets, speedValues, swingValues } from './modes.ts'

const isFahrenheit = (of: Fields) => /^°?f$/i.test(of.word('temperature_unit', 'C'))

/** The limits of the temperature that is wished for, in the device's unit where that is not the house's. */
function limits(of: Fields, [low, high]: readonly [number, number]): TraitDescription {
  const inF = isFahrenheit(of)
  const usual = (celsius: number) => (inF ? Math.round(celsius * 1.8 + 32) : celsius)
  const [min, max] = [of.number('min_temp', usual(low)), of.number('max_temp', usual(high))]
  if (min >= max) throw new Error('min_temp is not below max_temp')
  const step = of.number('temp_step', 1)
  if (step <= 0) throw new Error('temp_step is not above 0')
  return inF ? { unit: 'fahrenheit', range: [min, max], step: 0.5 } : { min, max, step }
}

/** The two temperatures that climates and water heaters have alike. */
const temperatures = (of: Fields, usual: readonly [number, number]) => ({
  targetTemperature: () =>
    line(
      sayer(of, 'temperature'),
      told(of, 'temperature_command_topic', 'temperature_command_template'),
      limits(of, usual),
    ),
  currentTemperature: () =>
    line(
      heard(of, 'current_temperature_topic', 'current_temperature_template', 'value_template'),
      {},
      isFahrenheit(of) ? { unit: 'fahrenheit' } : {},
    ),
})

/** The mode that a device is turned on with of which nobody knows what it did last. */
const first = (modes: readonly string[]) =>
  ['auto', 'heat_cool', 'heat', 'cool'].find((mode) => modes.includes(mode)) ?? modes.find((mode) => mode !== 'off')

/**
 * On is any mode but off. A device with a switch of its own is told by that; else it is told the mode that it was in last.
 */
function power(of: Fields, modes: readonly string[]): TraitDescription | undefined {
  const mode = sayer(of, 'mode')
  const off = modes.find((word) => word === 'off')
  const own = told(of, 'power_command_topic', 'power_command_template')
  if (own.command !== undefined) {
    const words = { on: of.word('payload_on', 'ON'), off: of.word('payload_off', 'OFF') }
    const said = heard(of, 'power_state_topic', 'power_state_template')
    return line(said.state === undefined ? poweredBy(of, mode, words) : said, own, words)
  }
  const on = first(modes)
  if (off === undefined || on === undefined) return undefined
  return line(mode, told(of, 'mode_command_topic', 'mode_command_template'), { off, resume: true, send: { on, off } })
}

function poweredBy(of: Fields, { state }: Heard, { on, off }: { readonly on: string; readonly off: string }): Heard {
  if (state === undefined) return {}
  const inner = of.template('mode_state_template', 'value_template')
  return {
    state,
    ...how(over(inner, `{{ ${quoted(off)} if was == 'off' else ${quoted(on)} if was and was != 'None' }}`)),
  }
}

/** Source: https://www.home-assistant.io/integrations/climate.mqtt/ */
export function climate(of: Fields): Built {
  const modes = () => of.words('modes') ?? ['auto', 'off', 'cool', 'heat', 'dry', 'fan_only']
  const cools = () => modes().some((mode) => ['cool', 'dry', 'fan_only'].includes(mode))
  const list = (topic: string, key: string, usual: readonly string[]) =>
    of.topic(topic) === undefined ? undefined : (of.words(key) ?? usual)
  return build({
    kind: () => (cools() ? 'airConditioner' : 'thermostat'),
    traits: {
      power: () => power(of, modes()),
      mode: () => (cools() && of.topic('mode_command_topic') !== undefined ? hvac(of, modes()) : preset(of, cools())),
      ...temperatures(of, [7, 35]),
      humidity: () => line(heard(of, 'current_humidity_topic', 'current_humidity_template', 'value_template'), {}),
      fanSpeed() {
        const values = speedValues(list('fan_mode_command_topic', 'fan_modes', ['auto', 'low', 'medium', 'high']))
        return (
          values &&
          line(sayer(of, 'fan_mode'), told(of, 'fan_mode_command_topic', 'fan_mode_command_template'), { values })
        )
      },
      oscillation() {
        const values = swingValues(list('swing_mode_command_topic', 'swing_modes', ['on', 'off']) ?? [])
        return (
          values &&
          line(sayer(of, 'swing_mode'), told(of, 'swing_mode_command_topic', 'swing_mode_command_template'), { values })
        )
      },
    },
  })
}

/** Where it says one of its settings. */
const sayer = (of: Fields, name: string) => heard(of, `${name}_state_topic`, `${name}_state_template`, 'value_template')

function hvac(of: Fields, modes: readonly string[]): TraitDescription | undefined {
  const values = modeValues(hvacModes, modes)
  return values && line(sayer(of, 'mode'), told(of, 'mode_command_topic', 'mode_command_template'), { values })
}

function preset(of: Fields, cools: boolean): TraitDescription | undefined {
  const values = modeValues(cools ? coolPresets : presets, of.words('preset_modes'))
  return (
    values &&
    line(
      heard(of, 'preset_mode_state_topic', 'preset_mode_value_template'),
      told(of, 'preset_mode_command_topic', 'preset_mode_command_template'),
      { values },
    )
  )
}

/** Source: https://www.home-assistant.io/integrations/water_heater.mqtt/ */
export const waterHeater = (of: Fields): Built =>
  build({
    kind: 'waterHeater',
    traits: {
      power: () =>
        power(of, of.words('modes') ?? ['eco', 'electric', 'gas', 'heat_pump', 'high_demand', 'performance', 'off']),
      ...temperatures(of, [43, 60]),
    },
  })
