import {
  build,
  chainTemplate,
  commandTarget,
  type EntityTraits,
  quoteForTemplate,
  stateSource,
  traitFrom,
  valueSource,
} from './build.ts'
import type { AnnouncedFields } from './fields.ts'

/** The words of a switch for on and off: in its state, and in commands where those differ. */
export function onOff(of: AnnouncedFields) {
  const [sendOn, sendOff] = [of.textOr('payload_on', 'ON'), of.textOr('payload_off', 'OFF')]
  const [on, off] = [of.textOr('state_on', sendOn), of.textOr('state_off', sendOff)]
  return { on, off, ...((on !== sendOn || off !== sendOff) && { send: { on: sendOn, off: sendOff } }) }
}

/** True if a switch or button calls an elevator, by its icon or by its name in English, Korean or Japanese. */
export const callsElevator = (of: AnnouncedFields): boolean =>
  of.text('icon') === 'mdi:elevator' ||
  /엘리베이터|엘레베이터|승강기|elevator|エレベーター/i.test(
    [of.text('name'), of.text('object_id'), of.text('unique_id')].join(' '),
  )

/** A switch that calls an elevator; where it has a state topic, its being on confirms the call. */
function elevatorSwitch(of: AnnouncedFields): EntityTraits {
  const { on, send } = onOff(of)
  const { state, ...source } = stateSource(of, 'state_topic', 'value_template')
  const command = of.topic('command_topic')
  return build({
    kind: 'elevator',
    traits: {},
    verbs: {
      callElevator: () =>
        command === undefined
          ? undefined
          : {
              command,
              payload: send?.on ?? on,
              ...(state !== undefined && state !== command && { confirm: { state, ...source, is: [on] } }),
            },
    },
  })
}

/** Source: https://www.home-assistant.io/integrations/switch.mqtt/ */
export function switchEntity(of: AnnouncedFields): EntityTraits {
  if (callsElevator(of)) return elevatorSwitch(of)
  return build({
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
}

const plainOrState = '{{ value_json.state if value_json is mapping else value }}'

/** What the template of a siren makes may be an object too. */
const stateOf = (template: string): string =>
  chainTemplate(template, `{% set json = was | from_json('') %}{{ json.state if json is mapping else was }}`)

/**
 * A siren's state is plain text or an object with `state`; without a command template it is sent such an object.
 * Source: https://www.home-assistant.io/integrations/siren.mqtt/
 */
export const siren = (of: AnnouncedFields): EntityTraits =>
  build({
    kind: 'siren',
    traits: {
      power() {
        const state = of.stateTopic('state_topic')
        const template = of.template('state_value_template')
        const { command, payloadTemplate: on } = commandTarget(of, 'command_topic', 'command_template')
        const off = of.template('command_off_template') ?? on
        const words = onOff(of)
        const isOn = `value == ${quoteForTemplate(words.send?.on ?? words.on)}`
        const payload =
          on === undefined
            ? { payload: '{"state":"${value}"}' }
            : { payloadTemplate: `{% set state = value %}{% if ${isOn} %}${on}{% else %}${off}{% endif %}` }
        return traitFrom(
          state === undefined
            ? {}
            : { state, ...valueSource(template === undefined ? plainOrState : stateOf(template)) },
          command === undefined ? {} : { command, ...payload },
          words,
        )
      },
    },
  })
