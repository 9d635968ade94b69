import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Middleware } from 'koa'
import type { Edition } from '../../clova/edition.ts'
import { createAnswer, type Envelope, parseEnvelope } from '../../clova/envelope.ts'
import { errorMessage } from '../../clova/errors.ts'
import type { ClovaHandler, RequestRecord } from '../../clova/handler.ts'
import { elapsedMs } from '../../home/appliance.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { Log } from '../../home/driver.ts'
import { Failure } from '../../home/failure.ts'
import type { ConcurrencyLimiter } from '../middleware/concurrencyLimit.ts'
import { deadlineMsOf } from '../middleware/requestDeadline.ts'
import type { SignatureKey } from './publicKey.ts'
import type { ReplayCache } from './replayCache.ts'
import type { SeenRequests } from './seenRequests.ts'
import type { SelfTestRegistry } from './selfTest.ts'
import { parseSignatureHeader } from './signature.ts'

/** What the steps of one request tell each other. It has all its keys from the beginning, so that V8 gives it one shape. */
export interface ClovaRequest {
  /** when the request was read, by the clock of `performance` */
  start: number
  body: Buffer
  signature: Buffer | undefined
  envelope: Envelope | undefined
  signal: AbortSignal
  /** the text that answers it */
  answer: string
  readonly record: RequestRecord
}

type Step = Middleware<ClovaRequest>

const nothing = Buffer.alloc(0)
const never = new AbortController().signal

/**
 * Makes the state of the request. Of one without a well-formed `SignatureCEK` nothing is read, unless a self-test is open,
 * which wants to know that the header was lost on the way.
 */
export const readSignatureHeader =
  ({ selfTests }: ClovaRouteOptions): Step =>
  (context, next) => {
    const signature = parseSignatureHeader(context.req.headers.signaturecek)
    const state: ClovaRequest = {
      start: 0,
      body: nothing,
      signature,
      envelope: undefined,
      signal: never,
      answer: '',
      record: { ms: {} },
    }
    context.state = state
    if (!signature && !selfTests.isOpen()) context.throw(401, 'no signature')
    return next()
  }

/** Answers a test that the gateway sends to itself by its public address. */
export const selfTest =
  ({ selfTests }: ClovaRouteOptions): Step =>
  (context, next) => {
    const { state } = context
    state.start = performance.now()
    const proof = selfTests.answer(state.body, state.signature)
    if (!proof) return next()
    context.set('Content-Type', contentType)
    context.body = JSON.stringify(proof)
    return undefined
  }

/** Lets through what CLOVA's key has signed, be it only by the key that is published now. */
export const verifySignature =
  ({ key, onVerified }: ClovaRouteOptions): Step =>
  (context, next) => {
    const { state, req } = context
    const { body, signature, start } = state
    if (!signature) return context.throw(401, 'no signature')
    const proceed = () => {
      state.record.ms.verify = elapsedMs(start)
      onVerified(req.socket, hasProxyHeaders(req.headers))
      return next()
    }
    if (key.verify(body, signature)) return proceed()
    return key
      .verifyWithRefreshedKey(body, signature)
      .then((isSigned) => (isSigned ? proceed() : context.throw(401, 'wrong signature')))
  }

/** What a tunnel or a proxy adds to a request. */
const proxyHeaders = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
  'cf-connecting-ip',
  'cf-ray',
]
const hasProxyHeaders = (headers: IncomingHttpHeaders) => proxyHeaders.some((name) => headers[name] !== undefined)

/** Reads the message of CLOVA Home; 400 for what is none. */
export const readEnvelope = (): Step => (context, next) => {
  const { state } = context
  state.envelope = parseEnvelope(state.body)
  if (!state.envelope) context.throw(400, 'not JSON, or not a message of CLOVA Home')
  return next()
}

/** Gives the request its time. What waits for a place or for a device ends when the time is over. */
export const deadline =
  ({ deadlineMs }: ClovaRouteOptions): Step =>
  (context, next) => {
    const limit = createDeadline(deadlineMsOf(context.req, deadlineMs))
    context.state.signal = limit.signal
    return next().finally(limit.end)
  }

