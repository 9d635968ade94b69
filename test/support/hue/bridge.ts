import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { type Authority, type Certificate, selfSigned } from './bridgeCertificate.ts'
import { bridgeItself, type Resource, typicalHome } from './bridgeHome.ts'
import { endScenes, put, regroup } from './bridgePut.ts'
import { changedOf, type Stream, stream } from './bridgeStream.ts'

/** Starts one. */
export async function hueBridge(options: BridgeOptions = {}): Promise<Bridge> {
  const {
    authority,
    batch = 0,
    lag = 0,
    lasts = 0,
    delay = 0,
    limit,
    model = 'BSB002',
    address = '127.0.0.1',
  } = options
  let id = options.id ?? '001788fffe123456'
  let certificate = authority?.sign(id) ?? selfSigned(id)
  const key = randomBytes(20).toString('hex')
  const keys = new Set([key])
  const reach = new Map<string, 'no' | 'deaf'>()
  const sockets = new Set<Socket>()
  const resources = new Map<string, Resource>()
  const events = stream(batch, lasts)
  const late = new Set<NodeJS.Timeout>()
  let underWay = 0
  const self: Bridge = {
    port: 0,
    get id() {
      return id
    },
    key,
    get certificate() {
      return certificate.cert
    },
    resources,
    stream: events,
    requests: [],
    mode: 'ok',
    times: Number.POSITIVE_INFINITY,
    pressed: false,
    refusal: undefined,
    software: '1966060010',
    beforePut: undefined,
    afterChange: undefined,
    getDelayMs: 0,
    maxConcurrent: 3,
    tooManyAtOnce: 0,
    answeredGets: 0,
    tellsGroups: true,
    add(...added) {
      for (const one of added) resources.set(one.id, structuredClone(one))
      events.sendEvent('add', added)
      tellGroups()
    },
    remove(deviceId) {
      const gone = [...resources.values()].filter((one) => one.id === deviceId || one.owner?.rid === deviceId)
      for (const one of gone) resources.delete(one.id)
      events.sendEvent(
        'delete',
        gone.map((one) => changedOf(one, {})),
      )
      tellGroups()
    },
    change(changedId, patch) {
      const one = resources.get(changedId)
      if (!one) throw new Error(`there is no ${changedId}`)
      Object.assign(one, patch)
      const changed = new Map([[changedId, patch]])
      if (one.type === 'light') endScenes({ resources }, changed)
      publish(changed)
      tellGroups()
    },
    rename(deviceId, name) {
      for (const one of resources.values())
        if (one.id === deviceId || (one.type === 'light' && one.owner?.rid === deviceId))
          self.change(one.id, { metadata: { ...(one.metadata as object), name } })
    },
    cut(deviceId, how = 'told') {
      reach.set(deviceId, how === 'deaf' ? 'deaf' : 'no')
      if (how === 'told') connectivity(deviceId, 'connectivity_issue')
    },
    restore(deviceId) {
      reach.delete(deviceId)
      connectivity(deviceId, 'connected')
    },
    revoke(revoked = key) {
      keys.delete(revoked)
      events.end('broken')
    },
    become(other, shown) {
      id = other
      certificate = shown ?? authority?.sign(id) ?? selfSigned(id)
      server.setSecureContext(certificate)
      self.drop()
    },
    drop() {
      for (const socket of sockets) socket.destroy()
    },
    handshakes: 0,
    puts: (type) => self.requests.filter(({ method, path }) => method === 'PUT' && path.includes(`/resource/${type}/`)),
    rate(type) {
      const times = self.puts(type).map(({ at }) => at)
      return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length))
    },
    async close() {
      for (const timer of late) clearTimeout(timer)
      events.close()
      self.drop()
      server.close()
      await once(server, 'close')
    },
  }
  const bridgeResources = options.resources ?? Object.values(typicalHome())
  for (const one of [...bridgeResources.flat(), ...bridgeItself(id, 'Hue Bridge', bridgeResources.flat())])
    resources.set(one.id, structuredClone(one))
  regroup({ resources }, new Map())

  const server = createServer({ ...certificate, minVersion: 'TLSv1.2' }, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server
    .on('secureConnection', remember)
    .on('connection', remember)
    .on('connection', () => self.handshakes++)
  server.on('tlsClientError', () => {})
  server.listen(options.port ?? 0, address)
  await once(server, 'listening')
  return Object.assign(self, { port: (server.address() as AddressInfo).port })

  function remember(socket: Socket) {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }

  function connectivity(deviceId: string, status: string) {
    for (const one of resources.values())
      if (one.type === 'zigbee_connectivity' && one.owner?.rid === deviceId) self.change(one.id, { status })
  }

  /** In an event of its own, after that of the lamps. */
  function tellGroups() {
    if (lag > 0) late.add(setTimeout(regroupNow, lag))
    else regroupNow()
  }

  function regroupNow() {
    if (!self.tellsGroups) return
    const changed = new Map<string, Record<string, unknown>>()
    regroup({ resources }, changed)
    publish(changed)
  }

  function publish(changed: ReadonlyMap<string, object>) {
    self.afterChange?.()
    const data = [...changed].flatMap(([changedId, patch]) => {
      const one = resources.get(changedId)
      return one ? [changedOf(one, patch)] : []
    })
    events.sendEvent('update', data)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request
    let text = ''
    for await (const chunk of request) text += chunk
    const body = parsed(text)
    const at = Date.now()
    self.requests.push({ at, method, path, ...(body !== undefined && { body }) })
    if (path.startsWith('/clip/')) {
      underWay += 1
      response.on('close', () => {
        underWay -= 1
      })
      if (underWay > self.maxConcurrent) {
        self.tooManyAtOnce += 1
        return html(response, 429, 'Too Many Requests')
      }
    }
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
    if (path === '/api' && method === 'POST') return json(response, 200, paired(self, keys, body))
    if (/^\/api\/[^/]+\/config$/.test(path) || path === '/api/config') return json(response, 200, configOf(self, model))
    const mode = path.startsWith('/eventstream') && self.mode !== 'rebooting' ? 'ok' : self.mode
    if (mode !== 'ok' && --self.times <= 0) Object.assign(self, { mode: 'ok', times: Number.POSITIVE_INFINITY })
    if (mode !== 'ok') return broken[mode](response)
    if (!keys.has(String(request.headers['hue-application-key']))) return html(response, 403, 'Forbidden')
    if (path === '/eventstream/clip/v2') {
      await events.beforeOpen?.()
      if (events.mode === 'silent') return
      return events.mode === 'refusing' ? html(response, 503, 'Service Unavailable') : events.take(response)
    }
    const [, type, wanted] = /^\/clip\/v2\/resource(?:\/([a-z0-9_]+)(?:\/([0-9a-f-]+))?)?$/.exec(path) ?? [path]
    if (!path.startsWith('/clip/v2/resource'))
      return json(response, 404, { errors: [{ description: 'Not Found' }], data: [] })
    if (method === 'PUT') return ordered(response, type, wanted, body)
    const data = [...resources.values()].filter((one) => (!type || one.type === type) && (!wanted || one.id === wanted))
    if (wanted && data.length === 0) return json(response, 404, { errors: [{ description: 'Not Found' }], data })
    // What it has when it is asked; the answer may take its time.
    const snapshot = structuredClone(data)
    if (self.getDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, self.getDelayMs))
    json(response, 200, { errors: [], data: snapshot })
    self.answeredGets += 1
  }

  async function ordered(
    response: ServerResponse,
    type: string | undefined,
    wanted: string | undefined,
    body: unknown,
  ) {
    const most = limit && type && Object.hasOwn(limit, type) ? limit[type as keyof typeof limit] : undefined
    const recent = self.puts(type ?? '').filter(({ at }) => at > Date.now() - 1000).length
    if (most !== undefined && recent > most) return html(response, 429, 'Too Many Requests')
    const find = () => [...resources.values()].find((one) => one.id === wanted && one.type === type)
    await self.beforePut?.(find())
    const target = find()
    const { status, errors, changed } = put({ resources, reach: (device) => reach.get(device) ?? 'yes' }, target, body)
    const data = target && status < 400 ? [{ rid: target.id, rtype: target.type }] : []
    json(response, status, { data, errors: errors.map((description) => ({ description })) })
    publish(changed)
    tellGroups()
  }
}

