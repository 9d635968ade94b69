import { createReadingSource } from '../../../drivers/ir/borrowedReadings.ts'
import type { ClimateState } from '../../../drivers/ir/climate/protocol.ts'
import { protocols } from '../../../drivers/ir/climate/protocols/index.ts'
import { describeAppliance } from '../../../drivers/ir/describe.ts'
import { irApplianceSchema } from '../../../drivers/ir/options.ts'
import type { Transmitter } from '../../../drivers/ir/transmitter.ts'
import type { Command } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { plan } from '../../../src/home/plan.ts'
import type { State } from '../../../src/home/traits.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { testContext } from '../../support/context.ts'

const { signal } = new AbortController()
const set = (patch: State): Command => ({ kind: 'set', patch })

function open(name: string, given: object = {}) {
  const sent: (ClimateState | undefined)[] = []
  let broken: Failure | undefined
  const transmitter: Transmitter = {
    ready: Promise.resolve(),
    online: () => true,
    async send({ pulses }) {
      if (broken) throw broken
      sent.push(protocols[name]?.decode(pulses))
    },
    close: async () => {},
  }
  const options = irApplianceSchema.parse({ climate: { protocol: name }, ...given })
  const eye = createReadingSource(options.borrow, { readAppliance: async () => undefined })
  const memory = testContext().memory('it')
  const device = describeAppliance(options, (file) => file, eye).device(transmitter, memory, eye)
  return {
    sent,
    device,
    memory,
    break(why: Failure | undefined) {
      broken = why
    },
    async execute(command: Command) {
      const { state } = await device.read({ signal })
      return device.apply(plan(command, state, device.spec), signal)
    },
  }
}

/** One of each kind: all of it in a frame, flaps apart, power by the frames' number, off without a state, modes that others lack. */
const kinds = [
  'daikin-ac',
  'lg-ac',
  'lg2-ac',
  'samsung-ac',
  'toshiba-ac',
  'hitachi344-ac',
  'fujitsu-ac',
  'sharp-a903-ac',
  'coolix-ac',
]

describe.each(kinds)('an air conditioner of %s', (name) => {
  test('receives its whole state with every command', async () => {
    const { execute, sent } = open(name)
    expect(await execute(set({ mode: 'cool' }))).toMatchObject({ power: true, mode: 'cool', targetTemperature: 24 })
    await execute(set({ targetTemperature: 26 }))
    await execute(set({ fanSpeed: 1 }))
    expect(sent.at(-1)).toMatchObject({ power: true, mode: 'cool', targetTemperature: 26, fanSpeed: 1 })
  })

  test('is turned off, and on again with the state that it had', async () => {
    const { execute, sent } = open(name)
    // Some only cool.
    const mode = protocols[name]?.modes.heat ? 'heat' : 'cool'
    await execute(set({ mode }))
    await execute(set({ targetTemperature: 22 }))
    expect(await execute(set({ power: false }))).toMatchObject({ power: false, mode, targetTemperature: 22 })
    expect(sent.at(-1)?.power).toBe(false)
    expect(await execute(set({ power: true }))).toMatchObject({ power: true, mode, targetTemperature: 22 })
    expect(sent.at(-1)).toMatchObject({ power: true, mode, targetTemperature: 22 })
  })

  test('keeps settings that are requested while it is off until it is turned on', async () => {
    const { execute, sent } = open(name)
    await execute(set({ mode: 'cool' }))
    await execute(set({ power: false }))
    const before = sent.length
    expect(await execute(set({ targetTemperature: 20 }))).toMatchObject({ power: false, targetTemperature: 20 })
    expect(sent).toHaveLength(before)
    await execute(set({ power: true }))
    expect(sent.at(-1)).toMatchObject({ power: true, targetTemperature: 20 })
  })

  test('does not know the traits of a cancelled command, and keeps the other settings', async () => {
    const { execute, break: breakIt, device, sent } = open(name)
    await execute(set({ mode: 'cool' }))
    const { targetTemperature: _, ...others } = await execute(set({ targetTemperature: 21 }))
    breakIt(new Failure('offline', untranslated('gone')))
    await expect(execute(set({ targetTemperature: 28 }))).rejects.toThrow('gone')
    expect((await device.read({ signal })).state).toEqual(others)
    breakIt(undefined)
    expect(await execute(set({ fanSpeed: 1 }))).toMatchObject({ targetTemperature: 21, fanSpeed: 1 })
    expect(sent.at(-1)).toMatchObject({ targetTemperature: 21, fanSpeed: 1 })
  })

  test('does not store a command that its blaster refused', async () => {
    const { execute, break: breakIt, memory } = open(name)
    await execute(set({ mode: 'cool' }))
    const before = memory.get()
    breakIt(new Failure('deviceFault', untranslated('a wrong code')))
    await expect(execute(set({ targetTemperature: 28 }))).rejects.toThrow('a wrong code')
    expect(memory.get()).toEqual(before)
  })
})

test.each(['lg2-ac', 'toshiba-ac'])('sends the flap setting of a command in any case, of %s', async (name) => {
  const { execute, sent, memory } = open(name)
  await execute(set({ mode: 'cool' }))
  memory.merge({ oscillation: 'vertical' })
  await execute(set({ targetTemperature: 26 }))
  expect(sent.at(-1)?.oscillation).toBeUndefined()
  await execute(set({ oscillation: 'vertical' }))
  expect(sent.at(-1)?.oscillation).toBe('vertical')
})

