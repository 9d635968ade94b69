import { borrowedReadingsSchema, createReadingSource, sourceIds } from '../../../drivers/ir/borrowedReadings.ts'
import type { State, Trait } from '../../../src/home/traits.ts'

const { signal } = new AbortController()

/** What is lent by these options; other appliances have these states, and are offline without one. */
function setUp(options: object, states: Readonly<Record<string, State>> = {}) {
  const clock = { nowMs: 0 }
  const asked: [id: string, needed: readonly Trait[] | undefined][] = []
  const source = createReadingSource(
    borrowedReadingsSchema.parse(options),
    {
      async readAppliance(id, _signal, needed) {
        asked.push([id, needed])
        if (id === 'broken') throw new Error('a fault')
        const state = states[id]
        return state ? { online: true, state } : { online: false, state: { humidity: 1, power: false } }
      },
    },
    () => clock.nowMs,
  )
  return { source, clock, asked: () => asked.splice(0).toSorted(([a], [b]) => a.localeCompare(b)) }
}
const plug = (value: number, unit = 'W') => ({ consumption: [{ name: 'power', value, unit }] })
const power = { from: 'plug', watts: 8 }

test('a needed reading is requested from the other appliance as the trait of that appliance', async () => {
  const { source, asked } = setUp({ power, currentTemperature: 'sensor', humidity: 'sensor' })
  await source.readState(signal, ['power', 'humidity', 'brightness'])
  expect(asked()).toEqual([
    ['plug', ['consumption']],
    ['sensor', ['humidity']],
  ])
  await source.readState(signal)
  expect(asked()).toEqual([
    ['plug', []],
    ['sensor', []],
  ])
})

test('consumption that is needed for two traits is requested once', async () => {
  const { source, asked } = setUp({ power, consumption: 'plug' })
  await source.readState(signal, ['power', 'consumption'])
  expect(asked()).toEqual([['plug', ['consumption']]])
})

test('the options determine which readings are borrowed', () => {
  const options = { power, currentTemperature: 'sensor' }
  const { source } = setUp(options)
  expect([source.traits, source.seesPower]).toEqual([{ currentTemperature: { can: ['read'] } }, true])
  expect(setUp({}).source).toMatchObject({ traits: {}, seesPower: false })
  expect(sourceIds(borrowedReadingsSchema.parse(options)).toSorted()).toEqual(['plug', 'sensor'])
  expect(sourceIds({ humidity: undefined, currentTemperature: 'sensor' } as never)).toEqual(['sensor'])
})

test('readings are borrowed from an appliance that is online, and not from one that is offline or fails', async () => {
  const sensor = { currentTemperature: 21, humidity: 40, battery: 5 }
  const { source } = setUp({ currentTemperature: 'sensor', humidity: 'away', battery: 'broken' }, { sensor })
  expect(await source.readState(signal)).toStrictEqual({ currentTemperature: 21 })
})

test.each<[string, options: object, plug: State | undefined, isOn: boolean | undefined]>([
  ['draws as much as it must', power, plug(8), true],
  ['draws more, in kilowatts', power, plug(0.1, 'kW'), true],
  ['draws less than that, and more than half', power, plug(7.9), undefined],
  ['draws half of it', power, plug(4), false],
  ['draws a little more than the own limit', { ...power, off: 2 }, plug(2.1), undefined],
  ['draws the own limit', { ...power, off: 2 }, plug(2), false],
  ['counts in another unit', power, plug(100, 'kWh'), undefined],
  [
    'counts energy, and then watts',
    power,
    { consumption: [...plug(9, 'kWh').consumption, ...plug(9).consumption] },
    true,
  ],
  ['counts in a unit of an odd name', power, plug(100, 'toString'), undefined],
  ['measures nothing', power, {}, undefined],
  ['is off', power, { power: false, ...plug(100) }, false],
  ['is on', power, { power: true, ...plug(100) }, true],
  ['is away', power, undefined, undefined],
])('the power is found by a plug that %s', async (_what, options, state, isOn) => {
  const { source } = setUp({ power: options }, state && { plug: state })
  expect(await source.readState(signal, ['power'])).toStrictEqual(isOn === undefined ? {} : { power: isOn })
})

test('a plug is read at once if no command was sent, by the monotonic clock', async () => {
  const source = createReadingSource(borrowedReadingsSchema.parse({ power }), {
    readAppliance: async () => ({ online: true, state: plug(100) }),
  })
  expect(await source.readState(signal)).toEqual({ power: true })
})

test('a plug is not used for half a minute after a command, since it measures late', async () => {
  const { source, clock, asked } = setUp({ power }, { plug: plug(100) })
  clock.nowMs = 1000
  source.commandSent()
  clock.nowMs = 30_999
  expect([await source.readState(signal, ['power']), asked()]).toEqual([{}, []])
  clock.nowMs = 31_000
  expect(await source.readState(signal, ['power'])).toEqual({ power: true })
})

test('the limit for off must lie below the limit for on', () => {
  const isRight = (off: number) => borrowedReadingsSchema.safeParse({ power: { ...power, off } }).success
  expect([isRight(7.9), isRight(8), isRight(0), isRight(-1)]).toEqual([true, false, true, false])
  expect(borrowedReadingsSchema.safeParse({ power: { ...power, watts: 0 } }).success).toBe(false)
  expect(borrowedReadingsSchema.safeParse({ brightness: 'lamp' }).success).toBe(false)
})
