import type { Socket } from 'node:net'
import type { Context, Middleware } from 'koa'
import type { Edition } from '../../clova/edition.ts'
import { createAnswer, type Envelope, parseEnvelope } from '../../clova/envelope.ts'
import { errorMessage } from '../../clova/errors.ts'
import { type Authorize, type ClovaHandler, createRecord, type RequestRecord } from '../../clova/handler.ts'
import { say } from '../../clova/messages.ts'
import { elapsedMs } from '../../home/appliance.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { Log } from '../../home/driver.ts'
import { Failure } from '../../home/failure.ts'
import { hashToken } from '../../oauth/accessTokens.ts'
import type { ConcurrencyLimiter } from '../middleware/concurrencyLimit.ts'
import { deadlineMsOf } from '../middleware/requestDeadline.ts'
import { hasProxyHeaders } from '../proxyHeaders.ts'
import type { SignatureKey } from './publicKey.ts'
import type { ReplayCache } from './replayCache.ts'
import type { RequestLoad } from './requestLoad.ts'
import type { SeenRequests } from './seenRequests.ts'
import type { SelfTestRegistry } from './selfTest.ts'
import { parseSignatureHeader } from './signature.ts'

/** The state of one request, shared by the middleware. All keys exist from the start, so that V8 uses one hidden class. */
export interface ClovaRequest {
  /** when the request was read, as a value of `performance.now()` */
  start: number
  body: Buffer
  signature: Buffer | undefined
  envelope: Envelope | undefined
  signal: AbortSignal
  /** the text of the response */
  answer: string
  readonly record: RequestRecord
}

type Step = Middleware<ClovaRequest>

const nothing = Buffer.alloc(0)
const never = new AbortController().signal

/**
 * Creates the state of the request. The body of a request without a well-formed `SignatureCEK` is not read, unless a
 * self-test is open, which must detect that a proxy removed the header.
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
      record: createRecord(),
    }
    context.state = state
    if (!signature && !selfTests.isOpen()) context.throw(401, 'no signature')
    return next()
  }

/** Answers a self-test, which the gateway sends to itself through its public address. */
export const selfTest =
  ({ selfTests }: ClovaRouteOptions): Step =>
  (context, next) => {
    const { state } = context
    state.start = performance.now()
    const proof = selfTests.answer(state.body, state.signature)
    if (!proof) return next()
    respond(context, JSON.stringify(proof))
    return undefined
  }

/** Accepts requests that are signed with CLOVA's key; if the key in force does not verify one, the newest key is tried. */
export const verifySignature =
  ({ key, onVerified }: ClovaRouteOptions, { load }: RouteState): Step =>
  (context, next) => {
    const { state, req } = context
    const { body, signature, start } = state
    if (!signature) return context.throw(401, 'no signature')
    const proceed = () => {
      state.record.ms.verify = elapsedMs(start)
      load.onRequest()
      onVerified(req.socket, hasProxyHeaders(req.headers))
      return next()
    }
    if (key.verify(body, signature)) return proceed()
    return key
      .verifyWithRefreshedKey(body, signature)
      .then((isSigned) => (isSigned ? proceed() : context.throw(401, 'wrong signature')))
  }

/** Parses the message of CLOVA Home; responds with 400 to anything else. */
export const readEnvelope = (): Step => (context, next) => {
  const { state } = context
  state.envelope = parseEnvelope(state.body)
  if (!state.envelope) context.throw(400, 'not JSON, or not a message of CLOVA Home')
  return next()
}

/** Sets the deadline of the request. Waiting for a slot or for a device ends at the deadline. */
export const deadline =
  ({ deadlineMs }: ClovaRouteOptions): Step =>
  (context, next) => {
    const limit = createDeadline(deadlineMsOf(context.req, deadlineMs))
    context.state.signal = limit.signal
    return next().finally(limit.end)
  }

/** Responds to a repeated request with its first response; new requests go to the next middleware. */
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
    // Without a usable messageId, repeated requests cannot be recognized, so the request is refused and not executed.
    const { text, replayed } = envelope.problem
      ? { text: compute(), replayed: false }
      : replayCache.getOrCompute(messageId, signature, compute, () =>
          log.warn({ messageId }, 'another request came under a messageId that was used'),
        )
    respond(context, await text)
    state.record.ms.total = elapsedMs(state.start)
    // The response is sent first.
    if (replayed) setImmediate(() => log.info({ messageId }, 'the request came again, and got the answer that it got'))
    else setImmediate(onAnswered, state.record, state)
    return undefined
  }

