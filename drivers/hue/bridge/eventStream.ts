import type { ClientRequest, IncomingMessage } from 'node:http'
import { type Agent, request as beginRequest } from 'node:https'
import { createParser, type EventSourceParser } from 'eventsource-parser'
import { Failure } from '../../../src/home/failure.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import type { Steps } from '../../../src/util/slices.ts'
import { readInSlices } from '../../../src/util/slices.ts'
import { say } from '../messages.ts'
import { unreachable } from './errors.ts'
import { type BridgeAddress, headersOf, socketAddressOf } from './http.ts'
import { type Event, events, isShallow } from './resources.ts'

/** An open stream of events. */
export interface Stream {
  /** Resolves once it is over, whoever ended it. */
  readonly ended: Promise<void>
  close(): void
}

interface StreamListener {
  /** Takes each batch of events; of a comment, which only shows that the stream lives, an empty one. */
  onEvents(batch: readonly Event[]): void
  /** A batch could not be understood, and was dropped. */
  onDropped(reason: string): void
}

/** The bridge answered, and not with a stream. */
const noStream = (status: number) => Object.assign(new Failure('offline', say('noEvents', { status })), { status })

/** The greatest number of values in an event; that of a whole house has some 30,000. */
const maxValues = 50_000

/** A bridge that reports all its resources at once sends some 500,000. */
const maxEventCharacters = 1024 * 1024

/**
 * Opens the event stream of CLIP v2.
 * @throws Failure `offline`; with the `status` if the bridge answered with no stream
 */
export function openStream(
  agent: Agent,
  address: BridgeAddress,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<Stream> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const request = beginRequest({
      agent,
      ...socketAddressOf(address),
      method: 'GET',
      path: '/eventstream/clip/v2',
      headers: { ...headersOf(address), accept: 'text/event-stream' },
    })
    const settle = (outcome: () => void) => {
      signal.removeEventListener('abort', abort)
      outcome()
    }
    const abort = () => {
      settle(() => reject(signal.reason))
      request.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    request.on('error', (error) => settle(() => reject(unreachable(error, address))))
    request.on('response', (response) => {
      const { statusCode = 0 } = response
      const type = String(response.headers['content-type'] ?? '')
      if (statusCode !== 200 || !type.startsWith('text/event-stream')) {
        settle(() => reject(noStream(statusCode)))
        return void request.destroy()
      }
      const stream = new EventStream(request, response, listener)
      settle(() => resolve(stream))
    })
    request.end()
  })
}

/** A response that is a stream of events, which are read and passed on until it is over. */
class EventStream implements Stream {
  readonly ended: Promise<void>
  readonly #request: ClientRequest
  readonly #listener: StreamListener
  /** aborts the reading of what has come when the stream is over */
  readonly #over = new AbortController()
  readonly #parser: EventSourceParser
  /** the data of events that are not passed on yet */
  #received: string[] = []

  constructor(request: ClientRequest, response: IncomingMessage, listener: StreamListener) {
    this.#request = request
    this.#listener = listener
    this.#parser = createParser({
      maxBufferSize: maxEventCharacters,
      onEvent: ({ data }) => void this.#received.push(data),
      onComment: () => listener.onEvents([]),
      onError: ({ type }) => type === 'max-buffer-size-exceeded' && this.close(),
    })
    this.ended = new Promise((resolve) =>
      response.on('close', () => {
        this.#over.abort(new Error('the stream is over'))
        resolve()
      }),
    )
    response.setEncoding('utf8')
    response.on('error', () => this.close())
    readInSlices<string>(
      response,
      (text) => this.#read(text),
      () => this.close(),
      this.#over.signal,
    )
    response.on('end', () => this.close())
    response.socket.setKeepAlive(true, 10_000)
  }

  close(): void {
    this.#request.destroy()
  }

  /** Nothing that a bridge sends may end the process: what cannot be taken is dropped. */
  *#read(text: string): Steps<void> {
    if (this.#request.destroyed) return
    this.#parser.feed(text)
    const received = this.#received
    this.#received = []
    for (const data of received) {
      try {
        for (const batch of inParts(parseEvents(data))) {
          this.#listener.onEvents(batch)
          yield
        }
      } catch (error) {
        this.#listener.onDropped((error as Error).message.slice(0, 200))
      }
      yield
    }
  }
}

/** So many changes are taken in one step; the largest resources take a millisecond each. */
const changesPerStep = 20

/** The same events in the same order, in batches of no more than 20 changes. */
function* inParts(batch: readonly Event[]): Generator<readonly Event[]> {
  if (batch.reduce((sum, { data }) => sum + data.length, 0) <= changesPerStep) return void (yield batch)
  for (const event of batch)
    for (let from = 0; from < event.data.length; from += changesPerStep)
      yield [{ ...event, data: event.data.slice(from, from + changesPerStep) }]
}

/** @throws Error if it is no batch of events */
function parseEvents(data: string): readonly Event[] {
  const batch = parseBoundedJson(data, maxValues)
  if (!isShallow(batch)) throw new Error('it is nested too deep')
  const parsed = events.safeParse(batch)
  if (!parsed.success) throw new Error('it is no list of events')
  return parsed.data
}
