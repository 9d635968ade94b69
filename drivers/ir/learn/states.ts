import { type LocalizedText, localizedError } from '../../../src/util/translate.ts'
import { type ClimateMode, climateModes } from '../climate/protocol.ts'
import { encodePress, type Key, toBroadlink } from '../codes/index.ts'
import { climateSchema, isLevel, parseFile, parseJson } from '../smartir/file.ts'
import { modeWords } from '../smartir/words.ts'
import { askOneOf, capture, findDuplicate, interpretations, type LearningSession, verifyByReplay } from './capture.ts'
import { createKeyFileWriter, readTextIfExists } from './file.ts'
import { say } from './messages.ts'

/** °C */
const defaultRange = { min: 18, max: 30 } as const
const allowedRange = { min: 5, max: 35 } as const

/** Learns the fewest states with which an air conditioner is of use: the temperatures of one mode, and off. @throws Error for the user */
export async function learnStates(session: LearningSession): Promise<void> {
  const { request, dialogue } = session
  const { print } = dialogue
  const { climate } = request.options ?? {}
  const place = request.file ?? (climate && 'codes' in climate ? climate.codes : `codes/${request.name}.json`)
  if (!/\.json$/i.test(place)) throw localizedError(say('notJsonFile', { place }))
  const file = session.file(place)
  const into = stateFile(readTextIfExists(file), file, request.name)
  const asked = await askSettings(session)
  if (!asked) return print(say('nothingLearnt'))
  const all: readonly LearntSetting[] = [...asked, { mode: 'off' }]
  const wanted = all.filter((setting) => !into.has(setting))
  print(say('statesGoTo', { file }))
  if (wanted.length < all.length) print(say('statesThere', { count: all.length - wanted.length, all: all.length }))
  const { save, end } = createKeyFileWriter(dialogue, file, into.text)
  const learnt = new Map<string, Key>()
  for (const [i, setting] of wanted.entries()) {
    const name = describeSetting(setting)
    const outcome = await learnState(session, say('place', { number: i + 1, all: wanted.length, name }), learnt)
    if (outcome === 'stop') break
    if (outcome === 'skip') continue
    learnt.set(name, outcome.key)
    into.set(setting, outcome.key)
    await save()
    if (outcome.unproven) break
  }
  await end()
  if (learnt.size === 0) return print(say('nothingLearnt'))
  if (!into.has({ mode: 'off' })) print(say('noOffYet'))
  print(say('statesLearnt', { count: learnt.size, name: request.name, place }))
}

/** The mode and the temperatures that they want; nothing if they want none. */
async function askSettings({ dialogue }: LearningSession): Promise<readonly LearntSetting[] | undefined> {
  const modes = climateModes.join(', ')
  const mode = await askOneOf(dialogue, say('whichMode', { modes }), ['', 'q', ...climateModes])
  if (mode === undefined || mode === 'q') return undefined
  const wanted = (mode || 'cool') as ClimateMode
  for (;;) {
    const { min, max } = defaultRange
    const range = await dialogue.ask(say('whichTemperatures', { min, max }))
    if (range === undefined || range === 'q') return undefined
    if (range === 's') return [{ mode: wanted }]
    const temperatures = parseTemperatures(range || `${min}-${max}`)
    if (temperatures) return temperatures.map((temperature) => ({ mode: wanted, temperature }))
    dialogue.print(say('writeRange', allowedRange))
  }
}

/** The temperatures of `18-30/2`. */
function parseTemperatures(text: string): readonly number[] | undefined {
  const [min = Number.NaN, max = min, step = 1] = (
    /^(\d+)(?:\s*-\s*(\d+))?(?:\s*\/\s*(\d+))?$/.exec(text)?.slice(1) ?? []
  ).flatMap((part) => (part === undefined ? [undefined] : [Number(part)]))
  if (!(min >= allowedRange.min && max <= allowedRange.max && min <= max && step >= 1)) return undefined
  return Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, i) => min + i * step)
}

const describeSetting = (setting: LearntSetting): string =>
  setting.mode === 'off'
    ? 'off'
    : `${setting.mode}${setting.temperature === undefined ? '' : `, ${setting.temperature} °C`}`

type Learnt = { readonly key: Key; readonly unproven?: true } | 'skip' | 'stop'

