import { setTimeout as delay } from 'node:timers/promises'
import { type Authenticator, connect, type NatsConnection, type TlsOptions } from '@nats-io/transport-node'
import { raceAbort, withTimeout } from '../home/deadline.ts'
import type { Log } from '../home/driver.ts'
import { Backoff } from '../util/backoff.ts'
import { LimitedLog } from '../util/limitedLog.ts'
import { ConnectionProblem, explainProblem } from './connectionProblem.ts'
import { signer } from './keys.ts'

/** How long the attempt to connect to one server may take, in milliseconds. */
const connectTimeoutMs = 5000
/** The delays between attempts. Homes that are refused wait for longer: each attempt costs a server two signatures. */
const backoff = { initialMs: 500, maxMs: 2000 }
const refusedDelayMs = 10_000
/** The interval between pings of a connection, in milliseconds; two answers may be missing. */
const pingIntervalMs = 10_000
/** How long closing waits for messages that are on their way, in milliseconds. */
const drainTimeoutMs = 2000

/** A user of the cluster: its JWT, and the seed of the key that proves it. */
export interface Credentials {
  readonly jwt: string
  readonly seed: string
}

/** A cluster, and who connects to it. */
export interface ClusterTarget {
  /** as `tls://nats1.example.com:4222`; `tls:` refuses a server without TLS */
  readonly servers: readonly string[]
  readonly credentials: Credentials
  /** the certificate authority of the servers (PEM); absent: those that this machine trusts */
  readonly ca?: string | undefined
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
 * Connects to one server of the cluster, whichever lets it in first, in random order. The connection is not made again when it
 * is lost.
 * @param name by which the servers list it
 * @throws ConnectionProblem if no server can be reached or accepts the credentials
 */
export async function connectOnce(
  { servers, credentials, ca }: ClusterTarget,
  name: string,
  signal?: AbortSignal,
): Promise<NatsConnection> {
  const failures: { readonly server: string; readonly error: Error }[] = []
  const authenticate = authenticator(credentials)
  for (const server of shuffled(servers)) {
    signal?.throwIfAborted()
    const { hostname, protocol } = new URL(server)
    // The name of the certificate: where the server is an address, the NATS client would have Node expect "localhost".
    const tls: TlsOptions & { readonly host: string } = { host: hostname, ...(ca !== undefined && { ca }) }
    try {
      return await connect({
        servers: [server],
        name,
        authenticator: authenticate,
        // Without this, whoever sits on the way could offer no TLS and read everything.
        ...((ca !== undefined || protocol === 'tls:') && { tls }),
        reconnect: false,
        timeout: connectTimeoutMs,
        pingInterval: pingIntervalMs,
        maxPingOut: 2,
      })
    } catch (error) {
      failures.push({ server: new URL(server).host, error: error as Error })
    }
  }
  throw new ConnectionProblem(failures)
}

function shuffled<T>(values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value)
}

/** The state of a link to the cluster. */
export interface LinkStatus {
  readonly connected: boolean
  /** the server that it is, or was last, connected to */
  readonly server?: string
  /** since when it is connected or disconnected, in milliseconds since 1970 */
  readonly since: number
  /** why it is not connected; absent while it is, and before the first attempt has ended */
  readonly reason?: ReturnType<typeof explainProblem>
}

export interface LinkOptions {
  /** by which the servers list it */
  readonly name: string
  /** what the log calls the other side */
  readonly peer: 'hub' | 'cluster'
  readonly log: Log
  /** takes each new connection, such as to subscribe */
  onConnected?(connection: NatsConnection): void
}

/** A connection to the cluster that is made again, until `close`, whenever it is lost. */
export class ClusterLink {
  readonly #target: ClusterTarget
  readonly #options: LinkOptions
  readonly #backoff = new Backoff(backoff)
  /** the errors that servers report, as often as they like */
  readonly #reported: LimitedLog
  readonly #stop = new AbortController()
  #connection: NatsConnection | undefined
  #status: LinkStatus = { connected: false, since: Date.now() }

  constructor(target: ClusterTarget, options: LinkOptions) {
    this.#target = target
    this.#options = options
    this.#reported = new LimitedLog(options.log)
  }

  /** Begins to connect, and is back at once. */
  start(): this {
    void this.#run()
    return this
  }

  status(): LinkStatus {
    return this.#status
  }

  /** The present connection. @throws Error while there is none */
  connection(): NatsConnection {
    if (!this.#connection) throw new Error(`the ${this.#options.peer} is not connected`)
    return this.#connection
  }

  /** Ends the link; messages that are on their way have two seconds. */
  async close(): Promise<void> {
    this.#stop.abort()
    const connection = this.#connection
    this.#connection = undefined
    if (!connection || connection.isClosed()) return
    await withTimeout(drainTimeoutMs, (signal) => raceAbort(connection.drain(), signal)).catch(() => connection.close())
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        const connection = await connectOnce(this.#target, this.#options.name, signal)
        if (signal.aborted) return await connection.close()
        await this.#follow(connection)
      } catch (error) {
        if (!signal.aborted) this.#onFailure(error as Error)
      }
      await delay(this.#backoff.next(), undefined, { signal }).catch(() => {})
    }
  }

  /** Is back when the connection is lost. */
  async #follow(connection: NatsConnection): Promise<void> {
    const { peer, log, onConnected } = this.#options
    const server = connection.getServer()
    const connectedAtMs = performance.now()
    this.#connection = connection
    this.#status = { connected: true, server, since: Date.now() }
    log.info({ server }, `the ${peer} is connected`)
    onConnected?.(connection)
    // The statuses end with the connection.
    for await (const status of connection.status())
      if (status.type === 'error') this.#reported.warn({ reason: status.error.message }, `the ${peer} reports an error`)
    if (this.#stop.signal.aborted) return
    this.#backoff.resetIfLasted(performance.now() - connectedAtMs)
    this.#connection = undefined
    const reason = explainProblem('hubConnectionLost', server)
    this.#status = { connected: false, server, since: Date.now(), reason }
    log.warn({ server }, `the ${peer} is disconnected; the gateway tries again`)
  }

  #onFailure(error: Error): void {
    const { peer, log } = this.#options
    const reason = error instanceof ConnectionProblem ? error.explanation : explainProblem('hubUnreachable', '', error)
    if (reason.code === 'hubCredentialsRefused') this.#backoff.waitAtLeast(refusedDelayMs)
    // Once for each reason: there is an attempt every two seconds.
    if (reason.code !== this.#status.reason?.code)
      log.warn({ reason: error.message, problem: reason.code }, `the ${peer} cannot be reached; more attempts follow`)
    this.#status = { ...this.#status, reason }
  }
}
