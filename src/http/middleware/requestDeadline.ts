import type { IncomingMessage } from 'node:http'

/** Requests that must be answered sooner than the listener's own deadline says: those that a hub hands on. */
const deadlines = new WeakMap<IncomingMessage, number>()

/** Says when nobody waits for the answer of a request any more. @param at in milliseconds since 1970 */
export const limitDeadline = (request: IncomingMessage, at: number): void => void deadlines.set(request, at)

/** How long a request may take, in milliseconds. @param defaultMs if nobody has limited it */
export function deadlineMsOf(request: IncomingMessage, defaultMs: number): number {
  const at = deadlines.get(request)
  return at === undefined ? defaultMs : Math.max(0, Math.min(defaultMs, at - Date.now()))
}
