import type { Command } from '../../../src/home/device.ts'
import type { Verb } from '../../../src/home/spec.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import {
  choices,
  enter,
  type Habits,
  type LevelTrait,
  ladders,
  stairs,
  starterOf,
  switches,
  valuesOf,
} from './keymap.ts'

/** One key, pressed so many times. */
export interface Press {
  readonly key: string
  readonly times: number
}

type Keys = ReadonlySet<string>
type ChoiceTrait = keyof typeof choices
const isOf = <T extends object>(table: T, trait: PropertyKey): trait is keyof T => Object.hasOwn(table, trait)

/** The keys of a command; nothing if there are none that surely do it. @param now what is known */
export function pressesOf(command: Command, now: State, keys: Keys, habits: Habits): readonly Press[] | undefined {
  switch (command.kind) {
    case 'set': {
      const each = Object.entries(command.patch).map(([trait, value]) =>
        toSet(trait as Trait, value, now, keys, habits),
      )
      return each.every((presses) => presses !== undefined) ? each.flat() : undefined
    }
    case 'step':
      return toStep(command.trait, command.by)
    case 'cycle':
      return toCycle(command.trait, command.times ?? 1, keys, habits)
    case 'perform':
      return toPerform(command.verb)
  }
}

function toSet(trait: Trait, value: unknown, now: State, keys: Keys, habits: Habits): readonly Press[] | undefined {
  const once = (key: string) => (keys.has(key) ? [{ key, times: 1 }] : undefined)
  if (isOf(switches, trait)) {
    const [on, off, change] = switches[trait]
    const sure = once(value ? on : off)
    if (sure) return sure
    const start = value && trait === 'power' ? startOf(now, keys, habits) : undefined
    if (start) return once(`${choices[start.trait][0]}${start.value}`)
    if (now[trait] === value) return []
    return now[trait] === undefined ? undefined : once(change)
  }
  if (isOf(stairs, trait) && habits.levels[trait]) return toClimb(trait, Number(value), now, keys, habits)
  if (trait === 'channel') return typed(Number(value), keys)
  if (trait === 'channelName') return typed(habits.channels[String(value)] ?? Number.NaN, keys)
  return isOf(choices, trait) ? once(`${choices[trait][0]}${String(value)}`) : undefined
}

/** What turns on one that has no key for on: the speed or the mode that it had; the least if nobody knows. */
export function startOf(
  now: State,
  keys: Keys,
  habits: Pick<Habits, 'inputs'>,
): { readonly trait: 'fanSpeed' | 'mode'; readonly value: string | number } | undefined {
  const trait = starterOf(keys)
  const [least, ...others] = trait ? valuesOf(trait, keys, habits) : []
  if (!trait || least === undefined) return undefined
  return { trait, value: [least, ...others].find((value) => value === now[trait]) ?? least }
}

/** The level that is nearest to a value. */
export const levelOf = (levels: readonly number[], value: number): number =>
  levels.reduce((best, level) => (Math.abs(level - value) < Math.abs(best - value) ? level : best), levels[0] ?? value)

/** To the nearer end, whatever it has now, and from there up or down; in the dark no key does anything. */
function toClimb(trait: LevelTrait, value: number, now: State, keys: Keys, { levels }: Habits): readonly Press[] {
  const all = levels[trait] ?? []
  const [up, down] = stairs[trait]
  const at = all.indexOf(levelOf(all, value))
  const isLow = at < all.length / 2
  const back = isLow ? at : all.length - 1 - at
  return [
    ...(now.power !== true && keys.has('on') ? [{ key: 'on', times: 1 }] : []),
    { key: isLow ? down : up, times: all.length - 1 },
    ...(back > 0 ? [{ key: isLow ? up : down, times: back }] : []),
  ]
}

function typed(channel: number, keys: Keys): readonly Press[] | undefined {
  if (!Number.isInteger(channel) || channel < 0) return undefined
  const presses = [...String(channel)].map((key) => ({ key, times: 1 }))
  return keys.has(enter) ? [...presses, { key: enter, times: 1 }] : presses
}

/** Five steps are five presses. */
function toStep(trait: Trait, by: number): readonly Press[] | undefined {
  if (!isOf(ladders, trait)) return undefined
  const [up, down, each] = ladders[trait]
  return [{ key: by > 0 ? up : down, times: Math.max(1, Math.round(Math.abs(by) / each)) }]
}

/** The first of the values that have a key of their own, or the key that goes on to the next. */
function toCycle(trait: Trait, times: number, keys: Keys, habits: Habits): readonly Press[] | undefined {
  const first = isOf(choices, trait) ? firstOf(trait, times, keys, habits) : undefined
  if (first !== undefined) return [{ key: `${choices[trait as ChoiceTrait][0]}${first}`, times: 1 }]
  const change = isOf(switches, trait) ? switches[trait][2] : isOf(choices, trait) ? choices[trait][1] : ''
  return keys.has(change) ? [{ key: change, times }] : undefined
}

/** The value to which one comes that nobody knows, after so many; nothing if none has a key of its own. */
export function firstOf(
  trait: ChoiceTrait,
  times: number,
  keys: Keys,
  habits: Pick<Habits, 'inputs'>,
): string | number | undefined {
  const values = valuesOf(trait, keys, habits)
  return values[(times - 1) % Math.max(1, values.length)]
}

const toPerform = (verb: Verb): readonly Press[] => [{ key: verb, times: 1 }]
