import { type Built, build, type Fields, heard, line, told } from './fields.ts'
import { airPresets, modeValues, speedValues } from './modes.ts'
import { onOff } from './simple.ts'

const power = (of: Fields) =>
  line(heard(of, 'state_topic', 'state_value_template'), told(of, 'command_topic', 'command_template'), onOff(of))

const preset = (of: Fields, values: Readonly<Record<string, string>> | undefined) =>
  values &&
  line(
    heard(of, 'preset_mode_state_topic', 'preset_mode_value_template'),
    told(of, 'preset_mode_command_topic', 'preset_mode_command_template'),
    { values },
  )

/** Its `percentage` is a number of the device's own range. Source: https://www.home-assistant.io/integrations/fan.mqtt/ */
export const fan = (of: Fields): Built =>
  build({
    kind: 'fan',
    traits: {
      power: () => power(of),
      fanSpeed() {
        const [min, max] = [of.number('speed_range_min', 1), of.number('speed_range_max', 100)]
        if (min >= max) throw new Error('speed_range_min is not below speed_range_max')
        const percentage = line(
          heard(of, 'percentage_state_topic', 'percentage_value_template'),
          told(of, 'percentage_command_topic', 'percentage_command_template'),
          { min, max },
        )
        return percentage?.command === undefined ? preset(of, speedValues(of.words('preset_modes'))) : percentage
      },
      mode: () => preset(of, modeValues(airPresets, of.words('preset_modes'))),
      oscillation: () =>
        line(
          heard(of, 'oscillation_state_topic', 'oscillation_value_template'),
          told(of, 'oscillation_command_topic', 'oscillation_command_template'),
          {
            values: {
              off: of.word('payload_oscillation_off', 'oscillate_off'),
              horizontal: of.word('payload_oscillation_on', 'oscillate_on'),
            },
          },
        ),
    },
  })

/** Source: https://www.home-assistant.io/integrations/humidifier.mqtt/ */
export const humidifier = (of: Fields): Built =>
  build({
    kind: () => (of.text('device_class') === 'dehumidifier' ? 'dehumidifier' : 'humidifier'),
    traits: {
      power: () => power(of),
      humidity: () => line(heard(of, 'current_humidity_topic', 'current_humidity_template'), {}),
      fanSpeed() {
        const values = speedValues(of.words('modes'))
        return (
          values &&
          line(
            heard(of, 'mode_state_topic', 'mode_state_template'),
            told(of, 'mode_command_topic', 'mode_command_template'),
            {
              values,
            },
          )
        )
      },
    },
  })
