import { build, commandTarget, type EntityTraits, type StateSource, traitFrom } from './build.ts'
import type { AnnouncedFields } from './fields.ts'

/** The states of a vacuum cleaner, and whether it is cleaning in each. Source: https://www.home-assistant.io/integrations/vacuum.mqtt/ */
const vacuumStates = { cleaning: 'ON', docked: 'OFF', idle: 'OFF', paused: 'OFF', returning: 'OFF', error: 'OFF' }

/** Of another state nobody knows what the robot does; a message without a state says nothing. */
const vacuumStateTemplate =
  '{% set state = value_json.state if value_json is mapping else value %}' +
  `{% if state is defined %}{{ {${Object.entries(vacuumStates)
    .map(([word, is]) => `'${word}': '${is}'`)
    .join(', ')}}[state] | default('None') }}{% endif %}`

export function vacuum(of: AnnouncedFields): EntityTraits {
  const state = (): StateSource => {
    const topic = of.stateTopic('state_topic')
    return topic === undefined ? {} : { state: topic }
  }
  // Home Assistant's default for supported_features.
  const can = (service: string) =>
    (of.texts('supported_features') ?? ['start', 'stop', 'return_home', 'battery', 'clean_spot']).includes(service)
  const home = () => of.textOr('payload_return_to_base', 'return_to_base')
  // One that can neither stop nor pause is sent to its dock.
  const halt = () =>
    can('stop') ? of.textOr('payload_stop', 'stop') : can('pause') ? of.textOr('payload_pause', 'pause') : home()
  return build({
    kind: 'vacuum',
    traits: {
      power: () =>
        traitFrom(
          { ...state(), template: vacuumStateTemplate },
          can('start') ? commandTarget(of, 'command_topic') : {},
          {
            on: 'ON',
            off: 'OFF',
            send: { on: of.textOr('payload_start', 'start'), off: halt() },
          },
        ),
      battery: () => (can('battery') ? traitFrom({ ...state(), path: '$.battery_level' }, {}) : undefined),
    },
    verbs: {
      charge() {
        const command = of.topic('command_topic')
        return command !== undefined && can('return_home') ? { command, payload: home() } : undefined
      },
    },
  })
}
