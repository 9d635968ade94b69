import { defaultTimings } from '../../../../drivers/hue/bridge/connection.ts'
import type { State } from '../../../../src/home/traits.ts'
import { group, lamp, type Resource, scene } from '../../../support/hue/bridgeHome.ts'
import { hueHomes, part, quickPolls } from '../../../support/hue/hueFixture.ts'
import { eventually } from '../../driverContract.ts'

const homes = hueHomes()
afterEach(homes.close)

/** As real ones do: events in batches, long after the first polls, and groups some time after their lamps. */
const paces = [
  ['at once', {}],
  ['as bridges tell', { batch: 500, lag: 150 }],
] as const

const wide = lamp('Wide', { mirek: [153, 500] })
const cold = lamp('Cold', { kind: 'ambiance', mirek: [153, 250] })
const warm = lamp('Warm', { kind: 'ambiance', mirek: [200, 600] })
const plain = lamp('Plain', { kind: 'white' })
const room = group('Room', [wide, cold, warm, plain])
const on = { on: { on: true } }
const evening = scene('Evening', room, [
  [part(wide, 'light'), { ...on, dimming: { brightness: 40 } }],
  [part(plain, 'light'), { ...on, dimming: { brightness: 20 } }],
])
const night = scene('Night', room, [[part(wide, 'light'), { on: { on: false } }]])
const resources = [wide, cold, warm, plain, room, [evening, night]]

describe.each(paces)('events %s', (_name, pace) => {
  const open = () => homes.open({ resources, ...pace }, {}, { timings: defaultTimings })

  /** One after the other; each is answered with what came of it, and at least one value of it. */
  test.each<[string, object, readonly (readonly [requested: State, after: State])[]]>([
    [
      'a lamp',
      { light: 'Wide' },
      [
        [{ brightness: 20 }, { power: true, brightness: 20 }],
        [{ power: false }, { power: false }],
      ],
    ],
    ['a lamp that has it already', { light: 'Wide' }, [[{ power: false }, { power: false }]]],
    [
      'a room',
      { room: 'Room' },
      [
        [{ brightness: 33 }, { power: true, brightness: 33 }],
        [{ power: false }, { power: false }],
      ],
    ],
    [
      'a colour of a room that is off',
      { room: 'Room' },
      [[{ color: { hue: 120, saturation: 100 } }, { power: true, color: { hue: 120, saturation: 100 } }]],
    ],
    [
      'a white of a room that is off',
      { room: 'Room' },
      [[{ colorTemperature: 4500 }, { power: true, colorTemperature: 4500 }]],
    ],
    [
      'a white that two of three lamps have',
      { room: 'Room' },
      [[{ colorTemperature: 2500 }, { power: true, colorTemperature: 2500 }]],
    ],
    [
      'a white that one lamp has',
      { room: 'Room' },
      [[{ colorTemperature: 1700 }, { power: true, colorTemperature: 1700 }]],
    ],
    [
      'a scene',
      { scene: 'Evening' },
      [
        [{ power: true }, { power: true }],
        [{ power: false }, { power: false }],
        [{ power: true }, { power: true }],
      ],
    ],
    ['a scene that puts out', { scene: 'Night' }, [[{ power: true }, { power: true }]]],
  ])('%s', async (_what, options, steps) => {
    const { device, set } = await open()
    const one = device(options)
    for (const [requested, after] of steps) {
      const start = performance.now()
      expect(await set(one, requested)).toMatchObject(after)
      // Events of groups come once a second; a command that took effect waits no longer than that.
      expect(performance.now() - start).toBeLessThan(1900)
    }
  })

  test('a scene can be recalled again after its lamps were switched off individually', async () => {
    const { device, read, set, bridge } = await open()
    const relax = device({ scene: 'Evening' })
    expect(await set(relax, { power: true })).toEqual({ power: true })
    bridge.change(part(wide, 'light').id, { on: { on: false } })
    bridge.change(part(plain, 'light').id, { on: { on: false } })
    await eventually(async () => (await read(relax)).state.power === false)
    expect(await set(relax, { power: true })).toEqual({ power: true })
  })
})

test('a room shows the white that most of its lamps have, and none if there is no majority', async () => {
  const { bridge, device, read } = await homes.open({ resources })
  const it = device({ room: 'Room' })
  const put = (one: readonly Resource[], mirek: number) =>
    bridge.change(part(one, 'light').id, { ...on, color_temperature: { mirek, mirek_valid: true } })
  expect(it.spec.traits.colorTemperature).toMatchObject({ min: 1670, max: 6530 })
  put(wide, 250)
  put(cold, 250)
  put(warm, 400)
  await eventually(async () => (await read(it)).state.colorTemperature === 4000)
  put(cold, 160)
  await eventually(async () => (await read(it)).state.colorTemperature === undefined)
})

test('a command whose result the bridge does not report fails', async () => {
  const { bridge, device, set } = await homes.open({ resources: [wide] }, {}, quickPolls)
  bridge.beforePut = () => {
    bridge.change(part(wide, 'light').id, { ...on, color: {}, color_temperature: {} })
    bridge.cut(part(wide, 'device').id, 'deaf')
  }
  expect(await set(device({ light: 'Wide' }), { color: { hue: 0, saturation: 100 } })).toBe('actionFailed')
})

test('a state from before the command confirms nothing', async () => {
  const { bridge, device, set } = await homes.open({ resources: [lamp('Lamp', { on: true })] })
  bridge.stream.mode = 'stalled'
  const [one] = [...bridge.resources.values()].filter(({ type }) => type === 'light')
  bridge.beforePut = (target) => {
    bridge.beforePut = undefined
    if (target) Object.assign(target, { on: { on: false } })
    bridge.cut(one?.owner?.rid ?? '', 'deaf')
  }
  expect(await set(device({ light: 'Lamp' }), { power: true })).toMatchObject({ power: false })
})
