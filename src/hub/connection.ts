import { type Authenticator, connect, type NatsConnection } from '@nats-io/transport-node'
import type { Log } from '../home/driver.ts'
import { signer } from './keys.ts'

/** How long one try to connect may take, and how long to wait before the next, in milliseconds. */
const connectTimeoutMs = 5000
const reconnectBackoffMs = 1000
const reconnectJitterMs = 1000
/** The interval between pings of a connection, in milliseconds; two answers may be missing. */
const pingIntervalMs = 10_000

/** A user of the cluster: its JWT, and the seed of the key that proves it. */
export interface Credentials {
  readonly jwt: string
  readonly seed: string
}

/** Credentials as one text, `<JWT> <seed>`, as in `secrets.yaml`. @throws Error in plain words */
export function parseCredentials(text: string): Credentials {
  const [jwt = '', seed = '', ...rest] = text.trim().split(/\s+/)
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt) || !/^SU[A-Z2-7]{56}$/.test(seed) || rest.length > 0)
    throw new Error('these are no credentials of a hub: write what "clova-home join" writes')
  return { jwt, seed }
}

export const formatCredentials = ({ jwt, seed }: Credentials): string => `${jwt} ${seed}`

/** Signs the nonce of a server. */
function authenticator({ jwt, seed }: Credentials): Authenticator {
  const sign = signer(seed)
  return (nonce) => ({ jwt, sig: sign(Buffer.from(nonce ?? '')).toString('base64url') })
}

/**
 * Connects to the cluster and stays connected, for ever, with a pause between the tries.
 * @param onStatus is called at each change of the connection
 * @param waitOnFirstConnect false: tries each server once, for 5 s at most, and gives up if none lets it in
 * @throws Error if `waitOnFirstConnect` is false and no server can be reached or accepts the credentials
 */
export async function connectToCluster(
  servers: readonly string[],
  { jwt, seed }: Credentials,
  {
    name,
    log,
    onStatus = () => {},
    waitOnFirstConnect = true,
  }: {
    readonly name: string
    readonly log: Log
    readonly onStatus?: (status: 'connected' | 'disconnected', server: string) => void
    readonly waitOnFirstConnect?: boolean
  },
): Promise<NatsConnection> {
  const connection = await connect({
    servers: [...servers],
    name,
    authenticator: authenticator({ jwt, seed }),
    maxReconnectAttempts: -1,
    // A home that is enrolled again, or a server that is upgraded, must not end the process.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: reconnectBackoffMs,
    reconnectJitter: reconnectJitterMs,
    reconnectJitterTLS: reconnectJitterMs,
    timeout: connectTimeoutMs,
    pingInterval: pingIntervalMs,
    maxPingOut: 2,
    waitOnFirstConnect,
    // A server that refuses the credentials still names the others, and the client would try these without end.
    ignoreClusterUpdates: !waitOnFirstConnect,
  })
  void watch(connection, log, onStatus)
  return connection
}

async function watch(
  connection: NatsConnection,
  log: Log,
  onStatus: (status: 'connected' | 'disconnected', server: string) => void,
): Promise<void> {
  onStatus('connected', connection.getServer())
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') onStatus('disconnected', status.server)
    else if (status.type === 'reconnect') onStatus('connected', status.server)
    else if (status.type === 'error') log.warn({ reason: status.error.message }, 'the hub cluster reports an error')
  }
}
