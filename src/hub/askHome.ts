import { randomUUID } from 'node:crypto'
import type { NatsConnection } from '@nats-io/transport-node'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import type { HomeId } from '../config/homeId.ts'
import { parseBoundedJson } from '../util/boundedJson.ts'
import { statusPath } from './agent.ts'
import {
  decodeResponse,
  encodeRequest,
  type HubRequest,
  type HubResponse,
  isRequestPath,
  type RepeatRequest,
  subjectOf,
} from './messages.ts'
import { request } from './replyInbox.ts'

/** Why a home did not answer. */
export type NoAnswer = 'offline' | 'late' | 'malformed'

/**
 * Gives a connection to the cluster, to the server with this id if it has one to it. Connections may be exchanged while
 * requests go on.
 */
export type Cluster = (serverId?: string) => NatsConnection

/** A request, before it is sent. */
type UnsentRequest = Omit<HubRequest, 'hub' | 'sentAtMs' | 'timeoutMs' | 'homeTime'>

/** This process, whose clock is `performance.now`. */
const hub = randomUUID()

/** How many requests to one home may be under way; as many as its agent takes. One that is slow on purpose holds no more. */
const maxConcurrentPerHome = 128
const running = new Map<HomeId, number>()
/** To which server a home is connected, as its last response stated; of the homes that answered last. */
const serverOf = new LRUCache<HomeId, string>({ max: 10_000 })

/**
 * Hands a request to a home, a second time if the home asks for that because it cannot judge how old the request is.
 * @param timeoutMs how long to wait for its response
 * @returns why there is none: the cluster reports at once that no agent is subscribed for this home; a request that no home
 * takes is not sent
 */
export async function askHome(
  cluster: Cluster,
  home: HomeId,
  unsent: UnsentRequest,
  timeoutMs: number,
): Promise<HubResponse | NoAnswer> {
  if (!isRequestPath(unsent.path)) return 'malformed'
  const already = running.get(home) ?? 0
  if (already >= maxConcurrentPerHome) return 'offline'
  running.set(home, already + 1)
  const endMs = performance.now() + timeoutMs
  try {
    const first = await send(cluster, home, unsent, endMs)
    if (typeof first === 'string' || !('homeTime' in first)) return first
    const second = await send(cluster, home, { ...unsent, homeTime: first.homeTime }, endMs)
    return typeof second === 'object' && 'homeTime' in second ? 'late' : second
  } catch {
    // There is no connection to the cluster.
    return 'offline'
  } finally {
    const left = Number(running.get(home)) - 1
    if (left > 0) running.set(home, left)
    else running.delete(home)
  }
}

/** Sends a request once. @throws Error if there is no connection to the cluster */
async function send(
  cluster: Cluster,
  home: HomeId,
  unsent: UnsentRequest & Pick<HubRequest, 'homeTime'>,
  endMs: number,
): Promise<HubResponse | RepeatRequest | NoAnswer> {
  const sentAtMs = performance.now()
  const timeoutMs = Math.floor(endMs - sentAtMs)
  if (timeoutMs < 1) return 'late'
  const message = encodeRequest({ ...unsent, hub, sentAtMs, timeoutMs })
  const reply = await request(cluster(serverOf.get(home)), subjectOf(home), message, timeoutMs)
  if (typeof reply === 'string') return reply
  try {
    const response = decodeResponse(reply)
    if ('server' in response) serverOf.set(home, response.server)
    return response
  } catch {
    return 'malformed'
  }
}

const homeStatus = z.object({
  version: z
    .string()
    .max(40)
    .regex(/^[\w .+-]+$/),
  connectedSince: z.int().min(0).max(8.64e15),
})
type HomeStatus = z.infer<typeof homeStatus>

/** Asks a home how it is. @returns nothing if it cannot be reached, or answers something else */
export async function askStatus(cluster: Cluster, home: HomeId, timeoutMs: number): Promise<HomeStatus | undefined> {
  const unsent = {
    method: 'GET',
    path: statusPath,
    headers: {},
    clientAddress: '127.0.0.1',
    body: new Uint8Array(0),
  } as const
  const response = await askHome(cluster, home, unsent, timeoutMs)
  if (typeof response === 'string' || response.status !== 200) return undefined
  try {
    return homeStatus.parse(parseBoundedJson(Buffer.from(response.body).toString('utf8')))
  } catch {
    return undefined
  }
}