/**
 * Refuses a request that came before and whose response is no longer stored. CLOVA does not repeat it so late, but an
 * attacker who recorded it could. The response is a message of the protocol, since CLOVA understands nothing else.
 * One without a good access token does nothing in any case. It is not recorded: CLOVA signs requests for everybody who
 * registers our address as an extension of theirs, and these must take no place of ours.
 */
export const refuseSeen =
  ({ edition, authorize }: ClovaRouteOptions, { seenRequests }: RouteState): Step =>
  (context, next) => {
    const { state } = context
    const { signature, envelope } = state
    if (!signature || !envelope || envelope.problem) return next()
    const accessToken = String(envelope.payload.accessToken ?? '')
    if (authorize(accessToken).state !== 'good') return next()
    if (!seenRequests.checkAndAdd(signature, hashToken(accessToken))) return next()
    refuse(state, new Failure('actionFailed', say('repeated')), edition())
    return undefined
  }

/**
 * Limits the number of concurrent requests. Further ones wait until their deadline, so that "all lamps off" reaches all of
 * them; if no slot becomes free in time, the response is an error message of the protocol.
 */
export const concurrencyLimit =
  ({ edition }: ClovaRouteOptions, { limiter }: RouteState): Step =>
  (context, next) => {
    const { state } = context
    const leave = () => limiter.leave()
    const refuseBusy = (error: unknown) => {
      if (!(error instanceof Failure)) throw error
      refuse(state, error, edition())
    }
    let turn: Promise<void> | undefined
    try {
      turn = limiter.enter(state.signal)
    } catch (error) {
      return refuseBusy(error)
    }
    // A free slot, the usual case, needs no further promise.
    return turn ? turn.then(() => next().finally(leave), refuseBusy) : next().finally(leave)
  }

/** Responds with an error of the protocol to a request that does not reach the handler. */
function refuse(state: ClovaRequest, failure: Failure, edition: Edition): void {
  const { record, envelope } = state
  if (!envelope) return
  const { messageId, name: action } = envelope.header
  const [name, payload] = errorMessage(failure, edition)
  Object.assign(record, { messageId, action, result: name, reason: failure.message })
  Object.assign(record.trace, { failure: failure.reason, text: failure.text })
  state.answer = JSON.stringify(createAnswer(envelope, name, payload))
}

/** Executes the message. */
export const answer =
  ({ handler }: ClovaRouteOptions): Step =>
  async ({ state }) => {
    const { envelope, signal, record } = state
    if (envelope) state.answer = JSON.stringify(await handler.handle(envelope, signal, record))
  }

/**
 * Sends the response with Node's own functions. Koa's `body` and `respond` find out type and length of a body of any kind,
 * which are known here (benchmark row "CPU a request").
 */
function respond(context: Context, text: string): void {
  context.respond = false
  context.res.writeHead(200, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) }).end(text)
}

/** The content type that CLOVA's own extensions use. */
const contentType = 'application/json;charset=UTF-8'

/** The parts of CLOVA's route. */
export interface ClovaRouteOptions {
  readonly path: string
  /** the time limit of one request in milliseconds, from its verification to its response */
  readonly deadlineMs: number
  readonly key: Pick<SignatureKey, 'verify' | 'verifyWithRefreshedKey'>
  readonly handler: ClovaHandler
  /** whether an access token is good */
  readonly authorize: Authorize
  edition(): Edition
  readonly selfTests: SelfTestRegistry
  /** Is called for each request of CLOVA, with its connection and whether it came through a tunnel. */
  onVerified(socket: Socket, isProxied: boolean): void
  /** Is called for each answered request, after its response was sent. */
  onAnswered(record: RequestRecord, exchange: Pick<ClovaRequest, 'body' | 'answer'>): void
  readonly log: Log
}

/** The state that lasts over requests and over changes of the route. */
export interface RouteState {
  readonly replayCache: ReplayCache
  readonly seenRequests: SeenRequests
  readonly limiter: ConcurrencyLimiter
  readonly load: RequestLoad
}
