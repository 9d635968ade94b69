import { errorText, type LocalizedText, localizedError, type Text } from '../../../src/util/translate.ts'
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
import { say } from './messages.ts'

/** Learns the keys of a remote, one after the other; each is on the disk before the next. @throws Error in plain words */
export async function learnRemote(session: LearningSession): Promise<void> {
  const { request, dialogue } = session
  const { print } = dialogue
  const name = targetFile(session)
  const file = session.file(name)
  const into = keyFile(readTextIfExists(file), file, `The keys of ${request.name}, learnt with clova-home learn`)
  const unknownKey = request.keys?.find((key) => !isKeyName(key))
  if (unknownKey !== undefined)
    throw localizedError(say('noKey', { key: unknownKey, keys: keyNames.join(', '), forms: valueKeyForms }))
  const all = keysForType(request.type)
  const wanted = request.keys ?? all.filter((key) => !into.keys.has(key))
  print(say('goesTo', { file }))
  if (wanted.length < all.length && !request.keys)
    print(say('keysThere', { count: all.length - wanted.length, all: all.length }))
  print(say('whileWaiting'))
  const { save, end } = createKeyFileWriter(dialogue, file, into.text)
  const skipped = new Set<string>()
  let learnt = 0
  for (const [i, key] of wanted.entries()) {
    const why = request.keys ? undefined : reasonNotNeeded(key, new Set(into.keys.keys()), skipped)
    const line = say('place', { number: i + 1, all: wanted.length, name: key })
    if (why !== undefined) {
      print(say('notNeeded', { line, why: say(why) }))
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
function reportUnusableFile(file: string, print: (line: Text) => void): void {
  try {
    readKeys(file)
  } catch (error) {
    print(say('unusableFile', { why: errorText(error) }))
  }
}

type Learnt = { readonly key: Key; readonly unproven?: true } | 'skip' | 'stop'

async function learnKey(
  session: LearningSession,
  line: LocalizedText,
  key: string,
  known: ReadonlyMap<string, Key | undefined>,
): Promise<Learnt> {
  const { print } = session.dialogue
  for (;;) {
    const captured = await capture(session, say(session.request.radio ? 'holdNear' : 'pressShortly', { line }))
    if (captured === 'skip' || captured === 'stop') return captured
    const keys = interpretations(captured)
    print(say('heard', { key: describeKey(keys[0]) }))
    const other = findDuplicate(
      keys[0],
      [...known].filter(([name]) => name !== key),
    )
    if (other !== undefined) print(say('duplicate', { other }))
    const proof = await verifyByReplay(session, keys)
    if (proof === 'again') continue
    if (proof !== 'skip' && proof.unproven) print(say('keptUnproven', { key }))
    return proof
  }
}

/** Where the keys go, as the configuration would name it. @throws Error if keys cannot be added there */
function targetFile({ request: { name, file, options } }: LearningSession): string {
  const { remote } = options ?? {}
  if (file === undefined && typeof remote === 'object') throw localizedError(say('keysInConfiguration', { name }))
  const place = file ?? (typeof remote === 'string' ? remote : `codes/${name}.yaml`)
  if (/\.json$/i.test(place)) throw localizedError(say('smartIrFile', { place, name }))
  return place
}

function summary(
  { request, connection }: LearningSession,
  place: string,
  learnt: number,
  keys: readonly string[],
): LocalizedText {
  const { name, type, options } = request
  if (keys.length === 0) return say('nothingLearnt')
  const first = say(learnt === 1 ? 'keyLearnt' : 'keysLearnt', { count: learnt, place, keys: keys.join(', ') })
  const line = `remote: ${place}`
  if (!options)
    return say('and', { first, second: say('writeAppliance', { id: name, type, driver: connection, keys: line }) })
  return options.remote === place ? first : say('and', { first, second: say('writeLine', { name, line }) })
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
function reasonNotNeeded(
  key: string,
  has: ReadonlySet<string>,
  skipped: ReadonlySet<string>,
): 'whyOnOff' | 'whyOpenClose' | 'whyDigits' | undefined {
  if (key === 'power' && has.has('on') && has.has('off')) return 'whyOnOff'
  if (key === 'openClose' && has.has('open') && has.has('close')) return 'whyOpenClose'
  if (digits.includes(key) && digits.some((digit) => skipped.has(digit))) return 'whyDigits'
  if (key === 'enter' && !digits.every((digit) => has.has(digit))) return 'whyDigits'
  return undefined
}
