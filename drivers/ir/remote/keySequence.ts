import type { Command } from '../../../src/home/device.ts'
import type { Verb } from '../../../src/home/spec.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import {
  enterKey,
  type LevelTrait,
  levelKeys,
  levelPrefixes,
  type RemoteSettings,
  startTraitOf,
  stepKeys,
  toggleKeys,
  valueKeys,
  valuesOf,
} from './keymap.ts'

/** One key, pressed so many times. */
export interface Press {
  readonly key: string
  readonly times: number
}

type Keys = ReadonlySet<string>
type ChoiceTrait = keyof typeof valueKeys
const isKeyOf = <T extends object>(table: T, trait: PropertyKey): trait is keyof T => Object.hasOwn(table, trait)

/** The keys of a command; nothing if there are none that surely do it. @param now what is known */
export function pressesFor(
  command: Command,
  now: State,
  keys: Keys,
  settings: RemoteSettings,
): readonly Press[] | undefined {
  switch (command.kind) {
    case 'set': {
      const each = Object.entries(command.patch).map(([trait, value]) =>
        pressesToSet(trait as Trait, value, now, keys, settings),
      )
      return each.every((presses) => presses !== undefined) ? each.flat() : undefined
    }
    case 'step':
      return pressesToStep(command.trait, command.by)
    case 'cycle':
      return pressesToCycle(command.trait, command.times ?? 1, keys, settings)
    case 'perform':
      return pressesToPerform(command.verb)
  }
}

function pressesToSet(
  trait: Trait,
  value: unknown,
  now: State,
  keys: Keys,
  settings: RemoteSettings,
): readonly Press[] | undefined {
  const once = (key: string) => (keys.has(key) ? [{ key, times: 1 }] : undefined)
  if (isKeyOf(toggleKeys, trait)) {
    const [on, off, change] = toggleKeys[trait]
    const sure = once(value ? on : off)
    if (sure) return sure
    const start = value && trait === 'power' ? startValue(now, keys, settings) : undefined
    if (start) return once(`${valueKeys[start.trait][0]}${start.value}`)
    if (now[trait] === value) return []
    return now[trait] === undefined ? undefined : once(change)
  }
  if (isKeyOf(levelKeys, trait) && settings.levels[trait])
    return climbToLevel(trait, Number(value), now, keys, settings)
  if (trait === 'channel') return typeNumber(Number(value), keys)
  if (trait === 'channelName') return typeNumber(settings.channels[String(value)] ?? Number.NaN, keys)
  return isKeyOf(valueKeys, trait) ? once(`${valueKeys[trait][0]}${String(value)}`) : undefined
}

/** What turns on one that has no key for on: the speed or the mode that it had; the least if nobody knows. */
export function startValue(
  now: State,
  keys: Keys,
  settings: Pick<RemoteSettings, 'inputs'>,
): { readonly trait: 'fanSpeed' | 'mode'; readonly value: string | number } | undefined {
  const trait = startTraitOf(keys)
  const [least, ...others] = trait ? valuesOf(trait, keys, settings) : []
  if (!trait || least === undefined) return undefined
  return { trait, value: [least, ...others].find((value) => value === now[trait]) ?? least }
}

/** The level that is nearest to a value. */
export const nearestLevel = (levels: readonly number[], value: number): number =>
  levels.reduce((best, level) => (Math.abs(level - value) < Math.abs(best - value) ? level : best), levels[0] ?? value)

/**
 * By the key of the level, if it has one; else to the nearer end, whatever it has now, and from there up or down. In the dark no key
 * does anything.
 */
function climbToLevel(
  trait: LevelTrait,
  value: number,
  now: State,
  keys: Keys,
  { levels }: RemoteSettings,
): readonly Press[] {
  const all = levels[trait] ?? []
  const [up, down] = levelKeys[trait]
  const at = all.indexOf(nearestLevel(all, value))
  const direct = `${levelPrefixes[trait]}${all[at]}`
  const turnOn = now.power !== true && keys.has('on') ? [{ key: 'on', times: 1 }] : []
  if (keys.has(direct)) return [...turnOn, { key: direct, times: 1 }]
  const isLow = at < all.length / 2
  const back = isLow ? at : all.length - 1 - at
  return [
    ...turnOn,
    { key: isLow ? down : up, times: all.length - 1 },
    ...(back > 0 ? [{ key: isLow ? up : down, times: back }] : []),
  ]
}

function typeNumber(channel: number, keys: Keys): readonly Press[] | undefined {
  if (!Number.isInteger(channel) || channel < 0) return undefined
  const presses = [...String(channel)].map((key) => ({ key, times: 1 }))
  return keys.has(enterKey) ? [...presses, { key: enterKey, times: 1 }] : presses
}

/** Five steps are five presses. */
function pressesToStep(trait: Trait, by: number): readonly Press[] | undefined {
  if (!isKeyOf(stepKeys, trait)) return undefined
  const [up, down, each] = stepKeys[trait]
  return [{ key: by > 0 ? up : down, times: Math.max(1, Math.round(Math.abs(by) / each)) }]
}

/** The first of the values that have a key of their own, or the key that goes on to the next. */
function pressesToCycle(
  trait: Trait,
  times: number,
  keys: Keys,
  settings: RemoteSettings,
): readonly Press[] | undefined {
  const first = isKeyOf(valueKeys, trait) ? valueAfter(trait, times, keys, settings) : undefined
  if (first !== undefined) return [{ key: `${valueKeys[trait as ChoiceTrait][0]}${first}`, times: 1 }]
  const change = isKeyOf(toggleKeys, trait)
    ? toggleKeys[trait][2]
    : isKeyOf(valueKeys, trait)
      ? valueKeys[trait][1]
      : ''
  return keys.has(change) ? [{ key: change, times }] : undefined
}

/** The value to which one comes that nobody knows, after so many; nothing if none has a key of its own. */
export function valueAfter(
  trait: ChoiceTrait,
  times: number,
  keys: Keys,
  settings: Pick<RemoteSettings, 'inputs'>,
): string | number | undefined {
  const values = valuesOf(trait, keys, settings)
  return values[(times - 1) % Math.max(1, values.length)]
}

const pressesToPerform = (verb: Verb): readonly Press[] => [{ key: verb, times: 1 }]
