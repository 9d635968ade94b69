import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../../home/driver.ts'

/** The least time between two lines, in milliseconds. */
const pause = 1000

/** Counts the requests that were refused, and tells of them at most once a second. */
export interface Refusals {
  add(status: number, reason: string): void
}

/** Behind a tunnel all requests come from one address: nobody is shut out, whoever floods us only gets counted. */
export function refusals(log: Log): Refusals {
  let untold = new Map<string, { status: number; count: number }>()
  let timer: NodeJS.Timeout | undefined
  return {
    add(status, reason) {
      const count = (untold.get(reason)?.count ?? 0) + 1
      untold.set(reason, { status, count })
      if (!timer) tell()
    },
  }

  function tell(): void {
    for (const [reason, { status, count }] of untold) log.warn({ result: status, reason, count }, 'requests refused')
    timer = untold.size > 0 ? setTimeout(tell, pause) : undefined
    timer?.unref()
    untold = new Map()
  }
}

/** A request and what answers it. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** An empty answer. What was not read to the end is not read further: the connection closes. */
export function refuse({ req, res }: Exchange, status: number): void {
  res.writeHead(status, { 'Content-Length': 0, ...(!req.complete && { Connection: 'close' }) }).end()
}
