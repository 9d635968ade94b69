import type { Key } from '../codes/index.ts'
import { readKeys } from '../remote/file.ts'
import { isKeyName, keyNames, valueKeyForms } from '../remote/keymap.ts'
import {
  capture,
  describeKey,
  findDuplicate,
  interpretations,
  type LearningSession,
  verifyByReplay,
} from './capture.ts'
import { createKeyFileWriter, keyFile, readTextIfExists } from './file.ts'

/** Learns the keys of a remote, one after the other; each is on the disk before the next. @throws Error in plain words */
export async function learnRemote(session: LearningSession): Promise<void> {
  const { lesson, dialogue } = session
  const { print } = dialogue
  const name = targetFile(session)
  const file = session.file(name)
  const into = keyFile(readTextIfExists(file), file, `The keys of ${lesson.name}, learnt with clova-home learn`)
  const unknownKey = lesson.keys?.find((key) => !isKeyName(key))
  if (unknownKey !== undefined)
    throw new Error(`a remote has no key "${unknownKey}"; there are ${keyNames.join(', ')}, and ${valueKeyForms}`)
  const all = keysForType(lesson.type)
  const wanted = lesson.keys ?? all.filter((key) => !into.keys.has(key))
  print(`What is learnt goes to ${file}. Each key is sent back at once, so that you see whether it works.`)
  if (wanted.length < all.length && !lesson.keys)
    print(`${all.length - wanted.length} of ${all.length} keys are there already; --keys NAME,NAME learns them anew.`)
  print(
    'While you are waited for, s and Enter skips a key that it has not, p and Enter takes a code that you paste, q and Enter stops.',
  )
  const { save, end } = createKeyFileWriter(dialogue, file, into.text)
  const skipped = new Set<string>()
  let learnt = 0
  for (const [i, key] of wanted.entries()) {
    const why = lesson.keys ? undefined : reasonNotNeeded(key, new Set(into.keys.keys()), skipped)
    const line = `${i + 1} of ${wanted.length}  ${key}`
    if (why !== undefined) {
      print(`${line}: not needed, ${why}`)
      continue
    }
    const outcome = await learnKey(session, line, key, into.keys)
    if (outcome === 'stop') break
    if (outcome === 'skip') skipped.add(key)
    else {
      into.set(key, outcome.key)
      learnt += 1
      await save()
      if (outcome.unproven) break
    }
  }
  await end()
  if (learnt > 0) reportUnusableFile(file, print)
  print(summary(session, name, learnt, [...into.keys.keys()]))
}

/** Other keys in the file may be wrong. */
function reportUnusableFile(file: string, tell: (line: string) => void): void {
  try {
    readKeys(file)
  } catch (error) {
    tell(`The file cannot be used yet: ${(error as Error).message}`)
  }
}

type Learnt = { readonly key: Key; readonly unproven?: true } | 'skip' | 'stop'

async function learnKey(
  room: LearningSession,
  line: string,
  key: string,
  known: ReadonlyMap<string, Key | undefined>,
): Promise<Learnt> {
  const { print } = room.dialogue
  const how = room.lesson.radio ? 'hold it, near to the blaster' : 'press it shortly, at the blaster'
  for (;;) {
    const captured = await capture(room, `${line}: ${how}`)
    if (captured === 'skip' || captured === 'stop') return captured
    const keys = interpretations(captured)
    print(`  heard: ${describeKey(keys[0])}`)
    const other = findDuplicate(
      keys[0],
      [...known].filter(([name]) => name !== key),
    )
    if (other !== undefined) print(`  That is what ${other} sends as well. Was it the right key?`)
    const proof = await verifyByReplay(room, keys)
    if (proof === 'again') continue
    if (proof !== 'skip' && proof.unproven) print(`  ${key} is kept, though nobody has said that it works.`)
    return proof
  }
}

