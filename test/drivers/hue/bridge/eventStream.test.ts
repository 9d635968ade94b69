import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import type { State } from '../../../../src/home/traits.ts'
import { Backoff } from '../../../../src/util/backoff.ts'
import { testContext } from '../../../support/context.ts'
import { hueBridge } from '../../../support/hue/bridge.ts'
import { lamp, type Resource } from '../../../support/hue/bridgeHome.ts'
import { hueHomes, hueOn, part, quickTimings } from '../../../support/hue/hueFixture.ts'
import { eventually } from '../../driverContract.ts'

const homes = hueHomes()
afterEach(homes.close)

const living = lamp('Living lamp', { kind: 'white', on: true, brightness: 50 })
const light = part(living, 'light').id
const head = part(living, 'device').id
const one = { resources: [living] }
const named = { light: 'Living lamp' }
const dim = (brightness: number) => ({ dimming: { brightness } })
/** Never looks whether a silent stream is alive. */
const trusting = { timings: { ...quickTimings, quiet: 60_000, batch: 60_000 } }

test('a read sends no request while the event stream is open, and reflects manual changes', async () => {
  const { bridge, device, read } = await homes.open(one, {}, trusting)
  const lamp = device(named)
  await read(lamp)
  const before = bridge.requests.length
  bridge.change(light, dim(77))
  await eventually(async () => (await read(lamp)).state.brightness === 77)
  expect(bridge.requests).toHaveLength(before)
})

test('a command is a single PUT when an event confirms it', async () => {
  const { bridge, device, set } = await homes.open(one, {}, trusting)
  const before = bridge.requests.length
  expect(await set(device(named), { brightness: 20 })).toMatchObject({ brightness: 20 })
  expect(bridge.requests.slice(before).map(({ method }) => method)).toEqual(['PUT'])
})

test('a GET confirms a command whose event comes late', async () => {
  // So late that only a GET can confirm it.
  const { bridge, device, set } = await homes.open({ ...one, batch: 60_000 }, {}, trusting)
  expect(await set(device(named), { brightness: 20 })).toMatchObject({ brightness: 20 })
  expect(bridge.requests.at(-1)).toMatchObject({ method: 'GET', path: `/clip/v2/resource/light/${light}` })
})

test('nothing is lost when the stream ends repeatedly', async () => {
  const { bridge, device, read } = await homes.open(one, {}, trusting)
  const lamp = device(named)
  for (const [how, brightness] of [
    ['ended', 11],
    ['broken', 22],
    ['ended', 33],
  ] as const) {
    const { opened } = bridge.stream
    bridge.stream.mode = 'stalled'
    bridge.change(light, dim(brightness))
    bridge.stream.mode = 'ok'
    bridge.stream.end(how)
    await bridge.stream.listened(opened + 1)
    await eventually(async () => (await read(lamp)).state.brightness === brightness)
    expect((await read(lamp)).online).toBe(true)
  }
})

test('a bridge that ends each stream soon is read again after a growing delay', async () => {
  const delays = jest.spyOn(Backoff.prototype, 'next')
  const resets = jest.spyOn(Backoff.prototype, 'reset')
  try {
    // Each stream lasts longer than the first delay.
    const timings = { ...trusting.timings, firstBackoffMs: 0.001, maxBackoffMs: 1 }
    const { bridge } = await homes.open(one, {}, { timings })
    for (let opened = 1; opened <= 3; opened += 1) {
      await bridge.stream.listened(opened)
      bridge.stream.end('ended')
    }
    await bridge.stream.listened(4)
    expect(delays).toHaveBeenCalledTimes(3)
    expect(resets).not.toHaveBeenCalled()
  } finally {
    jest.restoreAllMocks()
  }
})

