import Koa, { type Context, type Middleware } from 'koa'
import type { Log } from '../../home/driver.ts'

/** The shortest time between two log lines, in milliseconds. */
const logIntervalMs = 1000

type RefusalListener = (reason: string, count: number, status: number) => void

/**
 * Counts refused requests and logs them at most once a second. Behind a tunnel all requests come from one address, so
 * addresses are not blocked.
 */
export class RefusalLog {
  private counts = new Map<string, { status: number; count: number }>()
  private timer: NodeJS.Timeout | undefined
  private readonly log: Log
  private readonly onRefused: RefusalListener

  /** @param onRefused is told of the refused requests when they are logged, together */
  constructor(log: Log, onRefused: RefusalListener = () => {}) {
    this.log = log
    this.onRefused = onRefused
  }

  add(status: number, reason: string): void {
    const count = (this.counts.get(reason)?.count ?? 0) + 1
    this.counts.set(reason, { status, count })
    if (!this.timer) this.write()
  }

  private write(): void {
    for (const [reason, { status, count }] of this.counts) {
      this.log.warn({ result: status, reason, count }, 'requests refused')
      this.onRefused(reason, count, status)
    }
    this.timer = this.counts.size > 0 ? setTimeout(() => this.write(), logIntervalMs) : undefined
    this.timer?.unref()
    this.counts = new Map()
  }
}

/**
 * The outermost middleware. An error of `context.throw` is counted and answered with its status; any other error is logged
 * and answered with 500, and a request without a route with 404. These responses have an empty body.
 */
export const errorHandler =
  (log: Log, refusals: RefusalLog): Middleware =>
  async (context, next) => {
    try {
      await next()
      if (context.body === undefined && context.respond !== false) emptyResponse(context, 404)
    } catch (error) {
      context.respond = false
      // A client that has disconnected needs no response.
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

/** The largest body that is read and discarded to keep a connection open, in bytes. */
const maxDiscardedBytes = 64 * 1024

/**
 * Responds with a status and an empty body. If the announced length of the request is small, its rest is read and discarded;
 * else the connection is closed.
 */
function emptyResponse(context: Context, status: number): void {
  context.respond = false
  const { req, res } = context
  const announced = Number(req.headers['content-length'] ?? Number.NaN)
  const isShort = req.complete || (status !== 413 && announced <= maxDiscardedBytes)
  res.writeHead(status, { 'Content-Length': 0, ...(!isShort && { Connection: 'close' }) }).end()
}
