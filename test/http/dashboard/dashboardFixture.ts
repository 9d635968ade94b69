import { mkdirSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { hostname } from 'node:os'
import { join } from 'node:path'
import inject, { type InjectOptions, type Response } from 'light-my-request'
import { EventStream } from '../../../src/http/admin/events.ts'
import type { ControlHandlers } from '../../../src/http/admin/router.ts'
import { DashboardAccounts } from '../../../src/http/dashboard/accounts.ts'
import { createDashboardApp, type DashboardAppOptions } from '../../../src/http/dashboard/app.ts'
import { LoginAttempts } from '../../../src/oauth/loginAttempts.ts'
import { hashPassword } from '../../../src/oauth/password.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'

/** The name of this machine as mDNS announces it. */
export const ownName = `${hostname().split('.')[0]}.local`

/** A password, and its hash at the least cost, so that tests do not wait for it. */
export const password = 'correct horse'
const cheap = { ln: 4, r: 8, p: 1 } as const

/** The application of the dashboard without a socket; time stands still until a test moves it. */
export interface DashboardFixture {
  readonly accounts: DashboardAccounts
  readonly attempts: LoginAttempts
  readonly folder: string
  /** in milliseconds since 1970 */
  readonly clock: { now: number }
  readonly logged: readonly (readonly [level: string, fields: object, message: string])[]
  readonly events: EventStream
  /** Sends a request, by default from a browser of the home network to the name of this machine. */
  send(
    method: 'GET' | 'POST' | 'HEAD' | 'PUT',
    url: string,
    options?: InjectOptions & { body?: object },
  ): Promise<Response>
  /** Logs in. @returns the headers of a request of that session's page */
  login(name?: string): Promise<Record<string, string>>
  close(): Promise<void>
}

/** Sets `complete` as Node does, so that an answer says whether the connection goes on. */
const markComplete =
  (app: RequestListener): RequestListener =>
  (request, response) => {
    const isEmpty = request.headers['content-length'] === undefined
    const complete = () => Object.assign(request, { complete: true })
    if (isEmpty) complete()
    else request.once('end', complete)
    app(request, response)
  }

/** @param create makes the application, for a test that wants to have it */
export async function dashboardFixture(
  given: Partial<DashboardAppOptions> = {},
  create = createDashboardApp,
): Promise<DashboardFixture> {
  const folder = makeFolder()
  const webFolder = join(folder, 'web')
  mkdirSync(join(webFolder, 'assets'), { recursive: true })
  const page = '<!doctype html><head>\n<base href="/">\n</head>'
  for (const [name, text] of Object.entries({
    'index.html': page,
    'icon.svg': '<svg/>',
    'assets/main-AAAA.js': 'plain',
    'assets/main-AAAA.js.gz': 'gzipped',
    'assets/main-AAAA.js.br': 'brotli',
  }))
    writeFileSync(join(webFolder, name), text)
  const clock = { now: Date.now() }
  const logged: [string, object, string][] = []
  const log = (level: string) => (fields: object, message: string) => void logged.push([level, fields, message])
  const accounts = new DashboardAccounts(join(folder, 'dashboard.json'), log('warn'), () => clock.now)
  const events = new EventStream()
  const attempts = new LoginAttempts(() => clock.now)
  const app = create({
    accounts,
    attempts,
    events,
    sleep: async () => {},
    passwordCost: cheap,
    origins: { allowedHosts: ['home.example.com'], trustedProxies: ['10.0.0.5', '172.17.0.0/16'], basePath: '/clova' },
    handlers: {} as ControlHandlers,
    probes: { notReady: () => undefined, metrics: async () => 'clova_home_appliances 3' },
    appliancesOf: ({ appliances }) => (appliances ? new Set(appliances) : undefined),
    gatewayInfo: () => ({ version: '1.2.3', edition: 'kr', language: 'ko', isConfigured: true }),
    webFolder,
    version: '1.2.3',
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    ...given,
  })
  const send: DashboardFixture['send'] = (method, url, { headers, body, ...options } = {}) =>
    inject(markComplete(app) as Parameters<typeof inject>[0], {
      method,
      url,
      remoteAddress: '192.168.1.20',
      ...options,
      headers: { host: `${ownName}:8711`, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { payload: JSON.stringify(body) }),
    })
  return {
    accounts,
    attempts,
    folder,
    clock,
    logged,
    events,
    send,
    async login(name = 'owner') {
      const hashed = await hashPassword(password, cheap)
      if (name === 'owner' && !accounts.hasPassword()) accounts.setOwnerPassword(hashed)
      if (name !== 'owner') accounts.setMember(name, { appliances: ['lamp'] }, hashed)
      const answer = await send('POST', '/session/login', { body: { name, password } })
      const { csrfToken } = answer.json()
      return { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '', 'x-csrf-token': csrfToken }
    },
    async close() {
      await accounts.flush()
      removeFolder(folder)
    },
  }
}
