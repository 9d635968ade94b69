import type { Access, Limit, Spec, Verb } from '../../../src/home/spec.ts'
import { verbs } from '../../../src/home/spec.ts'
import type { NumberTrait, State, Trait } from '../../../src/home/traits.ts'

/** One key, pressed so many times. */
export interface Press {
  readonly key: string
  readonly times: number
}

/** What a user says of a remote besides its keys. */
export interface Habits {
  /** names of channels and their numbers */
  readonly channels: Readonly<Record<string, number>>
  /** the inputs in the order in which one key goes through them */
  readonly inputs: readonly string[]
  /** it is seen whether it is on, so that one key for both can be trusted */
  readonly seesPower: boolean
}

/** Keys that say yes and no of a trait; the third changes between them. */
const switches = {
  power: ['on', 'off', 'power'],
  muted: ['muteOn', 'muteOff', 'mute'],
  open: ['open', 'close', 'openClose'],
  locked: ['lock', 'unlock', 'lockUnlock'],
  recording: ['record', 'recordStop', ''],
} as const satisfies { readonly [T in Trait]?: readonly [on: string, off: string, change: string] }

/** Keys that go up and down, with how much one press is, in the unit of the trait. */
const ladders = {
  volume: ['volumeUp', 'volumeDown', 1],
  channel: ['channelUp', 'channelDown', 1],
  brightness: ['brightnessUp', 'brightnessDown', 10],
  fanSpeed: ['fanUp', 'fanDown', 1],
  targetTemperature: ['temperatureUp', 'temperatureDown', 1],
  intensity: ['intensityUp', 'intensityDown', 1],
} as const satisfies { readonly [T in NumberTrait]?: readonly [up: string, down: string, each: number] }

/** Keys that choose one value, `mode.sleep`, and the key that goes on to the next. */
const choices = {
  mode: ['mode.', 'mode'],
  inputSource: ['input.', 'input'],
  oscillation: ['swing.', 'swing'],
  fanSpeed: ['fan.', 'fan'],
} as const satisfies { readonly [T in Trait]?: readonly [each: string, next: string] }

const digits = Array.from({ length: 10 }, (_, digit) => String(digit))
/** Pressed behind the digits of a channel, if the remote has it. */
const enter = 'enter'

/** The names that keys may have, but for those that choose a value, as `mode.sleep`. */
export const keyNames: readonly string[] = [
  ...Object.values(switches).flat(),
  ...Object.values(ladders).map(([up]) => up),
  ...Object.values(ladders).map(([, down]) => down),
  ...Object.values(choices).map(([, next]) => next),
  ...digits,
  enter,
  ...verbs,
].filter((name) => name !== '')

/** True if a key is of use. */
export const isKeyName = (name: string): boolean =>
  keyNames.includes(name) || Object.values(choices).some(([each]) => name.startsWith(each) && name.length > each.length)

const chosen = (keys: ReadonlySet<string>, each: string) =>
  [...keys].filter((key) => key.startsWith(each) && key !== each).map((key) => key.slice(each.length))

/** What a remote can do for sure with these keys; nothing else is offered. */
export function describeRemote(keys: ReadonlySet<string>, { channels, inputs, seesPower }: Habits): Spec {
  const traits: Partial<Record<Trait, Limit>> = {}
  const add = (trait: Trait, can: readonly Access[], more: object = {}) => {
    const before = traits[trait]
    traits[trait] = { ...before, ...more, can: [...new Set([...(before?.can ?? []), ...can])] }
  }
  for (const [trait, [on, off, change]] of Object.entries(switches) as [Trait, readonly [string, string, string]][]) {
    const isSure = (keys.has(on) && keys.has(off)) || (trait === 'power' && seesPower && keys.has(change))
    if (isSure) add(trait, ['read', 'set'])
    else if (keys.has(change)) add(trait, ['cycle'])
  }
  for (const [trait, [up, down]] of Object.entries(ladders) as [Trait, readonly [string, string, number]][])
    if (keys.has(up) && keys.has(down)) add(trait, ['step'], { min: 0, max: trait === 'channel' ? 9999 : 100, step: 1 })
  for (const [trait, [each, next]] of Object.entries(choices) as [Trait, readonly [string, string]][]) {
    const values = chosen(keys, each)
    if (values.length > 0) add(trait, ['read', 'set'], trait === 'fanSpeed' ? levels(values) : { values })
    else if (keys.has(next))
      add(trait, ['cycle'], trait === 'inputSource' && inputs.length > 0 ? { values: inputs } : {})
  }
  if (digits.every((digit) => keys.has(digit))) add('channel', ['set'], { min: 0, max: 9999, step: 1 })
  const names = Object.keys(channels)
  if (names.length > 0 && names.every((name) => [...String(channels[name])].every((digit) => keys.has(digit))))
    add('channelName', ['set'], { values: names })
  return { assumed: true, traits: traits as Spec['traits'], verbs: verbs.filter((verb) => keys.has(verb)) }
}

function levels(values: readonly string[]) {
  const numbers = values
    .map(Number)
    .filter((value) => Number.isInteger(value))
    .toSorted((a, b) => a - b)
  return { min: numbers[0] ?? 1, max: numbers.at(-1) ?? 1, step: 1, values: numbers }
}

/** The keys that set a trait to a value; nothing if there are none that surely do. @param now what is known */
export function pressesToSet(
  trait: Trait,
  value: unknown,
  now: State,
  keys: ReadonlySet<string>,
  { channels }: Habits,
): readonly Press[] | undefined {
  const once = (key: string) => (keys.has(key) ? [{ key, times: 1 }] : undefined)
  if (Object.hasOwn(switches, trait)) {
    const [on, off, change] = switches[trait as keyof typeof switches]
    const sure = once(value ? on : off)
    if (sure) return sure
    if (now[trait] === value) return []
    return now[trait] === undefined ? undefined : once(change)
  }
  if (trait === 'channel') return typed(Number(value), keys)
  if (trait === 'channelName') return typed(channels[String(value)] ?? Number.NaN, keys)
  const choice = Object.hasOwn(choices, trait) ? choices[trait as keyof typeof choices] : undefined
  return choice && once(`${choice[0]}${String(value)}`)
}

function typed(channel: number, keys: ReadonlySet<string>): readonly Press[] | undefined {
  if (!Number.isInteger(channel) || channel < 0) return undefined
  const presses = [...String(channel)].map((key) => ({ key, times: 1 }))
  return keys.has(enter) ? [...presses, { key: enter, times: 1 }] : presses
}

/** The keys that step a trait by so much: five of one are five presses. */
export function pressesToStep(trait: Trait, by: number): readonly Press[] | undefined {
  if (!Object.hasOwn(ladders, trait)) return undefined
  const [up, down, each] = ladders[trait as keyof typeof ladders]
  return [{ key: by > 0 ? up : down, times: Math.max(1, Math.round(Math.abs(by) / each)) }]
}

/** The key that goes on to the next value of a trait. */
export function pressesToCycle(trait: Trait, times: number, keys: ReadonlySet<string>): readonly Press[] | undefined {
  const change = Object.hasOwn(switches, trait) ? switches[trait as keyof typeof switches][2] : undefined
  const next = Object.hasOwn(choices, trait) ? choices[trait as keyof typeof choices][1] : undefined
  const key = [change, next].find((one) => one !== undefined && keys.has(one))
  return key === undefined ? undefined : [{ key, times }]
}

export const pressesToPerform = (verb: Verb): readonly Press[] => [{ key: verb, times: 1 }]
