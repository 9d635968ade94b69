import { type JoinLine, parseJoinLine } from '../config/joinLine.ts'
import { explain } from '../control/explanations/index.ts'
import type { Explanation } from '../control/operations/shapes.ts'
import { createDeadline, raceAbort } from '../home/deadline.ts'
import { connectOnce } from './connection.ts'
import { ConnectionProblem } from './connectionProblem.ts'

/** How long a trial may take, in milliseconds; an operation of the admin API may take 9 s. */
const trialTimeoutMs = 8000

/** A line that a user gave, once it was tried: the hub lets this home in, or why not. */
export type JoinTrial = { readonly line: JoinLine } | { readonly problem: Explanation }

/** Reads a line of `hub add`, and connects to the hub by it. Nothing is written. @throws the signal's reason */
export async function tryJoinLine(typed: string, signal?: AbortSignal): Promise<JoinTrial> {
  const line = parseJoinLine(typed)
  if (!line) return { problem: explain('joinLineMalformed') }
  const { servers, ca, jwt, seed } = line
  const limit = createDeadline(trialTimeoutMs, signal)
  const connecting = connectOnce({ servers, ca, credentials: { jwt, seed } }, 'join', limit.signal)
  try {
    await raceAbort(connecting, limit.signal)
    return { line }
  } catch (error) {
    if (error instanceof ConnectionProblem) return { problem: error.explanation }
    signal?.throwIfAborted()
    const hosts = servers.map((server) => new URL(server).host)
    return { problem: explain('hubUnreachable', { server: hosts.join(', ') }) }
  } finally {
    limit.end()
    // Also one that is made too late.
    void connecting.then((connection) => connection.close()).catch(() => {})
  }
}