test('refuses a setting while it is off that could not be sent when it is on', async () => {
  const { device, sent } = open('lg-ac', { assume: { power: false, mode: 'fan' } })
  const refused = await device.apply(set({ targetTemperature: 24 }), signal).catch((error: unknown) => error)
  expect((refused as Failure).reason).toEqual({ code: 'badValue' })
  expect(sent).toEqual([])
})

test('does not offer half degrees if other decoders read whole ones', () => {
  expect(open('panasonic-ac').device.spec.traits.targetTemperature).toMatchObject({ min: 16, max: 30, step: 1 })
})

test('refuses a temperature in a mode that has none', async () => {
  const { execute } = open('lg-ac')
  await execute(set({ mode: 'fan' }))
  const refused = await execute(set({ targetTemperature: 24 })).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Failure)
  expect((refused as Failure).reason.code).toBe('notInThisMode')
})

describe('presets', () => {
  const wordsOf = ({ device }: ReturnType<typeof open>) => device.spec.traits.mode?.values

  test('are offered as modes if the protocol has them', () => {
    const climate = ['auto', 'cool', 'heat', 'dehumidify', 'fan']
    expect(wordsOf(open('mitsubishi-heavy-ac'))).toEqual([...climate, 'powercool', 'powersaving', 'sleep'])
    expect(wordsOf(open('midea-ac'))).toEqual([...climate, 'sleep'])
    expect(wordsOf(open('lg-ac'))).not.toContain('sleep')
  })

  test('sleep keeps the mode in which it starts, and is reported and stored as sleep', async () => {
    const home = open('gree-ac')
    await home.execute(set({ mode: 'heat' }))
    await home.execute(set({ targetTemperature: 21 }))
    expect(await home.execute(set({ mode: 'sleep' }))).toMatchObject({ mode: 'sleep', targetTemperature: 21 })
    expect(home.sent.at(-1)).toMatchObject({ mode: 'heat', preset: 'sleep', targetTemperature: 21 })
    expect(await home.execute(set({ targetTemperature: 20 }))).toMatchObject({ mode: 'sleep', targetTemperature: 20 })
    expect(home.sent.at(-1)).toMatchObject({ mode: 'heat', preset: 'sleep', targetTemperature: 20 })
    // Releasing it goes back to heating.
    expect(home.device.spec.traits.mode?.rest).toBe('heat')
    expect((await home.device.read({ signal })).state.mode).toBe('sleep')
  })

  test('powercool cools, also if it heats now', async () => {
    const home = open('haier-yrw02-ac', { assume: { power: true, mode: 'heat' } })
    expect(await home.execute(set({ mode: 'powercool' }))).toMatchObject({ mode: 'powercool' })
    expect(home.sent.at(-1)).toMatchObject({ mode: 'cool', preset: 'powercool' })
  })

  test('end when it is turned off, and the mode stays', async () => {
    const home = open('haier-yrw02-ac')
    await home.execute(set({ mode: 'powercool' }))
    expect(await home.execute(set({ power: false }))).toMatchObject({ power: false, mode: 'cool' })
    expect(home.sent.at(-1)?.preset).toBeUndefined()
    await home.execute(set({ power: true }))
    expect(home.sent.at(-1)).toMatchObject({ power: true, mode: 'cool' })
    expect(home.sent.at(-1)?.preset).toBeUndefined()
  })

  test('follow the remote of the appliance, and may be corrected or configured as assumed', async () => {
    const home = open('gree-ac', { assume: { power: true, mode: 'sleep' } })
    expect((await home.device.read({ signal })).state.mode).toBe('sleep')
    expect(home.device.assume?.({ mode: 'powercool' })).toMatchObject({ mode: 'powercool' })
    expect(() => home.device.assume?.({ mode: 'cool+sleep' })).toThrow('it is one of auto, cool, heat')
    const press = protocols['gree-ac']?.encode({ power: true, mode: 'heat', preset: 'sleep', targetTemperature: 22 })
    if (!press) throw new Error('no press')
    expect(home.device.matchPress?.({ code: press })?.apply()).toMatchObject({ mode: 'sleep', targetTemperature: 22 })
    await home.execute(set({ targetTemperature: 23 }))
    expect(home.sent.at(-1)).toMatchObject({ mode: 'heat', preset: 'sleep', targetTemperature: 23 })
  })

  test('that determine the fan speed do not allow another one', async () => {
    const home = open('mitsubishi-heavy-ac')
    await home.execute(set({ mode: 'powersaving' }))
    const refused = await home.execute(set({ fanSpeed: 2 })).catch((error: unknown) => error)
    expect((refused as Failure).reason.code).toBe('notInThisMode')
  })
})

test('flaps of both directions move at once', async () => {
  const { execute, sent } = open('daikin-ac')
  await execute(set({ mode: 'cool' }))
  expect(await execute(set({ oscillation: 'both' }))).toMatchObject({ oscillation: 'both' })
  expect(sent.at(-1)?.oscillation).toBe('both')
})
