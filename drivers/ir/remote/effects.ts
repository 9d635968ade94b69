import type { Command } from '../../../src/home/device.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import { choices, type Habits, stairs, starterOf } from './keymap.ts'
import { firstOf, levelOf, startOf } from './keySequence.ts'

/** What is known after keys were pressed, and what no longer. */
export interface Aftermath {
  readonly patch: State
  readonly unknown: readonly Trait[]
}

type Keys = ReadonlySet<string>

/** What is known after a command. A key that only moves a value leaves it unknown: nobody saw where it stopped. @param now what was known */
export function aftermath(command: Command, now: State, keys: Keys, habits: Habits): Aftermath {
  switch (command.kind) {
    case 'set':
      return consequences(command.patch, now, keys, habits)
    case 'step':
      return consequences({}, now, keys, habits, [command.trait])
    case 'cycle': {
      const { trait, times = 1 } = command
      const before: unknown = now[trait]
      if (typeof before === 'boolean') return { patch: { [trait]: before === (times % 2 === 0) }, unknown: [] }
      const value = Object.hasOwn(choices, trait)
        ? firstOf(trait as keyof typeof choices, times, keys, habits)
        : undefined
      if (value === undefined) return consequences({}, now, keys, habits, [trait])
      return consequences({ [trait]: value } as State, now, keys, habits)
    }
    case 'perform':
      // Where a curtain stopped is not seen.
      return { patch: {}, unknown: command.verb === 'stop' ? ['open'] : [] }
  }
}

/** What else is so, or no longer known, because of what is so now. */
export function consequences(
  patch: State,
  now: State,
  keys: Keys,
  habits: Pick<Habits, 'channels' | 'inputs' | 'levels'>,
  unknown: readonly Trait[] = [],
): Aftermath {
  const { channels, levels } = habits
  const more: { [T in Trait]?: unknown } = {}
  const gone = new Set(unknown)
  if (patch.channelName !== undefined && patch.channel === undefined) {
    const number = channels[patch.channelName]
    if (number === undefined) gone.add('channel')
    else more.channel = number
  } else if (patch.channel !== undefined && patch.channelName === undefined) {
    const name = Object.keys(channels).find((one) => channels[one] === patch.channel)
    if (name === undefined) gone.add('channelName')
    else more.channelName = name
  } else if (gone.has('channel')) gone.add('channelName')
  const starter = starterOf(keys)
  if (starter && patch[starter] !== undefined) more.power ??= patch.power ?? true
  const start = starter && patch.power === true && patch[starter] === undefined && startOf(now, keys, habits)
  if (start) more[start.trait] = start.value
  for (const trait of Object.keys(stairs) as (keyof typeof stairs)[]) {
    const value = patch[trait]
    if (value === undefined || !levels[trait]) continue
    more[trait] = levelOf(levels[trait], value)
    if (keys.has('on')) more.power = true
  }
  // A lamp has one of both: a night light has no level, and a level ends the night light.
  if (keys.has(stairs.brightness[0])) {
    const isMode = patch.mode !== undefined
    if (isMode) gone.add('brightness')
    else if (patch.power !== undefined || more.brightness !== undefined || gone.has('brightness')) gone.add('mode')
  }
  const whole = { ...patch, ...more } as State
  return { patch: whole, unknown: [...gone].filter((trait) => whole[trait] === undefined) }
}
