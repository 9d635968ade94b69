import type { RequestListener } from 'node:http'
import { type Envelope, open } from '../../clova/envelope.ts'
import type { Clova, RequestRecord } from '../../clova/handler.ts'
import { askHeader, recordHeader } from '../../control/localKey.ts'
import { since } from '../../home/appliance.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { Log } from '../../home/driver.ts'
import { site } from '../app.ts'
import { type Exchange, type Refusals, refusals, refuse } from '../middleware/errorHandler.ts'
import { readBody } from '../middleware/rawBody.ts'
import type { LinkingBack } from '../oauth/router.ts'
import { type Repeats, repeats } from './replayCache.ts'
import type { SelfTestAnswer } from './selfTest.ts'
import { signatureBytes } from './signature.ts'

/** Who signed a request: CLOVA, this machine's own command line, or nobody we know. */
export type Signer = 'clova' | 'local' | undefined

/** What stands behind the one route of CLOVA. */
export interface Back {
  readonly path: string
  /** milliseconds for one request, from when it was read to its answer */
  readonly deadline: number
  verify(body: Uint8Array, signature: Uint8Array): Signer | Promise<Signer>
  readonly clova: Clova
  /** Is told that CLOVA came, and whether the request shows that it was handed on by a tunnel. */
  heard(isForwarded: boolean): void
  /** The answer to a test that the gateway sends to itself; nothing for all else. */
  selfTest(body: Uint8Array, signature: Uint8Array | undefined): SelfTestAnswer | undefined
  /** What the command line may ask besides, by name; only with the local key. */
  local(name: string, body: string, signal: AbortSignal): Promise<unknown>
  /** account linking, if the configuration has it */
  readonly linking?: LinkingBack
  readonly log: Log
}

/** How many requests may be under way at once. */
const atOnce = 64

/** What is kept from one request to the next, also when the route itself changes. */
export interface Desk {
  readonly refused: Refusals
  readonly repeated: Repeats
  running: number
}

/** Nobody has asked for anything yet. */
export const desk = (log: Log): Desk => ({ refused: refusals(log), repeated: repeats(), running: 0 })

/**
 * The public side. What CLOVA says is answered right here: Koa and its router, which serve account linking, would take a
 * seventh of the time of a request.
 */
export function app(back: Back, desk: Desk): RequestListener {
  const pages = site(back.linking, back.log)
  return (req, res) => {
    const isMessage = req.method === 'POST' && (req.url === back.path || req.url?.startsWith(`${back.path}?`))
    const context = { req, res }
    const work = isMessage ? answer(back, desk, context) : pages(context)
    work.catch((error) => {
      // Whoever went away needs no answer, and nobody is told what went wrong inside.
      if (req.destroyed && !req.complete) return
      back.log.error({ err: error }, 'a request failed')
      if (res.headersSent) res.destroy()
      else refuse(context, 500)
    })
  }
}

/** Reads the request and checks who signed it; whoever sends slowly, or is nobody we know, takes no room. */
async function answer(back: Back, desk: Desk, context: Exchange): Promise<void> {
  const refuseFor = (status: number, reason: string) => {
    desk.refused.add(status, reason)
    refuse(context, status)
  }
  const body = await readBody(context.req)
  if (!body) return refuseFor(413, 'too large')
  const start = performance.now()
  const signature = signatureBytes(context.req.headers.signaturecek as string | undefined)
  const tested = back.selfTest(body, signature)
  if (tested) return send(context, JSON.stringify(tested))
  const signer = signature && (await back.verify(body, signature))
  if (!signer) return refuseFor(401, signature ? 'wrong signature' : 'no signature')
  // Who is on this machine needs no tunnel.
  if (signer === 'local' && isForwarded(context)) return refuseFor(401, 'the local key, through a tunnel')
  const record: RequestRecord = { ms: { verify: since(start) } }
  if (desk.running >= atOnce) return refuseFor(503, `more than ${atOnce} requests at once`)
  desk.running += 1
  const limit = createDeadline(back.deadline)
  try {
    const asked = signer === 'local' ? String(context.req.headers[askHeader] ?? '') : ''
    if (asked !== '') return send(context, JSON.stringify(await back.local(asked, body.toString('utf8'), limit.signal)))
    const request = open(body)
    if (!request) return refuseFor(400, 'not JSON, or not a message of CLOVA Home')
    await converse(back, desk, context, { request, signature, signer, start }, limit.signal, record)
  } finally {
    limit.end()
    desk.running -= 1
    // Only now: nothing of it is needed to answer.
    if (signer === 'clova') back.heard(isForwarded(context))
  }
}

/** What the way through a tunnel leaves behind. */
const traces = ['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'via', 'cf-connecting-ip', 'cf-ray']

const isForwarded = ({ req: { headers } }: Exchange) => traces.some((name) => headers[name] !== undefined)

interface Asked {
  readonly request: Envelope
  readonly signature: Buffer
  readonly signer: Signer
  /** when it was read, by the clock of `performance` */
  readonly start: number
}

/** Has a message answered by another, once for each request however often it comes. */
async function converse(
  back: Back,
  { repeated }: Desk,
  context: Exchange,
  { request, signature, signer, start }: Asked,
  signal: AbortSignal,
  record: RequestRecord,
): Promise<void> {
  const { messageId } = request.header
  const { text: answered, again } = repeated.once(
    messageId,
    signature,
    () => back.clova.answer(request, signal, record),
    () => back.log.warn({ messageId }, 'another request came under a messageId that was used'),
  )
  const text = await answered
  record.ms.total = since(start)
  if (signer === 'local') context.res.setHeader(recordHeader, ascii(record))
  send(context, text)
  // The answer goes first.
  setImmediate(tellOf, back.log, record, again && messageId)
}

/** The line of a request in the log. */
function tellOf(log: Log, record: RequestRecord, again: string | false): void {
  if (again !== false) log.info({ messageId: again }, 'the request came again, and got the answer that it got')
  // A fault of the gateway itself is what somebody must look at.
  else if (record.err === undefined) log.info(record, 'request')
  else log.error(record, 'request')
}

function send({ res }: Exchange, text: string): void {
  res
    .writeHead(200, { 'Content-Type': 'application/json;charset=UTF-8', 'Content-Length': Buffer.byteLength(text) })
    .end(text)
}

/** The most that a header may hold: Node takes 16 KiB of all of them. */
const headerLimit = 8000

/** JSON that may stand in a header; of a state that is too long for one only what came of it. */
function ascii({ err, ...record }: RequestRecord): string {
  const text = escaped(record)
  const { before, after, ...short } = record
  return text.length > headerLimit ? escaped(short) : text
}

const escaped = (value: unknown) =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
