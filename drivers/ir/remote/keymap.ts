import type { Limit, Spec, TraitAccess } from '../../../src/home/spec.ts'
import { verbs } from '../../../src/home/spec.ts'
import type { NumberTrait, Trait } from '../../../src/home/traits.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'

/** What a user says of a remote besides its keys. */
export interface RemoteSettings {
  /** names of channels and their numbers */
  readonly channels: Readonly<Record<string, number>>
  /** the inputs in the order in which one key goes through them */
  readonly inputs: readonly string[]
  /** it is seen whether it is on, so that one key for both can be trusted */
  readonly seesPower: boolean
  /** what two keys go through, the least first, each press to the next; only what can be gone through in time */
  readonly levels: Levels
}

/** Brightness in percent, colour temperature in kelvin, the least first. */
export type Levels = { readonly [T in LevelTrait]?: readonly number[] | undefined }
export type LevelTrait = keyof typeof levelKeys

/** Keys that say yes and no of a trait; the third changes between them. */
export const toggleKeys = {
  power: ['on', 'off', 'power'],
  muted: ['muteOn', 'muteOff', 'mute'],
  open: ['open', 'close', 'openClose'],
  locked: ['lock', 'unlock', 'lockUnlock'],
  recording: ['record', 'recordStop', ''],
} as const satisfies { readonly [T in Trait]?: readonly [on: string, off: string, change: string] }

/** Keys that go up and down, with how much one press is, in the unit of the trait. */
export const stepKeys = {
  volume: ['volumeUp', 'volumeDown', 1],
  channel: ['channelUp', 'channelDown', 1],
  brightness: ['brightnessUp', 'brightnessDown', 10],
  fanSpeed: ['fanUp', 'fanDown', 1],
  targetTemperature: ['temperatureUp', 'temperatureDown', 1],
  intensity: ['intensityUp', 'intensityDown', 1],
} as const satisfies { readonly [T in NumberTrait]?: readonly [up: string, down: string, each: number] }

/** Keys that choose one value, `mode.sleep`, and the key that goes on to the next. */
export const valueKeys = {
  mode: ['mode.', 'mode'],
  inputSource: ['input.', 'input'],
  oscillation: ['swing.', 'swing'],
  fanSpeed: ['fan.', 'fan'],
} as const satisfies { readonly [T in Trait]?: readonly [each: string, next: string] }

/** Keys that go from level to level: with the levels known, a value can be set for sure by going to an end first. */
export const levelKeys = {
  brightness: ['brightnessUp', 'brightnessDown'],
  colorTemperature: ['colder', 'warmer'],
} as const satisfies { readonly [T in NumberTrait]?: readonly [up: string, down: string] }

/** Keys that choose one level by themselves: `brightness.50`, in percent, and `colorTemperature.2700`, in kelvin. */
export const levelPrefixes: { readonly [T in LevelTrait]: string } = {
  brightness: 'brightness.',
  colorTemperature: 'colorTemperature.',
}

/** The levels of a trait that have a key of their own, ascending. */
export const levelsWithKeys = (keys: ReadonlySet<string>, trait: LevelTrait): readonly number[] =>
  sortedLevels(valuesWithKeys(keys, levelPrefixes[trait]))

const digitKeys = Array.from({ length: 10 }, (_, digit) => String(digit))
/** Pressed behind the digits of a channel, if the remote has it. */
export const enterKey = 'enter'

/** The names that keys may have, but for those that choose a value, as `mode.sleep`. */
export const keyNames: readonly string[] = [
  ...Object.values(toggleKeys).flat(),
  ...Object.values(stepKeys).map(([up]) => up),
  ...Object.values(stepKeys).map(([, down]) => down),
  ...Object.values(valueKeys).map(([, next]) => next),
  ...levelKeys.colorTemperature,
  ...digitKeys,
  enterKey,
  ...verbs,
].filter((name) => name !== '')

/** True if a key is of use. */
export const isKeyName = (name: string): boolean =>
  keyNames.includes(name) ||
  Object.values(valueKeys).some(([each]) => name.startsWith(each) && name.length > each.length) ||
  Object.values(levelPrefixes).some((each) => name.startsWith(each) && /^[1-9]\d*$/.test(name.slice(each.length)))

/** The forms of key names that hold a value, for messages. */
export const valueKeyForms = 'mode.…, input.…, swing.…, fan.…, brightness.…, colorTemperature.…'

const valuesWithKeys = (keys: ReadonlySet<string>, each: string) =>
  [...keys].filter((key) => key.startsWith(each) && key !== each).map((key) => key.slice(each.length))

