import { setMaxListeners } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listAppliances } from '../../../../drivers/hue/appliances/listAppliances.ts'
import type { Bridge } from '../../../../drivers/hue/bridge/bridge.ts'
import { hueConfigSchema as configSchema } from '../../../../drivers/hue/config.ts'
import { connection } from '../../../../drivers/hue/index.ts'
import { hueApplianceSchema } from '../../../../drivers/hue/options.ts'
import { createV1Api } from '../../../../drivers/hue/v1/api.ts'
import { connectV1Bridge } from '../../../../drivers/hue/v1/connection.ts'
import { createDeadline } from '../../../../src/home/deadline.ts'
import type { Reading } from '../../../../src/home/device.ts'
import type { Spec } from '../../../../src/home/spec.ts'
import type { State } from '../../../../src/home/traits.ts'
import { runSteps } from '../../../../src/util/slices.ts'
import { testContext } from '../../../support/context.ts'
import { quickPolls, reasonOf } from '../../../support/hue/hueFixture.ts'
import { type V1Bridge, v1Bridge, v1Lamp } from '../../../support/hue/v1Bridge.ts'
import { eventually } from '../../driverContract.ts'

const timings = {
  pollIntervalMs: 20,
  firstBackoffMs: 20,
  maxBackoffMs: 50,
  refusedBackoffMs: 20,
  answerTimeoutMs: 1200,
}

interface Bench {
  readonly old: V1Bridge
  readonly bridge: Bridge
  put(type: string, id: string, body: object, ms?: number): Promise<void>
  /** Resolves once that is so. */
  until(isSo: () => boolean): Promise<void>
}

async function bench(work: (bench: Bench) => Promise<void>, prepare: (old: V1Bridge) => unknown = () => {}) {
  const old = await v1Bridge()
  const also = prepare(old)
  const config = configSchema.parse({
    api: 'v1',
    host: '127.0.0.1',
    port: old.port,
    applicationKey: old.key,
    ...Object(also),
  })
  const bridge = connectV1Bridge(config, testContext(), timings)
  const group = /grouped|scene/
  try {
    await bridge.ready
    await work({
      old,
      bridge,
      async put(type, id, body, ms = 3000) {
        const limit = createDeadline(ms)
        try {
          await bridge.put({ type, id, body, rate: group.test(type) ? 'group' : 'light' }, limit.signal)
        } finally {
          limit.end()
        }
      },
      until: eventually,
    })
  } finally {
    await bridge.close()
    await old.close()
  }
}

// Not within the time of the first test.
beforeAll(() => {
  process.env.NODE_HUE_API_USE_INSECURE_CONNECTION = '1'
  return import('node-hue-api')
})

