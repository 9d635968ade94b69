import type { Log } from '../home/driver.ts'
import { type Exchange, refuse } from './middleware/errorHandler.ts'
import type { LinkingBack } from './oauth/router.ts'

/**
 * All that is no message of CLOVA Home: account linking, if there is any, and nothing else. Koa is loaded when somebody
 * links, which is once in a year.
 * @returns what answers a request; it rejects with what went wrong inside
 */
export function site(linking: LinkingBack | undefined, log: Log): (context: Exchange) => Promise<void> {
  let pages: Promise<(context: Exchange) => Promise<void>> | undefined
  return async (context) => {
    if (!linking || !context.req.url?.startsWith('/oauth/')) return refuse(context, 404)
    pages ??= open(linking, log)
    await (await pages)(context)
  }
}

async function open(linking: LinkingBack, log: Log): Promise<(context: Exchange) => Promise<void>> {
  const [{ default: Koa }, { linkingRouter }] = await Promise.all([import('koa'), import('./oauth/router.ts')])
  const koa = new Koa()
  koa.use(async (context, next) => {
    try {
      await next()
    } catch (error) {
      // Koa would tell whoever asks what it is about.
      context.respond = false
      if (context.req.destroyed && !context.req.complete) return
      log.error({ err: error }, 'a request failed')
      if (context.headerSent) context.res.destroy()
      else refuse(context, 500)
    }
  })
  koa.use(linkingRouter(linking).routes())
  koa.use((context) => {
    context.respond = false
    refuse(context, 404)
  })
  koa.on('error', (error) => log.debug({ err: error }, 'a connection failed'))
  const handle = koa.callback()
  return ({ req, res }) => handle(req, res)
}
