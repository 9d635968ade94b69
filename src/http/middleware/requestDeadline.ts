import type { IncomingMessage } from 'node:http'

/** The deadlines of requests that a hub forwards, by `performance.now`; they may be earlier than the listener's own deadline. */
const deadlines = new WeakMap<IncomingMessage, number>()

/** Sets for how many milliseconds from now the sender waits for the response. */
export const limitDeadline = (request: IncomingMessage, remainingMs: number): void =>
  void deadlines.set(request, performance.now() + remainingMs)

/** How long a request may take, in milliseconds. @param defaultMs applies if no deadline was set */
export function deadlineMsOf(request: IncomingMessage, defaultMs: number): number {
  const at = deadlines.get(request)
  return at === undefined ? defaultMs : Math.max(0, Math.min(defaultMs, at - performance.now()))
}
