import { type Built, build, type Fields, type Heard, heard, how, line, quoted, told } from './fields.ts'

/** The words of a switch: those of its commands, and those of its state where they differ. */
export function onOff(of: Fields) {
  const [sendOn, sendOff] = [of.word('payload_on', 'ON'), of.word('payload_off', 'OFF')]
  const [on, off] = [of.word('state_on', sendOn), of.word('state_off', sendOff)]
  return { on, off, ...((on !== sendOn || off !== sendOff) && { send: { on: sendOn, off: sendOff } }) }
}

/** Source: https://www.home-assistant.io/integrations/switch.mqtt/ */
export const switchable = (of: Fields): Built =>
  build({
    kind: () => (of.text('device_class') === 'outlet' ? 'plug' : 'switch'),
    traits: {
      power: () =>
        line(heard(of, 'state_topic', 'value_template'), told(of, 'command_topic', 'command_template'), onOff(of)),
    },
  })

const plainOrState = '{{ value_json.state if value_json is mapping else value }}'

/**
 * Its state is plain or an object with `state` in it, and without a template it is told such an object.
 * Source: https://www.home-assistant.io/integrations/siren.mqtt/
 */
export const siren = (of: Fields): Built =>
  build({
    kind: 'siren',
    traits: {
      power() {
        const state = of.topic('state_topic')
        const { command, payloadTemplate: on } = told(of, 'command_topic', 'command_template')
        const off = of.template('command_off_template') ?? on
        const words = onOff(of)
        const isOn = `value == ${quoted(words.send?.on ?? words.on)}`
        const tell =
          on === undefined
            ? { payload: '{"state":"${value}"}' }
            : { payloadTemplate: `{% set state = value %}{% if ${isOn} %}${on}{% else %}${off}{% endif %}` }
        return line(
          state === undefined ? {} : { state, ...how(of.template('state_value_template') ?? plainOrState) },
          command === undefined ? {} : { command, ...tell },
          words,
        )
      },
    },
  })

/** What a vacuum cleaner may be doing, and whether it cleans then. Source: https://www.home-assistant.io/integrations/vacuum.mqtt/ */
const doing = { cleaning: 'ON', docked: 'OFF', idle: 'OFF', paused: 'OFF', returning: 'OFF', error: 'OFF' }
const doingTemplate = `{{ {${Object.entries(doing)
  .map(([word, is]) => `'${word}': '${is}'`)
  .join(', ')}}[value_json.state if value_json is mapping else value] }}`

export function vacuum(of: Fields): Built {
  const state = (): Heard => {
    const topic = of.topic('state_topic')
    return topic === undefined ? {} : { state: topic }
  }
  // The services that it has if it does not name any.
  const can = (service: string) =>
    (of.words('supported_features') ?? ['start', 'stop', 'return_home', 'battery', 'clean_spot']).includes(service)
  const home = () => of.word('payload_return_to_base', 'return_to_base')
  // One that cannot be stopped where it is goes home.
  const halt = () =>
    can('stop') ? of.word('payload_stop', 'stop') : can('pause') ? of.word('payload_pause', 'pause') : home()
  return build({
    kind: 'vacuum',
    traits: {
      power: () =>
        line({ ...state(), template: doingTemplate }, can('start') ? told(of, 'command_topic') : {}, {
          on: 'ON',
          off: 'OFF',
          send: { on: of.word('payload_start', 'start'), off: halt() },
        }),
      battery: () => (can('battery') ? line({ ...state(), path: '$.battery_level' }, {}) : undefined),
    },
    verbs: {
      charge() {
        const command = of.topic('command_topic')
        return command !== undefined && can('return_home') ? { command, payload: home() } : undefined
      },
    },
  })
}
