import { jest } from '@jest/globals'
import type { State } from '../../../src/home/traits.ts'
import { atOnce } from '../../support/atOnce.ts'
import { testContext } from '../../support/context.ts'
import { group, lamp, motionArea, type Resource, scene, smartScene, tapDial } from '../../support/hue/bridgeHome.ts'
import { hueHomes, part, quickPolls, quickTimings } from '../../support/hue/hueFixture.ts'
import { stallingProxy } from '../../support/stallingProxy.ts'
import { eventually } from '../driverContract.ts'

// What real bridges do and an idle emulation does not: each group of tests names what was observed.

const homes = hueHomes()
afterEach(homes.close)

const light = (parts: readonly Resource[]) => part(parts, 'light').id
const head = (parts: readonly Resource[]) => part(parts, 'device').id
const on = { on: { on: true } }
const off = { on: { on: false } }

/** So many lamps, and their room. */
function roomOf(count: number, options: Parameters<typeof lamp>[1] = {}) {
  const lamps = Array.from({ length: count }, (_, i) => lamp(`Lamp ${i}`, { kind: 'white', ...options }))
  const room = group('Room', lamps)
  return { lamps, room, resources: [...lamps, room] }
}
const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index]
  if (found === undefined) throw new Error(`there is no ${index}`)
  return found
}
/** Neither closes a silent stream nor reads everything by itself. */
const calm = { timings: { ...quickTimings, maxSilenceMs: 60_000, eventTimeoutMs: 60_000, heartbeatMs: 60_000 } }

describe('error messages in a response of status 207 do not make a command fail', () => {
  test('a room with one lamp without power, once the bridge reports it', async () => {
    const { lamps, resources } = roomOf(20, { on: true })
    const { bridge, device, set } = await homes.open({ resources })
    bridge.beforePut = () => {
      bridge.beforePut = undefined
      bridge.cut(head(at(lamps, 7)))
    }
    expect(await set(device({ room: 'Room' }), { power: false })).toMatchObject({ power: false })
  })

  test('a lamp that is already off', async () => {
    const { device, set } = await homes.open({ resources: [lamp('Lamp')] })
    expect(await set(device({ light: 'Lamp' }), { power: false })).toMatchObject({ power: false })
  })

  test('a scene with one lamp without power', async () => {
    const { lamps, room } = roomOf(3)
    const evening = scene(
      'Evening',
      room,
      lamps.map((one) => [part(one, 'light'), { ...on, dimming: { brightness: 40 } }]),
    )
    const { bridge, device, set } = await homes.open({ resources: [...lamps, room, [evening]] })
    bridge.cut(head(at(lamps, 1)))
    expect(await set(device({ scene: 'Evening' }), { power: true })).toEqual({ power: true })
  })

  test('a colour for a room with one lamp without colours', async () => {
    const lamps = [lamp('A', { on: true }), lamp('B', { on: true }), lamp('C', { kind: 'white', on: true })]
    const { device, set } = await homes.open({ resources: [...lamps, group('Room', lamps)] })
    const color = { hue: 240, saturation: 100 }
    expect(await set(device({ room: 'Room' }), { color })).toMatchObject({ color })
  })

  test('a lamp that does not change fails with the error message of the bridge', async () => {
    const { bridge, device, set } = await homes.open({ resources: [lamp('Lamp', { on: true })] }, {}, quickPolls)
    bridge.cut(head(lamp('Lamp')), 'untold')
    expect(await set(device({ light: 'Lamp' }), { power: false })).toBe('offline')
  })
})

describe('a needed trait that the bridge has not reported yet', () => {
  test('is requested from the bridge, and others are not', async () => {
    const silentLamp = lamp('Lamp')
    const { on: _, ...unreported } = part(silentLamp, 'light')
    const { bridge, device } = await homes.open(
      { resources: [silentLamp.map((one) => (one.type === 'light' ? (unreported as Resource) : one))] },
      {},
      calm,
    )
    const it = device({ light: 'Lamp' })
    const { signal } = new AbortController()
    expect((await it.read({ signal, needed: ['power'] })).state.power).toBeUndefined()
    // The bridge knows it by now and sent no event.
    bridge.resources.set(unreported.id, { ...unreported, on: { on: true } } as Resource)
    const gets = () => bridge.requests.filter(({ method, path }) => method === 'GET' && path.includes('/light')).length
    const before = gets()
    expect((await it.read({ signal })).state.power).toBeUndefined()
    expect(gets()).toBe(before)
    expect((await it.read({ signal, needed: ['power'] })).state.power).toBe(true)
    expect(gets()).toBe(before + 1)
    expect((await it.read({ signal, needed: ['power'] })).state.power).toBe(true)
    expect(gets()).toBe(before + 1)
  })
})

