import { announcementError } from '../messages.ts'
import { build, commandTarget, type EntityTraits, stateSource, traitFrom } from './build.ts'
import type { AnnouncedFields } from './fields.ts'
import { airflowPresets, type Choice, modeChoice, speedChoice } from './modes.ts'
import { onOff } from './switch.ts'

const power = (of: AnnouncedFields) =>
  traitFrom(
    stateSource(of, 'state_topic', 'state_value_template'),
    commandTarget(of, 'command_topic', 'command_template'),
    onOff(of),
  )

const preset = (of: AnnouncedFields, choice: Choice | undefined) =>
  choice &&
  traitFrom(
    stateSource(of, 'preset_mode_state_topic', 'preset_mode_value_template'),
    commandTarget(of, 'preset_mode_command_topic', 'preset_mode_command_template'),
    choice,
  )

/** True of the ventilation of a home, by its name in English, Korean or Japanese; 전열교환기 is a heat recovery ventilator. */
const isVentilator = (of: AnnouncedFields): boolean =>
  /환기|환풍|전열 ?교환|ventilat|\b[eh]rv\b|換気/i.test(
    [of.text('name'), of.text('object_id'), of.text('unique_id')].join(' ').replaceAll('_', ' '),
  )

/** Its `percentage` is a number of the device's own range. Source: https://www.home-assistant.io/integrations/fan.mqtt/ */
export const fan = (of: AnnouncedFields): EntityTraits =>
  build({
    kind: () => (isVentilator(of) ? 'ventilator' : 'fan'),
    traits: {
      power: () => power(of),
      fanSpeed() {
        const [min, max] = [of.number('speed_range_min', 1), of.number('speed_range_max', 100)]
        if (min >= max) throw announcementError('notBelow', { low: 'speed_range_min', high: 'speed_range_max' })
        const percentage = traitFrom(
          stateSource(of, 'percentage_state_topic', 'percentage_value_template'),
          commandTarget(of, 'percentage_command_topic', 'percentage_command_template'),
          { min, max },
        )
        return percentage?.command === undefined ? preset(of, speedChoice(of.texts('preset_modes'))) : percentage
      },
      mode: () => preset(of, modeChoice(airflowPresets, of.texts('preset_modes'))),
      oscillation: () =>
        traitFrom(
          stateSource(of, 'oscillation_state_topic', 'oscillation_value_template'),
          commandTarget(of, 'oscillation_command_topic', 'oscillation_command_template'),
          {
            values: {
              off: of.textOr('payload_oscillation_off', 'oscillate_off'),
              horizontal: of.textOr('payload_oscillation_on', 'oscillate_on'),
            },
          },
        ),
    },
  })

/** Source: https://www.home-assistant.io/integrations/humidifier.mqtt/ */
export const humidifier = (of: AnnouncedFields): EntityTraits =>
  build({
    kind: () => (of.text('device_class') === 'dehumidifier' ? 'dehumidifier' : 'humidifier'),
    traits: {
      power: () => power(of),
      humidity: () => traitFrom(stateSource(of, 'current_humidity_topic', 'current_humidity_template'), {}),
      fanSpeed() {
        const choice = speedChoice(of.texts('modes'))
        return (
          choice &&
          traitFrom(
            stateSource(of, 'mode_state_topic', 'mode_state_template'),
            commandTarget(of, 'mode_command_topic', 'mode_command_template'),
            choice,
          )
        )
      },
    },
  })