describe('a bridge of CLIP v1', () => {
  test('is translated to CLIP v2', () =>
    bench(async ({ bridge, until }) => {
      await until(() => bridge.state === 'streaming')
      const get = (id: string) => bridge.resources.get(id)
      expect(get('0000aa-lights-1')).toMatchObject({
        type: 'light',
        id_v1: '/lights/1',
        metadata: { name: '책상' },
        on: { on: true },
        dimming: { brightness: 100 },
        color_temperature: { mirek: 366, mirek_valid: true, mirek_schema: { mirek_minimum: 153, mirek_maximum: 500 } },
        color: { gamut: { red: { x: 0.675, y: 0.322 } } },
      })
      expect(get('0000aa-lights-2')).toMatchObject({ dimming: { brightness: 39.37 } })
      expect(get('0000aa-lights-2')?.color).toBeUndefined()
      expect(get('0000aa-lights-3')?.dimming).toBeUndefined()
      expect(get('0000aa-devices-3')?.product_data?.product_archetype).toBe('plug')
      expect(get('0000aa-groups-1')).toMatchObject({ type: 'room', metadata: { name: '안방' } })
      expect(get('0000aa-groups-1-light')).toMatchObject({ on: { on: true }, dimming: { brightness: 100 } })
      expect(get('0000aa-scenes-aBc1')).toMatchObject({
        type: 'scene',
        group: { rid: '0000aa-groups-1' },
        status: { active: 'inactive' },
      })
      const sensor = [...bridge.resources.all()].filter(({ owner }) => owner?.rid === '0000aa-sensors-5')
      expect(sensor.map(({ type }) => type).sort()).toEqual(
        ['device_power', 'light_level', 'motion', 'temperature', 'zigbee_connectivity'].sort(),
      )
      expect(sensor.find(({ type }) => type === 'motion')?.motion?.motion_report).toEqual({
        changed: '2026-11-21T01:02:03Z',
        motion: true,
      })
      expect(sensor.find(({ type }) => type === 'temperature')?.temperature?.temperature).toBe(21.37)
      expect(get('0000aa-sensors-9-button-0')).toMatchObject({
        metadata: { control_id: 4 },
        button: { button_report: { event: 'short_release' } },
      })
      expect(get('0000aa-sensors-1')).toBeUndefined()
    }))

  test.each<[string, string, string, object, string, object, string, object]>([
    [
      'power',
      'light',
      '0000aa-lights-3',
      { on: { on: true } },
      '/lights/3/state',
      { on: true },
      '0000aa-lights-3',
      { on: { on: true } },
    ],
    [
      'brightness',
      'light',
      '0000aa-lights-1',
      { dimming: { brightness: 40 } },
      '/lights/1/state',
      { bri: 102 },
      '0000aa-lights-1',
      { dimming: { brightness: 40.16 } },
    ],
    [
      'next to nothing',
      'light',
      '0000aa-lights-1',
      { dimming: { brightness: 0 } },
      '/lights/1/state',
      { bri: 1 },
      '0000aa-lights-1',
      { dimming: { brightness: 0.39 } },
    ],
    [
      'a colour',
      'light',
      '0000aa-lights-1',
      { color: { xy: { x: 0.5, y: 0.4 } } },
      '/lights/1/state',
      { xy: [0.5, 0.4] },
      '0000aa-lights-1',
      { color: { xy: { x: 0.5, y: 0.4 } }, color_temperature: { mirek: null, mirek_valid: false } },
    ],
    [
      'a white',
      'light',
      '0000aa-lights-1',
      { on: { on: true }, color_temperature: { mirek: 250 } },
      '/lights/1/state',
      { on: true, ct: 250 },
      '0000aa-lights-1',
      { color_temperature: { mirek: 250, mirek_valid: true } },
    ],
    [
      'a room',
      'grouped_light',
      '0000aa-groups-1-light',
      { on: { on: true }, dimming: { brightness: 50 } },
      '/groups/1/action',
      { on: true, bri: 127 },
      '0000aa-groups-1-light',
      { dimming: { brightness: 50 } },
    ],
    [
      'a scene',
      'scene',
      '0000aa-scenes-aBc1',
      { recall: { action: 'active' } },
      '/groups/0/action',
      { scene: 'aBc1' },
      '0000aa-scenes-aBc1',
      { status: { active: 'static' } },
    ],
  ])('gets the translated command: %s', (_name, type, id, body, path, sent, seen, state) =>
    bench(async ({ old, bridge, put }) => {
      await put(type, id, body)
      expect(old.puts).toEqual([{ path, body: sent }])
      expect(bridge.resources.get(seen)).toMatchObject(state)
    }),
  )

  test('changes are noticed, and end a scene', () =>
    bench(async ({ old, bridge, put, until }) => {
      await put('scene', '0000aa-scenes-aBc1', { recall: { action: 'active' } })
      Object.assign(old.lights['1']?.state ?? {}, { on: false })
      await until(() => bridge.resources.get('0000aa-lights-1')?.on?.on === false)
      expect(bridge.resources.get('0000aa-scenes-aBc1')?.status).toEqual({ active: 'inactive' })
      old.lights['7'] = v1Lamp('새 등')
      await until(() => bridge.resources.get('0000aa-lights-7') !== undefined)
      await put('light', '0000aa-lights-7', { on: { on: true } })
      expect(old.lights['7']?.state.on).toBe(true)
      delete old.lights['7']
      await until(() => bridge.resources.get('0000aa-lights-7') === undefined)
    }))

  test.each<[number, string]>([
    [1, 'offline'],
    [3, 'offline'],
    [6, 'unsupported'],
    [7, 'badValue'],
    [101, 'offline'],
    [201, 'actionFailed'],
    [901, 'deviceFault'],
  ])('error %i is the failure %s, without the key in it', (type, code) =>
    bench(async ({ old, put }) => {
      old.error = { type, description: `something of /api/${old.key}` }
      const failure = await put('light', '0000aa-lights-1', { on: { on: true } }).catch((error: Error) => error)
      expect(failure).toMatchObject({ name: 'Failure', reason: { code } })
      expect((failure as Error).message).not.toContain(old.key)
    }),
  )

  test('a lamp that is not reachable is offline although the bridge reports success', () =>
    bench(async ({ old, bridge, put }) => {
      Object.assign(old.lights['1']?.state ?? {}, { reachable: false })
      await expect(put('light', '0000aa-lights-1', { on: { on: true } })).rejects.toMatchObject({
        reason: { code: 'offline' },
      })
      expect(bridge.resources.get('0000aa-devices-1-radio')?.status).toBe('disconnected')
    }))

  test.each<['closing' | 'html' | 'junk' | 'rebooting' | 'hanging']>([
    ['closing'],
    ['html'],
    ['junk'],
    ['rebooting'],
    ['hanging'],
  ])('goes away (%s) and comes back', (mode) =>
    bench(async ({ old, bridge, until, put }) => {
      old.mode = mode
      await until(() => bridge.state === 'offline')
      expect(bridge.problem()).toBeDefined()
      await expect(put('light', '0000aa-lights-1', { on: { on: true } })).rejects.toMatchObject({
        reason: { code: 'offline' },
      })
      old.mode = 'ok'
      Object.assign(old.lights['1']?.state ?? {}, { bri: 127 })
      await until(() => bridge.resources.get('0000aa-lights-1')?.dimming?.brightness === 50)
    }),
  )

  test('is read once for several simultaneous reads', () =>
    bench(async ({ bridge, old }) => {
      const before = old.readCount
      const limit = createDeadline(3000)
      setMaxListeners(0, limit.signal)
      const reads: Promise<void>[] = []
      for (let i = 0; i < 30; i += 1) {
        reads.push(bridge.refresh('light', `0000aa-lights-${i}`, limit.signal))
        await undefined
      }
      await Promise.all(reads)
      limit.end()
      expect(old.readCount).toBeGreaterThan(before)
      // Some are the poll's own.
      expect(old.readCount).toBeLessThan(before + 10)
    }))

  test('a command ends at its deadline', () =>
    bench(async ({ old, put }) => {
      old.mode = 'hanging'
      const began = performance.now()
      await expect(put('light', '0000aa-lights-1', { on: { on: true } }, 100)).rejects.toMatchObject({
        reason: { code: 'offline' },
      })
      expect(performance.now() - began).toBeLessThan(1000)
    }))

  test.each<[string, (old: V1Bridge) => unknown, RegExp]>([
    ['a key that it does not know', (old) => old.revoke(), /does not know the application key/],
    ['another bridge', () => ({ bridgeId: '001788fffe0000bb' }), /another bridge is at the address: 001788fffe0000aa/],
    ['nobody', () => ({ port: 1 }), /the bridge at 127.0.0.1:1 cannot be reached: nothing listens there/],
    ['hanging', (old) => void Object.assign(old, { mode: 'hanging' }), /no answer within/],
  ])('is reported at once: %s', (_name, prepare, words) =>
    bench(async ({ bridge }) => {
      expect(bridge.state).toBe('offline')
      expect(bridge.problem()?.en).toMatch(words)
    }, prepare),
  )

  test.each<[string, Parameters<typeof v1Lamp>[1], object, object]>([
    [
      'its own gamut',
      { colormode: 'xy', xy: [0.5, 0.4] },
      {},
      { color: { xy: { x: 0.5, y: 0.4 }, gamut: { green: { x: 0.409, y: 0.518 } } } },
    ],
    [
      'the gamut of its model',
      { colormode: 'xy' },
      { capabilities: {}, modelid: 'LLC011' },
      { color: { gamut: { green: { x: 0.2151, y: 0.7106 } } } },
    ],
    [
      'that of later models',
      { colormode: 'xy' },
      { capabilities: {}, modelid: 'LCT015' },
      { color: { gamut: { green: { x: 0.17, y: 0.7 } } } },
    ],
    [
      'hue and saturation',
      { colormode: 'hs', hue: 0, sat: 254, xy: [0.1, 0.1] },
      {},
      { color: { xy: { x: 0.675, y: 0.322 } }, color_temperature: { mirek: null } },
    ],
    [
      'hue and saturation alone',
      { colormode: 'hs', hue: 43_690, sat: 254, xy: undefined },
      {},
      { color: { xy: { x: 0.167, y: 0.04 } } },
    ],
  ])('a lamp reports its colour by %s', (_how, state, also, reported) =>
    bench(
      async ({ bridge }) => {
        const { color, color_temperature } = bridge.resources.get('0000aa-lights-1') ?? {}
        const close = JSON.parse(JSON.stringify({ color, color_temperature }), (_key, value) =>
          typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value,
        )
        expect(close).toMatchObject(reported)
      },
      (old) => {
        old.lights['1'] = v1Lamp('책상', { on: true, ...state }, also)
      },
    ),
  )

  test('a motion sensor of CLIP v1 cannot be switched', () =>
    bench(async ({ bridge }) => {
      const [motion] = runSteps(listAppliances(bridge.resources)).filter(({ name }) => name === '현관')
      expect(Object.keys(motion?.spec.traits ?? {}).sort()).toEqual(
        ['battery', 'currentTemperature', 'detected', 'detectedAt', 'readings'].sort(),
      )
    }))

  test('commands that CLIP v1 does not have are refused', () =>
    bench(async ({ put }) => {
      await expect(put('light', '0000aa-lights-1', { effects: { effect: 'candle' } })).rejects.toMatchObject({
        reason: { code: 'unsupported' },
      })
      await expect(put('motion', '0000aa-sensors-5-motion-0', { enabled: false })).rejects.toMatchObject({
        reason: { code: 'unsupported' },
      })
    }))
})

