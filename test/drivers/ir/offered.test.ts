import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import {
  type Climate,
  climateFromFile,
  climateFromProtocol,
  describeClimate,
} from '../../../drivers/ir/climate/device.ts'
import { type ClimateState, type ModeKey, modeOfKey, wordOfKey } from '../../../drivers/ir/climate/protocol.ts'
import { protocols } from '../../../drivers/ir/climate/protocols/index.ts'
import { fromRaw, toBroadlink } from '../../../drivers/ir/codes/index.ts'
import { parseClimate, readClimate } from '../../../drivers/ir/smartir/climate.ts'
import { Failure } from '../../../src/home/failure.ts'
import { allowedWords, numberDomain, type Spec } from '../../../src/home/spec.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { runs } from '../../support/randomRuns.ts'

const gridOf = (spec: Spec, trait: Trait): readonly number[] => {
  const domain = numberDomain(spec, trait)
  if (!domain) return []
  const { min, max, step, values } = domain
  return values ?? Array.from({ length: Math.floor((max - min) / step + 1e-6) + 1 }, (_, i) => min + i * step)
}

/**
 * Every combination that is offered, whether the mode is known or not, that leads to no code.
 * @param some which temperatures stand for all of them
 * @param someFans which levels of the fan stand for all of them where the flaps are told as well
 * @param isAskedAtOnce everything of a combination is asked for in one command: a frame has all of it, or none
 */
function unsendable(
  climate: Climate,
  some = (all: readonly number[]): readonly number[] => all,
  someFans = some,
  isAskedAtOnce = false,
): { readonly offered: number; readonly failed: readonly string[] } {
  const failed: string[] = []
  const tried = new Set<string>()
  const keys = Object.keys(climate.modes) as ModeKey[]
  const attempt = (state: ClimateState, ...asked: readonly (keyof ClimateState)[]) => {
    const { mode, preset, power, targetTemperature, fanSpeed, oscillation } = state
    const combination = `${asked} ${power} ${mode} ${preset} ${targetTemperature} ${fanSpeed} ${oscillation}`
    if (tried.has(combination)) return
    tried.add(combination)
    try {
      const { state: told, codes } = climate.resolve(state, new Set(asked), undefined)
      const kept = asked.every((one) => one === 'power' || told[one] === state[one])
      if (codes.length === 0 || !kept)
        failed.push(`${asked} of ${JSON.stringify(state)} became ${JSON.stringify(told)}`)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      failed.push(`${asked} of ${JSON.stringify(state)}: ${error.message}`)
    }
  }
  for (const key of keys) {
    if (climate.canTurnOff) attempt({ power: false, ...modeOfKey(key) }, 'power')
    for (const promised of ['common', key] as const) {
      const spec = describeClimate(climate, promised)
      const can = (trait: Trait) => {
        const limit = spec.traits[trait]
        return limit !== undefined && (limit.modes?.includes(wordOfKey(key)) ?? true)
      }
      const temperatures = can('targetTemperature') ? some(gridOf(spec, 'targetTemperature')) : []
      const fans = can('fanSpeed') ? gridOf(spec, 'fanSpeed') : []
      const fewFans = someFans(fans)
      const swings = can('oscillation') ? (allowedWords(spec, 'oscillation') ?? []) : []
      for (const targetTemperature of [undefined, ...temperatures])
        for (const fanSpeed of [undefined, ...fans])
          for (const swing of [undefined, ...swings]) {
            if (swing !== undefined && fanSpeed !== undefined && !fewFans.includes(fanSpeed)) continue
            const state = {
              ...{ power: true, ...modeOfKey(key) },
              ...(targetTemperature !== undefined && { targetTemperature }),
              ...(fanSpeed !== undefined && { fanSpeed }),
              ...(swing !== undefined && { oscillation: swing as ClimateState['oscillation'] & string }),
            }
            const asked = (['targetTemperature', 'fanSpeed', 'oscillation'] as const).filter((one) => one in state)
            if (isAskedAtOnce) attempt(state, 'mode', 'preset', ...asked)
            else {
              attempt(state, 'mode', 'preset')
              for (const one of asked) attempt(state, one)
            }
          }
    }
  }
  return { offered: tried.size, failed: [...new Set(failed)] }
}

/** A frame says its temperature apart from everything else: the ends of the range stand for all of it. */
const ends = (all: readonly number[]) => [...new Set([all[0], all.at(-1)].filter((value) => value !== undefined))]