/** The values of a trait that have a key of their own, in the order in which one goes through them. */
export function valuesOf(
  trait: keyof typeof valueKeys,
  keys: ReadonlySet<string>,
  { inputs }: Pick<RemoteSettings, 'inputs'>,
): readonly (string | number)[] {
  const values = valuesWithKeys(keys, valueKeys[trait][0])
  if (trait === 'fanSpeed') return sortedLevels(values)
  if (trait !== 'inputSource') return values
  const known = inputs.filter((input) => values.includes(input))
  return [...known, ...values.filter((value) => !known.includes(value))]
}

/** The trait whose keys turn it on, where it has a key for off, and none for on: a fan is on at whichever speed it has. */
export function startTraitOf(keys: ReadonlySet<string>): 'fanSpeed' | 'mode' | undefined {
  if (!keys.has('off') || keys.has('on')) return undefined
  return (['fanSpeed', 'mode'] as const).find((trait) => valuesWithKeys(keys, valueKeys[trait][0]).length > 0)
}

/** What a remote can do for sure with these keys; nothing else is offered. */
export function describeRemote(keys: ReadonlySet<string>, settings: RemoteSettings): Spec {
  const { channels, inputs, seesPower, levels } = settings
  const traits: Partial<Record<Trait, Limit>> = {}
  const add = (trait: Trait, can: readonly TraitAccess[], more: object = {}) => {
    const before = traits[trait]
    traits[trait] = { ...before, ...more, can: [...new Set([...(before?.can ?? []), ...can])] }
  }
  for (const [trait, [on, off, change]] of Object.entries(toggleKeys) as [Trait, readonly [string, string, string]][]) {
    const isPower = trait === 'power'
    const isSeen = isPower && seesPower && keys.has(change)
    if ((keys.has(on) && keys.has(off)) || isSeen || (isPower && startTraitOf(keys))) add(trait, ['read', 'set'])
    else if (keys.has(change)) add(trait, ['cycle'])
  }
  for (const [trait, [up, down]] of Object.entries(stepKeys) as [Trait, readonly [string, string, number]][])
    if (keys.has(up) && keys.has(down)) add(trait, ['step'], { min: 0, max: trait === 'channel' ? 9999 : 100, step: 1 })
  for (const [trait, [up, down]] of Object.entries(levelKeys) as [LevelTrait, readonly [string, string]][]) {
    const [min, max] = [levels[trait]?.[0], levels[trait]?.at(-1)]
    const canReach = (keys.has(up) && keys.has(down)) || levelsWithKeys(keys, trait).length > 0
    if (min !== undefined && max !== undefined && canReach) add(trait, ['read', 'set'], { min, max, step: 1 })
  }
  for (const trait of Object.keys(valueKeys) as (keyof typeof valueKeys)[]) {
    const values = valuesOf(trait, keys, settings)
    // Where nobody knows which it has, the first is next.
    if (values.length > 0)
      add(trait, ['read', 'set', 'cycle'], trait === 'fanSpeed' ? domainOfValues(values) : { values })
    else if (keys.has(valueKeys[trait][1]))
      add(trait, ['cycle'], trait === 'inputSource' && inputs.length > 0 ? { values: inputs } : {})
  }
  if (digitKeys.every((digit) => keys.has(digit))) add('channel', ['set'], { min: 0, max: 9999, step: 1 })
  const names = Object.keys(channels)
  if (names.length > 0 && names.every((name) => [...String(channels[name])].every((digit) => keys.has(digit))))
    add('channelName', ['set'], { values: names })
  return { assumed: true, traits: traits as Spec['traits'], verbs: verbs.filter((verb) => keys.has(verb)) }
}

/** Keys of which the other one of a pair is missing, so that nothing is offered with them; a line for each, in plain words. */
export function unpairedKeys(keys: ReadonlySet<string>): readonly LocalizedText[] {
  const pairs = [
    ...Object.entries(toggleKeys).flatMap(([trait, [on, off]]) =>
      trait === 'power' && startTraitOf(keys) ? [] : [[on, off] as const],
    ),
    ...Object.values(stepKeys).map(([up, down]) => [up, down] as const),
    levelKeys.colorTemperature,
  ]
  const lines = pairs.flatMap(([one, other]) => {
    if (keys.has(one) === keys.has(other)) return []
    const [present, missing] = keys.has(one) ? [one, other] : [other, one]
    return [say('unpaired', { present, missing })]
  })
  const missingDigits = digitKeys.filter((digit) => !keys.has(digit))
  const hasSomeDigits = missingDigits.length > 0 && missingDigits.length < digitKeys.length
  return hasSomeDigits ? [...lines, say('missingDigits', { missing: missingDigits.join(', ') })] : lines
}

const sortedLevels = (values: readonly string[]): readonly number[] =>
  values
    .map(Number)
    .filter((value) => Number.isInteger(value))
    .toSorted((a, b) => a - b)

const domainOfValues = (values: readonly (string | number)[]) => ({
  min: values[0] ?? 1,
  max: values.at(-1) ?? 1,
  step: 1,
  values,
})
