import { createAssumedState } from '../../../drivers/ir/assumedState.ts'
import { createReadingSource } from '../../../drivers/ir/borrowedReadings.ts'
import { recognise } from '../../../drivers/ir/codes/index.ts'
import type { IrConfig } from '../../../drivers/ir/config.ts'
import { describeAppliance } from '../../../drivers/ir/describe.ts'
import { irApplianceSchema } from '../../../drivers/ir/options.ts'
import type { KeyTransmitter } from '../../../drivers/ir/transmitter.ts'
import type { Command, Reading } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { plan } from '../../../src/home/plan.ts'
import { allowedWords, numberDomain } from '../../../src/home/spec.ts'
import type { State } from '../../../src/home/traits.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { testContext } from '../../support/context.ts'

/** A blaster that notes what it is to send, and may be broken. */
function note() {
  const sent: string[] = []
  let broken: Failure | undefined
  const transmitter: KeyTransmitter = {
    ready: Promise.resolve(),
    online: () => !broken,
    async send(code) {
      if (broken) throw broken
      const key = recognise(code)
      sent.push(key ? `${key.protocol} ${JSON.stringify(key.fields)}` : `${code.pulses.length} pulses`)
    },
    async sendKey(remote, key) {
      if (broken) throw broken
      sent.push(`${remote} ${key}`)
    },
    close: async () => {},
  }
  return {
    sent,
    transmitter,
    break(why: Failure | undefined) {
      broken = why
    },
  }
}

const nec = (command: number) => ({ nec: { address: 4, command } })
const tv = {
  on: nec(1),
  off: nec(2),
  mute: nec(3),
  volumeUp: nec(4),
  volumeDown: nec(5),
  channelUp: nec(6),
  channelDown: nec(7),
  input: nec(8),
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), nec(16 + digit)])),
}
const { signal } = new AbortController()

function open(given: object, seen: Readonly<Record<string, Reading>> = {}, config?: IrConfig) {
  const options = irApplianceSchema.parse({ gap: '20ms', ...given })
  const blaster = note()
  const memory = testContext().memory('it')
  let clock = 1_000_000
  const eye = createReadingSource(options.borrow, { readAppliance: async (id) => seen[id] }, () => clock)
  const whole = describeAppliance(options, (name) => name, eye, config)
  const device = whole.device(blaster.transmitter, memory, eye)
  return {
    ...blaster,
    device,
    problems: whole.problems.map(String),
    memory,
    spec: device.spec,
    later(ms: number) {
      clock += ms
    },
    async execute(command: Command) {
      const { state } = await device.read({ signal })
      return device.apply(plan(command, state, device.spec), signal)
    },
  }
}
const set = (patch: State): Command => ({ kind: 'set', patch })
const reasonOf = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Failure ? error.reason.code : error),
  )
const pressed = (sent: readonly string[]) => sent.map((text) => Number(/"command":(\d+)/.exec(text)?.[1]))

