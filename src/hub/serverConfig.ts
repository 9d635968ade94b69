import { encodeAccount, encodeOperator } from '@nats-io/jwt'
import { accountJwt, unlimited } from './credentials.ts'
import { keyPairOf } from './keys.ts'
import type { HubState } from './state.ts'

/** One nats-server of the cluster. */
export interface ClusterServer {
  readonly name: string
  /** where homes and hubs connect, as `host:port` */
  readonly clientAddress: string
  /** where the other servers of the cluster connect, as `host:port` */
  readonly routeAddress: string
  /** the address of `/varz` and `/connz`; it must be on the loopback interface */
  readonly monitor?: string
}

/** The configuration file of one nats-server. @param folder where the server stores the JWTs of accounts */
export async function serverConfig(
  state: HubState,
  server: ClusterServer,
  all: readonly ClusterServer[],
  folder: string,
): Promise<string> {
  const system = keyPairOf(state.systemAccountSeed)
  const operator = keyPairOf(state.operatorSeed)
  const operatorJwt = await encodeOperator('clova-home', operator, { system_account: system.getPublicKey() })
  const systemJwt = await encodeAccount('system', system, { limits: unlimited }, { signer: operator })
  const account = keyPairOf(state.accountSeed)
  const { routePassword } = state
  const user = routePassword === undefined ? '' : `route:${routePassword}@`
  const others = all.filter((one) => one !== server).map(({ routeAddress }) => `nats-route://${user}${routeAddress}`)
  return `# nats-server of the hub, made by "clova-home hub init". On the internet, add a tls block with a certificate to the
# server and to the cluster.
server_name: ${server.name}
listen: ${server.clientAddress}
${server.monitor === undefined ? '' : `http: ${server.monitor}\n`}max_payload: 1100000
max_connections: 100000
authorization { timeout: 10 }
ping_interval: "10s"
ping_max: 2
write_deadline: "5s"
operator: ${operatorJwt}
system_account: ${system.getPublicKey()}
resolver: { type: full, dir: "${folder}", allow_delete: false, interval: "2m", timeout: "2s" }
resolver_preload: {
  ${system.getPublicKey()}: ${systemJwt}
  ${account.getPublicKey()}: ${await accountJwt(state)}
}
cluster {
  name: clova-home
  listen: ${server.routeAddress}
${routePassword === undefined ? '' : `  # Without it, whoever reaches this port would hear every home and speak for each.\n  authorization { user: route, password: "${routePassword}", timeout: 10 }\n`}  routes: [${others.map((url) => `"${url}"`).join(', ')}]
}
`
}
