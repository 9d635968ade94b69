import type { ApplianceKind } from '../applianceTypes.ts'
import {
  type Addition,
  type BuiltEntity,
  build,
  commandTarget,
  stateSource,
  type TraitDescriptions,
  traitFrom,
} from './build.ts'
import type { AnnouncedFields } from './fields.ts'
import { airflowPresets, type Choice, heatingPresets, modeChoice, speedChoice } from './modes.ts'
import { callsElevator } from './switch.ts'

const airMovers: readonly ApplianceKind[] = [
  'fan',
  'airPurifier',
  'ventilator',
  'humidifier',
  'dehumidifier',
  'airConditioner',
]
const heaters: readonly ApplianceKind[] = ['heater', 'waterHeater', 'thermostat', 'airConditioner']

const additionFor = (
  kinds: readonly ApplianceKind[],
  traits: TraitDescriptions,
  verbs: Addition['verbs'] = {},
): Addition => ({
  kinds,
  traits,
  verbs,
})
const additionsOnly = (additions: readonly (Addition | undefined)[]): BuiltEntity => ({
  traits: {},
  verbs: {},
  problems: [],
  additions: additions.filter((one) => one !== undefined),
})

/** A select may hold the speeds or modes of a fan, or the presets of a heater. Source: https://www.home-assistant.io/integrations/select.mqtt/ */
export function select(of: AnnouncedFields): BuiltEntity {
  const options = of.texts('options')
  const by = (choice: Choice | undefined) =>
    choice &&
    traitFrom(
      stateSource(of, 'state_topic', 'value_template'),
      commandTarget(of, 'command_topic', 'command_template'),
      choice,
    )
  const [speeds, air, heat] = [
    by(speedChoice(options)),
    by(modeChoice(airflowPresets, options)),
    by(modeChoice(heatingPresets, options)),
  ]
  return additionsOnly([
    speeds && additionFor(airMovers, { fanSpeed: speeds }),
    air && additionFor(airMovers, { mode: air }),
    heat && additionFor(['thermostat'], { mode: heat }),
  ])
}

/** A number may be the target temperature of a heater or the speed of a fan. Source: https://www.home-assistant.io/integrations/number.mqtt/ */
export function number(of: AnnouncedFields): BuiltEntity {
  const limits = { min: of.number('min', 1), max: of.number('max', 100), step: of.number('step', 1) }
  const isFahrenheit = of.text('unit_of_measurement')?.match(/[F℉]$/) != null
  const value = traitFrom(
    stateSource(of, 'state_topic', 'value_template'),
    commandTarget(of, 'command_topic', 'command_template'),
    limits,
  )
  if (!value || limits.min >= limits.max) return additionsOnly([])
  const isTemperature = of.text('device_class') === 'temperature' && !isFahrenheit
  const isSpeed = /speed|fan/i.test(of.text('name') ?? '')
  return additionsOnly([
    isTemperature ? additionFor(heaters, { targetTemperature: value }) : undefined,
    isSpeed ? additionFor(airMovers, { fanSpeed: value }) : undefined,
  ])
}

/** A button that calls an elevator is an appliance of its own. */
const elevatorButton = (of: AnnouncedFields): BuiltEntity =>
  build({
    kind: 'elevator',
    traits: {},
    verbs: {
      callElevator() {
        const command = of.topic('command_topic')
        return command === undefined ? undefined : { command, payload: of.textOr('payload_press', 'PRESS') }
      },
    },
  })

/** Buttons that are a verb of another entity of their device, recognised by their names. */
const buttons: readonly (readonly [name: RegExp, kind: ApplianceKind, verb: 'stop' | 'charge'])[] = [
  [/\b(dock|charge|return|home)\b/i, 'vacuum', 'charge'],
  [/\bstop\b/i, 'curtain', 'stop'],
]

/** Source: https://www.home-assistant.io/integrations/button.mqtt/ */
export function button(of: AnnouncedFields): BuiltEntity {
  if (callsElevator(of)) return elevatorButton(of)
  const command = of.topic('command_topic')
  const named = buttons.filter(([name]) => name.test(of.text('name') ?? ''))
  const payload = of.textOr('payload_press', 'PRESS')
  return additionsOnly(
    command === undefined
      ? []
      : named.map(([, kind, verb]) => additionFor([kind], {}, { [verb]: { command, payload } })),
  )
}