describe('a command for a room is confirmed by each reachable lamp, and not by states from before:', () => {
  test.each<[string, number, (i: number) => object, readonly number[], State]>([
    ['one of three is on, and the others do not follow', 3, (i) => ({ on: i === 0 }), [1, 2], { power: true }],
    ['one of two is on, and the other does not follow', 2, (i) => ({ on: i === 0 }), [1], { power: true }],
    ['one of twenty follows', 20, () => ({}), Array.from({ length: 19 }, (_, i) => i + 1), { brightness: 40 }],
    [
      'the mean of two lamps that do not follow',
      2,
      (i) => ({ on: true, brightness: i === 0 ? 100 : 0.4 }),
      [0, 1],
      { brightness: 50 },
    ],
    [
      'the mean of four lamps that do not follow',
      4,
      (i) => ({ on: true, brightness: i % 2 === 0 ? 100 : 0.4 }),
      [0, 1, 2, 3],
      { brightness: 50 },
    ],
    ['one of three stays on', 3, () => ({ on: true }), [2], { power: false }],
  ])('%s', async (_what, count, options, unresponsive, patch) => {
    const lamps = Array.from({ length: count }, (_, i) => lamp(`Lamp ${i}`, { kind: 'white', ...options(i) }))
    const { bridge, device, set } = await homes.open({ resources: [...lamps, group('Room', lamps)] }, {}, quickPolls)
    for (const index of unresponsive) bridge.cut(head(at(lamps, index)), 'deaf')
    expect(await set(device({ room: 'Room' }), patch)).toBe('actionFailed')
  })

  test('a scene that is reported active while its lamps do not change', async () => {
    const { lamps, room } = roomOf(3)
    const evening = scene(
      'Evening',
      room,
      lamps.map((one) => [part(one, 'light'), on]),
    )
    const { bridge, device, set } = await homes.open({ resources: [...lamps, room, [evening]] }, {}, quickPolls)
    bridge.cut(head(at(lamps, 2)), 'deaf')
    expect(await set(device({ scene: 'Evening' }), { power: true })).toBe('actionFailed')
    expect(await set(device({ room: 'Room' }), { power: false })).toBeDefined()
  })

  test('a lamp that becomes reachable meanwhile does not change the answer by its state from before', async () => {
    const { lamps, resources } = roomOf(3, { on: true, brightness: 36 })
    const late = at(lamps, 2)
    const { bridge, device, read, set } = await homes.open({ resources }, {}, calm)
    const room = device({ room: 'Room' })
    bridge.cut(head(late))
    await eventually(async () => !(await read(device({ light: 'Lamp 2' }))).online)
    bridge.beforePut = () => {
      bridge.beforePut = undefined
      // It follows as well, and the bridge has not sent the event yet.
      bridge.cut(head(late), 'deaf')
      Object.assign(bridge.resources.get(light(late)) ?? {}, { dimming: { brightness: 56 } })
      bridge.change(part(late, 'zigbee_connectivity').id, { status: 'connected' })
    }
    expect(await set(room, { brightness: 56 })).toMatchObject({ brightness: 56 })
  })

  test('only the lamps that are on are dimmed, and only their changes are awaited', async () => {
    const lamps = [0, 1, 2].map((i) => lamp(`Lamp ${i}`, { kind: 'white', on: i > 0, brightness: 80 }))
    const { bridge, device, set } = await homes.open({ resources: [...lamps, group('Room', lamps)] })
    expect(await set(device({ room: 'Room' }), { brightness: 20 })).toMatchObject({ power: true, brightness: 20 })
    expect(bridge.resources.get(light(at(lamps, 0)))).toMatchObject({ ...off, dimming: { brightness: 80 } })
  })
})

