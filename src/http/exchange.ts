import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request and what answers it. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** An empty answer. What was not read to the end is not read further: the connection closes. */
export function refuse({ req, res }: Exchange, status: number): void {
  res.writeHead(status, { 'Content-Length': 0, ...(!req.complete && { Connection: 'close' }) }).end()
}
