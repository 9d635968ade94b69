import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

type State = Record<string, unknown>
interface V1Lamp {
  name: string
  type: string
  state: State
  [key: string]: unknown
}

/** A bridge of CLIP v1 over real HTTP, for tests: the old round ones, and the programs that speak like them. */
export interface V1Bridge {
  readonly port: number
  readonly key: string
  readonly lights: Record<string, V1Lamp>
  readonly groups: Record<string, { name: string; type: string; lights: string[]; action: State }>
  readonly scenes: Record<string, { name: string; group: string; lights: string[]; states: Record<string, State> }>
  readonly sensors: Record<string, { name: string; type: string; state: State; config: State; [key: string]: unknown }>
  /** every PUT that it got */
  readonly puts: { readonly path: string; readonly body: State }[]
  /** how many requests came */
  requestCount: number
  /** how often everything was asked for */
  readCount: number
  /** to where it sends all that ask with a key, if anywhere */
  redirect: string | undefined
  mode: 'ok' | 'hanging' | 'closing' | 'html' | 'junk' | 'rebooting'
  /** the error that it answers to the next PUTs */
  error: { readonly type: number; readonly description: string } | undefined
  /** lamps that take commands and do nothing, by number */
  readonly ignores: Set<string>
  /** what happens when a PUT has come and before it is done */
  beforePut: (() => Promise<void>) | undefined
  /** its link button was pressed */
  pressed: boolean
  revoke(): void
  /** Resolves when everything was asked for so many times more. */
  asked(times: number): Promise<void>
  close(): Promise<void>
}

export const v1Lamp = (name: string, state: State = {}, also: object = {}): V1Lamp => ({
  name,
  type: 'Extended color light',
  modelid: 'LCT001',
  manufacturername: 'Philips',
  uniqueid: `00:17:88:01:00:00:00:${name.length.toString(16).padStart(2, '0')}-0b`,
  swversion: '5.127.1',
  capabilities: {
    control: {
      colorgamut: [
        [0.675, 0.322],
        [0.409, 0.518],
        [0.167, 0.04],
      ],
      ct: { min: 153, max: 500 },
    },
  },
  state: {
    on: false,
    bri: 254,
    hue: 0,
    sat: 0,
    effect: 'none',
    xy: [0.4573, 0.41],
    ct: 366,
    alert: 'none',
    colormode: 'ct',
    reachable: true,
    ...state,
  },
  ...also,
})

