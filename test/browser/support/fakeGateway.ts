import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import type { ApplianceStatus } from '../../../src/control/api.ts'
import { type EventName, events, operations, pathKeys } from '../../../src/control/api.ts'
import { securityHeaders } from '../../../src/http/dashboard/securityHeaders.ts'
import { answers } from './fakeAnswers.ts'
import { exampleHome } from './homes.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
}
/** The policy of the real listener. */
const { 'Content-Security-Policy': policy } = securityHeaders

/** What a fake gateway is like. A test may change it while the page is open. */
export interface FakeHome {
  appliances: ApplianceStatus[]
  session: 'firstStart' | 'loggedOut' | 'loggedIn'
  role: 'owner' | 'member'
  /** false: no configuration is in force */
  isConfigured: boolean
  /** the path under which a reverse proxy serves the page, such as `/home`; empty: the root */
  basePath: string
  /** the token of the session; another login changes it */
  csrfToken: string
  /** how long a command takes, in milliseconds */
  commandMs: number
  /** what a command ends with; absent: it is confirmed, or assumed of what nobody sees */
  failure: string | undefined
  /** a login fails with this body */
  refusal: { readonly status: number; readonly body: object } | undefined
  /** ahead of the browser's clock, in milliseconds */
  clockAheadMs: number
  /** answers in place of the usual ones, by the name of the operation */
  overrides: Record<string, (request: Record<string, unknown>) => unknown>
}

/** What the page asked for. */
export interface AskedOperation {
  readonly name: string
  readonly request: Record<string, unknown>
}

/**
 * A gateway that holds its home in memory: it serves the built page and answers as the contract has it, so that tests can
 * show states which a real home has rarely. Every answer is parsed by the schema of the contract.
 */
export class FakeGateway {
  readonly home: FakeHome
  readonly asked: AskedOperation[] = []
  private server: Server | undefined
  private readonly streams = new Set<ServerResponse>()
  private port = 0

  constructor(home: Partial<FakeHome> = {}) {
    this.home = {
      appliances: [...exampleHome()],
      session: 'loggedIn',
      role: 'owner',
      isConfigured: true,
      basePath: '',
      csrfToken: 'token',
      commandMs: 30,
      failure: undefined,
      refusal: undefined,
      clockAheadMs: 0,
      overrides: {},
      ...home,
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}${this.home.basePath}/`
  }

  /** Starts it, after a stop on the same port. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.handle(request, response).catch((error: Error) => {
        response.writeHead(500, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ code: 'internal', message: error.message }))
      })
    })
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve))
    this.port = (server.address() as AddressInfo).port
    this.server = server
  }

  /** Stops it with all its connections, as a restart does. */
  async stop(): Promise<void> {
    const { server } = this
    this.streams.clear()
    server?.closeAllConnections()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  }

  /** Tells every page of an event. */
  publish<N extends EventName>(name: N, data: Omit<(typeof events)[N]['_input'], 'at'>): void {
    const text = JSON.stringify(events[name].parse({ at: Date.now(), ...data }))
    for (const stream of this.streams) stream.write(`event: ${name}\ndata: ${text}\n\n`)
  }

  /** How many event streams are open. */
  streamCount(): number {
    return this.streams.size
  }

  /** Changes the state of an appliance, and tells it. */
  report(id: string, state: Record<string, unknown>): void {
    const index = this.home.appliances.findIndex((status) => status.id === id)
    const status = this.home.appliances[index]
    if (!status) throw new Error(`there is no ${id}`)
    const changed = { ...status, online: true, state: { ...status.state, ...state }, reportedAt: Date.now() }
    this.home.appliances[index] = changed
    this.publish('state', { appliance: id, online: true, state: changed.state, reportedAt: changed.reportedAt })
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: asked } = new URL(request.url ?? '/', this.url)
    const { basePath } = this.home
    if (!asked.startsWith(`${basePath}/`)) {
      response.writeHead(404).end()
      return
    }
    const pathname = asked.slice(basePath.length)
    if (pathname.startsWith('/session')) return this.handleSession(request, response, pathname)
    if (pathname === '/api/events') return this.stream(response)
    if (pathname.startsWith('/api/'))
      return this.handleOperation(request, response, decodeURI(pathname.slice('/api'.length)))
    const file = normalize(pathname === '/' ? '/index.html' : pathname)
    const bytes = await readFile(join('dist/web', file)).catch(() => undefined)
    if (!bytes) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy ?? '',
    })
    response.end(
      file === '/index.html' ? bytes.toString('utf8').replace('<base href="/">', `<base href="${basePath}/">`) : bytes,
    )
  }

  private async handleSession(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const everybody = { now: Date.now() + this.home.clockAheadMs, language: 'ko', minPasswordLength: 8 }
    if (request.method === 'POST') {
      await readJson(request)
      if (this.home.refusal)
        return sendJson(response, this.home.refusal.status, { now: everybody.now, ...this.home.refusal.body })
      this.home.session = path.endsWith('/logout') ? 'loggedOut' : 'loggedIn'
    }
    const status = {
      firstStart: { state: 'firstStart' },
      loggedOut: { state: 'loggedOut', needsName: true },
      loggedIn: {
        state: 'loggedIn',
        name: 'family',
        role: this.home.role,
        csrfToken: this.home.csrfToken,
        version: '0.2.0',
        edition: 'kr',
        isConfigured: this.home.isConfigured,
      },
    }[this.home.session]
    sendJson(response, 200, { ...status, ...everybody })
  }

  private stream(response: ServerResponse): void {
    if (this.home.session !== 'loggedIn') {
      sendJson(response, 401, { code: 'unauthorized', message: 'log in' })
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': listening\n\n')
    this.streams.add(response)
    response.once('close', () => this.streams.delete(response))
  }

  private async handleOperation(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (this.home.session !== 'loggedIn') return sendJson(response, 401, { code: 'unauthorized', message: 'log in' })
    if (request.method === 'POST' && request.headers['x-csrf-token'] !== this.home.csrfToken)
      return sendJson(response, 403, { code: 'forbidden', message: 'another session' })
    const found = findOperation(request.method ?? '', path)
    if (!found) return sendJson(response, 404, { code: 'notFound', message: `no operation ${request.method} ${path}` })
    const { name, values } = found
    const operation = operations[name]
    const asked = operation.request.parse({ ...(request.method === 'POST' ? await readJson(request) : {}), ...values })
    this.asked.push({ name, request: asked as Record<string, unknown> })
    const answer = await (this.home.overrides[name] ?? answers[name])?.call(undefined, asked as never, this)
    if (answer === undefined) return sendJson(response, 404, { code: 'notFound', message: `the fake has no ${name}` })
    if (operation.response === 'archive') return void response.writeHead(200).end(answer)
    sendJson(response, 200, operation.response.parse(answer))
  }
}

function findOperation(method: string, path: string) {
  for (const name of Object.keys(operations) as (keyof typeof operations)[]) {
    const operation = operations[name]
    if (operation.method !== method) continue
    const keys = pathKeys(operation.path)
    const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '([^/]+)')}$`)
    const match = pattern.exec(path)
    if (!match) continue
    return {
      name,
      values: Object.fromEntries(keys.map((key, index) => [key, decodeURIComponent(match[index + 1] ?? '')])),
    }
  }
  return undefined
}

async function readJson(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}')
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