describe('appliances of a bridge of CLIP v1', () => {
  async function withHome(
    work: (home: {
      readonly old: V1Bridge
      spec(options: object): Spec
      read(options: object): Promise<Reading>
      set(options: object, patch: State): Promise<State | string>
      names(): readonly string[]
      /** Resolves once everything was read once more. */
      again(): Promise<void>
    }) => Promise<void>,
    prepare: (old: V1Bridge) => unknown = () => {},
    how: { readonly pollDelaysMs?: readonly number[] } = {},
  ) {
    const old = await v1Bridge()
    prepare(old)
    const parsed = configSchema.parse({ api: 'v1', host: '127.0.0.1', port: old.port, applicationKey: old.key })
    const context = testContext()
    const { pollDelaysMs } = how
    const home = connection(connectV1Bridge(parsed, context, timings), parsed, context, pollDelaysMs)
    const device = (options: object) => home.device('one', hueApplianceSchema.parse(options))
    const { signal } = new AbortController()
    try {
      await home.ready
      await work({
        old,
        spec: (options) => device(options).spec,
        read: (options) => device(options).read({ signal }),
        set: (options, patch) => device(options).apply({ kind: 'set', patch }, signal).catch(reasonOf),
        names: () => home.discovery?.devices().map(({ name }) => name) ?? [],
        again: () => old.asked(2),
      })
    } finally {
      await home.close()
      await old.close()
    }
  }
  const dimmable = (name: string, state: object = {}) =>
    v1Lamp(name, {}, { type: 'Dimmable light', state: { on: false, bri: 254, reachable: true, ...state } })

  test.each<[string, number]>([
    ['two', 2],
    ['four', 4],
  ])('a room of %s lamps is confirmed by each of them', (_count, count) =>
    withHome(
      async ({ old, read, set }) => {
        expect(await set({ room: '방' }, { power: true })).toMatchObject({ power: true })
        expect(await set({ room: '방' }, { power: false })).toMatchObject({ power: false })
        old.ignores.add('12')
        expect(await set({ room: '방' }, { power: true })).toBe('actionFailed')
        expect((await read({ light: '등 1' })).state).toMatchObject({ power: true })
      },
      (old) => {
        const numbers = Array.from({ length: count }, (_, i) => String(11 + i))
        for (const [i, number] of numbers.entries()) old.lights[number] = dimmable(`등 ${i + 1}`, { on: i === 0 })
        old.groups['7'] = { name: '방', type: 'Room', lights: numbers, action: {} }
      },
      quickPolls,
    ),
  )

  test('a scene is confirmed by what it does with its lamps', () =>
    withHome(
      async ({ old, set }) => {
        expect(await set({ scene: '휴식' }, { power: true })).toEqual({ power: true })
        expect(old.puts.map(({ path }) => path)).toEqual(['/groups/0/action'])
        old.ignores.add('1')
        Object.assign(old.lights['1']?.state ?? {}, { on: true, bri: 254 })
        expect(await set({ scene: '휴식' }, { power: true })).toBe('actionFailed')
      },
      (old) => {
        const [scene] = Object.values(old.scenes)
        if (scene) Object.assign(scene, { states: { 1: { on: true, bri: 50 } } })
      },
      quickPolls,
    ))

  test.each<[string, Parameters<typeof v1Lamp>[2], Parameters<typeof v1Lamp>[1], readonly string[]]>([
    [
      'nothing is told of one that is off',
      { type: 'Extended color light' },
      { bri: null, ct: null, xy: null },
      ['brightness', 'color', 'colorTemperature', 'power'],
    ],
    [
      'it has whites by its capabilities',
      { type: 'Color temperature light' },
      { bri: 3, ct: undefined, xy: undefined },
      ['brightness', 'colorTemperature', 'power'],
    ],
    ['its type has no brightness', { type: 'On/Off light' }, { bri: 3 }, ['power']],
    [
      'its type is unknown, and null is told',
      { type: 'Lamp of somebody', capabilities: {} },
      { bri: null, ct: undefined, xy: undefined, hue: undefined },
      ['brightness', 'power'],
    ],
  ])('the traits of a lamp do not depend on its present state: %s', (_what, also, state, traits) =>
    withHome(
      async ({ old, spec, again }) => {
        expect(Object.keys(spec({ light: '그 등' }).traits).sort()).toEqual(traits)
        Object.assign(old.lights['9']?.state ?? {}, { on: true })
        await again()
        expect(Object.keys(spec({ light: '그 등' }).traits).sort()).toEqual(traits)
      },
      (old) => {
        old.lights['9'] = v1Lamp('그 등', state, also)
      },
    ),
  )

  test('a sensor without values has its type and traits', () =>
    withHome(
      async ({ spec, read }) => {
        expect(Object.keys(spec({ sensor: '현관' }).traits).sort()).toEqual(
          ['battery', 'currentTemperature', 'detected', 'detectedAt', 'readings'].sort(),
        )
        expect((await read({ sensor: '현관' })).state).toEqual({ battery: 77 })
      },
      (old) => {
        Object.assign(old.sensors['5'] ?? {}, { state: { presence: null, lastupdated: 'none' } })
        Object.assign(old.sensors['6'] ?? {}, { state: { temperature: null } })
        Object.assign(old.sensors['7'] ?? {}, { state: { lightlevel: null } })
      },
    ))

  test('devices that are no lamps and recycled groups are left out', () =>
    withHome(
      async ({ names }) => {
        expect(names()).toEqual(expect.arrayContaining(['책상', '안방']))
        expect(names().filter((name) => /Tool|Extender|Blind|Helper/.test(name))).toEqual([])
      },
      (old) => {
        old.lights['21'] = v1Lamp('Tool', {}, { type: 'Configuration tool' })
        old.lights['22'] = v1Lamp('Extender', {}, { type: 'Range extender' })
        old.lights['23'] = v1Lamp('Blind', {}, { type: 'Window covering device' })
        old.groups['8'] = Object.assign(
          { name: 'Helper', type: 'LightGroup', lights: ['1'], action: {} },
          { recycle: true },
        )
      },
    ))

  test('the state of an unreachable lamp is unknown', () =>
    withHome(async ({ old, read, again }) => {
      expect(await read({ light: '책상' })).toMatchObject({ online: true, state: { power: true } })
      Object.assign(old.lights['1']?.state ?? {}, { reachable: false })
      await again()
      expect(await read({ light: '책상' })).toMatchObject({ online: false, state: {} })
    }))
})

