import type { RequestListener } from 'node:http'
import Koa, { type Middleware } from 'koa'
import type { Log } from '../home/driver.ts'
import { loadOnce } from '../util/lazyLoad.ts'
import type { ClovaRouteOptions, RouteState } from './clova/middleware.ts'
import { createClovaRouter } from './clova/router.ts'
import { errorHandler, type RefusalLog } from './middleware/errorHandler.ts'
import type { OAuthRouterOptions } from './oauth/router.ts'

/** The parts of the public application. */
export interface PublicAppOptions {
  readonly clova: ClovaRouteOptions
  readonly routeState: RouteState
  /** account linking, if the configuration has it */
  readonly oauth?: OAuthRouterOptions | undefined
  readonly refusals: RefusalLog
  readonly log: Log
}

/** Creates the public application: CLOVA's route and account linking, and nothing else. */
export function createPublicApp({ clova, routeState, oauth, refusals, log }: PublicAppOptions): RequestListener {
  const app = new Koa()
  app.use(errorHandler(log, refusals))
  app.use(createClovaRouter(clova, routeState).routes() as Middleware)
  if (oauth) app.use(oauthRoutes(oauth))
  app.on('error', (error) => log.debug({ err: error }, 'a connection failed'))
  return app.callback()
}

/** The routes of account linking. They are loaded on the first use, which is rare, to save memory. */
function oauthRoutes(options: OAuthRouterOptions): Middleware {
  const load = loadOnce(async () => {
    const { createOAuthRouter } = await import('./oauth/router.ts')
    return createOAuthRouter(options).routes() as Middleware
  })
  return async (context, next) => {
    // The address `http://` has no path at all.
    const { path }: { readonly path: string | null } = context
    if (!path?.startsWith('/oauth/')) return next()
    return (await load())(context, next)
  }
}
