import type { IncomingMessage } from 'node:http'
import { type Agent, request as begin } from 'node:https'
import { resetSocket } from '../../../src/util/resetSocket.ts'
import { unreachable } from './errors.ts'

/** Where a bridge is, and what it knows us by. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly applicationKey: string
}

export interface Request {
  readonly method: 'GET' | 'PUT'
  readonly path: string
  readonly body?: object
}

export interface Answer {
  readonly status: number
  /** nothing if the body is no JSON */
  readonly json: unknown
  /** how long the bridge asks to be left alone, in milliseconds */
  readonly retryAfter?: number
}

/** The largest answer that is read, in bytes: a full bridge has some 500 kB. */
const largest = 16 * 1024 * 1024

/**
 * Asks the bridge once; a kept connection that it had closed meanwhile is replaced by a new one.
 * @throws Failure `offline` if no whole answer comes, and `signal.reason`; nothing goes on after that
 */
export async function ask(agent: Agent, place: Place, request: Request, signal: AbortSignal): Promise<Answer> {
  const kept = { reused: false }
  try {
    return await once(agent, place, request, signal, kept)
  } catch (error) {
    if (!kept.reused || signal.aborted) throw error
    return once(agent, place, request, signal, kept)
  }
}

function once(
  agent: Agent,
  place: Place,
  { method, path, body }: Request,
  signal: AbortSignal,
  kept: { reused: boolean },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const text = body && JSON.stringify(body)
    const headers = {
      ...headersOf(place),
      ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    }
    const sent = begin({ agent, ...addressOf(place), method, path, headers })
    // A connection breaks off in many ways, and each is told once.
    const end = (outcome: () => void) => {
      signal.removeEventListener('abort', abort)
      outcome()
    }
    const fail = (error: Error) => end(() => reject(unreachable(error, place)))
    const abort = () => {
      end(() => reject(signal.reason))
      if (sent.socket) resetSocket(sent.socket)
      sent.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      kept.reused = sent.reusedSocket && !answered && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
      fail(error)
    })
    let answered = false
    sent.on('response', (response) => {
      answered = true
      read(response).then(
        (body) => end(() => resolve({ status: response.statusCode ?? 0, json: parsed(body), ...wait(response) })),
        (error: Error) => {
          sent.destroy()
          fail(error)
        },
      )
    })
    sent.end(text)
  })
}

/** The address as the `http` module wants it; an IPv6 one may stand in brackets. */
export const addressOf = ({ host, port }: Place) => ({ host: host.replace(/^\[|\]$/g, ''), port })

export const headersOf = ({ applicationKey }: Place) => ({ 'hue-application-key': applicationKey })

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largest) throw new Error('the answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Of the two forms of the header only that in seconds; more than a minute is not believed. */
function wait({ headers }: IncomingMessage): { readonly retryAfter?: number } {
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  return seconds >= 0 ? { retryAfter: Math.min(seconds, 60) * 1000 } : {}
}