/** Where the keys go, as the configuration would name it. @throws Error if keys cannot be added there */
function targetFile({ lesson: { name, file, options } }: LearningSession): string {
  const { remote } = options ?? {}
  if (file === undefined && typeof remote === 'object')
    throw new Error(
      `the keys of ${name} stand in the configuration itself; name a file for them, such as --file codes/${name}.yaml, and write remote: codes/${name}.yaml then`,
    )
  const place = file ?? (typeof remote === 'string' ? remote : `codes/${name}.yaml`)
  if (/\.json$/i.test(place))
    throw new Error(
      `${place} is a file of SmartIR, to which nothing is added; name another, such as --file codes/${name}.yaml`,
    )
  return place
}

function summary(
  { lesson, connection }: LearningSession,
  place: string,
  learnt: number,
  keys: readonly string[],
): string {
  const { name, type, options } = lesson
  if (keys.length === 0) return 'Nothing was learnt.'
  const found = `${learnt} key${learnt === 1 ? ' was' : 's were'} learnt; ${place} holds ${keys.join(', ')}.`
  if (!options)
    return `${found}\nUnder appliances: it would be\n  - { id: ${name}, name: a name that you say, type: ${type}, driver: ${connection}, remote: ${place} }`
  return options.remote === place ? found : `${found}\nIn the configuration write with ${name}:\n  remote: ${place}`
}

const power = ['on', 'off', 'power']
const sound = ['volumeUp', 'volumeDown', 'mute']
const digits = Array.from({ length: 10 }, (_, digit) => String(digit))
const channels = ['channelUp', 'channelDown', ...digits, 'enter']
const fan = ['fanUp', 'fanDown', 'fan']
const temperature = ['temperatureUp', 'temperatureDown']
const screen = [...power, ...sound, ...channels, 'input', 'record', 'recordStop']

/** The keys that a remote of each type of CLOVA may have, in the order in which they are learnt; of all others, those for power. */
const keysByType: Readonly<Record<string, readonly string[]>> = {
  SMARTTV: screen,
  SETTOPBOX: screen,
  AIRCONDITIONER: [...power, ...temperature, ...fan, 'mode', 'swing'],
  AIRPURIFIER: [...power, ...fan, 'mode'],
  BIDET: [...power, 'open', 'close'],
  DEHUMIDIFIER: [...power, ...fan],
  FAN: [...power, ...fan, 'swing', 'mode'],
  HEATER: [...power, ...temperature],
  HUMIDIFIER: [...power, ...fan, 'mode'],
  LIGHT: [...power, 'brightnessUp', 'brightnessDown', 'mode'],
  MASSAGECHAIR: [...power, 'intensityUp', 'intensityDown'],
  RICECOOKER: [...power, 'mode', 'stop'],
  ROBOTVACUUM: [...power, 'charge'],
  SMARTBED: ['raise', 'lower', 'stop'],
  SMARTCURTAIN: ['open', 'close', 'stop', 'openClose'],
  THERMOSTAT: [...power, ...temperature, 'mode'],
  VENTILATOR: [...power, ...fan, 'mode'],
}

/** The keys that a remote of this type may have, in the order in which they are learnt. */
export const keysForType = (type: string): readonly string[] => keysByType[type] ?? power

/** Whether a remote of this type tells all that its appliance is to do with each press. */
export const isClimate = (type: string): boolean => type === 'AIRCONDITIONER'

/** Why a key need not be learnt, by what is learnt and what was skipped; nothing if it should be. */
function reasonNotNeeded(key: string, has: ReadonlySet<string>, skipped: ReadonlySet<string>): string | undefined {
  if (key === 'power' && has.has('on') && has.has('off')) return 'on and off do'
  if (key === 'openClose' && has.has('open') && has.has('close')) return 'open and close do'
  if (digits.includes(key) && digits.some((digit) => skipped.has(digit))) return 'it takes all ten digits'
  if (key === 'enter' && !digits.every((digit) => has.has(digit))) return 'it takes all ten digits'
  return undefined
}
