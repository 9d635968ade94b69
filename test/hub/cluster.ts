import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHubState } from '../../src/hub/credentials.ts'
import { type ClusterServer, serverConfig } from '../../src/hub/serverConfig.ts'
import type { HubState } from '../../src/hub/state.ts'
import { freePort } from '../support/broker.ts'
import { killed } from '../support/process.ts'
import { type StallingProxy, stallingProxy } from '../support/stallingProxy.ts'

/** Three real nats-servers on the loopback. */
export interface TestCluster {
  readonly state: HubState
  readonly urls: readonly string[]
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
 * @throws Error if nats-server is not installed (Debian: nats-server) or does not start
 */
export async function startCluster(size = 3, { withProxies = false } = {}): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'clova-home-nats-'))
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
  const urls = servers.map(({ port }, i) => `nats://127.0.0.1:${networks[i]?.port ?? port}`)
  const state = createHubState(urls)
  const children: (ChildProcess | undefined)[] = []
  for (const server of servers) {
    const jwts = join(folder, server.name)
    mkdirSync(jwts)
    const network = networks[servers.indexOf(server)]
    // Whoever is connected learns the addresses of all servers, and must learn those of the proxies.
    const advertised = network ? `client_advertise: "127.0.0.1:${network.port}"\n` : ''
    const config = await serverConfig(state, server, servers, jwts)
    writeFileSync(join(folder, `${server.name}.conf`), `${advertised}${config}`)
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
      rmSync(folder, { recursive: true, force: true })
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