describe('a response that is older than an event does not overwrite it:', () => {
  const one = lamp('Lamp', { kind: 'white' })
  const state = async ({ read, device }: Awaited<ReturnType<typeof homes.open>>) =>
    (await read(device({ light: 'Lamp' }))).state

  test('the response of one resource', async () => {
    const home = await homes.open({ resources: [one] }, {}, calm)
    const { bridge, connection } = home
    bridge.getDelayMs = 200
    const before = bridge.requests.length
    const read = connection.bridge.refresh('light', light(one), new AbortController().signal)
    await eventually(() => bridge.requests.length > before)
    bridge.change(light(one), on)
    await eventually(async () => (await state(home)).power === true)
    await read
    expect(await state(home)).toMatchObject({ power: true })
  })

  test('the response of all resources after a silence of the stream; a lamp that was added meanwhile stays', async () => {
    const home = await homes.open({ resources: [one] }, {}, { timings: { ...calm.timings, maxSilenceMs: 50 } })
    const { bridge, connection } = home
    bridge.getDelayMs = 300
    const reads = () => bridge.requests.filter(({ path }) => path === '/clip/v2/resource').length
    const before = reads()
    await eventually(() => reads() > before)
    bridge.change(light(one), on)
    const added = lamp('New lamp')
    bridge.add(...added)
    const { resources, onChange } = connection.bridge
    await eventually(() => resources.get(light(added)) !== undefined)
    const shown: string[] = []
    onChange(() => shown.push(`${resources.get(light(one))?.on?.on} ${resources.get(light(added)) !== undefined}`))
    const { answeredGets } = bridge
    await eventually(() => bridge.answeredGets > answeredGets + 1)
    bridge.change(light(one), { dimming: { brightness: 7 } })
    await eventually(async () => (await state(home)).brightness === 7)
    expect([...new Set(shown)]).toEqual(['true true'])
    expect(bridge.stream.opened).toBe(1)
  })

  test('a lamp that was removed meanwhile stays removed', async () => {
    const { bridge, connection, read, device } = await homes.open({ resources: [one] }, {}, calm)
    bridge.getDelayMs = 200
    const before = bridge.requests.length
    const reading = connection.bridge.refresh('light', undefined, new AbortController().signal)
    await eventually(() => bridge.requests.length > before)
    bridge.remove(head(one))
    await eventually(async () => !(await read(device({ light: 'Lamp' }))).online)
    await reading
    expect(await read(device({ light: 'Lamp' }))).toMatchObject({ online: false })
  })
})

describe('the state of a room is that of its reachable lamps:', () => {
  test('a lamp without power that is reported on does not count for the power of the room', async () => {
    const [a, b] = [lamp('A', { kind: 'white' }), lamp('B', { kind: 'white', on: true })]
    const { bridge, device, read, set } = await homes.open({ resources: [a, b, group('Room', [a, b])] })
    const room = device({ room: 'Room' })
    bridge.cut(head(b))
    await eventually(async () => (await read(device({ light: 'B' }))).online === false)
    expect((await read(room)).state).toMatchObject({ power: false })
    expect(await set(room, { power: false })).toMatchObject({ power: false })
  })

  test('an unreachable lamp does not count for the brightness, and does not delay the command', async () => {
    const { lamps, resources } = roomOf(20, { on: true, brightness: 100 })
    const { bridge, device, set } = await homes.open({ resources })
    bridge.cut(head(at(lamps, 3)))
    const room = device({ room: 'Room' })
    const start = performance.now()
    expect(await set(room, { brightness: 30 })).toMatchObject({ brightness: 30 })
    expect(performance.now() - start).toBeLessThan(1900)
  })

  test('a bridge that sends no events of groups', async () => {
    const { lamps, resources } = roomOf(3)
    const { bridge, device, read, set } = await homes.open({ resources })
    bridge.tellsGroups = false
    bridge.change(light(at(lamps, 0)), on)
    const room = device({ room: 'Room' })
    await eventually(async () => (await read(room)).state.power === true)
    expect(await set(room, { power: false })).toMatchObject({ power: false })
  })

  test('a room without a reachable lamp is offline and has no state', async () => {
    const { lamps, resources } = roomOf(2, { on: true })
    const { bridge, device, read, set } = await homes.open({ resources })
    for (const one of lamps) bridge.cut(head(one))
    const room = device({ room: 'Room' })
    await eventually(async () => !(await read(room)).online)
    expect((await read(room)).state).toEqual({})
    expect(await set(room, { power: false })).toBe('offline')
  })
})

