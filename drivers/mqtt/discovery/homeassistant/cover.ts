import { type Built, build, type Fields, type Heard, heard, how, line, over, type Told, told } from './fields.ts'

/** What is a curtain to CLOVA. Garage doors and gates are none: a door is not opened by whoever shouts. */
const curtains = ['', 'curtain', 'blind', 'shade', 'shutter', 'awning']

/** A payload that may be null, and then the device has no such command. */
const offered = (of: Fields, key: string, usual: string | undefined) => (of.has(key) ? of.text(key) : usual)

function stop(of: Fields, usual: string | undefined) {
  const command = of.topic('command_topic')
  const payload = offered(of, 'payload_stop', usual)
  return command === undefined || payload === undefined ? undefined : { command, payload }
}

/** Source: https://www.home-assistant.io/integrations/cover.mqtt/ */
export const cover = (of: Fields): Built =>
  build({
    kind: () => (curtains.includes(of.word('device_class', '')) ? 'curtain' : undefined),
    traits: {
      open() {
        const command = of.topic('command_topic')
        const { send, ...tell } = command === undefined ? toPosition(of) : toWord(of, command)
        const position = heard(of, 'position_topic', 'position_template', 'value_template')
        const ends: [number, number] = [of.number('position_closed', 0), of.number('position_open', 100)]
        if (position.state !== undefined && position.state !== tell.command)
          return line(position, tell, { position: ends, ...(send && { send }) })
        return line(heard(of, 'state_topic', 'value_template'), tell, {
          on: of.word('state_open', 'open'),
          off: of.word('state_closed', 'closed'),
          moving: { on: [of.word('state_opening', 'opening')], off: [of.word('state_closing', 'closing')] },
          ...(send && { send }),
        })
      },
    },
    verbs: { stop: () => stop(of, 'STOP') },
  })

type Sent = Told & { readonly send?: { readonly on: string; readonly off: string } }

function toWord(of: Fields, command: string): Sent {
  const [on, off] = [offered(of, 'payload_open', 'OPEN'), offered(of, 'payload_close', 'CLOSE')]
  // What can only be opened, or only be closed, cannot be told the other.
  return on === undefined || off === undefined ? {} : { command, send: { on, off } }
}

/** A cover that is only told positions is told its two ends. */
function toPosition(of: Fields): Sent {
  const { command, payloadTemplate } = told(of, 'set_position_topic', 'set_position_template')
  if (command === undefined) return {}
  const [closed, open] = [of.number('position_closed', 0), of.number('position_open', 100)]
  const known = `{% set position_open = ${open} %}{% set position_closed = ${closed} %}{% set value = value | int %}{% set position = 100 if value == position_open else 0 %}`
  return {
    command,
    send: { on: String(open), off: String(closed) },
    ...(payloadTemplate !== undefined && { payloadTemplate: `${known}${payloadTemplate}` }),
  }
}

const plainOr = (key: string) => `{{ value_json.${key} if value_json is mapping else value }}`

/**
 * CLOVA locks and unlocks valves: what is closed is locked. A valve tells its state plainly or in an object, also of the
 * value that its template makes. Source: https://www.home-assistant.io/integrations/valve.mqtt/
 */
export const valve = (of: Fields): Built =>
  build({
    kind: 'valve',
    traits: { locked: () => (of.flag('reports_position') ? valvePosition(of) : valveWords(of)) },
    verbs: { stop: () => stop(of, undefined) },
  })

function valveWords(of: Fields) {
  const state = of.topic('state_topic')
  const template = of.template('value_template')
  const known: Heard = state === undefined ? {} : { state, ...how(template ?? plainOr('state')) }
  const [on, off] = [offered(of, 'payload_close', 'CLOSE'), offered(of, 'payload_open', 'OPEN')]
  const tell = on === undefined || off === undefined ? {} : told(of, 'command_topic', 'command_template')
  return line(known, tell, {
    on: of.word('state_closed', 'closed'),
    off: of.word('state_open', 'open'),
    ...(on !== undefined && off !== undefined && { send: { on, off } }),
  })
}

function valvePosition(of: Fields) {
  const [closed, open] = [of.number('position_closed', 0), of.number('position_open', 100)]
  const state = of.topic('state_topic')
  const inner = of.template('value_template') ?? plainOr('position')
  const template = over(
    inner,
    `{% if was | is_number %}{{ 'closed' if was | float == ${closed} else 'open' }}{% endif %}`,
  )
  return line(state === undefined ? {} : { state, template }, told(of, 'command_topic', 'command_template'), {
    on: 'closed',
    off: 'open',
    send: { on: String(closed), off: String(open) },
  })
}

/** Source: https://www.home-assistant.io/integrations/lock.mqtt/ */
export function lock(of: Fields): Built {
  const needsCode = of.has('code_format') && of.text('code_format') !== undefined
  const built = build({
    kind: 'lock',
    traits: {
      locked: () =>
        line(
          heard(of, 'state_topic', 'value_template'),
          needsCode ? {} : told(of, 'command_topic', 'command_template'),
          {
            on: of.word('state_locked', 'LOCKED'),
            off: of.word('state_unlocked', 'UNLOCKED'),
            send: { on: of.word('payload_lock', 'LOCK'), off: of.word('payload_unlock', 'UNLOCK') },
          },
        ),
    },
  })
  const why = 'it wants a code (code_format), so it can only be looked at'
  if (needsCode) return { ...built, problems: [...built.problems, why] }
  // Nobody sees whether it locks: only who names it in the configuration is to have it.
  if (of.topic('state_topic') !== undefined) return built
  const { kind: _, ...blind } = built
  return blind
}
