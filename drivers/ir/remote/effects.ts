import type { Command } from '../../../src/home/device.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import {
  enterKey,
  levelKeys,
  levelPrefixes,
  type RemoteSettings,
  startTraitOf,
  stepKeys,
  toggleKeys,
  valueKeys,
} from './keymap.ts'
import { nearestLevel, startValue, valueAfter } from './keySequence.ts'

/** What is known after keys were pressed, and what no longer. */
export interface Effects {
  readonly patch: State
  readonly unknown: readonly Trait[]
}

type Keys = ReadonlySet<string>

/** What is known after a command. A key that only moves a value leaves it unknown: nobody saw where it stopped. @param now what was known */
export function effects(command: Command, now: State, keys: Keys, settings: RemoteSettings): Effects {
  switch (command.kind) {
    case 'set':
      return sideEffects(command.patch, now, keys, settings)
    case 'step':
      return sideEffects({}, now, keys, settings, [command.trait])
    case 'cycle': {
      const { trait, times = 1 } = command
      const before: unknown = now[trait]
      if (typeof before === 'boolean') return { patch: { [trait]: before === (times % 2 === 0) }, unknown: [] }
      const value = Object.hasOwn(valueKeys, trait)
        ? valueAfter(trait as keyof typeof valueKeys, times, keys, settings)
        : undefined
      if (value === undefined) return sideEffects({}, now, keys, settings, [trait])
      return sideEffects({ [trait]: value } as State, now, keys, settings)
    }
    case 'perform':
      // Where a curtain stopped is not seen.
      return { patch: {}, unknown: command.verb === 'stop' ? ['open'] : [] }
  }
}

/** What else is so, or no longer known, because of what is so now. */
export function sideEffects(
  patch: State,
  now: State,
  keys: Keys,
  settings: Pick<RemoteSettings, 'channels' | 'inputs' | 'levels'>,
  unknown: readonly Trait[] = [],
): Effects {
  const { channels, levels } = settings
  const implied: { [T in Trait]?: unknown } = {}
  const lost = new Set(unknown)
  if (patch.channelName !== undefined && patch.channel === undefined) {
    const number = channels[patch.channelName]
    if (number === undefined) lost.add('channel')
    else implied.channel = number
  } else if (patch.channel !== undefined && patch.channelName === undefined) {
    const name = Object.keys(channels).find((one) => channels[one] === patch.channel)
    if (name === undefined) lost.add('channelName')
    else implied.channelName = name
  } else if (lost.has('channel')) lost.add('channelName')
  const starter = startTraitOf(keys)
  if (starter && patch[starter] !== undefined) implied.power ??= patch.power ?? true
  const start = starter && patch.power === true && patch[starter] === undefined && startValue(now, keys, settings)
  if (start) implied[start.trait] = start.value
  for (const trait of Object.keys(levelKeys) as (keyof typeof levelKeys)[]) {
    const value = patch[trait]
    if (value === undefined || !levels[trait]) continue
    implied[trait] = nearestLevel(levels[trait], value)
    if (keys.has('on')) implied.power = true
  }
  // A lamp has one of both: a night light has no level, and a level ends the night light.
  if (keys.has(levelKeys.brightness[0]) || levels.brightness) {
    const isMode = patch.mode !== undefined
    if (isMode) lost.add('brightness')
    else if (patch.power !== undefined || implied.brightness !== undefined || lost.has('brightness')) lost.add('mode')
  }
  const whole = { ...patch, ...implied } as State
  return { patch: whole, unknown: [...lost].filter((trait) => whole[trait] === undefined) }
}

/** What is known after somebody pressed a key of the remote: what one key surely does, and what it makes unknown. */
export function effectsOfPress(name: string, now: State, keys: Keys, settings: RemoteSettings): Effects {
  for (const [trait, [on, off, change]] of entriesOf(toggleKeys)) {
    if (name === on || name === off) return sideEffects({ [trait]: name === on } as State, now, keys, settings)
    if (name !== change) continue
    const before = now[trait]
    return typeof before === 'boolean'
      ? sideEffects({ [trait]: !before } as State, now, keys, settings)
      : { patch: {}, unknown: [trait] }
  }
  for (const [trait, [each, next]] of entriesOf(valueKeys)) {
    if (name === next) return sideEffects({}, now, keys, settings, [trait])
    if (!name.startsWith(each)) continue
    const value = name.slice(each.length)
    return sideEffects({ [trait]: trait === 'fanSpeed' ? Number(value) : value } as State, now, keys, settings)
  }
  for (const [trait, prefix] of entriesOf(levelPrefixes))
    if (name.startsWith(prefix))
      return sideEffects({ [trait]: Number(name.slice(prefix.length)) } as State, now, keys, settings)
  for (const [trait, [up, down]] of [...entriesOf(levelKeys), ...entriesOf(stepKeys)])
    if (name === up || name === down) return sideEffects({}, now, keys, settings, [trait])
  if (/^\d$/.test(name) || name === enterKey) return { patch: {}, unknown: ['channel', 'channelName'] }
  // Where a curtain stopped is not seen.
  return { patch: {}, unknown: name === 'stop' ? ['open'] : [] }
}

const entriesOf = <K extends string, V>(table: Readonly<Record<K, V>>) => Object.entries(table) as [K, V][]