test('commands that events confirmed during a GET neither close the stream nor cause a full read', async () => {
  const { lamps, resources } = roomOf(6, { on: true })
  const timings = { ...quickTimings, maxSilenceMs: 1500, eventTimeoutMs: 100, heartbeatMs: 60_000 }
  const { bridge, device, set } = await homes.open({ resources, batch: 60 }, {}, { timings })
  bridge.getDelayMs = 200
  const reads = () => bridge.requests.filter(({ path }) => path === '/clip/v2/resource').length
  const before = reads()
  const lampsOf = lamps.map((_, i) => device({ light: `Lamp ${i}` }))
  const results = await Promise.all(lampsOf.map((one) => set(one, { brightness: 20 })))
  expect(results).toEqual(Array(6).fill(expect.objectContaining({ brightness: 20 })))
  // Of a stream that was closed everything is read at once; of one that is quiet, after 1.5 s.
  const start = performance.now()
  await eventually(() => reads() > before)
  expect(performance.now() - start).toBeGreaterThan(700)
  expect(bridge.stream.opened).toBe(1)
})

test('at most three requests run at once, and twenty lamps commanded at once all change', async () => {
  const { lamps, resources } = roomOf(20)
  const { bridge, device, set } = await homes.open({ resources, delay: 30, batch: 100 }, {}, calm)
  const all = lamps.map((_, i) => device({ light: `Lamp ${i}` }))
  const results = await Promise.all(all.map((one) => set(one, { power: true }, 12_000)))
  expect(results).toEqual(Array(20).fill(expect.objectContaining({ power: true })))
  expect(bridge.tooManyAtOnce).toBe(0)
})

test.each(['invalid', 'null'] as const)(
  'a white that a lamp of another manufacturer reports as %s is read as that white',
  async (tellsMirek) => {
    const { device, set, read } = await homes.open({ resources: [lamp('Lamp', { tellsMirek })] })
    const one = device({ light: 'Lamp' })
    for (const colorTemperature of [2700, 4000, 6500])
      expect(await set(one, { colorTemperature })).toMatchObject({ power: true, colorTemperature })
    const color = { hue: 120, saturation: 100 }
    expect(await set(one, { color })).toMatchObject({ color })
    expect((await read(one)).state.colorTemperature).toBeUndefined()
  },
)

describe('a lamp that is reported disconnected although it carries out commands', () => {
  const lost = lamp('Lamp', { kind: 'white', status: 'disconnected' })

  test('is reachable once it changes without a command', async () => {
    const { bridge, device, read, set } = await homes.open({ resources: [lost] })
    const one = device({ light: 'Lamp' })
    expect(await read(one)).toMatchObject({ online: false, state: {} })
    expect(await set(one, { power: true })).toBe('offline')
    bridge.change(light(lost), on)
    await eventually(async () => (await read(one)).online)
    expect(await set(one, { power: false })).toMatchObject({ power: false })
  })

  test('is reachable at once with alwaysReachable', async () => {
    const { device, set } = await homes.open({ resources: [lost] })
    expect(await set(device({ light: 'Lamp', alwaysReachable: true }), { power: true })).toMatchObject({ power: true })
  })

  test('stays offline after a new name or a command of the gateway, and again after it was connected', async () => {
    const { lamps, resources } = roomOf(3)
    const all = resources.map((parts) =>
      parts.map((one) =>
        one.type === 'zigbee_connectivity' && one.owner?.rid === head(at(lamps, 0))
          ? { ...one, status: 'disconnected' }
          : one,
      ),
    )
    const { bridge, device, read, set } = await homes.open({ resources: all })
    const one = device({ light: 'Lamp 0' })
    bridge.rename(head(at(lamps, 0)), 'Lamp 0')
    expect(await set(device({ room: 'Room' }), { power: true })).toMatchObject({ power: true })
    bridge.change(light(at(lamps, 1)), { dimming: { brightness: 5 } })
    await eventually(async () => (await read(device({ light: 'Lamp 1' }))).state.brightness === 5)
    expect((await read(one)).online).toBe(false)
    const now = performance.now.bind(performance)
    const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 10_000)
    bridge.change(light(at(lamps, 0)), { dimming: { brightness: 7 } })
    await eventually(async () => (await read(one)).online)
    later.mockRestore()
    bridge.restore(head(at(lamps, 0)))
    bridge.cut(head(at(lamps, 0)))
    await eventually(async () => !(await read(one)).online)
  })
})

