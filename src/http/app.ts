import { Router } from '@koa/router'
import Koa, { type Context } from 'koa'
import type { Clova, RequestRecord } from '../clova/answer.ts'
import { open } from '../clova/envelope.ts'
import { deadline } from '../home/deadline.ts'
import type { Log } from '../home/device.ts'
import { readBody } from './body.ts'
import { type Refusals, refusals } from './refusals.ts'
import { type Repeats, repeats } from './repeats.ts'
import { signatureBytes } from './signature.ts'

/** Who signed a request: CLOVA, this machine's own command line, or nobody we know. */
export type Signer = 'clova' | 'local' | undefined

/** What stands behind the one route. */
export interface Back {
  readonly path: string
  /** milliseconds for one request, from its first byte to its answer */
  readonly deadline: number
  verify(body: Uint8Array, signature: Uint8Array): Signer | Promise<Signer>
  readonly clova: Clova
  /** What the command line may ask besides, by name; only with the local key. */
  local(name: string, signal: AbortSignal): Promise<unknown>
  readonly log: Log
}

/** How many requests may be under way at once. */
const atOnce = 64

/** The header by which the command line asks for what is not CLOVA's, and the one that tells it what happened. */
export const askHeader = 'x-clova-home-ask'
export const recordHeader = 'x-clova-home-record'

/** What the route keeps from one request to the next. */
interface Desk {
  readonly back: Back
  readonly refused: Refusals
  readonly repeated: Repeats
  running: number
}

/** The public side: one route, and nothing else answers. */
export function app(back: Back): Koa {
  const desk: Desk = { back, refused: refusals(back.log), repeated: repeats(), running: 0 }
  const router = new Router()
  router.post(back.path, (context) => admit(desk, context))
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

/** Reads the request, and lets in as many as there is room for; whoever sends slowly takes no room. */
async function admit(desk: Desk, context: Context): Promise<void> {
  const { back, refused } = desk
  const refuseFor: Refuse = (status, reason) => {
    refused.add(status, reason)
    refuse(context, status)
  }
  const body = await readBody(context.req)
  if (!body) return refuseFor(413, 'too large')
  if (desk.running >= atOnce) return refuseFor(503, `more than ${atOnce} requests at once`)
  desk.running += 1
  const limit = deadline(back.deadline)
  try {
    await answer(desk, context, body, limit.signal, refuseFor)
  } finally {
    limit.end()
    desk.running -= 1
  }
}

type Refuse = (status: number, reason: string) => void

async function answer(
  { back, repeated }: Desk,
  context: Context,
  body: Buffer,
  signal: AbortSignal,
  refuseFor: Refuse,
): Promise<void> {
  const record: RequestRecord = { ms: {} }
  const start = performance.now()
  const header = context.req.headers.signaturecek as string | undefined
  const signature = signatureBytes(header)
  const signer = signature && (await back.verify(body, signature))
  record.ms.verify = performance.now() - start
  if (!signer) return refuseFor(401, signature ? 'wrong signature' : 'no signature')
  const asked = signer === 'local' ? context.get(askHeader) : ''
  if (asked !== '') return send(context, JSON.stringify(await back.local(asked, signal)))
  const request = open(body)
  if (!request) return refuseFor(400, 'not JSON, or not a message of CLOVA Home')
  const { message, again } = repeated.once(
    request.header.messageId,
    String(header),
    () => back.clova.answer(request, signal, record),
    () =>
      back.log.warn({ messageId: request.header.messageId }, 'another request came under a messageId that was used'),
  )
  send(context, JSON.stringify(await message))
  record.ms.total = performance.now() - start
  if (signer === 'local') context.set(recordHeader, ascii(record))
  if (again)
    back.log.info({ messageId: request.header.messageId }, 'the request came again, and got the answer that it got')
  else back.log.info(rounded(record), 'request')
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

/** JSON that may stand in a header. */
const ascii = ({ err, ...record }: RequestRecord) =>
  JSON.stringify(rounded(record)).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const rounded = (record: RequestRecord) => ({
  ...record,
  ms: Object.fromEntries(Object.entries(record.ms).map(([step, ms]) => [step, Math.round(ms * 1000) / 1000])),
})
