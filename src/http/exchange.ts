import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request and what answers it. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}
