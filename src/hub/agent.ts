import type { RequestListener } from 'node:http'
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'
import inject from 'light-my-request'
import { raceAbort, withTimeout } from '../home/deadline.ts'
import type { Log } from '../home/driver.ts'
import { limitDeadline } from '../http/middleware/requestDeadline.ts'
import { version } from '../util/version.ts'
import { type Credentials, connectToCluster, parseCredentials } from './connection.ts'
import { type HomeId, subjectOf } from './homeId.ts'
import {
  decodeRequest,
  encodeRepeatRequest,
  encodeResponse,
  type HubRequest,
  type HubResponse,
  maxResponseBytes,
} from './messages.ts'
import { RequestAges } from './requestAge.ts'

/** How a home reaches its hub. */
export interface HubSettings {
  readonly home: HomeId
  /** the servers of the NATS cluster, as `tls://nats1.example.com:4222` */
  readonly servers: readonly string[]
  readonly credentials: Credentials
}

/** How many requests of the hub may be under way at once; more are not answered, and the hub calls the home offline. */
const maxConcurrentRequests = 128

/** How long closing waits for answers that are on their way, in milliseconds. */
const drainTimeoutMs = 2000

/** The path on which the hub asks a home how it is. It is no path of the public listener. */
export const statusPath = '/.hub/status'

/** The state of the agent. */
export interface AgentStatus {
  readonly connected: boolean
  /** the server that it is connected to */
  readonly server?: string
  /** since when it is connected or disconnected, in milliseconds since 1970 */
  readonly since: number
  /** when the hub last asked for something, in milliseconds since 1970 */
  readonly lastRequestAt?: number
}

/**
 * Creates the agent of the configuration. @param app returns the current request handler @throws Error with a message for
 * the user if the credentials are wrong
 */
export function openHubAgent(
  {
    home,
    servers,
    credentials,
  }: { readonly home: string; readonly servers: readonly string[]; readonly credentials: string },
  app: () => RequestListener,
  log: Log,
): HubAgent {
  const settings = { home, servers, credentials: parseCredentials(credentials) }
  const handler = (remainingMs: number): RequestListener => {
    const answer = app()
    return (request, response) => {
      limitDeadline(request, remainingMs)
      answer(request, response)
    }
  }
  return new HubAgent(settings, handler, { version, log })
}

/**
 * The home's side of a hub: connects outward to the NATS cluster, takes requests on the subject of this home, and hands each
 * to the application that the public listener serves. Signature, replay and tokens are checked there, as for everybody.
 */
export class HubAgent {
  private readonly settings: HubSettings
  private readonly handler: (remainingMs: number) => RequestListener
  private readonly version: string
  private readonly log: Log
  private readonly ages: RequestAges
  private connection: NatsConnection | undefined
  private subscription: Subscription | undefined
  private running = 0
  private isClosed = false
  private current: AgentStatus

  /** @param handler gives the application, for a request that may take so many milliseconds from now */
  constructor(
    settings: HubSettings,
    handler: (remainingMs: number) => RequestListener,
    {
      version,
      log,
      ages = new RequestAges(),
    }: { readonly version: string; readonly log: Log; readonly ages?: RequestAges },
  ) {
    this.settings = settings
    this.handler = handler
    this.version = version
    this.log = log
    this.ages = ages
    this.current = { connected: false, since: Date.now() }
  }

  status(): AgentStatus {
    return this.current
  }

  /** Begins to connect, and is back at once; it goes on trying until `close`. */
  start(): void {
    void this.open().catch((error: Error) =>
      this.log.error({ reason: error.message }, 'the hub cannot be used: its settings are wrong'),
    )
  }

  private async open(): Promise<void> {
    const { home, servers, credentials } = this.settings
    const { log } = this
    const connection = await connectToCluster(servers, credentials, {
      name: `home ${home}`,
      log,
      onStatus: (status, server) => {
        const { lastRequestAt } = this.current
        this.current = {
          connected: status === 'connected',
          server,
          since: Date.now(),
          ...(lastRequestAt !== undefined && { lastRequestAt }),
        }
        if (status === 'connected') log.info({ server }, 'the hub is connected')
        else log.warn({ server }, 'the hub is disconnected; the gateway tries again')
      },
    })
    if (this.isClosed) return connection.close()
    this.connection = connection
    this.subscription = connection.subscribe(subjectOf(home), {
      callback: (error, message) => {
        if (error) log.warn({ reason: error.message }, 'the hub does not let this home take requests')
        else void this.answer(message)
      },
    })
  }

  private async answer(message: Msg): Promise<void> {
    if (this.running >= maxConcurrentRequests) return
    this.running += 1
    try {
      const request = decodeRequest(message)
      this.current = { ...this.current, lastRequestAt: Date.now() }
      const response = request.path === statusPath ? this.statusResponse() : await this.dispatchInTime(request)
      if (response === 'late') {
        // Nobody waits any more, so nothing is done.
        const path = request.path.split('?', 1)[0]
        this.log.warn({ path }, 'a request of the hub came after its deadline and was dropped')
      } else if (response === 'unknownAge') {
        message.respond(undefined, encodeRepeatRequest({ homeTime: this.ages.stamp() }))
      } else {
        const { headers, data } = encodeResponse(response)
        message.respond(data, { headers })
      }
    } catch (error) {
      this.log.warn({ reason: (error as Error).message }, 'a message of the hub was not understood')
    } finally {
      this.running -= 1
    }
  }

  /** Hands over a request for which the hub surely waits; one that may be old is asked for again first. */
  private async dispatchInTime(request: HubRequest): Promise<HubResponse | 'late' | 'unknownAge'> {
    const { timeoutMs, homeTime } = request
    const ageMs = this.ages.maxAgeMs(request)
    const isSurelyYoung = ageMs !== undefined && ageMs < timeoutMs / 2
    if (!isSurelyYoung && homeTime === undefined) return 'unknownAge'
    // A time that this process did not write cannot be judged: the hub spoke to this home before it was restarted.
    if (ageMs === undefined) return 'unknownAge'
    return ageMs < timeoutMs ? this.dispatch(request, timeoutMs - ageMs) : 'late'
  }

  private async dispatch(request: HubRequest, remainingMs: number): Promise<HubResponse> {
    const { method, path, headers, clientAddress, body } = request
    const answered = await inject(this.handler(remainingMs), {
      method,
      url: path,
      headers: { ...headers, 'content-length': String(body.length) },
      payload: Buffer.from(body),
      remoteAddress: clientAddress,
    })
    const bytes = answered.rawPayload
    if (bytes.length > maxResponseBytes) return { status: 500, headers: {}, body: new Uint8Array(0) }
    return {
      status: answered.statusCode,
      headers: Object.fromEntries(
        Object.entries(answered.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, Array.isArray(value) ? value : String(value)]],
        ),
      ),
      body: bytes,
    }
  }

  private statusResponse() {
    const body = Buffer.from(JSON.stringify({ version: this.version, connectedSince: this.current.since }))
    return { status: 200, headers: { 'content-type': 'application/json' }, body }
  }

  /** Takes no more requests, and lets those under way be answered, for two seconds at most. */
  async close(): Promise<void> {
    this.isClosed = true
    this.subscription?.unsubscribe()
    const { connection } = this
    if (!connection || connection.isClosed()) return
    // A connection that is away cannot be drained.
    await withTimeout(drainTimeoutMs, (signal) => raceAbort(connection.drain(), signal)).catch(() => connection.close())
  }
}
