import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReadingSource } from '../../../drivers/ir/borrowedReadings.ts'
import { fromRaw, toBroadlink } from '../../../drivers/ir/codes/index.ts'
import { describeAppliance } from '../../../drivers/ir/describe.ts'
import { irApplianceSchema } from '../../../drivers/ir/options.ts'
import type { Transmitter } from '../../../drivers/ir/transmitter.ts'
import type { Command } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { plan } from '../../../src/home/plan.ts'
import type { State } from '../../../src/home/traits.ts'
import { testContext } from '../../support/context.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'

const { signal } = new AbortController()
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

/** A code that only this number has: its second pulse. */
const leaf = (n: number) => toBroadlink(fromRaw([3000, n * 100, 500, 1500, 500, 40_000]))
const range = (min: number, max: number, first: number) =>
  Object.fromEntries(Array.from({ length: max - min + 1 }, (_, i) => [String(min + i), leaf(first + i)]))
const head = {
  ...{ manufacturer: 'X', supportedController: 'Broadlink', commandsEncoding: 'Base64' },
  ...{ minTemperature: 16, maxTemperature: 30, precision: 1, operationModes: ['cool'], fanModes: ['auto'] },
}

/** @param isOn what a plug sees of it, if it has one */
function open(over: object, { climate = {}, isOn }: { climate?: object; isOn?: () => boolean | undefined } = {}) {
  const folder = makeFolder()
  folders.push(folder)
  const file = join(folder, 'ac.json')
  writeFileSync(file, JSON.stringify({ ...head, ...over }))
  const sent: { readonly code: number; readonly atMs: number }[] = []
  const transmitter: Transmitter = {
    ready: Promise.resolve(),
    online: () => true,
    send: async ({ pulses }) => void sent.push({ code: Math.round((pulses[1] ?? 0) / 100), atMs: performance.now() }),
    close: async () => {},
  }
  const options = irApplianceSchema.parse({
    climate: { codes: file, ...climate },
    ...(isOn && { borrow: { power: { from: 'plug', watts: 10, delay: '0ms' } } }),
  })
  const source = createReadingSource(options.borrow, {
    readAppliance: async () => {
      const power = isOn?.()
      const consumption = power === undefined ? [] : [{ value: power ? 100 : 1, unit: 'W' as const }]
      return { online: true, state: { consumption } as State }
    },
  })
  const described = describeAppliance(options, (name) => name, source)
  const memory = testContext().memory('it')
  const device = described.device(transmitter, memory, source)
  const execute = async (command: Command) => {
    const { state } = await device.read({ signal })
    return device.apply(plan(command, state, device.spec), signal)
  }
  return {
    ...{ device, memory, problems: described.problems.map(String), spec: described.spec },
    timed: sent,
    set: (patch: State) => execute({ kind: 'set', patch }),
    step: (by: number) => execute({ kind: 'step', trait: 'targetTemperature', by }),
    codes: () => sent.splice(0).map(({ code }) => code),
  }
}
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => (error instanceof Failure ? error.reason.code : String(error)),
  )

describe('an air conditioner whose on and off are one code', () => {
  const toggle = { commands: { on: leaf(7), off: leaf(7), cool: { auto: range(18, 30, 10) } } }
  test('is not turned on or off without feedback of its power, and check reports that', async () => {
    const { spec, problems, set, codes } = open(toggle)
    expect(spec.traits.power).toBeUndefined()
    expect(problems).toEqual([expect.stringMatching(/on and off are one code.*borrow/)])
    expect(await reasonOf(set({ power: false }))).toBe('unsupported')
    await set({ mode: 'cool' })
    expect(codes()).toEqual([16])
  })
  test('gets the code only if its power is not the requested one', async () => {
    let isOn: boolean | undefined = false
    const { problems, set, codes } = open(toggle, { isOn: () => isOn })
    expect(problems).toEqual([])
    expect(await set({ power: false })).toMatchObject({ power: false })
    expect(codes()).toEqual([])
    await set({ power: true })
    expect(codes()).toEqual([7, 16])
    isOn = true
    await set({ power: true })
    expect(codes()).not.toContain(7)
    await set({ power: false })
    expect(codes()).toEqual([7])
  })
  test('is refused if the plug does not report the power', async () => {
    const { set, codes } = open(toggle, { isOn: () => undefined })
    expect(await reasonOf(set({ power: false }))).toBe('unknownValue')
    expect(codes()).toEqual([])
  })
  test('can be corrected by its user', async () => {
    const { spec } = open(
      { commands: { off: leaf(7), cool: { auto: range(18, 30, 10) } } },
      { climate: { toggle: true } },
    )
    expect(spec.traits.power).toBeUndefined()
  })
})

