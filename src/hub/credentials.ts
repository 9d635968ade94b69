import { createHmac, randomBytes } from 'node:crypto'
import { createAccount, createOperator, createUser, encodeAccount, encodeUser } from '@nats-io/jwt'
import type { KeyPair } from '@nats-io/nkeys'
import { createHomeId, type HomeId } from '../config/homeId.ts'
import type { Credentials } from './connection.ts'
import { hubError } from './errors.ts'
import { keyPairOf, publicKeyOf } from './keys.ts'
import { maxResponseBytes, subjectOf } from './messages.ts'
import { connectionsSubject, presenceSubject } from './presence.ts'
import type { EnrolledHome, HubState } from './state.ts'

/**
 * The keys of a hub and the credentials that are signed with them. An operator key signs two accounts: one for homes and
 * hubs, and the system account of NATS, over which a revocation reaches every server of the cluster at once. Source: NATS
 * documentation, «Decentralized JWT Authentication».
 */

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

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
    routePassword: randomBytes(32).toString('base64url'),
    homes: [],
    revocations: {},
  }
}

/** The largest headers of a response of a home, in bytes. */
const maxHeaderBytes = 32 * 1024
/** How long a home may take to respond to a request: 10 s, in nanoseconds. */
const responseTtlNs = 10_000_000_000

/** Creates a user of an account with these permissions. @returns its JWT, its seed and its public key */
async function createUserCredentials(
  account: KeyPair,
  name: string,
  permissions: object,
): Promise<Credentials & { readonly user: string }> {
  const seed = text(createUser().getSeed())
  const user = publicKeyOf(seed)
  return { jwt: await encodeUser(name, user, account, permissions), seed, user }
}

/**
 * Credentials of a home: it may only receive requests on its own subject and respond to them. The servers know it by its id:
 * the NATS client cannot sign a name outside of Latin-1.
 */
const homeCredentials = (account: KeyPair, home: HomeId) =>
  createUserCredentials(account, home, {
    sub: { allow: [subjectOf(home)] },
    pub: { deny: ['>'] },
    resp: { max: 1, ttl: responseTtlNs },
    // A home needs one subscription; each costs memory in every server, and takes every request once more.
    subs: 2,
    payload: maxResponseBytes + maxHeaderBytes,
  })

/** By which a server tells hubs from homes: hubs are connected to every server. */
export const hubTag = 'hub'

/** Credentials of a hub process: it may send requests to homes and receive their responses, and count homes and hubs. */
export const hubCredentials = (state: HubState): Promise<Credentials> =>
  createUserCredentials(keyPairOf(state.accountSeed), 'hub', {
    tags: [hubTag],
    pub: { allow: ['home.>', presenceSubject, connectionsSubject] },
    sub: { allow: ['_INBOX.>', presenceSubject] },
    resp: { max: 1, ttl: responseTtlNs },
  })

/** Credentials of the user that updates the accounts of the cluster. */
export const systemCredentials = (state: HubState): Promise<Credentials> =>
  createUserCredentials(keyPairOf(state.systemAccountSeed), 'system', {})

/** Credentials by which a hub process learns of connections, and has one closed. */
export const connectionWatcherCredentials = (state: HubState): Promise<Credentials> =>
  createUserCredentials(keyPairOf(state.systemAccountSeed), 'connections', {
    sub: { allow: ['$SYS.ACCOUNT.*.CONNECT', '$SYS.ACCOUNT.*.DISCONNECT', '_INBOX.>'] },
    pub: { allow: ['$SYS.REQ.SERVER.*.KICK'] },
  })

/** Enrols a home. @returns the state with the new home, and its credentials, which the hub does not store */
export async function enrol(
  state: HubState,
  name: string,
): Promise<{ readonly state: HubState; readonly home: EnrolledHome; readonly credentials: Credentials }> {
  const home = createHomeId()
  const { user, ...credentials } = await homeCredentials(keyPairOf(state.accountSeed), home)
  const entry: EnrolledHome = { name, home, user, enrolledAt: Date.now() }
  return { state: { ...state, homes: [...state.homes, entry] }, home: entry, credentials }
}

/**
 * Removes a home and revokes its credentials. A revocation counts for what was signed until then, so it is no older than the
 * credentials, whatever the clock shows now. @throws Error for the user if no home has this name
 */
export function revoke(state: HubState, name: string): HubState {
  const entry = state.homes.find((one) => one.name === name)
  if (!entry) throw hubError('noSuchHome', { name })
  return {
    ...state,
    homes: state.homes.filter((one) => one !== entry),
    revocations: { ...state.revocations, [entry.user]: Math.floor(Math.max(Date.now(), entry.enrolledAt) / 1000) },
  }
}

/** The JWT of the account of homes and hubs; it lists the revoked credentials. */
export const accountJwt = (state: HubState): Promise<string> =>
  encodeAccount(
    'homes',
    keyPairOf(state.accountSeed),
    { revocations: state.revocations, limits: unlimited },
    { signer: keyPairOf(state.operatorSeed) },
  )

/** The limits of an account without limits: -1 means unlimited. */
export const unlimited = { conn: -1, leaf: 0, subs: -1, data: -1, payload: -1, imports: 0, exports: 0, wildcards: true }

/** The client secret of the hub at the OAuth server of one home. It is derived from the id, so the hub stores no table. */
export const clientSecretOfHome = (homeSecretKey: string, home: HomeId): string =>
  createHmac('sha256', homeSecretKey).update(home).digest('base64url')