async function learnState(
  session: LearningSession,
  line: LocalizedText,
  known: ReadonlyMap<string, Key>,
): Promise<Learnt> {
  for (;;) {
    const captured = await capture(session, say('pressToShow', { line }))
    if (captured === 'skip' || captured === 'stop') return captured
    // Whatever protocol it looks like, SmartIR holds pulses.
    const key = interpretations(captured).at(-1)
    if (!key) return 'skip'
    const other = findDuplicate(key, known)
    if (other !== undefined) {
      session.dialogue.print(say('sameState', { other }))
      continue
    }
    const proof = await verifyByReplay(session, [key])
    if (proof !== 'again') return proof
  }
}

/** What is learnt of an air conditioner: that it is off, or a mode, with a temperature in °C where the mode has one. */
type LearntSetting = { readonly mode: 'off' } | { readonly mode: ClimateMode; readonly temperature?: number }

/** A file of SmartIR to which states are added. */
interface StateFile {
  has(setting: LearntSetting): boolean
  set(setting: LearntSetting, key: Key): void
  /** All of it as JSON; the range of temperatures is that of what it holds. */
  text(): string
}

const smartIrModeOf = (mode: ClimateMode): string => ({ ...smartIrModeWords, fan: 'fan_only' })[mode]
const smartIrModeWords = { auto: 'auto', cool: 'cool', heat: 'heat', dehumidify: 'dry' } as const

/** What is said of one that has no temperature at all, °C. */
const fallbackCelsius = 24

/**
 * Reads a file of an air conditioner.
 * @param text what stands there; nothing if there is no such file yet
 * @throws Error for the user if it is of another kind than what is learnt here
 */
function stateFile(text: string | undefined, file: string, name: string): StateFile {
  const before = text === undefined ? {} : (parseJson(text, file) as Record<string, unknown>)
  if (text !== undefined) assertExtendable(before, file)
  const commands: Record<string, unknown> = isLevel(before.commands) ? { ...before.commands } : {}
  const level = (mode: ClimateMode) => {
    const found = commands[smartIrModeOf(mode)]
    return isLevel(found) ? found : {}
  }
  return {
    has(setting) {
      if (setting.mode === 'off') return Object.hasOwn(commands, 'off')
      if (setting.temperature === undefined) return Object.hasOwn(commands, smartIrModeOf(setting.mode))
      return Object.hasOwn(level(setting.mode), String(setting.temperature))
    },
    set(setting, key) {
      const code = toBroadlink(encodePress(key))
      if (setting.mode === 'off') commands.off = code
      else if (setting.temperature === undefined) commands[smartIrModeOf(setting.mode)] = code
      else commands[smartIrModeOf(setting.mode)] = { ...level(setting.mode), [setting.temperature]: code }
    },
    text() {
      const modes = Object.keys(commands).filter((one) =>
        Object.values(modeWords).some((words) => words.includes(one.replace('_', ''))),
      )
      const all = modes.flatMap((mode) => (isLevel(commands[mode]) ? Object.keys(commands[mode]).map(Number) : []))
      const temperatures = [...new Set(all)].sort((a, b) => a - b)
      const { off, ...others } = commands
      const whole = {
        manufacturer: 'learnt',
        supportedModels: [name],
        ...before,
        supportedController: 'Broadlink',
        commandsEncoding: 'Base64',
        minTemperature: temperatures[0] ?? fallbackCelsius,
        maxTemperature: temperatures.at(-1) ?? fallbackCelsius,
        precision: stepOf(temperatures),
        operationModes: modes,
        fanModes: [],
        commands: { ...(off !== undefined && { off }), ...others },
      }
      return `${JSON.stringify(whole, null, 2)}\n`
    },
  }
}

function assertExtendable(value: Record<string, unknown>, file: string): void {
  const { commandsEncoding, fanModes, swingModes } = parseFile(climateSchema, value, file)
  if (commandsEncoding.toLowerCase() !== 'base64')
    throw localizedError(say('otherEncoding', { file, encoding: commandsEncoding }))
  if (fanModes.length > 0 || swingModes.length > 0) throw localizedError(say('hasLevels', { file }))
}

/** The widest step that meets them all, so that none is offered that was not learnt. */
function stepOf(temperatures: readonly number[]): number {
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b))
  const steps = temperatures.slice(1).map((temperature, i) => temperature - (temperatures[i] ?? 0))
  return steps.reduce(common, 0) || 1
}
