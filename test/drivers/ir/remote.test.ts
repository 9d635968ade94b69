import { assumed } from '../../../drivers/ir/assumed.ts'
import { lender } from '../../../drivers/ir/borrow.ts'
import { recognise } from '../../../drivers/ir/codes/index.ts'
import { described } from '../../../drivers/ir/described.ts'
import { appliance } from '../../../drivers/ir/options.ts'
import type { Presser } from '../../../drivers/ir/remote/device.ts'
import type { Command, Reading } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { plan } from '../../../src/home/plan.ts'
import { numbers, words } from '../../../src/home/spec.ts'
import type { State } from '../../../src/home/traits.ts'
import { testContext } from '../../support/context.ts'

/** A blaster that notes what it is to send, and may be broken. */
function note() {
  const sent: string[] = []
  let broken: Failure | undefined
  const transmitter: Presser = {
    ready: Promise.resolve(),
    online: () => !broken,
    async send(code) {
      if (broken) throw broken
      const key = recognise(code)
      sent.push(key ? `${key.protocol} ${JSON.stringify(key.fields)}` : `${code.pulses.length} pulses`)
    },
    async named(remote, key) {
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

function open(given: object, seen: Readonly<Record<string, Reading>> = {}) {
  const options = appliance.parse({ gap: '20ms', ...given })
  const blaster = note()
  const memory = testContext().memory('it')
  let clock = 1_000_000
  const eye = lender(options.borrow, { look: async (id) => seen[id] }, () => clock)
  const whole = described(options, (name) => name, eye)
  const device = whole.device(blaster.transmitter, memory, eye)
  return {
    ...blaster,
    device,
    memory,
    spec: device.spec,
    later(ms: number) {
      clock += ms
    },
    async wish(command: Command) {
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
  test('offers what its keys can do for sure, and nothing else', () => {
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
    expect(words(spec, 'channelName')).toEqual(['KBS1'])
  })

  test('with one key for on and off offers no turning on', () => {
    const { spec } = open({ remote: { power: nec(1) } })
    expect(spec.traits.power?.can).toEqual(['cycle'])
  })

  test('levels and modes with keys of their own can be chosen', () => {
    const { spec } = open({ remote: { 'fan.1': nec(1), 'fan.3': nec(3), 'mode.sleep': nec(4), stop: nec(5) } })
    expect(numbers(spec, 'fanSpeed')).toMatchObject({ min: 1, max: 3, values: [1, 3] })
    expect(words(spec, 'mode')).toEqual(['sleep'])
    expect(spec.verbs).toEqual(['stop'])
  })

  const cases: readonly (readonly [name: string, wish: Command, keys: readonly number[], after: State])[] = [
    ['on', set({ power: true }), [1], { power: true }],
    ['five louder is five presses', { kind: 'step', trait: 'volume', by: 5 }, [4, 4, 4, 4, 4], {}],
    ['two channels down', { kind: 'step', trait: 'channel', by: -2 }, [7, 7], {}],
    ['a channel by its digits', set({ channel: 105 }), [17, 16, 21], { channel: 105 }],
    ['a channel by its name', set({ channelName: 'KBS1' }), [25], { channelName: 'KBS1' }],
    ['the third input from here', { kind: 'cycle', trait: 'inputSource', times: 3 }, [8, 8, 8], {}],
    ['mute, of which nobody knows whether it is', { kind: 'cycle', trait: 'muted' }, [3], {}],
  ]
  test.each(cases)('%s', async (_name, wish, keys, after) => {
    const { wish: tell, sent } = open({ remote: tv, channels: { KBS1: 9 } })
    expect(await tell(wish)).toEqual(after)
    expect(pressed(sent)).toEqual(keys)
  })

  test('presses in order, also for several who ask at once', async () => {
    const { wish, sent } = open({ remote: tv })
    await Promise.all([1, 2, 3, 4].map((digit) => wish(set({ channel: digit * 11 }))))
    expect(pressed(sent)).toEqual([17, 17, 18, 18, 19, 19, 20, 20])
  })

  test('turns the toggle of RC5 with each press', async () => {
    const { wish, sent } = open({ remote: { volumeUp: { rc5: { address: 0, command: 16 } }, volumeDown: nec(1) } })
    await wish({ kind: 'step', trait: 'volume', by: 2 })
    expect(sent).toHaveLength(2)
  })

  test('a press that fails changes nothing that is known', async () => {
    const { wish, device, break: breakIt } = open({ remote: tv })
    await wish(set({ power: false }))
    breakIt(new Failure('offline', 'gone'))
    expect(await reasonOf(wish(set({ power: true })))).toBe('offline')
    expect(await device.read({ signal })).toEqual({ online: false, state: { power: false } })
  })

  test('keys that lircd knows are pressed by their names', async () => {
    const { wish, sent } = open({
      remote: { volumeUp: { lirc: 'living-tv KEY_VOLUMEUP' }, volumeDown: { lirc: 'living-tv KEY_VOLUMEDOWN' } },
    })
    await wish({ kind: 'step', trait: 'volume', by: 3 })
    expect(sent).toEqual(Array(3).fill('living-tv KEY_VOLUMEUP'))
  })

  test('too many presses are refused before the first', async () => {
    const { wish, sent } = open({ remote: tv })
    expect(await reasonOf(wish({ kind: 'step', trait: 'volume', by: 90 }))).toBe('badValue')
    expect(sent).toEqual([])
  })
})

describe('what others see of it', () => {
  const plug = (watts: number): Readonly<Record<string, Reading>> => ({
    plug: { online: true, state: { power: true, consumption: [{ name: 'power', value: watts, unit: 'W' }] } },
    sensor: { online: true, state: { currentTemperature: 21.5 } },
  })
  const given = {
    remote: { power: nec(1) },
    borrow: { power: { from: 'plug', watts: 8 }, currentTemperature: 'sensor' },
  }

  test('makes one key for on and off sure', async () => {
    const { spec, wish, sent } = open(given, plug(50))
    expect(spec.traits.power?.can).toEqual(['read', 'set'])
    expect(await wish(set({ power: true }))).toEqual({ power: true, currentTemperature: 21.5 })
    expect(sent).toEqual([])
    expect(await wish(set({ power: false }))).toEqual({ power: false, currentTemperature: 21.5 })
    expect(pressed(sent)).toEqual([1])
  })

  test.each([
    [50, true],
    [8, true],
    [6, undefined],
    [4, false],
    [0, false],
  ])('at %d W it is on: %s', async (watts, power) => {
    const { device } = open(given, plug(watts))
    expect((await device.read({ signal })).state.power).toBe(power)
  })

  test('is not believed for a while after a command: a plug measures late', async () => {
    const { wish, device, later } = open(given, plug(50))
    await wish(set({ power: false }))
    expect((await device.read({ signal })).state.power).toBe(false)
    later(30_000)
    expect((await device.read({ signal })).state.power).toBe(true)
  })

  test('where nothing is seen, it is not pressed in the dark', async () => {
    const { wish, sent } = open(given)
    expect(await reasonOf(wish(set({ power: true })))).toBe('unsupported')
    expect(sent).toEqual([])
  })

  test('is corrected by whoever saw it, without a press', async () => {
    const { device, sent, memory } = open({ remote: tv, assume: { power: true } })
    expect((await device.read({ signal })).state).toEqual({ power: true })
    expect(device.assume?.({ power: false })).toEqual({ power: false })
    expect(memory.get()).toEqual({ power: false })
    expect(sent).toEqual([])
    expect(() => device.assume?.({ brightness: 3 })).toThrow('it has no brightness')
  })
})

test('an assumption counts only where nothing is remembered', () => {
  const memory = testContext().memory('it')
  memory.merge({ power: false })
  assumed(
    memory,
    lender({}, { look: async () => undefined }),
    { assumed: true, traits: {}, verbs: [] },
    { power: true },
  )
  expect(memory.get()).toEqual({ power: false })
})
