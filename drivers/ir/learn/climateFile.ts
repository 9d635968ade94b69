import type { ClimateMode } from '../climate/protocol.ts'
import { believed, climateSchema, isLevel, parsed } from '../climate/smartir/file.ts'
import { modeWords } from '../climate/smartir/words.ts'
import { type Key, press, toBroadlink } from '../codes/index.ts'

/** What is learnt of an air conditioner: that it is off, or a mode, with a temperature in °C where the mode has one. */
export type Setting = { readonly mode: 'off' } | { readonly mode: ClimateMode; readonly temperature?: number }

/** A file of SmartIR to which states are added. */
export interface StateFile {
  has(setting: Setting): boolean
  set(setting: Setting, key: Key): void
  /** All of it as JSON; the range of temperatures is that of what it holds. */
  text(): string
}

const word = (mode: ClimateMode): string => ({ ...only, fan: 'fan_only' })[mode]
const only = { auto: 'auto', cool: 'cool', heat: 'heat', dehumidify: 'dry' } as const

/** What is said of one that has no temperature at all, °C. */
const mild = 24

/**
 * Reads a file of an air conditioner.
 * @param text what stands there; nothing if there is no such file yet
 * @throws Error in plain words if it is of another kind than what is learnt here
 */
export function stateFile(text: string | undefined, file: string, name: string): StateFile {
  const before = text === undefined ? {} : (parsed(text, file) as Record<string, unknown>)
  if (text !== undefined) mustBeOurs(before, file)
  const commands: Record<string, unknown> = isLevel(before.commands) ? { ...before.commands } : {}
  const level = (mode: ClimateMode) => {
    const found = commands[word(mode)]
    return isLevel(found) ? found : {}
  }
  return {
    has(setting) {
      if (setting.mode === 'off') return Object.hasOwn(commands, 'off')
      if (setting.temperature === undefined) return Object.hasOwn(commands, word(setting.mode))
      return Object.hasOwn(level(setting.mode), String(setting.temperature))
    },
    set(setting, key) {
      const code = toBroadlink(press(key))
      if (setting.mode === 'off') commands.off = code
      else if (setting.temperature === undefined) commands[word(setting.mode)] = code
      else commands[word(setting.mode)] = { ...level(setting.mode), [setting.temperature]: code }
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
        minTemperature: temperatures[0] ?? mild,
        maxTemperature: temperatures.at(-1) ?? mild,
        precision: stepOf(temperatures),
        operationModes: modes,
        fanModes: [],
        commands: { ...(off !== undefined && { off }), ...others },
      }
      return `${JSON.stringify(whole, null, 2)}\n`
    },
  }
}

function mustBeOurs(value: Record<string, unknown>, file: string): void {
  const { commandsEncoding, fanModes, swingModes } = believed(climateSchema, value, file)
  if (commandsEncoding.toLowerCase() !== 'base64')
    throw new Error(`the codes in ${file} are ${commandsEncoding}, and Base64 is learnt; name another file with --file`)
  if (fanModes.length > 0 || swingModes.length > 0)
    throw new Error(`${file} has levels for the fan or the flaps, which are not learnt; name another file with --file`)
}

/** The widest step that meets them all, so that none is offered that was not learnt. */
function stepOf(temperatures: readonly number[]): number {
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b))
  const steps = temperatures.slice(1).map((temperature, i) => temperature - (temperatures[i] ?? 0))
  return steps.reduce(common, 0) || 1
}
