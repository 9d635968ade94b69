import type { Log } from '../home/device.ts'
import type { Exchange } from './exchange.ts'

/** All that is not CLOVA's: so far no page is there. @returns what answers a request; it rejects with what went wrong inside */
export function site(log: Log): (context: Exchange) => Promise<void> {
  let koa: Promise<(context: Exchange) => Promise<void>> | undefined
  return async (context) => {
    koa ??= open(log)
    await (await koa)(context)
  }
}

async function open(log: Log): Promise<(context: Exchange) => Promise<void>> {
  const { default: Koa } = await import('koa')
  const koa = new Koa()
  koa.use((context) => {
    context.status = 404
    context.body = ''
    context.remove('Content-Type')
    // What was not read to the end is not read further.
    if (!context.req.complete) context.set('Connection', 'close')
  })
  koa.on('error', (error) => log.debug({ err: error }, 'a connection failed'))
  const handle = koa.callback()
  return ({ req, res }) => handle(req, res)
}