/** What it does with all requests of CLIP v2 but the stream. */
export type Mode = 'ok' | 'rebooting' | 'limiting' | 'hanging' | 'closing' | 'half' | 'html' | 'junk' | 'empty'

/** What came as JSON, or as it came. */
function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function html(response: ServerResponse, status: number, title: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html' })
    .end(`<html><head><title>hue personal wireless lighting</title></head><body>${title}</body></html>`)
}

const broken: Readonly<Record<Exclude<Mode, 'ok'>, (response: ServerResponse) => void>> = {
  rebooting: (response) => html(response, 503, 'Service Unavailable'),
  limiting: (response) => html(response, 429, 'Too Many Requests'),
  hanging: () => {},
  closing: (response) => void response.destroy(),
  half(response) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
    response.write('{"errors":[],"da', () => response.destroy())
  },
  html: (response) => html(response, 200, 'Oops, there appears to be no lighting here'),
  junk: (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{"errors":[],"data":[{'),
  empty: (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(),
}

/** What POST /api is answered with: a key, once the button was pressed. */
function paired({ refusal, pressed }: Bridge, keys: Set<string>, body: unknown): object {
  if (refusal) return refusal
  const { devicetype, generateclientkey } = (body ?? {}) as { devicetype?: unknown; generateclientkey?: unknown }
  const error = (type: number, description: string) => [{ error: { type, address: '', description } }]
  if (typeof devicetype !== 'string') return error(5, 'invalid/missing parameters in body')
  if (devicetype.length > 40) return error(7, `invalid value, ${devicetype}, for parameter, devicetype`)
  if (!pressed) return error(101, 'link button not pressed')
  const username = randomBytes(30).toString('base64url')
  keys.add(username)
  const clientkey = randomBytes(16).toString('hex').toUpperCase()
  return [{ success: { username, ...(generateclientkey === true && { clientkey }) } }]
}

/** What it reports of itself without a key. */
function configOf({ id, software }: Bridge, model: string): object {
  const mac = id.replace(/fffe/, '').replace(/(..)(?=.)/g, '$1:')
  const versions = { datastoreversion: '172', swversion: software, apiversion: '1.66.0' }
  return { name: 'Hue Bridge', ...versions, mac, bridgeid: id.toUpperCase(), factorynew: false, modelid: model }
}

/**
 * A Hue bridge that speaks CLIP v2 over real TLS, for tests: written from what Signify publishes and what bridges are
 * seen to do, and knowing nothing of the driver.
 */
export interface Bridge {
  readonly port: number
  /** sixteen hex digits in small letters */
  readonly id: string
  /** one that it takes from the beginning */
  readonly key: string
  /** its certificate, in PEM */
  readonly certificate: string
  readonly resources: Map<string, Resource>
  readonly stream: Stream
  /** every request that came, in its order; `at` in ms */
  readonly requests: { readonly at: number; readonly method: string; readonly path: string; readonly body?: unknown }[]
  /** what it does with all requests of CLIP v2 but the stream */
  mode: Mode
  /** how often that is done; then it is `ok` again */
  times: number
  /** the link button was pressed */
  pressed: boolean
  /** what it answers to POST /api instead, if anything */
  refusal: object | undefined
  /** the number of its software */
  software: string
  /** what happens when a PUT has come and before it is done */
  beforePut: ((target: Resource | undefined) => void | Promise<void>) | undefined
  /** what happens whenever something has changed */
  afterChange: (() => void) | undefined
  /** ms from a GET to its answer, which has the state at the time of the GET */
  getDelayMs: number
  /** how many requests it takes at once, the stream aside; it answers 429 to more. Bridges take three. */
  maxConcurrent: number
  /** how many requests were more than that */
  tooManyAtOnce: number
  /** how many GETs were answered */
  answeredGets: number
  /** false: the state of groups does not follow that of their lamps */
  tellsGroups: boolean
  add(...resources: readonly Resource[]): void
  /** A device leaves, and its services with it. */
  remove(deviceId: string): void
  /** A resource changes by itself, and an event reports it. */
  change(id: string, patch: Record<string, unknown>): void
  rename(deviceId: string, name: string): void
  /** A device cannot be reached any more; `deaf`: and the bridge takes orders for it as if it could. */
  cut(deviceId: string, how?: 'told' | 'untold' | 'deaf'): void
  restore(deviceId: string): void
  revoke(key?: string): void
  /** Another bridge stands at its address, or the same with another certificate. */
  become(id: string, certificate?: Certificate): void
  /** Every connection breaks off. */
  drop(): void
  /** how many have begun to connect */
  handshakes: number
  /** The PUTs of a type. */
  puts(type: string): readonly Bridge['requests'][number][]
  /** The most PUTs of a type within any second. */
  rate(type: string): number
  close(): Promise<void>
}

export interface BridgeOptions {
  readonly id?: string
  readonly port?: number
  readonly address?: string
  /** signs its certificate; without it that is self-signed */
  readonly authority?: Authority
  readonly resources?: readonly (readonly Resource[])[]
  /** ms between two batches of events; 1000 in reality */
  readonly batch?: number
  /** ms by which the events of groups come later than those of their lamps; some hundred in reality */
  readonly lag?: number
  /** ms after which every stream ends; 0 never */
  readonly lasts?: number
  /** ms that every answer takes */
  readonly delay?: number
  /** how many PUTs a second it takes of lights and of groups, before it answers 429 */
  readonly limit?: { readonly light: number; readonly grouped_light: number }
  readonly model?: string
}
