import type { Description } from '../announcement.ts'
import type { Kind } from '../applianceTypes.ts'
import { type Built, type Fields, heard, line, type Traits, told } from './fields.ts'
import { airPresets, modeValues, presets, speedValues } from './modes.ts'
import type { Gauge } from './sensors.ts'

/** What an entity that is no thing of its own gives to a thing of its device that lacks it. */
export interface Addition {
  readonly kinds: readonly Kind[]
  readonly traits: Traits
  readonly verbs: NonNullable<Description['verbs']>
}

const moving: readonly Kind[] = ['fan', 'airPurifier', 'ventilator', 'humidifier', 'dehumidifier', 'airConditioner']
const heating: readonly Kind[] = ['heater', 'waterHeater', 'thermostat', 'airConditioner']

const gives = (kinds: readonly Kind[], traits: Traits, verbs: Addition['verbs'] = {}): Addition => ({
  kinds,
  traits,
  verbs,
})
const entity = (additions: readonly (Addition | undefined)[]): Entity => ({
  traits: {},
  verbs: {},
  problems: [],
  additions: additions.filter((one) => one !== undefined),
})

/** The speeds of what moves air, its modes, or those of what heats. Source: https://www.home-assistant.io/integrations/select.mqtt/ */
export function select(of: Fields): Entity {
  const options = of.words('options')
  const by = (values: Readonly<Record<string, string>> | undefined) =>
    values &&
    line(heard(of, 'state_topic', 'value_template'), told(of, 'command_topic', 'command_template'), { values })
  const [speeds, air, heat] = [
    by(speedValues(options)),
    by(modeValues(airPresets, options)),
    by(modeValues(presets, options)),
  ]
  return entity([
    speeds && gives(moving, { fanSpeed: speeds }),
    air && gives(moving, { mode: air }),
    heat && gives(['thermostat'], { mode: heat }),
  ])
}

/** The temperature wished for, or the speed of what moves air. Source: https://www.home-assistant.io/integrations/number.mqtt/ */
export function number(of: Fields): Entity {
  const limits = { min: of.number('min', 1), max: of.number('max', 100), step: of.number('step', 1) }
  const isFahrenheit = of.text('unit_of_measurement')?.endsWith('F') ?? false
  const value = line(heard(of, 'state_topic', 'value_template'), told(of, 'command_topic', 'command_template'), limits)
  if (!value || limits.min >= limits.max) return entity([])
  const isTemperature = of.text('device_class') === 'temperature' && !isFahrenheit
  const isSpeed = /speed|fan/i.test(of.text('name') ?? '')
  return entity([
    isTemperature ? gives(heating, { targetTemperature: value }) : undefined,
    isSpeed ? gives(moving, { fanSpeed: value }) : undefined,
  ])
}

/** Buttons that do what a thing of the same device cannot be told otherwise, by their names. */
const buttons: readonly (readonly [name: RegExp, kind: Kind, verb: 'stop' | 'charge'])[] = [
  [/\b(dock|charge|return|home)\b/i, 'vacuum', 'charge'],
  [/\bstop\b/i, 'curtain', 'stop'],
]

/** Source: https://www.home-assistant.io/integrations/button.mqtt/ */
export function button(of: Fields): Entity {
  const command = of.topic('command_topic')
  const named = buttons.filter(([name]) => name.test(of.text('name') ?? ''))
  const payload = of.word('payload_press', 'PRESS')
  return entity(
    command === undefined ? [] : named.map(([, kind, verb]) => gives([kind], {}, { [verb]: { command, payload } })),
  )
}

/** What is made of one entity. */
export interface Entity extends Built {
  /** it only measures something for its device */
  readonly measurement?: Gauge
  /** it is no thing, but gives something to one of its device */
  readonly additions?: readonly Addition[]
}