test('a bridge that points to another host is not followed there with the key', async () => {
  const other = await v1Bridge()
  await bench(
    async ({ old, bridge, put }) => {
      expect(bridge.state).toBe('offline')
      old.redirect = undefined
      await eventually(() => bridge.state === 'streaming')
      old.redirect = `http://127.0.0.1:${other.port}`
      await expect(put('light', '0000aa-lights-1', { on: { on: false } })).rejects.toMatchObject({
        reason: { code: 'offline' },
      })
      expect(other.requestCount).toBe(0)
    },
    (old) => {
      old.redirect = `http://127.0.0.1:${other.port}`
    },
  )
  await other.close()
})

test('a bridge is reached at an IPv6 address in brackets', async () => {
  // Of IPv4 by an address of IPv6, which a machine without IPv6 knows too.
  const old = await v1Bridge({ host: '::ffff:127.0.0.1' })
  const parsed = configSchema.parse({ api: 'v1', host: '[::ffff:127.0.0.1]', port: old.port, applicationKey: old.key })
  const bridge = connectV1Bridge(parsed, testContext(), timings)
  try {
    await bridge.ready
    expect(bridge.problem()).toBeUndefined()
    expect(bridge.state).toBe('streaming')
  } finally {
    await bridge.close()
    await old.close()
  }
})

test('every response of an old bridge has a size limit, also the first one that the library requests', async () => {
  let sentBytes = 0
  let looks = 0
  const piece = Buffer.alloc(2 ** 20, 'x')
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    looks += 1
    // The driver looks whether somebody answers, and then the library does.
    if (looks === 1) return void response.end('{}')
    const send = () => {
      while (!response.destroyed && sentBytes < 64 * 2 ** 20) {
        sentBytes += piece.length
        if (!response.write(piece)) return void response.once('drain', send)
      }
      response.destroy()
    }
    send()
    request.resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const limit = createDeadline(20_000)
  try {
    const failure = await createV1Api('127.0.0.1', port, 'key', limit.signal).catch((error: Error) => error)
    expect(sentBytes).toBeLessThan(40 * 2 ** 20)
    expect(failure).toMatchObject({ message: expect.stringContaining('its answer is too long') })
  } finally {
    limit.end()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
