import {
  build,
  chainTemplate,
  commandTarget,
  type EntityTraits,
  type StateSource,
  traitFrom,
  valueSource,
} from './build.ts'
import { payloadOr, stopCommand } from './cover.ts'
import type { AnnouncedFields } from './fields.ts'

const plainOrJson = (key: string) => `{{ value_json.${key} if value_json is mapping else value }}`

/**
 * CLOVA locks and unlocks valves: closed is locked. The state is plain text or an object, before or after its template.
 * Source: https://www.home-assistant.io/integrations/valve.mqtt/
 */
export const valve = (of: AnnouncedFields): EntityTraits =>
  build({
    kind: 'valve',
    traits: { locked: () => (of.flag('reports_position') ? valveByPosition(of) : valveByWords(of)) },
    verbs: { stop: () => stopCommand(of, undefined) },
  })

function valveByWords(of: AnnouncedFields) {
  const state = of.stateTopic('state_topic')
  const template = of.template('value_template')
  const source: StateSource = state === undefined ? {} : { state, ...valueSource(template ?? plainOrJson('state')) }
  const [on, off] = [payloadOr(of, 'payload_close', 'CLOSE'), payloadOr(of, 'payload_open', 'OPEN')]
  const target = on === undefined || off === undefined ? {} : commandTarget(of, 'command_topic', 'command_template')
  return traitFrom(source, target, {
    on: of.textOr('state_closed', 'closed'),
    off: of.textOr('state_open', 'open'),
    pending: [of.textOr('state_opening', 'opening'), of.textOr('state_closing', 'closing')],
    ...(on !== undefined && off !== undefined && { send: { on, off } }),
  })
}

function valveByPosition(of: AnnouncedFields) {
  const [closed, open] = [of.number('position_closed', 0), of.number('position_open', 100)]
  const state = of.stateTopic('state_topic')
  const inner = of.template('value_template') ?? plainOrJson('position')
  const template = chainTemplate(
    inner,
    `{% if was | is_number %}{{ 'closed' if was | float == ${closed} else 'open' }}{% elif was == 'None' %}None{% endif %}`,
  )
  return traitFrom(
    state === undefined ? {} : { state, template },
    commandTarget(of, 'command_topic', 'command_template'),
    {
      on: 'closed',
      off: 'open',
      send: { on: String(closed), off: String(open) },
    },
  )
}