describe('a remote control', () => {
  test('offers only what its keys can do reliably', () => {
    const { spec } = open({ remote: tv, channels: { KBS1: 9 }, inputs: ['TV', 'HDMI1'] })
    expect(spec.assumed).toBe(true)
    const can = Object.fromEntries(Object.entries(spec.traits).map(([trait, limit]) => [trait, limit?.can]))
    expect(can).toEqual({
      power: ['read', 'set'],
      muted: ['cycle'],
      volume: ['step'],
      channel: ['step', 'set'],
      inputSource: ['cycle'],
      channelName: ['set'],
    })
    expect(allowedWords(spec, 'channelName')).toEqual(['KBS1'])
  })

  test('with one key for on and off does not offer turning on', () => {
    const { spec } = open({ remote: { power: nec(1) } })
    expect(spec.traits.power?.can).toEqual(['cycle'])
  })

  test('levels and modes with keys of their own can be chosen', () => {
    const { spec } = open({ remote: { 'fan.1': nec(1), 'fan.3': nec(3), 'mode.sleep': nec(4), stop: nec(5) } })
    expect(numberDomain(spec, 'fanSpeed')).toMatchObject({ min: 1, max: 3, values: [1, 3] })
    expect(allowedWords(spec, 'mode')).toEqual(['sleep'])
    expect(spec.verbs).toEqual(['stop'])
  })

  const cases: readonly (readonly [name: string, requested: Command, keys: readonly number[], after: State])[] = [
    ['on', set({ power: true }), [1], { power: true }],
    ['five louder is five presses', { kind: 'step', trait: 'volume', by: 5 }, [4, 4, 4, 4, 4], {}],
    ['two channels down', { kind: 'step', trait: 'channel', by: -2 }, [7, 7], {}],
    ['a channel by its digits', set({ channel: 105 }), [17, 16, 21], { channel: 105 }],
    ['a channel that has a name', set({ channel: 9 }), [25], { channel: 9, channelName: 'KBS1' }],
    ['a channel by its name', set({ channelName: 'KBS1' }), [25], { channel: 9, channelName: 'KBS1' }],
    ['the third input from here', { kind: 'cycle', trait: 'inputSource', times: 3 }, [8, 8, 8], {}],
    ['mute, of which nobody knows whether it is', { kind: 'cycle', trait: 'muted' }, [3], {}],
  ]
  test.each(cases)('%s', async (_name, requested, keys, after) => {
    const { execute: tell, sent } = open({ remote: tv, channels: { KBS1: 9 } })
    expect(await tell(requested)).toEqual(after)
    expect(pressed(sent)).toEqual(keys)
  })

  const known: readonly (readonly [name: string, before: State, requested: Command, after: State])[] = [
    ['a volume that was stepped', { volume: 10 }, { kind: 'step', trait: 'volume', by: 2 }, {}],
    [
      'a channel that was stepped, and its name',
      { channel: 9, channelName: 'KBS1' },
      { kind: 'step', trait: 'channel', by: 1 },
      {},
    ],
    ['the name of another channel', { channel: 9, channelName: 'KBS1' }, set({ channel: 11 }), { channel: 11 }],
    ['an input that was gone on from', { inputSource: 'TV' }, { kind: 'cycle', trait: 'inputSource' }, {}],
  ]
  test.each(known)('is unknown afterwards: %s', async (_name, before, requested, after) => {
    const { 5: _five, ...some } = tv as Record<string, unknown>
    const remote = requested.kind === 'step' ? some : tv
    const { execute: tell, memory } = open({ remote, channels: { KBS1: 9 }, inputs: ['TV', 'HDMI1'] })
    memory.merge({ power: true, ...before })
    expect(await tell(requested)).toEqual({ power: true, ...after })
    expect(memory.get()).toEqual({ power: true, ...after })
  })

  test('its mute state is known after a toggle key if it was known before', async () => {
    const { execute, memory } = open({ remote: tv })
    memory.merge({ muted: true })
    expect(await execute({ kind: 'cycle', trait: 'muted' })).toEqual({ muted: false })
  })

  test.each([
    ['the first, where nobody knows which it has', {}, 1, 2, 'HDMI1'],
    ['the second, likewise', {}, 2, 3, 'HDMI2'],
    ['the one behind that which it has', { inputSource: 'HDMI1' }, 1, 3, 'HDMI2'],
    ['the first behind the last', { inputSource: 'USB' }, 1, 2, 'HDMI1'],
  ] as const)(
    'the next of several inputs with their own keys is %s',
    async (_name, before, times, key, inputSource) => {
      const remote = { 'input.USB': nec(1), 'input.HDMI1': nec(2), 'input.HDMI2': nec(3) }
      const { execute, memory, sent } = open({ remote, inputs: ['HDMI1', 'HDMI2'] })
      memory.merge(before)
      expect(await execute({ kind: 'cycle', trait: 'inputSource', times })).toEqual({ inputSource })
      expect(pressed(sent)).toEqual([key])
    },
  )

  test('a fan with keys for speeds and off is turned on with its last speed, or the lowest', async () => {
    const { spec, execute, sent } = open({ remote: { off: nec(0), 'fan.2': nec(2), 'fan.1': nec(1), 'fan.3': nec(3) } })
    expect(spec.traits.power?.can).toEqual(['read', 'set'])
    expect(await execute(set({ power: true }))).toEqual({ power: true, fanSpeed: 1 })
    expect(await execute(set({ fanSpeed: 3 }))).toEqual({ power: true, fanSpeed: 3 })
    expect(await execute(set({ power: false }))).toEqual({ power: false, fanSpeed: 3 })
    expect(await execute(set({ power: true }))).toEqual({ power: true, fanSpeed: 3 })
    expect(pressed(sent)).toEqual([1, 3, 0, 3])
  })

  test('an appliance with keys for modes and off is turned on with its last mode', async () => {
    const { execute, sent } = open({ remote: { off: nec(0), 'mode.auto': nec(1), 'mode.sleep': nec(2) } })
    await execute(set({ mode: 'sleep' }))
    await execute(set({ power: false }))
    expect(await execute(set({ power: true }))).toEqual({ power: true, mode: 'sleep' })
    expect(pressed(sent)).toEqual([2, 0, 2])
  })

  describe('of a light with a key for each level', () => {
    const remote = {
      ...{ on: nec(1), off: nec(2), 'brightness.10': nec(3), 'brightness.50': nec(4), 'brightness.100': nec(5) },
      ...{ 'colorTemperature.2700': nec(6), 'colorTemperature.6500': nec(7) },
    }
    const cases: readonly (readonly [name: string, requested: Command, keys: readonly number[], after: State])[] = [
      ['the very level', set({ brightness: 50 }), [1, 4], { power: true, brightness: 50 }],
      ['the nearest level', set({ brightness: 90 }), [1, 5], { power: true, brightness: 100 }],
      ['a colour', set({ colorTemperature: 3000 }), [1, 6], { power: true, colorTemperature: 2700 }],
    ]
    test.each(cases)('%s is chosen by its key', async (_name, requested, keys, after) => {
      const { execute: tell, sent, spec } = open({ remote })
      expect(spec.traits.brightness).toMatchObject({ can: ['read', 'set'], min: 10, max: 100 })
      expect(await tell(requested)).toEqual(after)
      expect(pressed(sent)).toEqual(keys)
    })
  })

  describe('of a light whose levels are known', () => {
    const remote = {
      ...{ on: nec(1), off: nec(2), brightnessUp: nec(3), brightnessDown: nec(4) },
      ...{ colder: nec(5), warmer: nec(6), 'mode.sleep': nec(7) },
    }
    const levels = { brightness: [20, 40, 60, 80, 100], colorTemperature: [2700, 4600, 6500] }
    const cases: readonly (readonly [name: string, requested: Command, keys: readonly number[], after: State])[] = [
      ['the darkest', set({ brightness: 20 }), [1, 4, 4, 4, 4], { power: true, brightness: 20 }],
      ['the next, from the dark end', set({ brightness: 40 }), [1, 4, 4, 4, 4, 3], { power: true, brightness: 40 }],
      [
        'one between, from the bright end',
        set({ brightness: 77 }),
        [1, 3, 3, 3, 3, 4],
        { power: true, brightness: 80 },
      ],
      ['a colour', set({ colorTemperature: 4000 }), [1, 6, 6, 5], { power: true, colorTemperature: 4600 }],
    ]
    test.each(cases)('%s is reached reliably', async (_name, requested, keys, after) => {
      const { execute: tell, sent } = open({ remote, levels })
      expect(await tell(requested)).toEqual(after)
      expect(pressed(sent)).toEqual(keys)
    })

    test('the night light has no brightness level, and a level ends the night light', async () => {
      const { execute } = open({ remote, levels })
      await execute(set({ brightness: 40 }))
      expect(await execute(set({ mode: 'sleep' }))).toEqual({ power: true, mode: 'sleep' })
      expect(await execute(set({ brightness: 100 }))).toEqual({ power: true, brightness: 100 })
    })

    test('levels that cannot be cycled through in time are not offered, which is reported', () => {
      const many = { brightness: Array.from({ length: 50 }, (_, i) => 2 * i + 2) }
      const { spec, problems } = open({ remote, levels: many })
      expect(spec.traits.brightness?.can).toEqual(['step'])
      expect(problems).toEqual([
        expect.stringMatching(/^brightness cannot be set: its 50 levels would take up to 6\.\d s, .* shorter pause/),
        expect.stringMatching(/^colder and warmer are not used/),
      ])
    })
  })

  test.each([
    ['a number beyond it', { fanSpeed: 9 }, 'badValue', 'fanSpeed cannot be 9: it is one of 1, 3'],
    ['a number between two', { fanSpeed: 2 }, 'badValue', 'fanSpeed cannot be 2: it is one of 1, 3'],
    ['a number off the end', { volume: 101 }, 'badValue', 'volume cannot be 101: it goes from 0 to 100'],
    ['a word that it has not', { mode: 'turbo' }, 'badValue', 'mode cannot be turbo: it is one of sleep'],
    ['what it has not', { brightness: 3 }, 'unsupported', 'it has no brightness; it has volume, mode, fanSpeed'],
  ] as const)('an assumed state with %s is refused', async (_name, patch, code, message) => {
    const remote = { volumeUp: nec(5), volumeDown: nec(6), 'fan.1': nec(1), 'fan.3': nec(3), 'mode.sleep': nec(4) }
    const { device, memory } = open({ remote })
    const refused = await Promise.resolve()
      .then(() => device.assume?.(patch))
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ message, reason: { code } })
    expect(memory.get()).toEqual({})
  })

  test('an assumed value may become unknown again', () => {
    const { device } = open({ remote: tv, channels: { KBS1: 9 } })
    expect(device.assume?.({ channelName: 'KBS1', power: true })).toEqual({
      power: true,
      channel: 9,
      channelName: 'KBS1',
    })
    expect(device.assume?.({}, ['channel'])).toEqual({ power: true })
    expect(() => device.assume?.({}, ['mode'])).toThrow('it has no mode; it has')
  })

  test('the state before a change is not reported', async () => {
    const { device, memory } = open({ remote: { 'fan.1': nec(1), 'fan.2': nec(2), 'mode.auto': nec(3) } })
    memory.merge({ fanSpeed: 5, mode: 'auto', brightness: 40, volume: 3 })
    expect((await device.read({ signal })).state).toEqual({ mode: 'auto' })
  })

  test('sends presses in order, also for several requests at once', async () => {
    const { execute, sent } = open({ remote: tv })
    await Promise.all([1, 2, 3, 4].map((digit) => execute(set({ channel: digit * 11 }))))
    expect(pressed(sent)).toEqual([17, 17, 18, 18, 19, 19, 20, 20])
  })

  test('changes the toggle bit of RC5 with each press', async () => {
    const { execute, sent } = open({ remote: { volumeUp: { rc5: { address: 0, command: 16 } }, volumeDown: nec(1) } })
    await execute({ kind: 'step', trait: 'volume', by: 2 })
    expect(sent).toHaveLength(2)
  })

  test('a failed press does not change the known state', async () => {
    const { execute, device, break: breakIt } = open({ remote: tv })
    await execute(set({ power: false }))
    breakIt(new Failure('offline', untranslated('gone')))
    expect(await reasonOf(execute(set({ power: true })))).toBe('offline')
    expect(await device.read({ signal })).toMatchObject({
      online: false,
      offlineReason: { ko: '송신기에 닿지 않습니다' },
      state: { power: false },
    })
  })

  test('keys that lircd knows are pressed by their names', async () => {
    const { execute, sent } = open({
      remote: { volumeUp: { lirc: 'living-tv KEY_VOLUMEUP' }, volumeDown: { lirc: 'living-tv KEY_VOLUMEDOWN' } },
    })
    await execute({ kind: 'step', trait: 'volume', by: 3 })
    expect(sent).toEqual(Array(3).fill('living-tv KEY_VOLUMEUP'))
  })

  test.each([
    ['20ms', 45, 46],
    ['500ms', 7, 8],
    ['2s', 2, 3],
  ])(
    'with a gap of %s %d presses can be made in time, and %d are refused before the first',
    async (gap, _most, more) => {
      const { execute, sent } = open({ remote: tv, gap })
      const refused = execute({ kind: 'step', trait: 'volume', by: more })
      await expect(refused).rejects.toThrow(/presses, which take \d\.\d s, and at most 4 s may pass: nothing was sent/)
      expect(await reasonOf(refused)).toBe('badValue')
      expect(sent).toEqual([])
    },
  )
})

