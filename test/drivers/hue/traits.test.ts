import { plan } from '../../../src/home/plan.ts'
import { group, lamp, scene, typicalHome } from '../../support/hue/bridgeHome.ts'
import { hueHomes, part } from '../../support/hue/hueFixture.ts'
import { eventually } from '../driverContract.ts'

const homes = hueHomes()
afterEach(homes.close)

test('everything is found with its kind, type and name, under the id of the bridge', async () => {
  const { connection } = await homes.open()
  const found = connection.discovery?.devices().map(({ name, type, via }) => `${name} ${type} ${via}`)
  expect(found).toEqual([
    '책상 스탠드 LIGHT hue light',
    '거실 등 LIGHT hue light',
    '복도 등 LIGHT hue light',
    '선풍기 플러그 SMARTPLUG hue light',
    '현관 센서 MOTIONSENSOR hue sensor',
    '현관문 OPENCLOSESENSOR hue sensor',
    '침실 스위치 undefined hue sensor',
    '거실 LIGHT hue room',
    '위층 LIGHT hue zone',
    'all LIGHT hue home',
    '휴식 SWITCH hue scene',
  ])
  const [first] = connection.discovery?.devices() ?? []
  expect(first).toMatchObject({
    key: part(typicalHome().desk, 'light').id,
    deviceInfo: { manufacturer: expect.any(String) },
  })
})

test('exposed names become appliances, scenes with their prefix; unknown names cause a warning', async () => {
  const expose = ['책상 스탠드', 'scene:휴식', '없는 등']
  const { connection } = await homes.open({}, { expose })
  const exposed = connection.discovery?.devices().filter((one) => one.exposed)
  expect(exposed?.map(({ name }) => name)).toEqual(['책상 스탠드', '휴식'])
  expect(connection.problems?.().map(String)).toEqual(['the bridge has nothing called "없는 등"'])
  const all = await homes.open({}, { expose: 'all' })
  expect(all.connection.discovery?.devices().filter((one) => one.exposed)).toHaveLength(8)
})

test('a colour outside the gamut is reported as it was set', async () => {
  for (const gamut of ['A', 'B', 'C'] as const) {
    const { bridge, device, read, set } = await homes.open({ resources: [lamp('Lamp', { on: true, gamut })] })
    const light = device({ light: 'Lamp' })
    for (const hue of [0, 60, 120, 240, 300]) {
      const color = { hue, saturation: 100, brightness: 80 }
      expect(await set(light, { color })).toMatchObject({ color: { hue, saturation: 100, brightness: 80 } })
    }
    expect((await read(light)).state.colorTemperature).toBeUndefined()
    const { body } = bridge.puts('light').at(-1) ?? {}
    expect(body).toMatchObject({ dimming: { brightness: 80 } })
  }
})

test('the kelvin range is the lamp’s own, and the state has the kelvin that was set', async () => {
  const { device, read, set } = await homes.open()
  const ceiling = device({ light: '거실 등' })
  expect(ceiling.spec.traits.colorTemperature).toMatchObject({ min: 2210, max: 6530 })
  expect(ceiling.spec.traits.color).toBeUndefined()
  for (const colorTemperature of [2210, 3333, 6500, 6530])
    expect(await set(ceiling, { colorTemperature })).toMatchObject({ power: true, colorTemperature })
  expect((await read(ceiling)).state.color).toBeUndefined()
  const color = { kind: 'set', patch: { color: { hue: 1, saturation: 1 } } } as const
  expect(() => plan(color, {}, ceiling.spec)).toThrow('color cannot be set')
  expect(await set(ceiling, { color: { hue: 1, saturation: 1 } })).toBe('unsupported')
})

test('a brightness switches on a lamp that is off', async () => {
  const { bridge, device, set } = await homes.open()
  const hall = device({ light: '복도 등' })
  expect(await set(hall, { brightness: 30 })).toMatchObject({ power: true, brightness: 30 })
  expect(await set(hall, { brightness: 40 })).toMatchObject({ power: true, brightness: 40 })
  expect(bridge.puts('light').map(({ body }) => body)).toEqual([
    { on: { on: true }, dimming: { brightness: 30 } },
    { dimming: { brightness: 40 } },
  ])
})

