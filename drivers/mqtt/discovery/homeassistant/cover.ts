import { build, type CommandTarget, commandTarget, type EntityTraits, stateSource, traitFrom } from './build.ts'
import type { AnnouncedFields } from './fields.ts'

/** The device classes that are a curtain to CLOVA. Garage doors and gates are not: a voice from outside must not open them. */
const curtainClasses = ['', 'curtain', 'blind', 'shade', 'shutter', 'awning']

/** A payload; null means that the device has no such command. */
export const payloadOr = (of: AnnouncedFields, key: string, defaultPayload: string | undefined) =>
  of.has(key) ? of.text(key) : defaultPayload

export function stopCommand(of: AnnouncedFields, defaultPayload: string | undefined) {
  const command = of.topic('command_topic')
  const payload = payloadOr(of, 'payload_stop', defaultPayload)
  return command === undefined || payload === undefined ? undefined : { command, payload }
}

/** Source: https://www.home-assistant.io/integrations/cover.mqtt/ */
export const cover = (of: AnnouncedFields): EntityTraits =>
  build({
    kind: () => (curtainClasses.includes(of.textOr('device_class', '')) ? 'curtain' : undefined),
    traits: {
      open() {
        const command = of.topic('command_topic')
        const { send, ...target } = command === undefined ? positionCommand(of) : wordCommand(of, command)
        const position = stateSource(of, 'position_topic', 'position_template', 'value_template')
        const ends: [number, number] = [of.number('position_closed', 0), of.number('position_open', 100)]
        const words = stateSource(of, 'state_topic', 'value_template')
        const moving = {
          on: [of.textOr('state_opening', 'opening')],
          off: [of.textOr('state_closing', 'closing')],
          stopped: [of.textOr('state_stopped', 'stopped')],
        }
        if (position.state !== undefined && position.state !== target.command) {
          const { state, path, template } = words
          // Many covers publish their position only at the end, and say before that they move.
          const movement =
            state === undefined || state === target.command ? {} : { moving: { ...moving, state, path, template } }
          return traitFrom(position, target, { position: ends, ...movement, ...(send && { send }) })
        }
        return traitFrom(words, target, {
          on: of.textOr('state_open', 'open'),
          off: of.textOr('state_closed', 'closed'),
          moving,
          ...(send && { send }),
        })
      },
    },
    verbs: { stop: () => stopCommand(of, 'STOP') },
  })

type CoverCommand = CommandTarget & { readonly send?: { readonly on: string; readonly off: string } }

function wordCommand(of: AnnouncedFields, command: string): CoverCommand {
  const [on, off] = [payloadOr(of, 'payload_open', 'OPEN'), payloadOr(of, 'payload_close', 'CLOSE')]
  // A cover that can only be opened, or only be closed, gets no command.
  return on === undefined || off === undefined ? {} : { command, send: { on, off } }
}

/** A cover without a command topic is opened and closed by the positions of its two ends. */
function positionCommand(of: AnnouncedFields): CoverCommand {
  const { command, payloadTemplate } = commandTarget(of, 'set_position_topic', 'set_position_template')
  if (command === undefined) return {}
  const [closed, open] = [of.number('position_closed', 0), of.number('position_open', 100)]
  const variables = `{% set position_open = ${open} %}{% set position_closed = ${closed} %}{% set value = value | int %}{% set position = 100 if value == position_open else 0 %}`
  return {
    command,
    send: { on: String(open), off: String(closed) },
    ...(payloadTemplate !== undefined && { payloadTemplate: `${variables}${payloadTemplate}` }),
  }
}
