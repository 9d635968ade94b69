import type { RequestListener } from 'node:http'
import { Router } from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import {
  type Caller,
  type ControlErrorCode,
  errorStatus,
  eventsPath,
  type OperationName,
  openApi,
  openApiPath,
  operations,
  type ParsedRequestOf,
  pathKeys,
  type ResponseOf,
} from '../../control/api.ts'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Log } from '../../home/driver.ts'
import { Failure } from '../../home/failure.ts'
import { ConcurrencyLimiter } from '../middleware/concurrencyLimit.ts'
import { readBody } from '../middleware/rawBody.ts'
import type { EventStream } from './events.ts'

/** The handler of each operation of the contract, by its name. */
export type ControlHandlers = {
  readonly [N in OperationName]?: (
    request: ParsedRequestOf<N>,
    signal: AbortSignal,
    caller: Caller,
  ) => Promise<ResponseOf<N>> | ResponseOf<N>
}

/** Who calls over the admin socket. */
const socketCaller: Caller = { role: 'owner' }

/** An error of an operation, with the code that its response carries. */
export const controlError = (code: ControlErrorCode, message: string): Error =>
  Object.assign(new Error(message), { code })

/** The largest request, in bytes; the time limits of an operation and of a backup, in milliseconds. */
const maxBodyBytes = 256 * 1024
const operationTimeoutMs = 9000
const backupTimeoutMs = 55_000

/** How many operations may run at once, and how many more may wait. */
const maxConcurrentOperations = 16
const maxWaitingOperations = 64

interface AdminAppOptions {
  readonly handlers: ControlHandlers
  readonly events: EventStream
  /** of the gateway */
  readonly version: string
  readonly log: Log
}

/** The Koa application of the admin API. Only the owner of the gateway may be able to reach it. */
export function createAdminApp({ handlers, events, version, log }: AdminAppOptions): RequestListener {
  const router = new Router({ sensitive: true, strict: true })
  const limiter = new ConcurrencyLimiter(maxConcurrentOperations, maxWaitingOperations)
  for (const name of Object.keys(operations) as OperationName[]) {
    const { method, path } = operations[name]
    const route = path.replace(/\{(\w+)\}/g, ':$1')
    router.register(route, [method], (context) => handleOperation(name, handlers, context, limiter))
  }
  router.get(openApiPath, (context) => sendJson(context, 200, openApi(version)))
  router.get(eventsPath, (context) => {
    if (!events.add(context)) throw controlError('busy', 'too many clients listen to events already')
  })
  const app = new Koa()
  app.use(errorResponses(log))
  app.use(router.routes() as Middleware)
  app.use((context) => {
    throw controlError('notFound', `this version has no ${context.method} ${context.path.slice(0, 100)}`)
  })
  app.on('error', (error) => log.debug({ err: error }, 'a connection to the admin socket failed'))
  return app.callback()
}

/** Turns every error into the error response of the contract, with a message for the user. */
const errorResponses =
  (log: Log): Middleware =>
  async (context, next) => {
    try {
      await next()
    } catch (error) {
      const { code, message } = error as Error & { readonly code?: string }
      if (code !== undefined && Object.hasOwn(errorStatus, code))
        return sendJson(context, errorStatus[code as ControlErrorCode], { code, message })
      if (error instanceof Failure) {
        const kind: ControlErrorCode = failureCodes[error.reason.code] ?? 'conflict'
        return sendJson(context, errorStatus[kind], { code: kind, message })
      }
      log.error({ err: error }, 'an operation of the admin API failed')
      sendJson(context, 500, { code: 'internal', message: `something went wrong in the gateway: ${message}` })
    }
  }

const failureCodes: Readonly<Partial<Record<Failure['reason']['code'], ControlErrorCode>>> = {
  noSuchAppliance: 'notFound',
  badValue: 'badRequest',
  busy: 'busy',
  offline: 'busy',
}

async function handleOperation<N extends OperationName>(
  name: N,
  handlers: ControlHandlers,
  context: Context,
  limiter: ConcurrencyLimiter,
): Promise<void> {
  const { method, path, request, response } = operations[name]
  const bytes = method === 'POST' ? await readBody(context.req, maxBodyBytes) : Buffer.from('{}')
  if (!bytes) throw controlError('badRequest', `a request has at most ${maxBodyBytes} bytes`)
  const inPath = Object.fromEntries(pathKeys(path).map((key) => [key, context.params[key]]))
  const parsed = request.safeParse({ ...(parseObject(bytes) ?? {}), ...inPath })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw controlError('badRequest', `${issue?.path.join('.') || 'the request'}: ${issue?.message}`)
  }
  const limit = createDeadline(response === 'archive' ? backupTimeoutMs : operationTimeoutMs)
  try {
    const turn = limiter.enter(limit.signal)
    if (turn) await turn
    try {
      const handler = handlers[name] as ((request: unknown, signal: AbortSignal, caller: Caller) => unknown) | undefined
      if (!handler) throw controlError('notFound', `this gateway cannot do ${name}`)
      const result = await raceAbort(Promise.resolve(handler(parsed.data, limit.signal, socketCaller)), limit.signal)
      if (!(result instanceof Uint8Array)) return sendJson(context, 200, result)
      context.status = 200
      context.set('Content-Type', 'application/gzip')
      context.body = Buffer.from(result.buffer, result.byteOffset, result.byteLength)
    } finally {
      limiter.leave()
    }
  } finally {
    limit.end()
  }
}

/** Parses the request body. @throws controlError if it is not a JSON object */
function parseObject(bytes: Buffer): object | undefined {
  if (bytes.length === 0) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // The error below reports it.
  }
  throw controlError('badRequest', 'the request is no JSON object')
}

function sendJson(context: Context, status: number, value: unknown): void {
  context.status = status
  context.set('Content-Type', 'application/json; charset=utf-8')
  context.body = JSON.stringify(value)
  if (!context.req.complete) context.set('Connection', 'close')
}
