import { type Agent, request as begin } from 'node:https'
import { createParser } from 'eventsource-parser'
import { Failure } from '../../../src/home/failure.ts'
import { unreachable } from './errors.ts'
import { type BridgeAddress, headersOf, socketAddressOf } from './http.ts'
import { type Event, events } from './resources.ts'

/** An open stream of events. */
export interface Stream {
  /** Resolves once it is over, whoever ended it. */
  readonly ended: Promise<void>
  close(): void
}

/** The bridge answered, and not with a stream. */
const noStream = (status: number) =>
  Object.assign(new Failure('offline', `the bridge answers ${status} to who asks for its events`), { status })

/** The largest event that is read, in characters: a bridge that tells of everything at once. */
const maxEventCharacters = 16 * 1024 * 1024

/**
 * Opens the event stream of CLIP v2.
 * @param heard is told each batch of events, and of each sign of life with none
 * @throws Failure `offline`; with the `status` if the bridge answered with no stream
 */
export function openStream(
  agent: Agent,
  place: BridgeAddress,
  heard: (batch: readonly Event[]) => void,
  signal: AbortSignal,
): Promise<Stream> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const headers = { ...headersOf(place), accept: 'text/event-stream' }
    const sent = begin({ agent, ...socketAddressOf(place), method: 'GET', path: '/eventstream/clip/v2', headers })
    const end = (outcome: () => void) => {
      signal.removeEventListener('abort', abort)
      outcome()
    }
    const abort = () => {
      end(() => reject(signal.reason))
      sent.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    sent.on('error', (error) => end(() => reject(unreachable(error, place))))
    sent.on('response', (response) => {
      const { statusCode = 0 } = response
      const type = String(response.headers['content-type'] ?? '')
      if (statusCode !== 200 || !type.startsWith('text/event-stream')) {
        end(() => reject(noStream(statusCode)))
        return void sent.destroy()
      }
      const ended = new Promise<void>((over) => response.on('close', over))
      const parser = createParser({
        maxBufferSize: maxEventCharacters,
        onEvent: ({ data }) => heard(parseEvents(data)),
        onComment: () => heard([]),
        onError: ({ type }) => type === 'max-buffer-size-exceeded' && sent.destroy(),
      })
      response.setEncoding('utf8')
      response.on('error', () => sent.destroy())
      response.on('data', (text: string) => !sent.destroyed && parser.feed(text))
      response.on('end', () => sent.destroy())
      response.socket.setKeepAlive(true, 30_000)
      end(() => resolve({ ended, close: () => void sent.destroy() }))
    })
    sent.end()
  })
}

/** What cannot be read is no event; what is in it comes with the next full reading. */
function parseEvents(data: string): readonly Event[] {
  try {
    return events.catch([]).parse(JSON.parse(data))
  } catch {
    return []
  }
}