const all = (values: readonly number[]) => values

const some = (all: readonly number[]) => [
  ...new Set([...ends(all), ...all.slice(all.length >> 1, (all.length >> 1) + 1)]),
]

test.each(Object.keys(protocols))('everything that %s offers can be sent', (name) => {
  const protocol = protocols[name]
  if (!protocol) throw new Error(name)
  const { offered, failed } = unsendable(climateFromProtocol(protocol), ends, ends, true)
  expect(failed.slice(0, 3)).toEqual([])
  expect(offered).toBeGreaterThan(10)
})

/** Published files; SMARTIR_CODES names a folder with more of them, such as a checkout of a repository of SmartIR. */
const folders = ['../shared/samples/smartir', ...(process.env.SMARTIR_CODES?.split(':') ?? [])]
const files = folders.flatMap((folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json') && !/^(fan|light|media)/.test(name))
        .map((name) => join(folder, name))
    : [],
)
if (files.length > 0)
  test('everything that a published file offers can be sent', () => {
    let [read, offered] = [0, 0]
    const refused: string[] = []
    const failed: string[] = []
    for (const file of files) {
      let climate: Climate
      try {
        climate = climateFromFile(parseClimate(readFileSync(file, 'utf8'), file), true)
      } catch (error) {
        refused.push(`${file}: ${(error as Error).message}`.slice(0, 200))
        continue
      }
      read += 1
      // In the suite the ends of the range and its middle; every temperature where the folder is named.
      const result = process.env.SMARTIR_CODES ? unsendable(climate) : unsendable(climate, some, all)
      offered += result.offered
      failed.push(...result.failed.slice(0, 3).map((one) => `${file}: ${one}`))
    }
    if (process.env.SMARTIR_CODES)
      console.info(`${read} of ${files.length} files, ${offered} combinations, ${failed.length} failed`, refused)
    expect(failed).toEqual([])
    expect(read).toBeGreaterThan(files.length * 0.8)
  }, 600_000)

const leaf = (n: number) => toBroadlink(fromRaw([3000, 1000 + n * 10, 500, 1500, 500, 40_000]))
const modeWords = ['auto', 'heat', 'cool', 'dry', 'fan_only']
const fanWords = ['auto', 'low', 'mid', 'high', 'quiet', 'breezy']
const swingWords = ['off', 'swing', 'vertical', 'flutter']

/** A file in which every part may be missing, in another place or broken. */
const anyFile = fc
  .record({
    operationModes: fc.uniqueArray(fc.constantFrom(...modeWords), { minLength: 1 }),
    fanModes: fc.uniqueArray(fc.constantFrom(...fanWords), { maxLength: 4 }),
    swingModes: fc.uniqueArray(fc.constantFrom(...swingWords), { maxLength: 3 }),
    temperatures: fc.uniqueArray(fc.integer({ min: 16, max: 30 }), { maxLength: 8 }),
    unit: fc.constantFrom('C', 'F'),
    holes: fc.array(fc.nat(), { maxLength: 20 }),
  })
  .map(({ operationModes, fanModes, swingModes, temperatures, unit, holes }) => {
    let n = 0
    const inUnit = (celsius: number) => (unit === 'F' ? celsius * 2 + 29 : celsius)
    const build = (levels: readonly (readonly string[])[]): unknown => {
      const [level, ...below] = levels.filter((names) => names.length > 0)
      if (!level) return holes.includes(n++ % 97) ? 'broken' : leaf(n)
      const kept = level.filter(() => !holes.includes(n++ % 31))
      return Object.fromEntries(kept.map((name) => [name, build(below)]))
    }
    const commands = Object.fromEntries(
      operationModes.map((mode) => [mode, build([fanModes, swingModes, temperatures.map(inUnit).map(String)])]),
    )
    return {
      ...{ supportedController: 'Broadlink', commandsEncoding: 'Base64', precision: 1 },
      ...{ minTemperature: inUnit(16), maxTemperature: inUnit(30), temperatureUnit: unit },
      ...{ operationModes, fanModes, swingModes, commands: { off: leaf(0), ...commands } },
    }
  })

test('everything that a file offers can be sent, even if parts of it are missing or broken', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      let climate: Climate
      try {
        climate = climateFromFile(readClimate(file, 'a.json'), false)
      } catch {
        // No mode of it has a code.
        return
      }
      expect(unsendable(climate).failed.slice(0, 3)).toEqual([])
    }),
    { numRuns: runs(100) },
  )
})