test('a stalled stream is detected by a full read and opened again', async () => {
  const { bridge, device, read } = await homes.open(one)
  const lamp = device(named)
  bridge.stream.mode = 'stalled'
  bridge.change(light, dim(66))
  const { opened } = bridge.stream
  await bridge.stream.listened(opened + 1)
  expect((await read(lamp)).state.brightness).toBe(66)
})

test('a command is confirmed although the stream has stalled, and the stream is opened again', async () => {
  const { bridge, device, set } = await homes.open(one, {}, { timings: { ...quickTimings, maxSilenceMs: 60_000 } })
  bridge.stream.mode = 'stalled'
  const { opened } = bridge.stream
  expect(await set(device(named), { brightness: 15 })).toMatchObject({ brightness: 15 })
  await bridge.stream.listened(opened + 1)
})

test('duplicate, unknown and invalid events change nothing', async () => {
  const { bridge, device, read, set } = await homes.open(one, {}, trusting)
  const lamp = device(named)
  bridge.stream.mode = 'doubled'
  bridge.stream.sendEvent('quantum', [{ id: light, type: 'light', dimming: { brightness: 1 } }])
  bridge.stream.sendEvent('update', [
    { id: 'x', type: 'time_machine', year: 1885 },
    { id: light, type: 'light', dimming: 'dark' },
  ])
  bridge.stream.say('data: {"not":"a list"}\n\ndata: [{]\n\nevent: what\ndata: []\n\n: hello\n\n')
  bridge.stream.say(
    `data: ${JSON.stringify([{ type: 'update', data: [null, 7, { id: light, type: 'light', __proto__: 1 }] }])}\n\n`,
  )
  bridge.change(light, dim(44))
  await eventually(async () => (await read(lamp)).state.brightness === 44)
  expect(await set(lamp, { brightness: 45 })).toMatchObject({ power: true, brightness: 45 })
  expect(bridge.stream.opened).toBe(1)
})

test('what a batch told that cannot be understood is found by reading, whatever comes after it', async () => {
  const { bridge, device, read } = await homes.open(one, {}, trusting)
  const lamp = device(named)
  expect((await read(lamp)).state.brightness).toBe(50)
  Object.assign(bridge.resources.get(light) ?? {}, dim(3))
  bridge.stream.say('data: [{]\n\n: hello\n\n')
  await eventually(async () => (await read(lamp)).state.brightness === 3)
  expect(bridge.stream.opened).toBe(1)
})

test.each([
  ['refused', 'refusing', '503', quickTimings],
  ['not answered', 'silent', 'no answer within', { ...quickTimings, connectTimeoutMs: 4000 }],
] as const)(
  'while an event stream is %s the bridge is polled, and takes commands',
  async (_what, mode, problem, timings) => {
    const bridge = await hueBridge(one)
    bridge.stream.mode = mode
    const connection = hueOn(bridge, {}, { timings })
    try {
      await connection.ready
      const device = connection.device('lamp', named)
      const { signal } = new AbortController()
      const state = async () => (await device.read({ signal })).state
      expect(await state()).toMatchObject({ brightness: 50 })
      bridge.change(light, dim(10))
      expect(await state()).toMatchObject({ brightness: 10 })
      expect(await device.apply({ kind: 'set', patch: { power: false } }, signal)).toMatchObject({ power: false })
      expect(connection.problems?.().map(String)).toEqual([expect.stringContaining(problem)])
      bridge.stream.mode = 'ok'
      await eventually(() => connection.problems?.().length === 0)
    } finally {
      await connection.close()
      await bridge.close()
    }
  },
)

test('what changes before the stream is open is known, although no event tells it', async () => {
  const bridge = await hueBridge(one)
  bridge.stream.beforeOpen = async () => {
    bridge.stream.beforeOpen = undefined
    // A gateway that reads everything meanwhile has done so before the lamp changes.
    for (const end = Date.now() + 150; bridge.answeredGets === 0 && Date.now() < end; ) await nextTurn()
    Object.assign(bridge.resources.get(light) ?? {}, dim(7))
  }
  const connection = hueOn(bridge)
  try {
    await connection.ready
    const { signal } = new AbortController()
    expect((await connection.device('lamp', named).read({ signal })).state).toMatchObject({ brightness: 7 })
  } finally {
    await connection.close()
    await bridge.close()
  }
})

