import type { TraitDescription } from '../announcement.ts'
import { announcementError } from '../messages.ts'
import {
  brightnessScale,
  build,
  commandTarget,
  type EntityTraits,
  type StateSource,
  stateSource,
  temperatureScale,
  traitFrom,
  valueSource,
} from './build.ts'
import type { AnnouncedFields } from './fields.ts'

const lightSchemas: ReadonlyMap<string, (of: AnnouncedFields) => EntityTraits> = new Map([
  ['json', jsonLight],
  ['template', templateLight],
  ['default', defaultLight],
  ['basic', defaultLight],
])

/** Source: https://www.home-assistant.io/integrations/light.mqtt/ */
export function light(of: AnnouncedFields): EntityTraits {
  const schema = of.textOr('schema', 'default').toLowerCase()
  const builder = lightSchemas.get(schema)
  if (!builder) throw announcementError('unknownSchema', { schema })
  return builder(of)
}

const textColors: ReadonlyMap<string, string> = new Map([
  ['hs', '${hue},${saturation}'],
  ['xy', '${x},${y}'],
  ['rgb', '${r},${g},${b}'],
  ['rgbw', '${r},${g},${b},0'],
  ['rgbww', '${r},${g},${b},0,0'],
])

/**
 * The payloads for on and off. With `on_command_type: brightness` a lamp is turned on by a brightness only; where both are
 * sent on one topic, on is the greatest brightness.
 */
function powerWords(of: AnnouncedFields) {
  const [on, off] = [of.textOr('payload_on', 'ON'), of.textOr('payload_off', 'OFF')]
  const command = of.topic('command_topic')
  const isByBrightness = of.text('on_command_type') === 'brightness' && command === of.topic('brightness_command_topic')
  return { on, off, ...(isByBrightness && { send: { on: String(brightnessScale(of)[1]), off } }) }
}

/**
 * Where a lamp has a power topic, a brightness or colour alone does not switch it on: Home Assistant sends the power before
 * or after it, as `on_command_type` says.
 */
function powerOrder(of: AnnouncedFields): Pick<TraitDescription, 'turnsOn'> {
  const type = of.textOr('on_command_type', 'last')
  if (type === 'brightness' || of.topic('command_topic') === undefined) return {}
  return { turnsOn: type === 'first' ? 'before' : 'after' }
}

/** With a topic for the colour mode, a value counts only while the lamp is in one of these modes. */
function whileInMode(of: AnnouncedFields, modes: readonly string[]): Pick<TraitDescription, 'when'> {
  const { state, ...source } = stateSource(of, 'color_mode_state_topic', 'color_mode_value_template')
  return state === undefined ? {} : { when: { state, ...source, is: [...modes] } }
}

/** The default schema: a topic for each trait. */
function defaultLight(of: AnnouncedFields): EntityTraits {
  return build({
    kind: 'light',
    traits: {
      power: () =>
        traitFrom(
          stateSource(of, 'state_topic', 'state_value_template', 'value_template'),
          commandTarget(of, 'command_topic'),
          powerWords(of),
        ),
      brightness: () =>
        traitFrom(
          stateSource(of, 'brightness_state_topic', 'brightness_value_template'),
          commandTarget(of, 'brightness_command_topic', 'brightness_command_template'),
          { range: brightnessScale(of), ...powerOrder(of) },
        ),
      colorTemperature: () =>
        traitFrom(
          stateSource(of, 'color_temp_state_topic', 'color_temp_value_template'),
          commandTarget(of, 'color_temp_command_topic', 'color_temp_command_template'),
          { ...temperatureScale(of), ...powerOrder(of), ...whileInMode(of, whiteModes) },
        ),
      color() {
        const [name, payload] = [...textColors].find(([form]) => of.has(`${form}_command_topic`)) ?? []
        if (name === undefined || payload === undefined) return undefined
        const command = commandTarget(of, `${name}_command_topic`, `${name}_command_template`)
        return traitFrom(
          stateSource(of, `${name}_state_topic`, `${name}_value_template`),
          { ...command, ...(command.payloadTemplate === undefined && { payload }) },
          {
            form: name === 'hs' || name === 'xy' ? name : 'rgb',
            ...powerOrder(of),
            ...whileInMode(of, [...textColors.keys()]),
          },
        )
      },
    },
  })
}

/** The colour modes of a lamp that shows a colour temperature; `cwww` is ESPHome's for cold and warm white channels. */
const whiteModes = ['color_temp', 'cwww']

const jsonColors: ReadonlyMap<string, string> = new Map([
  ['hs', '{"h":${hue},"s":${saturation}}'],
  ['xy', '{"x":${x},"y":${y}}'],
  ['rgb', '{"r":${r},"g":${g},"b":${b}}'],
  ['rgbw', '{"r":${r},"g":${g},"b":${b},"w":0}'],
  ['rgbww', '{"r":${r},"g":${g},"b":${b},"c":0,"w":0}'],
])

/**
 * The colour temperature in mirek from the brightness of the cold and the warm white channel, where none is published.
 * Source: esphome/esphome `esphome/components/light/light_json_schema.cpp` and `light_color_values.h`.
 */