test.each([false, true])(
  'effects that CLOVA has a mode for are modes, by both forms of the API (old: %s)',
  async (old) => {
    const { bridge, device, set, read } = await homes.open({ resources: [lamp('Lamp', { on: true, old })] })
    const light = device({ light: 'Lamp' })
    expect(light.spec.traits.mode).toMatchObject({ values: ['rest', 'music', 'none'], rest: 'none' })
    expect(await set(light, { mode: 'rest' })).toMatchObject({ mode: 'rest' })
    expect(await set(light, { mode: 'none' })).toMatchObject({ mode: 'none' })
    expect(bridge.puts('light')).toHaveLength(2)
    expect((await read(light)).state.mode).toBe('none')
  },
)

test('a room of two lamps is set lamp by lamp, and its scenes are its modes', async () => {
  const { bridge, device, read, set } = await homes.open()
  const room = device({ room: '거실' })
  expect(Object.keys(room.spec.traits).sort()).toEqual(['brightness', 'color', 'colorTemperature', 'mode', 'power'])
  expect(await set(room, { brightness: 60 })).toMatchObject({ power: true, brightness: 60 })
  expect(await set(room, { colorTemperature: 3000 })).toMatchObject({ colorTemperature: 3000 })
  expect(await set(room, { mode: 'rest' })).toMatchObject({ power: true, mode: 'rest' })
  expect(await set(room, { power: false })).toMatchObject({ power: false })
  expect(bridge.puts('grouped_light')).toEqual([])
  // One of them is on at first, and then both.
  expect(bridge.puts('light')).toHaveLength(4)
  expect((await read(device({ zone: '위층' }))).state).toMatchObject({ power: false })
})

test('a scene is recalled by being switched on, and is off when its room is', async () => {
  const { device, read, set } = await homes.open()
  const relax = device({ scene: '휴식' })
  expect((await read(relax)).state).toEqual({ power: false })
  expect(await set(relax, { power: true })).toEqual({ power: true })
  expect(await set(relax, { power: false })).toEqual({ power: false })
})

test('scenes of one name are distinguished by their rooms', async () => {
  const lamps = [lamp('A'), lamp('B')]
  const rooms = lamps.map((one, i) => group(`Room ${i}`, [one]))
  const scenes = rooms.map((room, i) => scene('Relax', room, [[part(lamps[i] ?? [], 'light'), { on: { on: true } }]]))
  const { bridge, connection, device, set } = await homes.open({ resources: [...lamps, ...rooms, scenes] })
  expect(connection.discovery?.devices().map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Room 0 Relax', 'Room 1 Relax']),
  )
  await set(device({ scene: 'Room 1 Relax' }), { power: true })
  expect(bridge.puts('scene')).toMatchObject([{ path: expect.stringContaining(scenes[1]?.id ?? 'none') }])
})

test('sensors report their measurements, and none that are not valid', async () => {
  const { bridge, device, read, set } = await homes.open()
  const motion = device({ sensor: '현관 센서' })
  expect((await read(motion)).state).toMatchObject({
    power: true,
    detected: false,
    detectedAt: expect.any(String),
    currentTemperature: 21.4,
    battery: 93,
    readings: [{ name: 'lux', value: 100 }],
  })
  bridge.change(part(typicalHome().motion, 'temperature').id, { temperature: { temperature_valid: false } })
  await eventually(async () => (await read(motion)).state.currentTemperature === undefined)
  expect(await set(motion, { power: false })).toMatchObject({ power: false })
  expect((await read(motion)).state.detected).toBeUndefined()
  const door = device({ device: '현관문' })
  expect((await read(door)).state).toMatchObject({ open: false, closedAt: expect.any(String), battery: 80 })
  expect(await set(door, { open: true })).toBe('unsupported')
  expect((await read(device({ sensor: '침실 스위치' }))).state).toMatchObject({
    battery: 15,
    readings: [1, 2, 3, 4].map((n) => ({ name: `button ${n}`, value: 'short release' })),
  })
})
