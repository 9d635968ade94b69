import {
  type Built,
  brightnessScale,
  build,
  type Fields,
  type Heard,
  heard,
  how,
  line,
  temperatureScale,
  told,
} from './fields.ts'
import { templateLight } from './lightTemplate.ts'

const schemas: ReadonlyMap<string, (of: Fields) => Built> = new Map([
  ['json', jsonLight],
  ['template', templateLight],
  ['default', defaultLight],
  ['basic', defaultLight],
])

/** Source: https://www.home-assistant.io/integrations/light.mqtt/ */
export function light(of: Fields): Built {
  const schema = of.word('schema', 'default').toLowerCase()
  const make = schemas.get(schema)
  if (!make) throw new Error(`the schema ${schema} is not known`)
  return make(of)
}

const plainColors: ReadonlyMap<string, string> = new Map([
  ['hs', '${hue},${saturation}'],
  ['xy', '${x},${y}'],
  ['rgb', '${r},${g},${b}'],
  ['rgbw', '${r},${g},${b},0'],
  ['rgbww', '${r},${g},${b},0,0'],
])

/** A lamp that is only turned on by a brightness, on the topic by which it is turned off, is told the greatest. */
function onOff(of: Fields) {
  const [on, off] = [of.word('payload_on', 'ON'), of.word('payload_off', 'OFF')]
  const command = of.topic('command_topic')
  const isByBrightness = of.text('on_command_type') === 'brightness' && command === of.topic('brightness_command_topic')
  return { on, off, ...(isByBrightness && { send: { on: String(brightnessScale(of)[1]), off } }) }
}

/** One topic a trait. */
function defaultLight(of: Fields): Built {
  return build({
    kind: 'light',
    traits: {
      power: () =>
        line(heard(of, 'state_topic', 'state_value_template', 'value_template'), told(of, 'command_topic'), onOff(of)),
      brightness: () =>
        line(
          heard(of, 'brightness_state_topic', 'brightness_value_template'),
          told(of, 'brightness_command_topic', 'brightness_command_template'),
          { range: brightnessScale(of) },
        ),
      colorTemperature: () =>
        line(
          heard(of, 'color_temp_state_topic', 'color_temp_value_template'),
          told(of, 'color_temp_command_topic', 'color_temp_command_template'),
          temperatureScale(of),
        ),
      color() {
        const [name, payload] = [...plainColors].find(([form]) => of.has(`${form}_command_topic`)) ?? []
        if (name === undefined || payload === undefined) return undefined
        const command = told(of, `${name}_command_topic`, `${name}_command_template`)
        return line(
          heard(of, `${name}_state_topic`, `${name}_value_template`),
          { ...command, ...(command.payloadTemplate === undefined && { payload }) },
          { form: name === 'hs' || name === 'xy' ? name : 'rgb' },
        )
      },
    },
  })
}

const colors: ReadonlyMap<string, string> = new Map([
  ['hs', '{"h":${hue},"s":${saturation}}'],
  ['xy', '{"x":${x},"y":${y}}'],
  ['rgb', '{"r":${r},"g":${g},"b":${b}}'],
  ['rgbw', '{"r":${r},"g":${g},"b":${b},"w":0}'],
  ['rgbww', '{"r":${r},"g":${g},"b":${b},"c":0,"w":0}'],
])

/** Everything in one object. */
function jsonLight(of: Fields): Built {
  const modes = () => of.words('supported_color_modes') ?? []
  const state = (key: string): Heard => {
    const topic = of.topic('state_topic')
    return topic === undefined ? {} : { state: topic, ...how(`{{ value_json.${key} }}`) }
  }
  const command = () => told(of, 'command_topic')
  // Lamps that announce no modes say by flags what they can.
  const can = (mode: string) => modes().includes(mode) || (modes().length === 0 && of.flag(mode))
  const dims = () => modes().some((mode) => mode !== 'onoff') || of.flag('brightness')
  const colorful = () => [...colors.keys()].filter(can)
  // A lamp that has a colour and a temperature tells of both, and in which of the two modes it is.
  const during = (is: readonly string[]) =>
    can('color_temp') && colorful().length > 0 ? { when: { path: '$.color_mode', is: [...is] } } : {}
  return build({
    kind: 'light',
    traits: {
      power: () => line(state('state'), { ...command(), payload: '{"state":"${value}"}' }, { on: 'ON', off: 'OFF' }),
      brightness: () =>
        dims()
          ? line(
              state('brightness'),
              { ...command(), payload: '{"state":"ON","brightness":${value}}' },
              { range: brightnessScale(of) },
            )
          : undefined,
      colorTemperature: () =>
        can('color_temp')
          ? line(
              state('color_temp'),
              { ...command(), payload: '{"state":"ON","color_temp":${value}}' },
              { ...temperatureScale(of), ...during(['color_temp']) },
            )
          : undefined,
      color() {
        const [best] = colorful()
        if (best === undefined) return undefined
        // Its brightness is told by itself, as it is heard.
        const payload = `{"state":"ON","color":${colors.get(best)}}`
        return line(state('color'), { ...command(), payload }, during([...colors.keys()]))
      },
    },
  })
}
