import type { RequestListener } from 'node:http'
import { Router } from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import {
  type Caller,
  eventsPath,
  mayCall,
  memberEvents,
  type OperationName,
  type OperationShape,
  openApi,
  openApiPath,
  operations,
  type ParsedRequestOf,
  pathKeys,
  type ResponseOf,
} from '../../control/api.ts'
import { type ControlErrorCode, controlError, errorStatus } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import { explainFailure } from '../../control/explanations/reasons.ts'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Log } from '../../home/driver.ts'
import { Failure } from '../../home/failure.ts'
import { parseBoundedJson } from '../../util/boundedJson.ts'
import { ConcurrencyLimiter } from '../middleware/concurrencyLimit.ts'
import { readBody } from '../middleware/rawBody.ts'
import type { EventStream, EventSubscription } from './events.ts'

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

/** The largest requests, in bytes: of a configuration, of anything else, and of a backup; and the time limits of an operation and of a backup, in milliseconds. */
const maxOwnerBodyBytes = 8 * 2 ** 20
const maxBodyBytes = 256 * 1024
const maxArchiveBytes = 72 * 2 ** 20
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

/** What the API needs of the listener that serves it. */
interface ControlRoutesOptions extends AdminAppOptions {
  /** Who asks. @throws controlError if nobody may */
  readonly callerOf: (context: Context) => Caller
  /** The session or API token of who asks, to limit what one of them may have; absent: no such limits. */
  readonly sessionOf?: (context: Context) => string | undefined
  /** true on the Unix socket, where operations stand that no browser and no API token may call */
  readonly isSocket: boolean
  /** where the API is, for its description; relative to the description itself */
  readonly serverUrl: string
}

/** The Koa application of the admin socket. Only the owner of the gateway may be able to reach it. */
export function createAdminApp(options: AdminAppOptions): RequestListener {
  const app = new Koa()
  app.use(
    createControlRoutes({ ...options, callerOf: () => socketCaller, isSocket: true, serverUrl: 'http://localhost' }),
  )
  app.on('error', (error) => options.log.debug({ err: error }, 'a connection to the admin socket failed'))
  return app.callback()
}

/** The operations of the contract, its events and its description. Every path that is none of them is answered, too. */
export function createControlRoutes(options: ControlRoutesOptions): Middleware {
  const { handlers, events, version, log, callerOf, sessionOf, isSocket, serverUrl } = options
  const router = new Router({ sensitive: true, strict: true })
  const limiter = new ConcurrencyLimiter(maxConcurrentOperations, maxWaitingOperations)
  for (const name of Object.keys(operations) as OperationName[]) {
    const { method, path, isSocketOnly }: OperationShape = operations[name]
    if (isSocketOnly && !isSocket) continue
    const route = path.replace(/\{(\w+)\}/g, ':$1')
    router.register(route, [method], (context) => handleOperation(name, callerOf(context), handlers, context, limiter))
  }
  router.get(openApiPath, (context) => {
    callerOf(context)
    sendJson(context, 200, openApi(version, serverUrl, isSocket))
  })
  router.get(eventsPath, (context) => {
    callerOf(context)
    const session = sessionOf?.(context)
    if (!events.add(context, isSocket ? undefined : { ...subscriptionOf(context, callerOf), session }))
      throw controlError('busy', explain('tooManyListeners'))
  })
  const errors = errorResponses(log)
  const routes = router.routes() as Middleware
  const notFound = () => Promise.reject(controlError('notFound', explain('noSuchOperation')))
  return (context) => errors(context, () => routes(context, notFound))
}

/** What of the events a caller gets: it is looked at with each, since a session may end meanwhile. */
function subscriptionOf(context: Context, callerOf: ControlRoutesOptions['callerOf']): EventSubscription {
  const callerNow = () => {
    try {
      return callerOf(context)
    } catch {
      return undefined
    }
  }
  return {
    isOver: () => callerNow() === undefined,
    accepts(name, data) {
      const caller = callerNow()
      if (!caller) return false
      if (caller.role === 'member' && !memberEvents.includes(name)) return false
      return !('appliance' in data) || caller.appliances?.has(String(data.appliance)) !== false
    },
  }
}

/** Turns every error into the error response of the contract, with a message for the user. */
const errorResponses =
  (log: Log): Middleware =>
  async (context, next) => {
    try {
      await next()
    } catch (error) {
      const { code, message, explanation } = error as Error & { readonly code?: string; readonly explanation?: object }
      if (code !== undefined && Object.hasOwn(errorStatus, code))
        return sendJson(context, errorStatus[code as ControlErrorCode], {
          code,
          message,
          ...(explanation && { explanation }),
        })
      if (error instanceof Failure) {
        const kind: ControlErrorCode = failureCodes[error.reason.code] ?? 'conflict'
        const { code: _code, ...values } = error.reason
        return sendJson(context, errorStatus[kind], {
          code: kind,
          message,
          explanation: explainFailure(error.reason.code, error.text, values),
        })
      }
      log.error({ err: error }, 'an operation of the admin API failed')
      sendJson(context, 500, {
        code: 'internal',
        message: `something went wrong in the gateway: ${message}`,
        explanation: explain('internal', {}, { detail: message }),
      })
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
  caller: Caller,
  handlers: ControlHandlers,
  context: Context,
  limiter: ConcurrencyLimiter,
): Promise<void> {
  if (!mayCall(caller.role, name)) throw controlError('forbidden', explain('ownerOnly'))
  const { method, path, request, response, body, role }: OperationShape = operations[name]
  const isArchive = body === 'archive'
  const maxBytes = isArchive ? maxArchiveBytes : role === 'owner' ? maxOwnerBodyBytes : maxBodyBytes
  const bytes = method === 'POST' ? await readBody(context.req, maxBytes) : Buffer.alloc(0)
  if (!bytes) throw controlError('badRequest', explain('requestTooLong', { maxBytes }))
  const inPath = Object.fromEntries(pathKeys(path).map((key) => [key, context.params[key]]))
  const parsed = request.safeParse({ ...(isArchive ? {} : parseObject(bytes)), ...inPath })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw controlError(
      'badRequest',
      explain('badRequest', { field: issue?.path.join('.') ?? '' }, { detail: issue?.message }),
    )
  }
  const limit = createDeadline(response === 'archive' || isArchive ? backupTimeoutMs : operationTimeoutMs)
  try {
    const turn = limiter.enter(limit.signal)
    if (turn) await turn
    try {
      const handler = handlers[name] as ((request: unknown, signal: AbortSignal, caller: Caller) => unknown) | undefined
      if (!handler) throw controlError('notFound', explain('noSuchOperation'))
      const fullRequest = isArchive ? { ...parsed.data, bytes } : parsed.data
      const result = await raceAbort(Promise.resolve(handler(fullRequest, limit.signal, caller)), limit.signal)
      if (!(result instanceof Uint8Array)) return sendJson(context, 200, result)
      context.status = 200
      context.set('Content-Type', 'application/gzip')
      context.set('Content-Disposition', `attachment; filename="clova-home-${name}.tar.gz"`)
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
    const value = parseBoundedJson(bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // The error below reports it.
  }
  throw controlError('badRequest', explain('notAnObject'))
}

function sendJson(context: Context, status: number, value: unknown): void {
  context.status = status
  context.set('Content-Type', 'application/json; charset=utf-8')
  context.body = JSON.stringify(value)
  if (!context.req.complete) context.set('Connection', 'close')
}
