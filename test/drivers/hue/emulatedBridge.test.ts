import { once } from 'node:events'
import { request } from 'node:https'
import { checkServerIdentity } from 'node:tls'
import { type Bridge, type BridgeOptions, hueBridge, type Mode } from '../../support/hue/bridge.ts'
import { authority } from '../../support/hue/bridgeCertificate.ts'
import type { Resource } from '../../support/hue/bridgeHome.ts'

const root = authority()

interface Reply {
  readonly status: number
  readonly body: { errors: { description: string }[]; data: Resource[] }
  readonly text: string
}

async function ask(bridge: Bridge, method: string, path: string, body?: object | string, also = {}): Promise<Reply> {
  const call = request({
    method,
    path,
    host: '127.0.0.1',
    port: bridge.port,
    agent: false,
    servername: bridge.id,
    ca: [root.cert, bridge.certificate],
    headers: { 'hue-application-key': bridge.key, ...also },
    checkServerIdentity: (_host, certificate) => checkServerIdentity(bridge.id, certificate),
  })
  call.end(typeof body === 'object' ? JSON.stringify(body) : body)
  const [response] = await once(call, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  const isJson = String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, body: isJson && text !== '' ? JSON.parse(text) : undefined, text }
}

async function withBridge(work: (bridge: Bridge) => Promise<void>, options: BridgeOptions = {}): Promise<void> {
  const bridge = await hueBridge(options)
  try {
    await work(bridge)
  } finally {
    await bridge.close()
  }
}

const named = (bridge: Bridge, type: string, name?: string): Resource => {
  const all = [...bridge.resources.values()]
  const owner = all.find((one) => one.type !== type && (one.metadata as { name?: string })?.name === name)
  const found = all.find(
    (one) => one.type === type && (one.owner?.rid === owner?.id || (one.metadata as { name?: string })?.name === name),
  )
  if (!found) throw new Error(`no ${type} ${name}`)
  return found
}
const put = (bridge: Bridge, { type, id }: Resource, body: object | string) =>
  ask(bridge, 'PUT', `/clip/v2/resource/${type}/${id}`, body)

