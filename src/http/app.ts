import { Router } from '@koa/router'
import Koa, { type Context } from 'koa'
import type { Clova, RequestRecord } from '../clova/answer.ts'
import { type Envelope, open } from '../clova/envelope.ts'
import { since } from '../home/appliance.ts'
import { deadline, type Signal } from '../home/deadline.ts'
import type { Log } from '../home/device.ts'
import { readBody } from './body.ts'
import { type Refusals, refusals } from './refusals.ts'
import { type Repeats, repeats } from './repeats.ts'
import type { SelfTestAnswer } from './selfTest.ts'
import { signatureBytes } from './signature.ts'

/** Who signed a request: CLOVA, this machine's own command line, or nobody we know. */
export type Signer = 'clova' | 'local' | undefined

/** What stands behind the one route. */
export interface Back {
  readonly path: string
  /** milliseconds for one request, from when it was read to its answer */
  readonly deadline: number
  verify(body: Uint8Array, signature: Uint8Array): Signer | Promise<Signer>
  readonly clova: Clova
  /** The answer to a test that the gateway sends to itself; nothing for all else. */
  selfTest(body: Uint8Array, signature: Uint8Array | undefined): SelfTestAnswer | undefined
  /** What the command line may ask besides, by name; only with the local key. */
  local(name: string, body: string, signal: Signal): Promise<unknown>
  readonly log: Log
}

/** How many requests may be under way at once. */
const atOnce = 64

/** The header by which the command line asks for what is not CLOVA's, and the one that tells it what happened. */
export const askHeader = 'x-clova-home-ask'
export const recordHeader = 'x-clova-home-record'

/** What is kept from one request to the next, also when the route itself changes. */
export interface Desk {
  readonly refused: Refusals
  readonly repeated: Repeats
  running: number
}

/** Nobody has asked for anything yet. */
export const desk = (log: Log): Desk => ({ refused: refusals(log), repeated: repeats(), running: 0 })

/** The public side: one route, and nothing else answers. */
export function app(back: Back, desk: Desk): Koa {
  const router = new Router({ sensitive: true, strict: true })
  router.post(back.path, (context) => answer(back, desk, context))
  const koa = new Koa()
  koa.use(async (context, next) => {
    try {
      await next()
    } catch (error) {
      // Whoever went away needs no answer, and nobody is told what went wrong inside.
      if (context.req.destroyed && !context.req.complete) return
      back.log.error({ err: error }, 'a request failed')
      refuse(context, 500)
    }
  })
  koa.use(router.routes())
  koa.use((context) => refuse(context, 404))
  koa.on('error', (error) => back.log.debug({ err: error }, 'a connection failed'))
  return koa
}

/** Reads the request and checks who signed it; whoever sends slowly, or is nobody we know, takes no room. */
async function answer(back: Back, desk: Desk, context: Context): Promise<void> {
  const refuseFor = (status: number, reason: string) => {
    desk.refused.add(status, reason)
    refuse(context, status)
  }
  const body = await readBody(context.req)
  if (!body) return refuseFor(413, 'too large')
  const start = performance.now()
  const header = context.req.headers.signaturecek as string | undefined
  const signature = signatureBytes(header)
  const tested = back.selfTest(body, signature)
  if (tested) return send(context, JSON.stringify(tested))
  const signer = signature && (await back.verify(body, signature))
  if (!signer) return refuseFor(401, signature ? 'wrong signature' : 'no signature')
  // Who is on this machine needs no tunnel.
  if (signer === 'local' && isForwarded(context)) return refuseFor(401, 'the local key, through a tunnel')
  const record: RequestRecord = { ms: { verify: since(start) } }
  if (desk.running >= atOnce) return refuseFor(503, `more than ${atOnce} requests at once`)
  desk.running += 1
  const limit = deadline(back.deadline)
  try {
    const asked = signer === 'local' ? context.get(askHeader) : ''
    if (asked !== '') return send(context, JSON.stringify(await back.local(asked, body.toString('utf8'), limit.signal)))
    const request = open(body)
    if (!request) return refuseFor(400, 'not JSON, or not a message of CLOVA Home')
    await converse(back, desk, context, { request, signature: String(header), signer, start }, limit.signal, record)
  } finally {
    limit.end()
    desk.running -= 1
  }
}

/** What the way through a tunnel leaves behind. */
const traces = ['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'via', 'cf-connecting-ip', 'cf-ray']

const isForwarded = ({ req: { headers } }: Context) => traces.some((name) => headers[name] !== undefined)

interface Asked {
  readonly request: Envelope
  readonly signature: string
  readonly signer: Signer
  /** when it was read, by the clock of `performance` */
  readonly start: number
}

/** Has a message answered by another, once for each request however often it comes. */
async function converse(
  back: Back,
  { repeated }: Desk,
  context: Context,
  { request, signature, signer, start }: Asked,
  signal: Signal,
  record: RequestRecord,
): Promise<void> {
  const { messageId } = request.header
  const { message, again } = repeated.once(
    messageId,
    signature,
    () => back.clova.answer(request, signal, record),
    () => back.log.warn({ messageId }, 'another request came under a messageId that was used'),
  )
  send(context, JSON.stringify(await message))
  record.ms.total = since(start)
  if (signer === 'local') context.set(recordHeader, ascii(record))
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

/** An empty answer. What was not read to the end is not read further: the connection closes. */
function refuse(context: Context, status: number): void {
  context.status = status
  context.body = ''
  context.remove('Content-Type')
  if (!context.req.complete) context.set('Connection', 'close')
}

function send(context: Context, text: string): void {
  context.status = 200
  context.set('Content-Type', 'application/json;charset=UTF-8')
  context.body = text
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
