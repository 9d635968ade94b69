import { type Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { GrowingBuffer } from '../../../src/util/growingBuffer.ts'
import { limitInterimResponses } from '../../../src/util/httpRequest.ts'
import { resetSocket } from '../../../src/util/resetSocket.ts'
import { parseJsonInSlices } from '../../../src/util/slicedJson.ts'
import { runInSlices } from '../../../src/util/slices.ts'
import { localizedError } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import { unreachable } from './errors.ts'
import { maxResources } from './resources.ts'

/** Where a bridge is. */
interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** Where a bridge is, and the key that it gave at pairing. */
export interface BridgeAddress extends HostAndPort {
  readonly applicationKey: string
}

export interface BridgeRequest {
  readonly method: 'GET' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

export interface BridgeResponse {
  readonly status: number
  /** absent if the body is not JSON */
  readonly json: unknown
  /** how long the bridge asks to be left alone */
  readonly retryAfterMs?: number
}

/**
 * The largest answer. A square bridge keeps 200 scenes with 12,600 states of lamps in all (its `capabilities`), a Bridge Pro 500
 * scenes; a state has some 190 bytes and 13 values. With 31,500 of them and all its devices a Bridge Pro answers some 8 MB that
 * hold 500,000 values.
 */
const maxResponseBytes = 16 * 1024 * 1024
const maxValues = 1_000_000

/**
 * Sends one request. A kept connection that the bridge had closed meanwhile is replaced by a new one.
 * When the signal is aborted the connection is reset, so that nothing of the request arrives after that.
 * @throws Failure `offline` if no complete response comes, or one that is larger than that of any bridge; the signal's reason
 */
export async function sendRequest(
  agent: HttpAgent | HttpsAgent,
  address: HostAndPort,
  request: BridgeRequest,
  signal: AbortSignal,
): Promise<BridgeResponse> {
  const connection = { wasStale: false }
  try {
    return await sendOnce(agent, address, request, signal, connection)
  } catch (error) {
    if (!connection.wasStale || signal.aborted) throw error
    return sendOnce(agent, address, request, signal, connection)
  }
}

function sendOnce(
  agent: HttpAgent | HttpsAgent,
  address: HostAndPort,
  { method, path, headers, body }: BridgeRequest,
  signal: AbortSignal,
  connection: { wasStale: boolean },
): Promise<BridgeResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const text = body && JSON.stringify(body)
    const begin = agent instanceof HttpsAgent ? httpsRequest : httpRequest
    const request = begin({
      agent,
      ...socketAddressOf(address),
      method,
      path,
      headers: {
        ...headers,
        ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
    })
    const settle = (outcome: () => void) => {
      signal.removeEventListener('abort', abort)
      outcome()
    }
    const fail = (error: Error) => settle(() => reject(unreachable(error, address)))
    const abort = () => {
      settle(() => reject(signal.reason))
      if (request.socket) resetSocket(request.socket)
      request.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    limitInterimResponses(request)
    let hasResponse = false
    request.on('error', (error: NodeJS.ErrnoException) => {
      connection.wasStale = request.reusedSocket && !hasResponse && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
      fail(error)
    })
    request.on('response', (response) => {
      if (request.destroyed) return
      hasResponse = true
      readJson(response, signal).then(
        (json) => settle(() => resolve({ status: response.statusCode ?? 0, json, ...retryAfterOf(response) })),
        (error: Error) => {
          request.destroy()
          fail(error)
        },
      )
    })
    request.end(text)
  })
}

/** The address as Node's modules want it: an IPv6 address may stand in brackets in the configuration. */
export const socketAddressOf = ({ host, port }: HostAndPort) => ({ host: host.replace(/^\[|\]$/g, ''), port })

/** What a request of CLIP v2 is authorized by. */
export const headersOf = ({ applicationKey }: BridgeAddress) => ({ 'hue-application-key': applicationKey })

/** @returns nothing if it is no JSON */
async function readJson(response: IncomingMessage, signal: AbortSignal): Promise<unknown> {
  const body = new GrowingBuffer(maxResponseBytes)
  for await (const chunk of response as AsyncIterable<Buffer>)
    if (!body.add(chunk)) throw localizedError(say('answerTooLong'))
  try {
    return await runInSlices(parseJsonInSlices(body.bytes(), maxValues, maxResources), signal)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The header in seconds; its other form, a date, is not used by bridges. More than a minute is not believed. */
function retryAfterOf({ headers }: IncomingMessage): { readonly retryAfterMs?: number } {
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  return seconds >= 0 ? { retryAfterMs: Math.min(seconds, 60) * 1000 } : {}
}
