import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { ClusterLink, type ClusterTarget } from '../../src/hub/connection.ts'
import { createHubState } from '../../src/hub/credentials.ts'
import { type ClusterServer, serverConfig } from '../../src/hub/serverConfig.ts'
import type { HubState } from '../../src/hub/state.ts'
import { freePort } from '../support/broker.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { killed } from '../support/process.ts'
import { type StallingProxy, stallingProxy } from '../support/stallingProxy.ts'

/** A link to the cluster that is connected. */
export function connectedLink(target: ClusterTarget): Promise<ClusterLink> {
  return new Promise((resolve) => {
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const link: ClusterLink = new ClusterLink(target, {
      name: 'hub',
      peer: 'cluster',
      log,
      onConnected: () => resolve(link),
    }).start()
  })
}

/** Three real nats-servers on the loopback. */
export interface TestCluster {
  readonly state: HubState
  readonly urls: readonly string[]
  /** the same, where there is no proxy between */
  readonly directUrls: readonly string[]
  /** where the servers connect to each other, as `host:port` */
  readonly routes: readonly string[]
  /** the network between the servers and everybody who connects to them, if there are proxies between */
  readonly networks: readonly StallingProxy[]
  /** Ends one as a power cut would. */
  kill(index: number): Promise<void>
  start(index: number): Promise<void>
  /** the ids of the processes that run */
  pids(): readonly number[]
  stop(): Promise<void>
}

const startTimeoutMs = 10_000

/**
 * @param withProxies homes and hubs connect by way of proxies, whose network can be taken away
 * @param certificate with it the servers are reached as `tls://localhost`
 * @throws Error if nats-server is not installed (Debian: nats-server) or does not start
 */
export async function startCluster(
  size = 3,
  {
    withProxies = false,
    certificate,
  }: { readonly withProxies?: boolean; readonly certificate?: { readonly cert: string; readonly key: string } } = {},
): Promise<TestCluster> {
  const folder = makeFolder()
  const servers: (ClusterServer & { readonly port: number })[] = []
  for (let i = 0; i < size; i += 1) {
    const port = await freePort()
    servers.push({
      name: `n${i}`,
      port,
      clientAddress: `127.0.0.1:${port}`,
      routeAddress: `127.0.0.1:${await freePort()}`,
    })
  }
  const networks = withProxies ? await Promise.all(servers.map((server) => stallingProxy(server))) : []
  const scheme = certificate ? 'tls://localhost' : 'nats://127.0.0.1'
  const directUrls = servers.map(({ port }) => `${scheme}:${port}`)
  const urls = directUrls.map((url, i) => (networks[i] ? `${scheme}:${networks[i].port}` : url))
  const state = createHubState(urls)
  const children: (ChildProcess | undefined)[] = []
  let tls = ''
  if (certificate) {
    for (const [name, pem] of Object.entries(certificate)) writeFileSync(join(folder, `${name}.pem`), pem)
    tls = `tls { cert_file: "${join(folder, 'cert.pem')}", key_file: "${join(folder, 'key.pem')}" }\n`
  }
  for (const server of servers) {
    const jwts = join(folder, server.name)
    mkdirSync(jwts)
    const network = networks[servers.indexOf(server)]
    // Whoever is connected learns the addresses of all servers, and must learn those of the proxies.
    const advertised = network ? `client_advertise: "127.0.0.1:${network.port}"\n` : ''
    const config = await serverConfig(state, server, servers, jwts)
    writeFileSync(join(folder, `${server.name}.conf`), `${advertised}${tls}${config}`)
  }
  const start = async (index: number) => {
    const server = servers[index]
    if (!server) throw new Error(`there is no server ${index}`)
    const child = spawn('nats-server', ['-c', join(folder, `${server.name}.conf`)], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` },
    })
    children[index] = child
    let log = ''
    child.stderr?.on('data', (bytes: Buffer) => {
      log = (log + bytes.toString('utf8')).slice(-20_000)
    })
    await reachable(server.port, () => log)
  }
  await Promise.all(servers.map((_, index) => start(index)))
  return {
    state,
    urls,
    directUrls,
    routes: servers.map(({ routeAddress }) => routeAddress),
    networks,
    start,
    pids: () => children.flatMap((child) => child?.pid ?? []),
    async kill(index) {
      await killed(children[index])
      children[index] = undefined
    },
    async stop() {
      await Promise.all(networks.map((network) => network.close()))
      await Promise.all(children.map((child) => killed(child)))
      removeFolder(folder)
    },
  }
}

async function reachable(port: number, log: () => string): Promise<void> {
  for (const end = performance.now() + startTimeoutMs; performance.now() < end; ) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`nats-server does not start: ${log()}`)
}