describe('settings that were not requested take the nearest value in the file', () => {
  const both = {
    operationModes: ['heat', 'cool'],
    commands: { off: leaf(5), heat: { auto: range(16, 30, 10) }, cool: { auto: range(18, 30, 40) } },
  }
  test('a temperature that the other mode lacks', async () => {
    const { set, codes } = open(both)
    await set({ mode: 'heat' })
    await set({ targetTemperature: 16 })
    expect(codes()).toEqual([18, 10])
    expect(await set({ mode: 'cool' })).toMatchObject({ mode: 'cool', targetTemperature: 18 })
    expect(codes()).toEqual([40])
  })
  test.each([
    ['odd degrees only', { '17': leaf(10), '19': leaf(11), '23': leaf(13), '25': leaf(14) }, [13]],
    ['a broken code at 24', { ...range(22, 26, 10), '24': 'x' }, [11]],
  ])('the first temperature of a file with %s', async (_name, cool, first) => {
    const { set, codes } = open({ commands: { off: leaf(5), cool: { auto: cool } } })
    await set({ power: true })
    expect(codes()).toEqual(first)
  })
  test('a file in °F offers what it can send', async () => {
    const commands = { off: leaf(5), cool: { auto: range(62, 86, 10) } }
    const { set, codes, spec } = open({ minTemperature: 62, maxTemperature: 86, commands })
    const { min = 0, max = 0 } = spec.traits.targetTemperature ?? {}
    for (let t = min; t <= max; t += 1) await set({ mode: 'cool', targetTemperature: t } as State)
    expect(codes()).toHaveLength(max - min + 1)
    expect([min, max]).toEqual([17, 30])
  })
  test('flaps that another mode lacks', async () => {
    const commands = {
      off: leaf(5),
      cool: { auto: { swing: range(18, 30, 10), stop: range(18, 30, 30) } },
      heat: { auto: { stop: range(18, 30, 50) } },
    }
    const { set, codes } = open({ operationModes: ['cool', 'heat'], swingModes: ['stop', 'swing'], commands })
    await set({ mode: 'cool' })
    await set({ oscillation: 'vertical' })
    codes()
    expect(await set({ mode: 'heat' })).toMatchObject({ mode: 'heat' })
    expect(codes()).toEqual([56])
  })
  test('unknown names for the flaps', async () => {
    const commands = { off: leaf(5), cool: { auto: { flutter: range(18, 30, 10), sail: range(18, 30, 30) } } }
    const { set, codes, problems } = open({ swingModes: ['flutter', 'sail'], commands })
    await set({ power: true })
    expect(codes()).toEqual([16])
    expect(problems.join()).toMatch(/swingModes.*flutter, sail/)
  })
  test('a step of one degree on a grid of two goes to the next', async () => {
    const cool = { '18': leaf(10), '20': leaf(11), '22': leaf(12), '24': leaf(13) }
    const { set, step, codes } = open({
      precision: 2,
      minTemperature: 18,
      maxTemperature: 24,
      commands: { off: leaf(5), cool: { auto: cool } },
    })
    await set({ mode: 'cool' })
    await set({ targetTemperature: 20 })
    expect(await step(1)).toMatchObject({ targetTemperature: 22 })
    expect(codes()).toEqual([13, 11, 12])
  })
})

describe('the syntax of litinoveweedle/SmartIR', () => {
  test('presets are read: the first one counts', async () => {
    const commands = { off: leaf(5), cool: { none: { auto: range(18, 30, 10) }, eco: { auto: range(18, 30, 30) } } }
    const { set, codes } = open({ presetModes: ['none', 'eco'], commands })
    await set({ mode: 'cool' })
    expect(codes()).toEqual([16])
  })
  test('a minus sign stands for every value', async () => {
    const commands = {
      off: leaf(5),
      cool: { auto: range(18, 30, 10), low: range(18, 30, 30) },
      fan_only: { '-': { '-': leaf(8) } },
    }
    const { set, codes } = open({ operationModes: ['cool', 'fan_only'], fanModes: ['auto', 'low'], commands })
    await set({ mode: 'cool' })
    await set({ mode: 'fan' })
    expect(await reasonOf(set({ fanSpeed: 1 }))).toBe('notInThisMode')
    expect(codes()).toEqual([16, 8])
  })
  test('each mode may have a code for off of its own', async () => {
    const commands = {
      ...{ off_cool: leaf(5), off_heat: leaf(6) },
      ...{ cool: { auto: range(18, 30, 10) }, heat: { auto: range(18, 30, 30) } },
    }
    const { set, codes } = open({ operationModes: ['cool', 'heat'], commands })
    await set({ mode: 'heat' })
    await set({ power: false })
    await set({ mode: 'cool' })
    await set({ power: false })
    expect(codes()).toEqual([36, 6, 16, 5])
  })
  test('the unit of temperatures is that of the file', async () => {
    const { spec } = open({
      temperatureUnit: 'F',
      minTemperature: 60,
      maxTemperature: 80,
      commands: { off: leaf(5), cool: { auto: range(61, 80, 10) } },
    })
    expect(spec.traits.targetTemperature).toMatchObject({ max: 26 })
  })
})

test('the codes for on and for the state are sent half a second apart, and so are the codes of a list', async () => {
  const commands = { on: leaf(7), off: [leaf(5), leaf(6)], cool: { auto: range(18, 30, 10) } }
  const { set, timed } = open({ commands })
  await set({ power: true })
  await set({ power: false })
  const [on, state, off, more] = timed.map(({ atMs }) => atMs)
  expect(timed.map(({ code }) => code)).toEqual([7, 16, 5, 6])
  expect((state ?? 0) - (on ?? 0)).toBeGreaterThanOrEqual(490)
  expect((more ?? 0) - (off ?? 0)).toBeGreaterThanOrEqual(490)
})

test('levels in another order cause no warning', () => {
  const commands = {
    off: leaf(5),
    cool: { low: { '20': { stop: leaf(10), swing: leaf(11) }, '21': { stop: leaf(12), swing: leaf(13) } } },
  }
  expect(open({ fanModes: ['low'], swingModes: ['stop', 'swing'], commands }).problems).toEqual([])
})
