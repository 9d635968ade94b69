import { type Built, build, type Fields, type Heard, heard, how, line, temperatureScale } from './fields.ts'

/**
 * The schema where the device's own templates make the payloads, of variables that are only there if they are wished:
 * state, brightness (0–255), color_temp, red, green, blue, hue and sat.
 */
export function templateLight(of: Fields): Built {
  const state = (...keys: readonly string[]): Heard => {
    const known = heard(of, 'state_topic', ...keys)
    return keys.some((key) => of.has(key)) ? known : {}
  }
  const tell = (prefix: string) => {
    const command = of.topic('command_topic')
    const on = of.template('command_on_template')
    if (command === undefined || on === undefined) throw new Error('command_topic or command_on_template is not there')
    return { command, payloadTemplate: `{% set state = true %}${prefix}${on}` }
  }
  return build({
    kind: 'light',
    traits: {
      power() {
        const off = of.template('command_off_template')
        if (off === undefined) throw new Error('command_off_template is not there')
        const { command, payloadTemplate: on } = tell('')
        const payloadTemplate = `{% if value == 'on' %}${on}{% else %}{% set state = false %}${off}{% endif %}`
        return line(state('state_template'), { command, payloadTemplate }, { on: 'on', off: 'off' })
      },
      brightness: () =>
        of.has('brightness_template')
          ? line(state('brightness_template'), tell('{% set brightness = value | int %}'), { range: [0, 255] })
          : undefined,
      colorTemperature: () =>
        of.has('color_temp_template')
          ? line(state('color_temp_template'), tell('{% set color_temp = value | int %}'), temperatureScale(of))
          : undefined,
      color() {
        const parts = ['red_template', 'green_template', 'blue_template'].map((key) => of.template(key))
        if (parts.includes(undefined)) return undefined
        const topic = of.topic('state_topic')
        // The brightness is known in percent here, and the template expects 0–255.
        const prefix =
          '{% if brightness is defined %}{% set brightness = (brightness * 2.55) | round | int %}{% endif %}'
        return line(topic === undefined ? {} : { state: topic, ...how(parts.join(',')) }, tell(prefix), { form: 'rgb' })
      },
    },
  })
}
