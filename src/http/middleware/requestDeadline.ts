import type { IncomingMessage } from 'node:http'

/** The deadlines of requests that a hub forwards; they may be earlier than the listener's own deadline. */
const deadlines = new WeakMap<IncomingMessage, number>()

/** Sets the time after which the sender no longer waits for the response. @param at in milliseconds since 1970 */
export const limitDeadline = (request: IncomingMessage, at: number): void => void deadlines.set(request, at)

/** How long a request may take, in milliseconds. @param defaultMs applies if no deadline was set */
export function deadlineMsOf(request: IncomingMessage, defaultMs: number): number {
  const at = deadlines.get(request)
  return at === undefined ? defaultMs : Math.max(0, Math.min(defaultMs, at - Date.now()))
}