describe('without an event stream all resources of an appliance are read:', () => {
  async function polled(resources: readonly (readonly Resource[])[]) {
    const home = await homes.open({ resources }, {}, { timings: { ...quickTimings, maxBackoffMs: 60_000 } })
    home.bridge.stream.mode = 'refusing'
    home.bridge.stream.end('broken')
    await eventually(() => home.connection.problems?.().join().includes('503') === true)
    return home
  }

  test('the colour of a lamp of a room', async () => {
    const lamps = [lamp('A', { on: true }), lamp('B', { on: true })]
    const { bridge, device, read } = await polled([...lamps, group('Room', lamps)])
    const room = device({ room: 'Room' })
    expect((await read(room)).state.color).toBeUndefined()
    for (const one of lamps)
      Object.assign(bridge.resources.get(light(one)) ?? {}, {
        color: { xy: { x: 0.69, y: 0.308 } },
        color_temperature: { mirek: null, mirek_valid: false },
      })
    expect((await read(room)).state).toMatchObject({ color: { saturation: expect.any(Number) } })
  })

  test('a scene whose lamps were switched off', async () => {
    const { lamps, room } = roomOf(2)
    const evening = scene(
      'Evening',
      room,
      lamps.map((one) => [part(one, 'light'), on]),
    )
    const { bridge, device, read, set } = await polled([...lamps, room, [evening]])
    const one = device({ scene: 'Evening' })
    expect(await set(one, { power: true })).toEqual({ power: true })
    for (const each of lamps) Object.assign(bridge.resources.get(light(each)) ?? {}, off)
    expect((await read(one)).state).toEqual({ power: false })
  })

  test('the connectivity of each lamp of a room', async () => {
    const { lamps, resources } = roomOf(2, { on: true })
    const { bridge, device, read } = await polled(resources)
    const room = device({ room: 'Room' })
    expect((await read(room)).online).toBe(true)
    for (const each of lamps) bridge.cut(head(each))
    expect(await read(room)).toMatchObject({ online: false, state: {} })
  })
})

describe('a bridge that loses its power closes no connection:', () => {
  const one = lamp('Lamp', { kind: 'white', on: true })

  async function behindProxy(timings: object) {
    const { hueBridge } = await import('../../support/hue/bridge.ts')
    const { hueOn } = await import('../../support/hue/hueFixture.ts')
    const bridge = await hueBridge({ resources: [one] })
    const network = await stallingProxy({ port: bridge.port })
    const { key, certificate } = bridge
    const connection = hueOn({ port: network.port, key, certificate }, {}, { timings: { ...quickTimings, ...timings } })
    await connection.ready
    const device = connection.device('lamp', { light: 'Lamp' })
    return {
      network,
      device,
      async close() {
        await connection.close()
        await network.close()
        await bridge.close()
      },
    }
  }

  test('it is offline after a heartbeat without a response, and then a command fails at once', async () => {
    const { network, device, close } = await behindProxy({
      maxSilenceMs: 60_000,
      heartbeatMs: 100,
      probeTimeoutMs: 100,
    })
    const { signal } = new AbortController()
    expect(await device.read({ signal })).toMatchObject({ online: true, state: { power: true } })
    network.stall()
    await eventually(async () => !(await device.read({ signal })).online)
    expect((await device.read({ signal })).state).toEqual({})
    await expect(atOnce(device.apply({ kind: 'set', patch: { power: false } }, signal))).rejects.toMatchObject({
      reason: { code: 'offline' },
    })
    network.resume()
    await eventually(async () => (await device.read({ signal })).online)
    await close()
  })

  test('a command without a response causes a probe long before its own deadline', async () => {
    const timings = { maxSilenceMs: 60_000, heartbeatMs: 60_000, slowAnswerMs: 100, probeTimeoutMs: 150 }
    const { network, device, close } = await behindProxy(timings)
    const { signal } = new AbortController()
    await network.idle()
    network.stall()
    const start = performance.now()
    await expect(device.apply({ kind: 'set', patch: { power: false } }, signal)).rejects.toMatchObject({
      reason: { code: 'offline' },
    })
    expect(performance.now() - start).toBeLessThan(2000)
    await close()
  })
})

