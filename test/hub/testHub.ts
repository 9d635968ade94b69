import { writeFileSync } from 'node:fs'
import type { OutgoingHttpHeaders, RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Msg } from '@nats-io/transport-node'
import inject from 'light-my-request'
import type { Log } from '../../src/home/driver.ts'
import { SignatureKey } from '../../src/http/clova/publicKey.ts'
import { RefusalLog } from '../../src/http/middleware/errorHandler.ts'
import { clientAddressResolver } from '../../src/http/oauth/clientAddress.ts'
import { listen } from '../../src/http/server.ts'
import { HubAgent } from '../../src/hub/agent.ts'
import type { Cluster } from '../../src/hub/askHome.ts'
import type { ClusterLink } from '../../src/hub/connection.ts'
import { hubCredentials } from '../../src/hub/credentials.ts'
import { HubMetrics } from '../../src/hub/metrics.ts'
import { createHubApp } from '../../src/hub/server.ts'
import type { HubState } from '../../src/hub/state.ts'
import { type HttpAnswer, pem, postTo } from '../support/clova.ts'
import { inFolder } from '../support/folder.ts'
import { clientSecret } from '../support/linkingClients.ts'
import { silent } from '../support/log.ts'
import { connectedLink } from './cluster.ts'
import { fakeConnection, type Reply, type Sent } from './fakeConnection.ts'

/** The public side of a hub, whose client gives its address in `X-Forwarded-For`. */
interface TestApp {
  readonly metrics: HubMetrics
  send(
    body: string,
    headers?: Record<string, string>,
    options?: { readonly path?: string; readonly method?: string },
  ): Promise<HttpAnswer>
}

export interface TestHub extends TestApp {
  readonly link: ClusterLink
  close(): Promise<void>
}

function hubApp(homeSecretKey: string, cluster: Cluster, log: Log): Promise<readonly [RequestListener, HubMetrics]> {
  const metrics = new HubMetrics()
  return inFolder((folder) => {
    writeFileSync(join(folder, 'clova.pem'), pem)
    const app = createHubApp({
      edition: 'kr',
      path: '/clova',
      key: new SignatureKey({ source: join(folder, 'clova.pem'), cacheFile: '', warn() {} }),
      cluster,
      clientId: 'clova',
      clientSecret,
      homeSecretKey,
      addressOf: clientAddressResolver({ header: 'X-Forwarded-For', from: ['127.0.0.1'] }),
      refusals: new RefusalLog(log),
      metrics,
      log,
    })
    return [app, metrics]
  })
}

/** A hub that listens, and is connected to a real cluster. */
export async function openTestHub(state: HubState): Promise<TestHub> {
  const link = await connectedLink({ servers: state.servers, credentials: await hubCredentials(state) })
  const [app, metrics] = await hubApp(state.homeSecretKey, () => link.connection(), silent)
  const listener = await listen(app, { host: '127.0.0.1', port: 0 })
  return {
    link,
    metrics,
    send: (body, headers = {}, options = {}) => {
      const { hostname, port } = new URL(`http://${listener.address}`)
      return postTo({ host: hostname, port }, body, headers, options)
    },
    async close() {
      await listener.close(0)
      await link.close()
    },
  }
}

/** What a home replies to a message of the hub. */
type Home = (sent: Sent) => Reply | undefined | Promise<Reply | undefined>

/** A hub without sockets, beside homes in this process; no other home is connected. */
export async function hubInProcess(
  homes: Readonly<Record<string, Home>>,
  log: Log = silent,
): Promise<TestApp & { readonly app: RequestListener }> {
  const noResponders: Reply = { headers: { code: 503, get: () => '' } }
  const { connection } = fakeConnection((sent) => homes[sent.subject.replace(/^home\./, '')]?.(sent) ?? noResponders)
  const [app, metrics] = await hubApp(homeSecretKey, () => connection, log)
  return {
    app,
    metrics,
    async send(body, headers = {}, { path = '/clova', method = 'POST' } = {}) {
      const answer = await inject(app, { method: method as 'POST', url: path, headers, payload: body })
      return { status: answer.statusCode, headers: answer.headers as HttpAnswer['headers'], body: answer.payload }
    },
  }
}
export const homeSecretKey = 'the key of the secrets of homes'

/** A home in this process: its agent, and behind it this application. */
export function homeInProcess(app: RequestListener, log: Log = silent): Home {
  const credentials = { jwt: '', seed: `SU${'A'.repeat(56)}` }
  const agent = new HubAgent({ home: 'home', servers: [], credentials }, () => app, { version: '1.0', log })
  return async (sent) => {
    let reply: Reply | undefined
    const respond = (data = new Uint8Array(0), options: object = {}) => {
      reply = { data, ...options }
    }
    await agent.answer({ ...sent, respond } as unknown as Msg)
    return reply
  }
}

/** The page of a home that answers each request with this. */
export const respondWith =
  (status: number, headers: OutgoingHttpHeaders, body: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body)
