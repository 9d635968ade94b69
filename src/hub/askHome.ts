import { randomUUID } from 'node:crypto'
import { type NatsConnection, NoRespondersError, RequestError, TimeoutError } from '@nats-io/transport-node'
import * as z from 'zod'
import type { HomeId } from '../config/homeId.ts'
import { parseBoundedJson } from '../util/boundedJson.ts'
import { statusPath } from './agent.ts'
import { decodeResponse, encodeRequest, type HubRequest, type HubResponse, subjectOf } from './messages.ts'

/** Why a home did not answer. */
export type NoAnswer = 'offline' | 'late' | 'malformed'

/** The connection to the cluster may be exchanged while requests go on, so it is given as a function. */
export type Cluster = () => NatsConnection

/** A request, before it is sent. */
type UnsentRequest = Omit<HubRequest, 'hub' | 'sentAtMs' | 'timeoutMs' | 'homeTime'>

/** This process, whose clock is `performance.now`. */
const hub = randomUUID()

/** How many requests to one home may be under way; as many as its agent takes. One that is slow on purpose holds no more. */
const maxConcurrentPerHome = 128
const running = new Map<HomeId, number>()

/**
 * Hands a request to a home, a second time if the home asks for that because it cannot judge how old the request is.
 * @param timeoutMs how long to wait for its response
 * @returns why there is none: the cluster reports at once that no agent is subscribed for this home
 */
export async function askHome(
  cluster: Cluster,
  home: HomeId,
  request: UnsentRequest,
  timeoutMs: number,
): Promise<HubResponse | NoAnswer> {
  const already = running.get(home) ?? 0
  if (already >= maxConcurrentPerHome) return 'offline'
  running.set(home, already + 1)
  const endMs = performance.now() + timeoutMs
  const send = async (homeTime?: string) => {
    const sentAtMs = performance.now()
    const leftMs = Math.floor(endMs - sentAtMs)
    if (leftMs < 1) throw new TimeoutError()
    const times = { hub, sentAtMs, timeoutMs: leftMs, ...(homeTime !== undefined && { homeTime }) }
    const { headers, data } = encodeRequest({ ...request, ...times })
    return decodeResponse(await cluster().request(subjectOf(home), data, { headers, timeout: leftMs }))
  }
  try {
    const first = await send()
    if (!('homeTime' in first)) return first
    const second = await send(first.homeTime)
    return 'homeTime' in second ? 'late' : second
  } catch (error) {
    if (error instanceof NoRespondersError) return 'offline'
    if (error instanceof RequestError && error.isNoResponders()) return 'offline'
    if (error instanceof TimeoutError) return 'late'
    if ((error as Error).name === 'ZodError') return 'malformed'
    // The connection to the cluster is closed or broken: the home cannot be reached.
    return 'offline'
  } finally {
    const left = (running.get(home) ?? 1) - 1
    if (left > 0) running.set(home, left)
    else running.delete(home)
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
export async function askStatus(
  cluster: Cluster,
  home: HomeId,
  timeoutMs: number,
): Promise<HomeStatus | undefined> {
  const request = {
    method: 'GET',
    path: statusPath,
    headers: {},
    clientAddress: '127.0.0.1',
    body: new Uint8Array(0),
  } as const
  const response = await askHome(cluster, home, request, timeoutMs)
  if (typeof response === 'string' || response.status !== 200) return undefined
  try {
    return homeStatus.parse(parseBoundedJson(Buffer.from(response.body).toString('utf8')))
  } catch {
    return undefined
  }
}
