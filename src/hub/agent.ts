import type { RequestListener } from 'node:http'
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'
import type { HomeId } from '../config/homeId.ts'
import type { Log } from '../home/driver.ts'
import { limitDeadline } from '../http/middleware/requestDeadline.ts'
import { LimitedLog } from '../util/limitedLog.ts'
import { version } from '../util/version.ts'
import { ClusterLink, type ClusterTarget, type LinkStatus, parseCredentials } from './connection.ts'
import {
  type AppResponse,
  decodeRequest,
  encodeRepeatRequest,
  encodeResponse,
  type HubRequest,
  maxResponseBytes,
  subjectOf,
} from './messages.ts'
import { RequestAges } from './requestAge.ts'
import { requestInProcess } from './requestInProcess.ts'

/** How a home reaches its hub. */
interface HubSettings extends ClusterTarget {
  readonly home: HomeId
}

/** How many requests of the hub may be under way at once; more are not answered, and the hub calls the home offline. */
const maxConcurrentRequests = 128

/** The path on which the hub asks a home how it is. It is no path of the public listener. */
export const statusPath = '/.hub/status'

/** The state of the agent. */
export interface AgentStatus extends LinkStatus {
  /** when the hub last asked for something, in milliseconds since 1970 */
  readonly lastRequestAt?: number
}

/**
 * Creates the agent of the configuration. @param app returns the current request handler @throws Error with a message for
 * the user if the credentials are wrong
 */
export function openHubAgent(
  { credentials, ...target }: Omit<HubSettings, 'credentials'> & { readonly credentials: string },
  app: () => RequestListener,
  log: Log,
): HubAgent {
  const settings = { ...target, credentials: parseCredentials(credentials) }
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
  readonly #handler: (remainingMs: number) => RequestListener
  readonly #version: string
  /** the hub decides how often it sends what is no request */
  readonly #warnings: LimitedLog
  readonly #ages: RequestAges
  readonly #subject: string
  readonly #link: ClusterLink
  #subscription: Subscription | undefined
  #serverId: string | undefined
  #running = 0
  #lastRequestAt: number | undefined

  /** @param handler gives the application, for a request that may take so many milliseconds from now */
  constructor(
    { home, ...target }: HubSettings,
    handler: (remainingMs: number) => RequestListener,
    {
      version,
      log,
      ages = new RequestAges(),
    }: { readonly version: string; readonly log: Log; readonly ages?: RequestAges },
  ) {
    this.#handler = handler
    this.#version = version
    this.#warnings = new LimitedLog(log)
    this.#ages = ages
    this.#subject = subjectOf(home)
    this.#link = new ClusterLink(target, {
      name: `home ${home}`,
      peer: 'hub',
      log,
      onConnected: (connection) => this.listen(connection),
    })
  }

  status(): AgentStatus {
    const lastRequestAt = this.#lastRequestAt
    return { ...this.#link.status(), ...(lastRequestAt !== undefined && { lastRequestAt }) }
  }

  /** Begins to connect, and is back at once; it goes on trying until `close`. */
  start(): void {
    this.#link.start()
  }

  /** Takes requests over a new connection. */
  listen(connection: NatsConnection): void {
    this.#serverId = connection.info?.server_id
    this.#subscription = connection.subscribe(this.#subject, {
      callback: (error, message) => {
        if (error) this.#warnings.warn({ reason: error.message }, 'the hub does not let this home take requests')
        else void this.answer(message)
      },
    })
  }

  /** Answers a message on the subject of this home; one that cannot be answered in time is dropped. */
  async answer(message: Msg): Promise<void> {
    if (this.#running >= maxConcurrentRequests) return
    this.#running += 1
    try {
      const request = decodeRequest(message)
      this.#lastRequestAt = Date.now()
      const response = request.path === statusPath ? this.#statusResponse() : await this.#dispatchInTime(request)
      if (response === 'late') {
        // Nobody waits any more, so nothing is done.
        const path = request.path.split('?', 1)[0]
        this.#warnings.warn({ path }, 'a request of the hub came after its deadline and was dropped')
      } else if (response === 'unknownAge') {
        message.respond(undefined, encodeRepeatRequest({ homeTime: this.#ages.stamp() }))
      } else {
        const { headers, data } = encodeResponse({ ...response, server: this.#serverId })
        message.respond(data, { headers })
      }
    } catch (error) {
      this.#warnings.warn({ reason: (error as Error).message }, 'a message of the hub was not understood')
    } finally {
      this.#running -= 1
    }
  }

  /** Hands over a request for which the hub surely waits; one that may be old is asked for again first. */
  async #dispatchInTime(request: HubRequest): Promise<AppResponse | 'late' | 'unknownAge'> {
    const { timeoutMs, homeTime } = request
    const ageMs = this.#ages.maxAgeMs(request)
    const isSurelyYoung = ageMs !== undefined && ageMs < timeoutMs / 2
    if (!isSurelyYoung && homeTime === undefined) return 'unknownAge'
    // A time that this process did not write cannot be judged: the hub spoke to this home before it was restarted.
    if (ageMs === undefined) return 'unknownAge'
    return ageMs < timeoutMs ? this.#dispatch(request, timeoutMs - ageMs) : 'late'
  }

  async #dispatch(request: HubRequest, remainingMs: number): Promise<AppResponse> {
    const response = await requestInProcess(this.#handler(remainingMs), request)
    if (response.body.length > maxResponseBytes) return { status: 500, headers: {}, body: new Uint8Array(0) }
    return response
  }

  #statusResponse() {
    const body = Buffer.from(JSON.stringify({ version: this.#version, connectedSince: this.#link.status().since }))
    return { status: 200, headers: { 'content-type': 'application/json' }, body }
  }

  /** Takes no more requests, and lets those under way be answered, for two seconds at most. */
  async close(): Promise<void> {
    this.#subscription?.unsubscribe()
    await this.#link.close()
  }
}
