import Koa, { type Context, type Middleware } from 'koa'
import type { Log } from '../../home/driver.ts'

/** The least time between two lines of the log, in milliseconds. */
const logIntervalMs = 1000

/**
 * Counts the requests that were refused, and logs them at most once a second. Behind a tunnel all requests come from one
 * address, so nobody is shut out for them.
 */
export class RefusalLog {
  private counts = new Map<string, { status: number; count: number }>()
  private timer: NodeJS.Timeout | undefined
  private readonly log: Log

  constructor(log: Log) {
    this.log = log
  }

  add(status: number, reason: string): void {
    const count = (this.counts.get(reason)?.count ?? 0) + 1
    this.counts.set(reason, { status, count })
    if (!this.timer) this.write()
  }

  private write(): void {
    for (const [reason, { status, count }] of this.counts)
      this.log.warn({ result: status, reason, count }, 'requests refused')
    this.timer = this.counts.size > 0 ? setTimeout(() => this.write(), logIntervalMs) : undefined
    this.timer?.unref()
    this.counts = new Map()
  }
}

/**
 * The outermost step. What a route throws by `context.throw` is counted and answered by its status alone; every other error
 * is logged and answered by 500, and what nobody answers by 404. All of these have an empty body.
 */
export const errorHandler =
  (log: Log, refusals: RefusalLog): Middleware =>
  async (context, next) => {
    try {
      await next()
      if (context.body === undefined && context.respond !== false) emptyResponse(context, 404)
    } catch (error) {
      context.respond = false
      // A client that went away needs no answer.
      if (context.req.destroyed && !context.req.complete) return
      if (error instanceof Koa.HttpError) {
        refusals.add(error.status, error.message)
        return emptyResponse(context, error.status)
      }
      log.error({ err: error }, 'a request failed')
      if (context.headerSent) context.res.destroy()
      else emptyResponse(context, 500)
    }
  }

/** The longest body that is read and thrown away to keep a connection, in bytes. */
const maxDiscardedBytes = 64 * 1024

/**
 * A status and nothing else. The rest of the request is read and thrown away, if it says beforehand that it is short; else
 * the connection is closed.
 */
function emptyResponse(context: Context, status: number): void {
  context.respond = false
  const { req, res } = context
  const announced = Number(req.headers['content-length'] ?? Number.NaN)
  const isShort = req.complete || (status !== 413 && announced <= maxDiscardedBytes)
  res.writeHead(status, { 'Content-Length': 0, ...(!isShort && { Connection: 'close' }) }).end()
}
