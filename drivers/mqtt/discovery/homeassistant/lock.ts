import { say } from '../messages.ts'
import { build, commandTarget, type EntityTraits, stateSource, traitFrom } from './build.ts'
import type { AnnouncedFields } from './fields.ts'

/** The states in which a lock is on its way, and Home Assistant's words for them. */
const pendingStates = {
  state_locking: 'LOCKING',
  state_unlocking: 'UNLOCKING',
  state_opening: 'OPENING',
  state_open: 'OPEN',
}

/** Source: https://www.home-assistant.io/integrations/lock.mqtt/ */
export function lock(of: AnnouncedFields): EntityTraits {
  const needsCode = of.has('code_format') && of.text('code_format') !== undefined
  const built = build({
    kind: 'lock',
    traits: {
      locked: () =>
        traitFrom(
          stateSource(of, 'state_topic', 'value_template'),
          needsCode ? {} : commandTarget(of, 'command_topic', 'command_template'),
          {
            on: of.textOr('state_locked', 'LOCKED'),
            off: of.textOr('state_unlocked', 'UNLOCKED'),
            fault: [of.textOr('state_jammed', 'JAMMED')],
            // What is unlatched is unlocked in a moment, and `open` may mean either.
            pending: Object.entries(pendingStates).map(([key, word]) => of.textOr(key, word)),
            send: { on: of.textOr('payload_lock', 'LOCK'), off: of.textOr('payload_unlock', 'UNLOCK') },
          },
        ),
    },
  })
  if (needsCode) return { ...built, problems: [...built.problems, say('wantsCode')] }
  // Without a state topic nobody knows whether it locks, so it is an appliance only where the configuration names it.
  if (of.stateTopic('state_topic') !== undefined) return built
  const { kind: _, ...blind } = built
  return blind
}