test('events that are nested too deep are dropped and counted, and later events are applied', async () => {
  const lines: string[] = []
  const write = (_fields: object, message: string) => void lines.push(message)
  const log = { debug: write, info: write, warn: write, error: write }
  const one = lamp('Lamp', { kind: 'white' })
  const { bridge, device, read } = await homes.open(
    { resources: [one] },
    {},
    { ...calm, context: testContext({ log }) },
  )
  const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`
  for (let i = 0; i < 3; i++)
    bridge.stream.say(`data: [{"type":"update","data":[{"id":"${light(one)}","type":"light","metadata":${deep}}]}]\n\n`)
  bridge.stream.say(`data: [{"type":"add","data":[{"id":"x","type":"light","x":${deep}}]}]\n\n`)
  bridge.stream.say('data: {"no":"list"}\n\n')
  await eventually(() => lines.filter((line) => line.includes('are dropped')).length === 5)
  expect(lines.filter((line) => line.includes('cannot be understood'))).toHaveLength(1)
  // All is read because of them once, and not again for some seconds: then only an event tells.
  await eventually(() => bridge.answeredGets === 2)
  bridge.change(light(one), on)
  await eventually(async () => (await read(device({ light: 'Lamp' }))).state.power === true)
  expect(bridge.answeredGets).toBe(2)
})

describe('limits of lamps', () => {
  test('the lowest brightness of a lamp is in its spec, and that of a room is that of its lamps', async () => {
    const lamps = [lamp('A', { kind: 'white', on: true, minDimLevel: 9.8 }), lamp('B', { kind: 'white', on: true })]
    const { device, set } = await homes.open({ resources: [...lamps, group('Room', lamps)] })
    expect(device({ light: 'A' }).spec.traits.brightness).toMatchObject({ min: 10, max: 100 })
    expect(device({ room: 'Room' }).spec.traits.brightness).toMatchObject({ min: 0, max: 100 })
    const start = performance.now()
    expect(await set(device({ room: 'Room' }), { brightness: 5 })).toMatchObject({ brightness: 5 })
    expect(performance.now() - start).toBeLessThan(1900)
  })

  test('colour temperatures that no lamp has are not in the spec', async () => {
    const { device } = await homes.open({ resources: [lamp('Lamp', { mirek: [0, 65_535] })] })
    expect(device({ light: 'Lamp' }).spec.traits.colorTemperature).toMatchObject({ min: 2000, max: 6530 })
  })
})

test('a command that is answered with 503 is repeated', async () => {
  const { bridge, device, set } = await homes.open({ resources: [lamp('Lamp')] }, {}, calm)
  bridge.mode = 'rebooting'
  bridge.times = 1
  expect(await set(device({ light: 'Lamp' }), { power: true })).toMatchObject({ power: true })
  Object.assign(bridge, { mode: 'rebooting', times: Number.POSITIVE_INFINITY })
  expect(await set(device({ light: 'Lamp' }), { power: false })).toBe('busy')
  expect(bridge.puts('light')).toHaveLength(5)
})

describe('features requested by users:', () => {
  test('smart scenes, such as natural light', async () => {
    const { lamps, room } = roomOf(2)
    const natural = smartScene('Natural light', room)
    const { bridge, device, read, set } = await homes.open({ resources: [...lamps, room, [natural]] })
    const one = device({ scene: 'Natural light' })
    expect((await read(one)).state).toEqual({ power: false })
    bridge.beforePut = () => {
      bridge.beforePut = undefined
      for (const each of lamps) bridge.change(light(each), on)
    }
    expect(await set(one, { power: true })).toEqual({ power: true })
    expect(await set(one, { power: false })).toEqual({ power: false })
    expect(bridge.puts('smart_scene').map(({ body }) => body)).toEqual([
      { recall: { action: 'activate' } },
      { recall: { action: 'deactivate' } },
    ])
  })

  test.each([
    ['static', 'static'],
    ['dynamic', 'dynamic_palette'],
    [undefined, 'active'],
  ] as const)('a scene is recalled %s', async (recall, action) => {
    const { lamps, room } = roomOf(3)
    const evening = scene(
      'Evening',
      room,
      lamps.map((one) => [part(one, 'light'), on]),
    )
    const { bridge, device, set } = await homes.open({ resources: [...lamps, room, [evening]] })
    expect(await set(device({ scene: 'Evening', ...(recall && { recall }) }), { power: true })).toEqual({ power: true })
    expect(bridge.puts('scene').map(({ body }) => body)).toEqual([{ recall: { action } }])
  })

  test('eight rooms of two lamps are set at once and none is refused', async () => {
    const rooms = Array.from({ length: 8 }, (_, i) => {
      const lamps = [0, 1].map((n) => lamp(`Lamp ${i} ${n}`, { kind: 'white' }))
      return { lamps, room: group(`Room ${i}`, lamps) }
    })
    const resources = rooms.flatMap(({ lamps, room }) => [...lamps, room])
    const { bridge, device, set } = await homes.open({ resources, limit: { light: 10, grouped_light: 1 } }, {}, calm)
    const results = await Promise.all(rooms.map((_, i) => set(device({ room: `Room ${i}` }), { power: true })))
    expect(results).toEqual(Array(8).fill(expect.objectContaining({ power: true })))
    expect(bridge.puts('grouped_light')).toEqual([])
  })

  test('the rotation of a tap dial is a reading', async () => {
    const { device, read } = await homes.open({ resources: [tapDial('Dial')] })
    expect((await read(device({ sensor: 'Dial' }))).state).toMatchObject({
      battery: 90,
      readings: [
        ...[1, 2, 3, 4].map((n) => ({ name: `button ${n}`, value: 'initial press' })),
        { name: 'dial', value: 'clock wise 30' },
      ],
    })
  })

  test('MotionAware areas are motion sensors', async () => {
    const area = motionArea('Hall area')
    const { bridge, connection, device, read, set } = await homes.open({ resources: [area] }, { expose: 'all' })
    expect(connection.discovery?.devices()).toMatchObject([
      { name: 'Hall area', type: 'MOTIONSENSOR', via: 'hue sensor', exposed: true },
    ])
    const one = device({ sensor: 'Hall area' })
    expect((await read(one)).state).toMatchObject({ power: true, detected: false })
    bridge.change(part(area, 'convenience_area_motion').id, {
      motion: { motion: true, motion_valid: true, motion_report: { changed: '2026-11-29T01:02:03Z', motion: true } },
    })
    await eventually(async () => (await read(one)).state.detected === true)
    expect(await set(one, { power: false })).toMatchObject({ power: false })
    expect((await read(one)).state.detected).toBeUndefined()
  })

  test('the group of the whole home, which is not exposed by default', async () => {
    const { lamps, resources } = roomOf(3)
    const { bridge, connection, device, set } = await homes.open({ resources }, { expose: 'all' })
    const all = connection.discovery?.devices().find(({ via }) => via === 'hue home')
    expect(all).toMatchObject({ name: 'all', type: 'LIGHT', exposed: false })
    expect(await set(device({ home: 'all' }), { power: true })).toMatchObject({ power: true })
    expect(bridge.puts('grouped_light')).toHaveLength(1)
    for (const each of lamps) expect(bridge.resources.get(light(each))).toMatchObject(on)
  })
})
