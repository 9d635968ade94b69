import { type NatsConnection, NoRespondersError, RequestError, TimeoutError } from '@nats-io/transport-node'
import { statusPath } from './agent.ts'
import { type HomeId, subjectOf } from './homeId.ts'
import { decodeResponse, encodeRequest, type HubRequest, type HubResponse } from './messages.ts'

/** Why a home did not answer. */
export type NoAnswer = 'offline' | 'late' | 'malformed'

/** The connection to the cluster may be exchanged while requests go on, so it is given as a function. */
export type Cluster = () => NatsConnection

/**
 * Hands a request to a home.
 * @param timeoutMs how long to wait for its response
 * @returns why there is none: the cluster reports at once that no agent is subscribed for this home
 */
export async function askHome(
  cluster: Cluster,
  home: HomeId,
  request: Omit<HubRequest, 'deadlineAt'>,
  timeoutMs: number,
): Promise<HubResponse | NoAnswer> {
  const { headers, data } = encodeRequest({ ...request, deadlineAt: Date.now() + timeoutMs })
  try {
    const connection = cluster()
    return decodeResponse(await connection.request(subjectOf(home), data, { headers, timeout: timeoutMs }))
  } catch (error) {
    if (error instanceof NoRespondersError) return 'offline'
    if (error instanceof RequestError && error.isNoResponders()) return 'offline'
    if (error instanceof TimeoutError) return 'late'
    if ((error as Error).name === 'ZodError') return 'malformed'
    // The connection to the cluster is closed or broken: the home cannot be reached.
    return 'offline'
  }
}

/** Asks a home how it is. @returns nothing if it cannot be reached */
export async function askStatus(
  cluster: Cluster,
  home: HomeId,
  timeoutMs: number,
): Promise<{ readonly version: string; readonly connectedSince: number } | undefined> {
  const request = {
    method: 'GET',
    path: statusPath,
    headers: {},
    clientAddress: '127.0.0.1',
    body: new Uint8Array(0),
  } as const
  const response = await askHome(cluster, home, request, timeoutMs)
  if (typeof response === 'string' || response.status !== 200) return undefined
  const { version, connectedSince } = JSON.parse(Buffer.from(response.body).toString('utf8'))
  return { version: String(version), connectedSince: Number(connectedSince) }
}