/** Gives a request that came before the answer that it got; every other one is answered by the steps that follow. */
export const replay =
  ({ log, onAnswered }: ClovaRouteOptions, { replayCache }: RouteState): Step =>
  async (context, next) => {
    const { state } = context
    const { envelope, signature } = state
    if (!envelope || !signature) return context.throw(400, 'not a message of CLOVA Home')
    const { messageId } = envelope.header
    const compute = async () => {
      await next()
      return state.answer
    }
    // Requests without a usable messageId cannot be told apart by it; they are answered by an error, and do nothing.
    const { text, replayed } = envelope.problem
      ? { text: compute(), replayed: false }
      : replayCache.getOrCompute(messageId, signature, compute, () =>
          log.warn({ messageId }, 'another request came under a messageId that was used'),
        )
    context.set('Content-Type', contentType)
    context.body = await text
    state.record.ms.total = elapsedMs(state.start)
    // The answer goes first.
    if (replayed) setImmediate(() => log.info({ messageId }, 'the request came again, and got the answer that it got'))
    else setImmediate(onAnswered, state.record)
    return undefined
  }

/**
 * Refuses what was executed before and whose answer is not kept any more: CLOVA does not send it again, but somebody who
 * recorded it could. The answer is a message, since CLOVA understands no other.
 */
export const refuseSeen =
  ({ edition }: ClovaRouteOptions, { seenRequests }: RouteState): Step =>
  (context, next) => {
    const { state } = context
    const { signature, envelope } = state
    if (!signature || !envelope || envelope.problem || !seenRequests.checkAndAdd(signature)) return next()
    refuse(state, new Failure('actionFailed', 'the request came before and is not executed again'), edition())
    return undefined
  }

/**
 * Lets a bounded number of requests run at once. Those beyond wait within their deadline, so that "all lamps off" is done
 * for all of them; where there is no place in time the answer is a message.
 */
export const concurrencyLimit =
  ({ edition }: ClovaRouteOptions, { limiter }: RouteState): Step =>
  async (context, next) => {
    const { state } = context
    try {
      const turn = limiter.enter(state.signal)
      if (turn) await turn
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return refuse(state, error, edition())
    }
    try {
      await next()
    } finally {
      limiter.leave()
    }
  }

/** Answers by an error of the protocol what does not get to the handler. */
function refuse(state: ClovaRequest, failure: Failure, edition: Edition): void {
  const { record, envelope } = state
  if (!envelope) return
  const { messageId, name: action } = envelope.header
  const [name, payload] = errorMessage(failure, edition)
  Object.assign(record, { messageId, action, result: name, reason: failure.message })
  state.answer = JSON.stringify(createAnswer(envelope, name, payload))
}

/** Does what the message asks for. */
export const answer =
  ({ handler }: ClovaRouteOptions): Step =>
  async ({ state }) => {
    const { envelope, signal, record } = state
    if (envelope) state.answer = JSON.stringify(await handler.handle(envelope, signal, record))
  }

/** As CLOVA's own extensions answer. */
const contentType = 'application/json;charset=UTF-8'

/** What CLOVA's route is made of. */
export interface ClovaRouteOptions {
  readonly path: string
  /** milliseconds for one request, from when it was verified to its answer */
  readonly deadlineMs: number
  readonly key: SignatureKey
  readonly handler: ClovaHandler
  edition(): Edition
  readonly selfTests: SelfTestRegistry
  /** Is told that CLOVA has sent something, on which connection, and whether a tunnel handed it on. */
  onVerified(socket: Socket, isProxied: boolean): void
  /** Is told of each request that was answered, once its answer is on its way. */
  onAnswered(record: RequestRecord): void
  readonly log: Log
}

/** What stays from one request to the next, also when the route itself changes. */
export interface RouteState {
  readonly replayCache: ReplayCache
  readonly seenRequests: SeenRequests
  readonly limiter: ConcurrencyLimiter
}