describe('the emulated bridge', () => {
  test.each<[string, BridgeOptions]>([
    ['signed by itself', {}],
    ['signed by a root', { authority: root }],
  ])('answers over TLS, %s', (_name, options) =>
    withBridge(async (bridge) => {
      const { status, body } = await ask(bridge, 'GET', '/clip/v2/resource/light')
      expect([status, body.errors, body.data.length]).toEqual([200, [], 4])
      expect(body.data.every(({ type }) => type === 'light')).toBe(true)
    }, options),
  )

  test('answers 403 without JSON to a wrong key', () =>
    withBridge(async (bridge) => {
      const { status, body } = await ask(bridge, 'GET', '/clip/v2/resource', undefined, { 'hue-application-key': 'no' })
      expect([status, body]).toEqual([403, undefined])
      bridge.revoke()
      expect((await ask(bridge, 'GET', '/clip/v2/resource')).status).toBe(403)
    }))

  test.each<[string, string, string, object | string, number, string | undefined, object]>([
    ['power', 'light', '복도 등', { on: { on: true } }, 200, undefined, { on: { on: true } }],
    [
      'brightness in steps',
      'light',
      '책상 스탠드',
      { dimming: { brightness: 40 } },
      200,
      undefined,
      { dimming: { brightness: 40.16 } },
    ],
    [
      'a white',
      'light',
      '책상 스탠드',
      { color_temperature: { mirek: 250 } },
      200,
      undefined,
      { color_temperature: { mirek: 250, mirek_valid: true } },
    ],
    [
      'a colour',
      'light',
      '책상 스탠드',
      { color: { xy: { x: 0.5, y: 0.4 } } },
      200,
      undefined,
      { color: { xy: { x: 0.5, y: 0.4 } }, color_temperature: { mirek: null, mirek_valid: false } },
    ],
    [
      'a colour out of reach',
      'light',
      '책상 스탠드',
      { color: { xy: { x: 0.7347, y: 0.2653 } } },
      200,
      undefined,
      { color: { xy: { x: 0.6915, y: 0.3083 } } },
    ],
    [
      'an effect',
      'light',
      '책상 스탠드',
      { effects_v2: { action: { effect: 'candle' } } },
      200,
      undefined,
      { effects: { status: 'candle' }, effects_v2: { status: { effect: 'candle' } } },
    ],
    [
      'a light that is off',
      'light',
      '복도 등',
      { dimming: { brightness: 40 } },
      207,
      'soft off',
      { dimming: { brightness: 100 } },
    ],
    [
      'what it does not have',
      'light',
      '선풍기 플러그',
      { on: { on: true }, color: { xy: { x: 0.5, y: 0.4 } } },
      207,
      'does not support',
      { on: { on: true } },
    ],
    [
      'too bright',
      'light',
      '책상 스탠드',
      { dimming: { brightness: 101 } },
      400,
      'brightness',
      { dimming: { brightness: 100 } },
    ],
    [
      'warmer than usual',
      'light',
      '거실 등',
      { on: { on: true }, color_temperature: { mirek: 454 } },
      200,
      undefined,
      { color_temperature: { mirek: 454 } },
    ],
    [
      'warmer than anything',
      'light',
      '거실 등',
      { color_temperature: { mirek: 501 } },
      400,
      'mirek',
      { color_temperature: { mirek: 366 } },
    ],
    ['no boolean', 'light', '책상 스탠드', { on: { on: 1 } }, 400, 'boolean', { on: { on: true } }],
    ['an unknown key', 'light', '책상 스탠드', { fire: true }, 400, 'unknown', {}],
    ['no JSON', 'light', '책상 스탠드', '{', 400, 'json', {}],
    [
      'a room',
      'grouped_light',
      '거실',
      { on: { on: true }, dimming: { brightness: 50 } },
      200,
      undefined,
      { on: { on: true }, dimming: { brightness: 50 } },
    ],
    ['a scene', 'scene', '휴식', { recall: { action: 'active' } }, 200, undefined, { status: { active: 'static' } }],
    [
      'a name',
      'device',
      '복도 등',
      { metadata: { name: '현관 등' } },
      200,
      undefined,
      { metadata: { name: '현관 등' } },
    ],
  ])('PUT: %s', (_name, type, name, body, status, error, state) =>
    withBridge(async (bridge) => {
      const target = named(bridge, type, name)
      const reply = await put(bridge, target, body)
      expect(reply.status).toBe(status)
      expect(reply.body.errors.map(({ description }) => description).join()).toEqual(
        error === undefined ? '' : expect.stringContaining(error),
      )
      const { body: after } = await ask(bridge, 'GET', `/clip/v2/resource/${type}/${target.id}`)
      expect(after.data[0]).toMatchObject(state)
    }),
  )

  test('a recalled scene sets its lamps, their room follows, and events report all of it', () =>
    withBridge(async (bridge) => {
      await put(bridge, named(bridge, 'scene', '휴식'), { recall: { action: 'active' } })
      expect(named(bridge, 'grouped_light', '거실')).toMatchObject({ on: { on: true }, dimming: { brightness: 30.12 } })
      const eventTypes = bridge.stream.sentEvents.map(({ data }) => data.map((one) => (one as Resource).type).sort())
      expect(eventTypes).toEqual([
        ['light', 'light', 'scene'],
        ['grouped_light', 'grouped_light', 'grouped_light'],
      ])
      await put(bridge, named(bridge, 'light', '책상 스탠드'), { dimming: { brightness: 77 } })
      expect(named(bridge, 'scene', '휴식').status).toEqual({ active: 'inactive' })
      await put(bridge, named(bridge, 'grouped_light', '거실'), { on: { on: false } })
      expect(named(bridge, 'grouped_light', '거실')).toMatchObject({ on: { on: false }, dimming: { brightness: 0 } })
    }))

  test('groups follow their lamps after the configured delay', () =>
    withBridge(
      async (bridge) => {
        const room = named(bridge, 'grouped_light', '거실')
        await put(bridge, room, { on: { on: false } })
        expect(room.on).toEqual({ on: true })
        await bridge.stream.saidOf(room.id)
        expect(room.on).toEqual({ on: false })
      },
      { lag: 50 },
    ))

  test.each<['told' | 'untold' | 'deaf', number, boolean]>([
    ['told', 207, true],
    ['untold', 207, false],
    ['deaf', 200, false],
  ])('a lamp without power, %s', (how, status, isTold) =>
    withBridge(async (bridge) => {
      const light = named(bridge, 'light', '책상 스탠드')
      bridge.cut(light.owner?.rid ?? '', how)
      expect(bridge.stream.sentEvents.length > 0).toBe(isTold)
      const reply = await put(bridge, light, { on: { on: false } })
      expect(reply.status).toBe(status)
      expect(reply.body.errors.length).toBe(status === 207 ? 1 : 0)
      expect(light.on).toEqual({ on: true })
    }),
  )

  test('the event stream begins with a comment, then carries events and any text a test sends', () =>
    withBridge(async (bridge) => {
      const call = request({
        path: '/eventstream/clip/v2',
        host: '127.0.0.1',
        port: bridge.port,
        agent: false,
        servername: bridge.id,
        ca: bridge.certificate,
        headers: { 'hue-application-key': bridge.key, accept: 'text/event-stream' },
        checkServerIdentity: (_host, certificate) => checkServerIdentity(bridge.id, certificate),
      }).end()
      const [response] = await once(call, 'response')
      await bridge.stream.listened()
      bridge.rename(named(bridge, 'device', '복도 등').id, '새 등')
      bridge.remove(named(bridge, 'device', '책상 스탠드').id)
      bridge.stream.say('event: unheard-of\ndata: {}\n\n')
      bridge.stream.end()
      let text = ''
      for await (const chunk of response) text += chunk
      expect(text.startsWith(': hi\n\nid: ')).toBe(true)
      expect(text).toContain('"type":"delete"')
      expect(text).toContain('새 등')
      expect(text).toContain('unheard-of')
      expect(bridge.stream.open).toBe(0)
    }))

  test.each<[Mode, number | undefined, RegExp | undefined]>([
    ['rebooting', 503, /Service/],
    ['limiting', 429, /Many/],
    ['html', 200, /<html>/],
    ['empty', 200, /^$/],
    ['closing', undefined, undefined],
    ['half', undefined, undefined],
  ])('can simulate the fault: %s', (mode, status, text) =>
    withBridge(async (bridge) => {
      Object.assign(bridge, { mode, times: 1 })
      const reply = await ask(bridge, 'GET', '/clip/v2/resource').catch(() => undefined)
      expect(reply?.status).toBe(status)
      if (text) expect(reply?.text).toMatch(text)
      expect((await ask(bridge, 'GET', '/clip/v2/resource')).status).toBe(200)
    }),
  )

  test('answers 429 beyond its limit of PUTs a second, and counts them', () =>
    withBridge(
      async (bridge) => {
        const light = named(bridge, 'light', '책상 스탠드')
        const all = await Promise.all([1, 2, 3, 4].map(() => put(bridge, light, { on: { on: true } })))
        expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429])
        expect(bridge.rate('light')).toBe(4)
      },
      { limit: { light: 3, grouped_light: 1 } },
    ))

  test('gives a key once its button was pressed; can be replaced by another bridge', () =>
    withBridge(async (bridge) => {
      const pair = () => ask(bridge, 'POST', '/api', { devicetype: 'test#here', generateclientkey: true })
      expect((await pair()).body).toMatchObject([{ error: { type: 101 } }])
      bridge.pressed = true
      expect((await pair()).body).toMatchObject([{ success: { username: expect.any(String) } }])
      const before = bridge.certificate
      bridge.become('ecb5fafffe000001')
      expect((await ask(bridge, 'GET', '/api/0/config')).body).toMatchObject({ bridgeid: 'ECB5FAFFFE000001' })
      expect(bridge.certificate).not.toBe(before)
    }))
})