function coldAndWarm(of: AnnouncedFields): StateSource {
  const state = of.stateTopic('state_topic')
  const { range, unit } = temperatureScale(of)
  if (state === undefined) return {}
  if (unit !== 'mirek' || range === undefined) return { state, ...valueSource('{{ value_json.color_temp }}') }
  const [coldest, warmest] = range
  const share = 'value_json.color.w / (value_json.color.c + value_json.color.w)'
  const template =
    '{% if value_json.color_temp is defined %}{{ value_json.color_temp }}' +
    '{% elif value_json.color is defined and value_json.color.c is defined and value_json.color.w is defined' +
    ` and value_json.color.c + value_json.color.w > 0 %}{{ (${coldest} + ${warmest - coldest} * ${share}) | round | int }}{% endif %}`
  return { state, template }
}

/** The JSON schema: all traits in one object on one topic. */
function jsonLight(of: AnnouncedFields): EntityTraits {
  const modes = () => of.texts('supported_color_modes') ?? []
  const state = (key: string): StateSource => {
    const topic = of.stateTopic('state_topic')
    return topic === undefined ? {} : { state: topic, ...valueSource(`{{ value_json.${key} }}`) }
  }
  const command = () => commandTarget(of, 'command_topic')
  // Older announcements have flags in place of supported_color_modes.
  const can = (mode: string) => modes().includes(mode) || (modes().length === 0 && of.flag(mode))
  const dims = () => modes().some((mode) => mode !== 'onoff') || of.flag('brightness')
  const colorful = () => [...jsonColors.keys()].filter(can)
  // ESPHome announces its lamps of cold and warm white channels so, and publishes the two channels in place of color_temp.
  const isColdAndWarm = () => can('color_temp') && colorful().every((mode) => mode.startsWith('rgb'))
  // A lamp with several modes publishes in `color_mode` which of them it shows, and may keep the old values of the others.
  const during = (is: readonly string[]) =>
    colorful().length > 0 && (can('color_temp') || can('white')) ? { when: { path: '$.color_mode', is: [...is] } } : {}
  return build({
    kind: 'light',
    traits: {
      power: () =>
        traitFrom(state('state'), { ...command(), payload: '{"state":"${value}"}' }, { on: 'ON', off: 'OFF' }),
      brightness: () =>
        dims()
          ? traitFrom(
              state('brightness'),
              { ...command(), payload: '{"state":"ON","brightness":${value}}' },
              { range: brightnessScale(of) },
            )
          : undefined,
      colorTemperature: () =>
        can('color_temp')
          ? traitFrom(
              isColdAndWarm() ? coldAndWarm(of) : state('color_temp'),
              { ...command(), payload: '{"state":"ON","color_temp":${value}}' },
              { ...temperatureScale(of), ...during(isColdAndWarm() ? whiteModes : ['color_temp']) },
            )
          : undefined,
      color() {
        const [best] = colorful()
        if (best === undefined) return undefined
        // The brightness is sent by itself, since it is published by itself.
        const payload = `{"state":"ON","color":${jsonColors.get(best)}}`
        return traitFrom(state('color'), { ...command(), payload }, during([...jsonColors.keys()]))
      },
    },
  })
}

/**
 * The template schema: templates of the device make the payloads from variables that are defined only where they are set:
 * state, brightness (0–255), color_temp, red, green, blue, hue and sat.
 */
function templateLight(of: AnnouncedFields): EntityTraits {
  const state = (...keys: readonly string[]): StateSource => {
    const source = stateSource(of, 'state_topic', ...keys)
    return keys.some((key) => of.has(key)) ? source : {}
  }
  const templateCommand = (prefix: string) => {
    const command = of.topic('command_topic')
    const on = of.template('command_on_template')
    if (command === undefined || on === undefined)
      throw announcementError('bothMissing', { one: 'command_topic', other: 'command_on_template' })
    return { command, payloadTemplate: `{% set state = true %}${prefix}${on}` }
  }
  return build({
    kind: 'light',
    traits: {
      power() {
        const off = of.template('command_off_template')
        if (off === undefined) throw announcementError('keyMissing', { key: 'command_off_template' })
        const { command, payloadTemplate: on } = templateCommand('')
        const payloadTemplate = `{% if value == 'on' %}${on}{% else %}{% set state = false %}${off}{% endif %}`
        return traitFrom(state('state_template'), { command, payloadTemplate }, { on: 'on', off: 'off' })
      },
      brightness: () =>
        of.has('brightness_template')
          ? traitFrom(state('brightness_template'), templateCommand('{% set brightness = value | int %}'), {
              range: [0, 255],
            })
          : undefined,
      colorTemperature: () =>
        of.has('color_temp_template')
          ? traitFrom(
              state('color_temp_template'),
              templateCommand('{% set color_temp = value | int %}'),
              temperatureScale(of),
            )
          : undefined,
      color() {
        const parts = ['red_template', 'green_template', 'blue_template'].map((key) => of.template(key))
        if (parts.includes(undefined)) return undefined
        const topic = of.stateTopic('state_topic')
        // The gateway has the brightness in percent, and the template expects 0–255.
        const prefix =
          '{% if brightness is defined %}{% set brightness = (brightness * 2.55) | round | int %}{% endif %}'
        return traitFrom(
          topic === undefined ? {} : { state: topic, ...valueSource(parts.join(',')) },
          templateCommand(prefix),
          {
            form: 'rgb',
          },
        )
      },
    },
  })
}