test('lamps can be added, removed and renamed at run time; a configured name keeps its lamp', async () => {
  const { bridge, connection, device, read } = await homes.open(one, {}, trusting)
  const lamp1 = device(named)
  await read(lamp1)
  let changes = 0
  connection.discovery?.onChange(() => changes++)
  const names = () => connection.discovery?.devices().flatMap(({ name, via }) => (via === 'hue home' ? [] : name))
  bridge.rename(head, 'Reading lamp')
  await eventually(() => names()?.join() === 'Reading lamp')
  expect((await read(lamp1)).online).toBe(true)
  bridge.add(...lamp('New lamp', { on: true }))
  await eventually(() => names()?.length === 2)
  const [, made] = connection.discovery?.devices() ?? []
  expect(made).toMatchObject({ name: 'New lamp', type: 'LIGHT' })
  bridge.remove(head)
  await eventually(() => names()?.join() === 'New lamp')
  expect(await read(lamp1)).toMatchObject({ online: false, state: {} })
  expect(connection.problems?.().map(String)).toEqual(['the bridge has no light called "Living lamp"'])
  expect(changes).toBeGreaterThanOrEqual(3)
})

test('after moving to another bridge appliances keep their keys, by v1 id or by name, over restarts', async () => {
  const states = new Map<string, State>()
  const context = testContext({
    memory: (id) => ({
      get: () => states.get(id) ?? {},
      merge: (patch) => states.set(id, { ...states.get(id), ...patch }).get(id) ?? {},
    }),
  })
  const anew = (all: readonly Resource[]): Resource[] =>
    JSON.parse(JSON.stringify(all).replaceAll(/-8(?=[0-9a-f]{3}-)/g, '-9'))
  const lamps = [lamp('Kitchen', { v1: '/lights/1' }), lamp('Hall', { v1: '/lights/2' }), lamp('Attic')]
  const moved = lamps.map(anew)
  for (const one of moved[1] ?? []) if (one.metadata) one.metadata = { ...one.metadata, name: 'Corridor' }
  const keys = async (id: string, resources: readonly (readonly Resource[])[]) => {
    const { connection } = await homes.open({ id, resources }, {}, { context })
    return connection.discovery?.devices().flatMap(({ key, name, via }) => (via === 'hue home' ? [] : `${name} ${key}`))
  }
  const before = await keys('001788fffe000001', lamps)
  expect(before?.[0]).toBe(`Kitchen ${part(lamps[0] ?? [], 'light').id}`)
  expect(part(moved[0] ?? [], 'light').id).not.toBe(part(lamps[0] ?? [], 'light').id)
  const after = before?.map((text) => text.replace('Hall', 'Corridor'))
  expect(await keys('001788fffe000002', moved)).toEqual(after)
  expect(await keys('001788fffe000002', moved)).toEqual(after)
  // The same bridge gives the number of a lamp that left to the next, which is another.
  const next = lamp('Cellar', { v1: '/lights/1' })
  expect(await keys('001788fffe000002', [next])).toEqual([`Cellar ${part(next, 'light').id}`])
})

test('a removed lamp whose event is lost is found missing by the next GET', async () => {
  const { bridge, device, set } = await homes.open({ ...one, batch: 60_000 }, {}, trusting)
  const lamp = device(named)
  bridge.beforePut = () => {
    bridge.beforePut = undefined
    queueMicrotask(() => setImmediate(() => bridge.remove(head)))
  }
  bridge.cut(head, 'deaf')
  expect(await set(lamp, { brightness: 5 })).toBe('offline')
})