export async function v1Bridge(
  options: { readonly id?: string; readonly port?: number; readonly host?: string } = {},
): Promise<V1Bridge> {
  const keys = new Set(['old-key'])
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  const unique = '00:17:88:01:02:00:aa:bb-02'
  const self: V1Bridge = {
    port: 0,
    key: 'old-key',
    lights: {
      1: v1Lamp('책상', { on: true }),
      2: v1Lamp(
        '거실',
        {},
        { type: 'Dimmable light', state: { on: false, bri: 100, reachable: true }, capabilities: {} },
      ),
      3: v1Lamp('선풍기', {}, { type: 'On/Off plug-in unit', state: { on: false, reachable: true }, capabilities: {} }),
    },
    groups: { 1: { name: '안방', type: 'Room', lights: ['1', '2'], action: { on: true, bri: 254 } } },
    scenes: {
      aBc1: {
        name: '휴식',
        group: '1',
        lights: ['1'],
        states: { 1: { on: true, bri: 50, ct: 447 }, 2: { on: true, bri: 30 } },
      },
    },
    sensors: {
      1: { name: 'Daylight', type: 'Daylight', state: { daylight: null }, config: {} },
      5: {
        name: '현관',
        type: 'ZLLPresence',
        uniqueid: `${unique}-0406`,
        state: { presence: true, lastupdated: '2026-11-21T01:02:03' },
        config: { on: true, battery: 77, reachable: true },
      },
      6: {
        name: 'Hue temperature 1',
        type: 'ZLLTemperature',
        uniqueid: `${unique}-0402`,
        state: { temperature: 2137, lastupdated: '2026-11-21T01:02:03' },
        config: { on: true, battery: 77 },
      },
      7: {
        name: 'Hue light 1',
        type: 'ZLLLightLevel',
        uniqueid: `${unique}-0400`,
        state: { lightlevel: 20001, lastupdated: 'none' },
        config: { on: true },
      },
      9: {
        name: '스위치',
        type: 'ZLLSwitch',
        uniqueid: '00:17:88:01:02:00:cc:dd-02-fc00',
        state: { buttonevent: 4002, lastupdated: '2026-11-21T01:02:03' },
        config: { on: true, battery: 12, reachable: true },
      },
    },
    puts: [],
    requestCount: 0,
    readCount: 0,
    redirect: undefined,
    mode: 'ok',
    error: undefined,
    ignores: new Set(),
    beforePut: undefined,
    pressed: false,
    revoke: () => keys.clear(),
    async asked(times) {
      const until = self.readCount + times
      while (self.readCount < until) await new Promise<void>((resolve) => waiting.add(resolve))
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  const config = {
    name: 'Old',
    bridgeid: (options.id ?? '001788fffe0000aa').toUpperCase(),
    modelid: 'BSB001',
    swversion: '01041302',
    apiversion: '1.16.0',
  }

  const server = createServer(async (request, response) => {
    self.requestCount += 1
    let text = ''
    for await (const chunk of request) text += chunk
    const path = request.url ?? '/'
    if (self.mode === 'hanging') return
    if (self.mode === 'closing') return void response.destroy()
    if (self.mode === 'html')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>lighting</html>')
    if (self.mode === 'junk')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"lights":{')
    if (self.mode === 'rebooting') return void response.writeHead(503).end('starting')
    if (path === '/api/config') return json(response, config)
    if (path === '/api') {
      if (!self.pressed) return fail(response, 101, 'link button not pressed', '')
      keys.add('new-key')
      return json(response, [{ success: { username: 'new-key' } }])
    }
    if (self.redirect !== undefined) return void response.writeHead(302, { location: `${self.redirect}${path}` }).end()
    const [, sceneKey = '', sceneId = ''] = /^\/api\/([^/]+)\/scenes\/([^/]+)$/.exec(path) ?? []
    if (keys.has(sceneKey)) {
      const scene = self.scenes[sceneId]
      return scene
        ? json(response, { name: scene.name, group: scene.group, lights: scene.lights, lightstates: scene.states })
        : fail(response, 3, 'not available', path)
    }
    const [, key = '', kind, id = ''] = /^\/api\/([^/]+)(?:\/([^/]+)(?:\/([^/]+)\/\w+)?)?$/.exec(path) ?? []
    if (!keys.has(key)) return fail(response, 1, 'unauthorized user', path)
    if (request.method === 'PUT') {
      await self.beforePut?.()
      return ordered(response, kind ?? '', id, JSON.parse(text), path)
    }
    if (kind !== undefined) return fail(response, 3, `resource, ${path}, not available`, path)
    self.readCount += 1
    for (const notify of [...waiting]) {
      waiting.delete(notify)
      notify()
    }
    const { lights, groups, scenes, sensors } = self
    const all = Object.entries(groups).map(([number, one]) => {
      const on = one.lights.map((light) => lights[light]?.state.on === true)
      return [number, { ...one, state: { any_on: on.includes(true), all_on: !on.includes(false) } }]
    })
    json(response, {
      lights,
      groups: Object.fromEntries(all),
      config,
      schedules: {},
      scenes,
      rules: {},
      sensors,
      resourcelinks: {},
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(self, { port: (server.address() as AddressInfo).port })

  function ordered(response: ServerResponse, kind: string, id: string, body: State, path: string) {
    self.puts.push({ path: path.replace(/^\/api\/[^/]+/, ''), body })
    if (self.error) return fail(response, self.error.type, self.error.description, path)
    const targets = kind === 'lights' ? [id] : id === '0' ? Object.keys(self.lights) : (self.groups[id]?.lights ?? [])
    if (targets.length === 0 || (kind === 'lights' && !self.lights[id])) return fail(response, 3, 'not available', path)
    const scene = typeof body.scene === 'string' ? self.scenes[body.scene] : undefined
    for (const target of targets) {
      const lamp = self.lights[target]
      const requested = body.scene === undefined ? body : scene?.states[target]
      if (!lamp || !requested || self.ignores.has(target)) continue
      const isOff = requested.on === undefined && lamp.state.on !== true
      if (isOff && kind === 'lights')
        return fail(response, 201, 'parameter, bri, is not modifiable. Device is set to off.', path)
      // What it has not, a lamp of a group leaves alone.
      for (const [key, value] of Object.entries(requested)) if (key in lamp.state) lamp.state[key] = value
      if (requested.xy && lamp.state.xy) lamp.state.colormode = 'xy'
      if (requested.ct && lamp.state.ct) lamp.state.colormode = 'ct'
    }
    json(
      response,
      Object.entries(body).map(([key, value]) => ({ success: { [`${path}/${key}`]: value } })),
    )
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const fail = (response: ServerResponse, type: number, description: string, address: string) =>
  json(response, [{ error: { type, address, description } }])
