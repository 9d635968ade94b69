import { type Agent, request as beginRequest } from 'node:https'
import { createParser } from 'eventsource-parser'
import { Failure } from '../../../src/home/failure.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { runInSlices, type Steps } from '../../../src/util/slices.ts'
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

/** A bridge that tells of everything at once sends some 500,000. */
const maxEventCharacters = 1024 * 1024

/**
 * Opens the event stream of CLIP v2.
 * @throws Failure `offline`; with the `status` if the bridge answered with no stream
 */
export function openStream(
  agent: Agent,
  address: BridgeAddress,
  { onEvents, onDropped }: StreamListener,
  signal: AbortSignal,
): Promise<Stream> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const headers = { ...headersOf(address), accept: 'text/event-stream' }
    const request = beginRequest({
      agent,
      ...socketAddressOf(address),
      method: 'GET',
      path: '/eventstream/clip/v2',
      headers,
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
      const over = new AbortController()
      const ended = new Promise<void>((resolve) =>
        response.on('close', () => {
          over.abort(new Error('the stream is over'))
          resolve()
        }),
      )
      /** the data of events that are not taken yet */
      let waiting: string[] = []
      const parser = createParser({
        maxBufferSize: maxEventCharacters,
        onEvent: ({ data }) => void waiting.push(data),
        onComment: () => onEvents([]),
        onError: ({ type }) => type === 'max-buffer-size-exceeded' && request.destroy(),
      })
      response.setEncoding('utf8')
      response.on('error', () => request.destroy())
      // Nothing more is read until all that has come was taken, so the order of events stays and the memory is bounded.
      response.on('data', (text: string) => {
        if (request.destroyed) return
        response.pause()
        parser.feed(text)
        const received = waiting
        waiting = []
        runInSlices(takeAll(received), over.signal)
          .then(() => setImmediate(() => response.resume()))
          .catch(() => request.destroy())
      })
      response.on('end', () => request.destroy())
      response.socket.setKeepAlive(true, 10_000)
      settle(() => resolve({ ended, close: () => void request.destroy() }))
    })
    request.end()

    /** Nothing that a bridge sends may end the process: what cannot be taken is dropped. */
    function* takeAll(received: readonly string[]): Steps<void> {
      for (const data of received) {
        try {
          for (const batch of inParts(parseEvents(data))) {
            onEvents(batch)
            yield
          }
        } catch (error) {
          onDropped((error as Error).message.slice(0, 200))
        }
        yield
      }
    }
  })
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
