import { createHmac, randomBytes } from 'node:crypto'
import {
  createAccount,
  createOperator,
  createUser,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fromSeed,
} from '@nats-io/jwt'
import type { KeyPair } from '@nats-io/nkeys'
import * as z from 'zod'
import type { Credentials } from './connection.ts'
import { createHomeId, type HomeId, isHomeId, subjectOf } from './homeId.ts'
import type { EnrolledHome, HubState } from './state.ts'

/**
 * The keys of a hub and what is signed with them. An operator key signs two accounts: one for homes and hubs, and NATS's own
 * system account, by which a revocation reaches every server of the cluster at once. Source: NATS documentation,
 * «Decentralized JWT Authentication».
 */

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const keyOf = (seed: string): KeyPair => fromSeed(new TextEncoder().encode(seed))

/** New keys for a cluster with these servers. */
export function createHubState(servers: readonly string[]): HubState {
  const seedOf = (key: KeyPair) => text(key.getSeed())
  return {
    version: 1,
    operatorSeed: seedOf(createOperator()),
    accountSeed: seedOf(createAccount()),
    systemAccountSeed: seedOf(createAccount()),
    servers: [...servers],
    homeSecretKey: randomBytes(32).toString('base64url'),
    homes: [],
    revocations: {},
  }
}

/** Ten seconds, in nanoseconds: how long a home may answer a request. */
const responseTtlNs = 10_000_000_000

async function userOf(
  account: KeyPair,
  name: string,
  permissions: object,
): Promise<Credentials & { readonly user: string }> {
  const user = createUser()
  const jwt = await encodeUser(name, user, account, permissions)
  return { jwt, seed: text(user.getSeed()), user: user.getPublicKey() }
}

/** Credentials of a home: it may take requests on its own subject and answer them, and nothing else. */
const homeCredentials = (account: KeyPair, name: string, home: HomeId) =>
  userOf(account, name, {
    sub: { allow: [subjectOf(home)] },
    pub: { deny: ['>'] },
    resp: { max: 1, ttl: responseTtlNs },
  })

/** Credentials of a hub process: it may ask homes and hear their answers. */
export const hubCredentials = (state: HubState): Promise<Credentials> =>
  userOf(keyOf(state.accountSeed), 'hub', { pub: { allow: ['home.>'] }, sub: { allow: ['_INBOX.>'] } })

/** Credentials of whoever changes the accounts of the cluster. */
export const systemCredentials = (state: HubState): Promise<Credentials> =>
  userOf(keyOf(state.systemAccountSeed), 'system', {})

/** Enrols a home. @returns the state with it, and its credentials, which are kept nowhere */
export async function enrol(
  state: HubState,
  name: string,
): Promise<{ readonly state: HubState; readonly home: EnrolledHome; readonly credentials: Credentials }> {
  const home = createHomeId()
  const { user, ...credentials } = await homeCredentials(keyOf(state.accountSeed), name, home)
  const entry: EnrolledHome = { name, home, user, enrolledAt: Date.now() }
  return { state: { ...state, homes: [...state.homes, entry] }, home: entry, credentials }
}

/** Takes a home away. @throws Error in plain words if there is none of this name */
export function revoke(state: HubState, name: string): HubState {
  const entry = state.homes.find((one) => one.name === name)
  if (!entry) throw new Error(`there is no home "${name}"; "clova-home hub list" shows them`)
  return {
    ...state,
    homes: state.homes.filter((one) => one !== entry),
    revocations: { ...state.revocations, [entry.user]: Math.floor(Date.now() / 1000) },
  }
}

/** The JWT of the account of homes and hubs, with what was revoked. */
export const accountJwt = (state: HubState): Promise<string> =>
  encodeAccount(
    'homes',
    keyOf(state.accountSeed),
    { revocations: state.revocations, limits: unlimited },
    { signer: keyOf(state.operatorSeed) },
  )

const unlimited = { conn: -1, leaf: 0, subs: -1, data: -1, payload: -1, imports: 0, exports: 0, wildcards: true }

/** The secret with which the hub is a client of one home's OAuth server; derived, so that the hub keeps no table. */
export const homeSecret = (homeSecretKey: string, home: HomeId): string =>
  createHmac('sha256', homeSecretKey).update(home).digest('base64url')

/** What each server of a cluster is configured with. */
export interface ClusterServer {
  readonly name: string
  /** where clients connect, and where the other servers do, as `host:port` */
  readonly clients: string
  readonly routes: string
  /** for `/varz` and `/connz`; on the loopback only */
  readonly monitor?: string
}

/** The configuration file of one server; `folder` is where it keeps the JWTs of accounts. */
export async function serverConfig(
  state: HubState,
  server: ClusterServer,
  all: readonly ClusterServer[],
  folder: string,
): Promise<string> {
  const system = keyOf(state.systemAccountSeed)
  const operator = keyOf(state.operatorSeed)
  const operatorJwt = await encodeOperator('clova-home', operator, { system_account: system.getPublicKey() })
  const systemJwt = await encodeAccount('system', system, { limits: unlimited }, { signer: operator })
  const account = keyOf(state.accountSeed)
  const others = all.filter((one) => one !== server).map(({ routes }) => `nats-route://${routes}`)
  return `# nats-server of the hub, made by "clova-home hub init". On the internet, add a tls block with a certificate to the
# server and to the cluster.
server_name: ${server.name}
listen: ${server.clients}
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
  listen: ${server.routes}
  routes: [${others.map((url) => `"${url}"`).join(', ')}]
}
`
}

/** What `hub add` prints and `join` reads: everything that a home needs, in one line. It holds a secret. */
const joinLine = z.object({
  version: z.literal(1),
  home: z.string().refine(isHomeId),
  servers: z.array(z.string()).min(1).max(20),
  jwt: z.string(),
  seed: z.string(),
  publicUrl: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
})
export type JoinLine = z.infer<typeof joinLine>

export const formatJoinLine = (line: JoinLine): string =>
  `clova-home:${Buffer.from(JSON.stringify(line)).toString('base64url')}`

/** @throws Error in plain words */
export function parseJoinLine(typed: string): JoinLine {
  const [, encoded] = /^clova-home:([\w-]+)$/.exec(typed.trim()) ?? []
  try {
    return joinLine.parse(JSON.parse(Buffer.from(String(encoded), 'base64url').toString('utf8')))
  } catch {
    throw new Error('this is no line of "clova-home hub add": copy it whole, from "clova-home:" to its end')
  }
}
