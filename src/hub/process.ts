import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import { publicKeyOf } from '../clova/edition.ts'
import { cacheFileName, SignatureKey } from '../http/clova/publicKey.ts'
import { RefusalLog } from '../http/middleware/errorHandler.ts'
import { clientAddressResolver } from '../http/oauth/clientAddress.ts'
import { listen } from '../http/server.ts'
import { ClusterLinks } from './clusterLinks.ts'
import { ClusterLink } from './connection.ts'
import { limitConnections } from './connectionLimit.ts'
import { connectionWatcherCredentials, hubCredentials } from './credentials.ts'
import { type HubSettingsFile, readCertificateAuthority, readHubSettings, readHubState } from './folder.ts'
import { publicKeyOf as publicKeyOfSeed } from './keys.ts'
import { HubMetrics } from './metrics.ts'
import { countConnectedHomes, showPresence } from './presence.ts'
import { createHubApp } from './server.ts'

/** The running hub. */
export interface Hub {
  /** where it listens in fact, as `host:port` */
  readonly address: string
  readonly monitorAddress: string
  close(): Promise<void>
}

/** How long requests may go on after the signal to stop, in milliseconds. */
const shutdownTimeoutMs = 4000

/**
 * Starts a hub on the keys and settings of a folder. It starts without waiting for the cluster; `/readyz` shows whether the
 * cluster is connected.
 * @throws Error in plain words if it cannot listen, or if the folder has no settings
 */
export async function startHub(folder: string, log: Logger): Promise<Hub> {
  const settings = readHubSettings(folder)
  const state = readHubState(folder)
  const warn = (fields: object, message: string) => log.warn(fields, message)
  const source = settings.publicKey ?? publicKeyOf[settings.edition]
  const key = new SignatureKey({
    source: /^https?:/.test(source) ? source : resolve(folder, source),
    // The service may not write to the folder of its keys.
    cacheFile: join(process.env.STATE_DIRECTORY ?? folder, cacheFileName(source)),
    warn,
  })
  const cluster = { servers: state.servers, ca: readCertificateAuthority(folder, settings) }
  const credentials = await hubCredentials(state)
  const links = new ClusterLinks(
    state.servers.map(
      (server) =>
        new ClusterLink(
          { ...cluster, servers: [server], credentials },
          { name: 'hub', peer: 'cluster', log, onConnected: showPresence },
        ),
    ),
  )
  const account = publicKeyOfSeed(state.accountSeed)
  const watcher = new ClusterLink(
    { ...cluster, credentials: await connectionWatcherCredentials(state) },
    {
      name: 'hub',
      peer: 'cluster',
      // The links of the hub log the same.
      log: { debug() {}, info() {}, warn() {}, error() {} },
      onConnected: (connection) => limitConnections(connection, account, log),
    },
  )
  const metrics = new HubMetrics()
  const app = createHubApp({
    edition: settings.edition,
    path: settings.path,
    key,
    cluster: (serverId) => links.connection(serverId),
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    homeSecretKey: state.homeSecretKey,
    addressOf: clientAddressResolver(settings.trustedProxy),
    refusals: new RefusalLog(log),
    metrics,
    log,
  })
  const listener = await listen(app, settings.listen)
  const writeMetrics = async () => {
    const isConnected = links.isConnected()
    const homesConnected = isConnected ? await countConnectedHomes(links.connection()) : undefined
    return metrics.write({ isConnected, homesConnected })
  }
  const monitor = await startMonitor(settings, writeMetrics, () => links.isConnected()).catch(async (error) => {
    await listener.close(0)
    throw error
  })
  log.info({ address: listener.address, monitor: monitor.address }, 'the hub is listening')
  links.start()
  watcher.start()
  return {
    address: listener.address,
    monitorAddress: monitor.address,
    async close() {
      await Promise.all([listener.close(shutdownTimeoutMs), monitor.close()])
      await Promise.all([links.close(), watcher.close()])
    },
  }
}

/** Metrics and health, on a listener of their own that is not behind the public address. */
async function startMonitor({ monitor }: HubSettingsFile, writeMetrics: () => Promise<string>, isReady: () => boolean) {
  type Page = readonly [status: number, text: string]
  const server = createServer(async (request, response) => {
    const pages: Readonly<Record<string, () => Page | Promise<Page>>> = {
      '/metrics': async () => [200, await writeMetrics()],
      '/healthz': () => [200, 'ok\n'],
      '/readyz': () => (isReady() ? [200, 'ready\n'] : [503, 'the cluster is not connected\n']),
    }
    const path = String(request.url)
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined
    const [status, text] = (await page?.()) ?? [404, '']
    response.writeHead(status, { 'Content-Type': 'text/plain; version=0.0.4' }).end(text)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`cannot listen on ${monitor.host}:${monitor.port}: ${error.code}`, { cause: error })),
    )
    server.listen(monitor.port, monitor.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    address: `${monitor.host}:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
