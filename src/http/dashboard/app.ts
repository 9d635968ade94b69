import type { RequestListener } from 'node:http'
import Koa, { type Context, type Middleware } from 'koa'
import type { Caller } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import { sessionPaths } from '../../control/session.ts'
import type { Log } from '../../home/driver.ts'
import { preferredLanguage } from '../../oauth/messages.ts'
import type { EventStream } from '../admin/events.ts'
import { type ControlHandlers, createControlRoutes } from '../admin/router.ts'
import type { ApplianceReach } from './accounts.ts'
import { hasCsrfToken, isFromOtherSite, visitorOf } from './authentication.ts'
import { type DashboardState, OriginCheck, type OriginSettings } from './requestOrigin.ts'
import { securityHeaders } from './securityHeaders.ts'
import { createSessionRoutes, type SessionRouteOptions } from './sessionRoutes.ts'
import { StaticFiles } from './staticFiles.ts'

/** How the gateway is, for programs that watch it. */
interface Probes {
  /** why the gateway cannot answer CLOVA now; undefined if it can */
  notReady(): string | undefined
  /** the metrics in the text format of Prometheus */
  metrics(): Promise<string>
}

export interface DashboardAppOptions extends SessionRouteOptions {
  readonly origins: OriginSettings
  readonly handlers: ControlHandlers
  readonly events: EventStream
  readonly probes: Probes
  /** The ids of the appliances that somebody reaches; undefined for all. */
  readonly appliancesOf: (reach: ApplianceReach) => ReadonlySet<string> | undefined
  /** the folder with the files of the page */
  readonly webFolder: string
  /** of the gateway */
  readonly version: string
  readonly log: Log
}

/** Where the JSON API is, below the base path. */
const apiPath = '/api'

/** The Koa application of the dashboard: the page, logging in, the API for sessions and API tokens, and the probes. */
export function createDashboardApp(options: DashboardAppOptions): RequestListener {
  const { accounts, probes, log, appliancesOf } = options
  const origins = new OriginCheck(options.origins)
  const files = new StaticFiles(options.webFolder)
  const sessions = createSessionRoutes(options)
  const api = createControlRoutes({ ...options, callerOf, sessionOf, isSocket: false, serverUrl: '.' })
  const app = new Koa<DashboardState>()
  app.use(errorResponses(log))
  app.use(async (context, next) => {
    context.set(securityHeaders)
    const origin = origins.check(context.req)
    if ('reason' in origin) {
      context.vary('Accept-Language')
      const language = preferredLanguage(context.req.headers['accept-language'], 'en')
      return sendText(context, origin.status, origin.reason[language])
    }
    context.state = { origin }
    context.path = origin.path
    return next()
  })
  app.use(async (context, next) => {
    const { path, method } = context
    const isRead = method === 'GET' || method === 'HEAD'
    if (path === sessionPaths.status || path.startsWith(`${sessionPaths.status}/`)) return sessions(context, next)
    if (path.startsWith(`${apiPath}/`)) {
      context.path = path.slice(apiPath.length)
      return api(context, next)
    }
    if (!isRead) return sendText(context, 405, 'this address takes no such request')
    if (path === '/healthz') return sendText(context, 200, 'ok')
    if (path === '/readyz') {
      const reason = probes.notReady()
      return sendText(context, reason === undefined ? 200 : 503, reason ?? 'ok')
    }
    if (path === '/metrics') return sendMetrics(context)
    if (!files.answer(context, path, context.state.origin.basePath)) sendText(context, 404, 'there is no such file')
  })
  app.on('error', (error) => log.debug({ err: error }, 'a connection to the dashboard failed'))
  return app.callback()

  /** Programs of this machine need no API token; no page of another site can read the answer. */
  async function sendMetrics(context: Context): Promise<void> {
    const { req } = context
    const { origin } = context.state as DashboardState
    if (isFromOtherSite(req, origin) || !(origin.isLocal || visitorOf(req, origin, accounts)?.user))
      return sendText(context, 401, 'send an API token: Authorization: Bearer …')
    sendText(context, 200, await probes.metrics())
    context.set('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  }

  /** The session of a browser, or else the name of who has the API token. */
  function sessionOf({ req, state }: Context): string | undefined {
    const visitor = visitorOf(req, (state as DashboardState).origin, accounts)
    return visitor?.session ?? visitor?.user.name
  }

  /** Who asks the API. @throws controlError for the user */
  function callerOf(context: Context): Caller {
    const { req } = context
    const { origin } = context.state as DashboardState
    if (isFromOtherSite(req, origin)) throw controlError('forbidden', explain('otherSite'))
    const visitor = visitorOf(req, origin, accounts)
    if (!visitor) throw controlError('unauthorized', explain('loginFirst'))
    const isChange = req.method !== 'GET' && req.method !== 'HEAD'
    if (isChange && visitor.session !== undefined && !hasCsrfToken(req, visitor.session))
      throw controlError('forbidden', explain('staleSession'))
    const { name, role } = visitor.user
    const appliances = role === 'owner' ? undefined : appliancesOf(visitor.user)
    return { role, user: name, ...(appliances && { appliances }) }
  }
}

/** No error of ours ends without an answer, and none tells more than that it happened. */
const errorResponses =
  (log: Log): Middleware<DashboardState> =>
  async (context, next) => {
    try {
      await next()
    } catch (error) {
      // A client that has disconnected needs no response.
      if (context.req.destroyed && !context.req.complete) return
      log.error({ err: error }, 'a request to the dashboard failed')
      sendText(context, 500, 'something went wrong in the gateway; its log says what')
    }
  }

function sendText(context: Context, status: number, text: string): void {
  context.status = status
  context.set('Content-Type', 'text/plain; charset=utf-8')
  context.body = `${text}\n`
  if (!context.req.complete) context.set('Connection', 'close')
}
