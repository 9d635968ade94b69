import {
  build,
  commandTarget,
  type EntityTraits,
  quoteForTemplate,
  stateSource,
  traitFrom,
  valueSource,
} from './build.ts'
import type { Fields } from './fields.ts'

/** The words of a switch for on and off: in its state, and in commands where those differ. */
export function onOff(of: Fields) {
  const [sendOn, sendOff] = [of.textOr('payload_on', 'ON'), of.textOr('payload_off', 'OFF')]
  const [on, off] = [of.textOr('state_on', sendOn), of.textOr('state_off', sendOff)]
  return { on, off, ...((on !== sendOn || off !== sendOff) && { send: { on: sendOn, off: sendOff } }) }
}

/** Source: https://www.home-assistant.io/integrations/switch.mqtt/ */
export const switchEntity = (of: Fields): EntityTraits =>
  build({
    kind: () => (of.text('device_class') === 'outlet' ? 'plug' : 'switch'),
    traits: {
      power: () =>
        traitFrom(
          stateSource(of, 'state_topic', 'value_template'),
          commandTarget(of, 'command_topic', 'command_template'),
          onOff(of),
        ),
    },
  })

const plainOrState = '{{ value_json.state if value_json is mapping else value }}'

/**
 * A siren's state is plain text or an object with `state`; without a command template it is sent such an object.
 * Source: https://www.home-assistant.io/integrations/siren.mqtt/
 */
export const siren = (of: Fields): EntityTraits =>
  build({
    kind: 'siren',
    traits: {
      power() {
        const state = of.topic('state_topic')
        const { command, payloadTemplate: on } = commandTarget(of, 'command_topic', 'command_template')
        const off = of.template('command_off_template') ?? on
        const words = onOff(of)
        const isOn = `value == ${quoteForTemplate(words.send?.on ?? words.on)}`
        const payload =
          on === undefined
            ? { payload: '{"state":"${value}"}' }
            : { payloadTemplate: `{% set state = value %}{% if ${isOn} %}${on}{% else %}${off}{% endif %}` }
        return traitFrom(
          state === undefined ? {} : { state, ...valueSource(of.template('state_value_template') ?? plainOrState) },
          command === undefined ? {} : { command, ...payload },
          words,
        )
      },
    },
  })