describe('readings of other appliances about it', () => {
  const plug = (watts: number): Readonly<Record<string, Reading>> => ({
    plug: { online: true, state: { power: true, consumption: [{ name: 'power', value: watts, unit: 'W' }] } },
    sensor: { online: true, state: { currentTemperature: 21.5 } },
  })
  const given = {
    remote: { power: nec(1) },
    borrow: { power: { from: 'plug', watts: 8 }, currentTemperature: 'sensor' },
  }

  test('make a toggle key for on and off reliable', async () => {
    const { spec, execute, sent } = open(given, plug(50))
    expect(spec.traits.power?.can).toEqual(['read', 'set'])
    expect(await execute(set({ power: true }))).toEqual({ power: true, currentTemperature: 21.5 })
    expect(sent).toEqual([])
    expect(await execute(set({ power: false }))).toEqual({ power: false, currentTemperature: 21.5 })
    expect(pressed(sent)).toEqual([1])
  })

  test.each([
    [50, true],
    [8, true],
    [6, undefined],
    [4, false],
    [0, false],
  ])('at %d W show that it is on: %s', async (watts, power) => {
    const { device } = open(given, plug(watts))
    expect((await device.read({ signal })).state.power).toBe(power)
  })

  test('are not used for a while after a command, since a plug measures late', async () => {
    const { execute, device, later } = open(given, plug(50))
    await execute(set({ power: false }))
    expect((await device.read({ signal })).state.power).toBe(false)
    later(30_000)
    expect((await device.read({ signal })).state.power).toBe(true)
  })

  test('are needed for a toggle key, which is not sent without them', async () => {
    const { execute, sent } = open(given)
    expect(await reasonOf(execute(set({ power: true })))).toBe('unsupported')
    expect(sent).toEqual([])
  })

  test('can be corrected by the user without a press', async () => {
    const { device, sent, memory } = open({ remote: tv, assume: { power: true } })
    expect((await device.read({ signal })).state).toEqual({ power: true })
    expect(device.assume?.({ power: false })).toEqual({ power: false })
    expect(memory.get()).toEqual({ power: false })
    expect(sent).toEqual([])
  })
})

test('an assumed state in the configuration counts only if no state is stored', () => {
  const memory = testContext().memory('it')
  memory.merge({ power: false })
  createAssumedState(
    memory,
    createReadingSource({}, { readAppliance: async () => undefined }),
    { assumed: true, traits: {}, verbs: [] },
    { power: true },
  )
  expect(memory.get()).toEqual({ power: false })
})
