import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { commandFailure, describeRefusal } from './clipErrors.ts'
import { type BridgeAddress, type BridgeRequest, type HttpResponse, headersOf, sendRequest } from './http.ts'
import { createRateLimiter, type RateLimiter } from './rateLimiter.ts'
import { answer } from './resources.ts'
import type { TrustedAgents } from './tls.ts'

/** A way to a bridge. */
export interface TransportConnection {
  readonly address: BridgeAddress
  readonly trust: TrustedAgents
}

/** What Signify asks for: about ten commands a second to lamps, and one to groups, which is a broadcast. */
export const commandRates = {
  light: { maxCommands: 10, intervalMs: 1010, concurrency: 4, maxWaitMs: 3500 },
  group: { maxCommands: 1, intervalMs: 1010, concurrency: 1, maxWaitMs: 3500 },
} as const
export type CommandRate = keyof typeof commandRates

/** How long a bridge that has too much to do is left alone, in milliseconds, if it does not say, and how often. */
const retryAfterBusy = { usual: 1000, times: 2 }

/** Requests to one bridge. */
export interface BridgeClient {
  /** @throws Failure `offline`; of what is not there the data is empty */
  get(path: string, signal: AbortSignal): Promise<readonly unknown[]>
  /**
   * Tells a resource what to be, in its turn.
   * @param begun called when its turn has come
   * @throws Failure whatever the bridge says
   */
  put(type: string, id: string, body: object, name: CommandRate, signal: AbortSignal, begun?: () => void): Promise<void>
  close(): void
}

/**
 * @param line the way to the bridge now; nothing while there is none
 * @param patience how long one answer may take, in milliseconds
 * @param heard called with each answer, when the bridge does not know us any more, and when it did not answer in time
 */
export function createClient(
  line: () => TransportConnection | undefined,
  patience: number,
  heard: (what: 'answer' | 'refused' | 'nothing') => void,
): BridgeClient {
  const lanes: Readonly<Record<CommandRate, RateLimiter>> = {
    light: createRateLimiter(commandRates.light),
    group: createRateLimiter(commandRates.group),
  }
  return {
    async get(path, signal) {
      const given = await send({ method: 'GET', path }, signal)
      const parsed = answer.safeParse(given.json)
      if (given.status === 404) return []
      if (given.status !== 200 || !parsed.success) throw describeRefusal(given)
      return parsed.data.data
    },
    async put(type, id, body, name, signal, begun) {
      const path = `/clip/v2/resource/${type}/${id}`
      // When the bridge has had its rest, in which nobody else's turn comes either, once more.
      for (let left = retryAfterBusy.times; ; left--) {
        const turn = async () => {
          begun?.()
          const given = await send({ method: 'PUT', path, body }, signal)
          const rest =
            given.status === 429 || given.status === 503 ? (given.retryAfterMs ?? retryAfterBusy.usual) : undefined
          if (rest !== undefined) lanes[name].pause(rest)
          return { given, rest }
        }
        const { given, rest } = await lanes[name](turn, signal, left < retryAfterBusy.times)
        const reason = commandFailure(given)
        if (!reason) return
        if (rest === undefined || left === 0 || rest > commandRates[name].maxWaitMs) throw reason
      }
    },
    close() {
      for (const one of Object.values(lanes)) one.close()
    },
  }

  async function send(request: BridgeRequest, signal: AbortSignal): Promise<HttpResponse> {
    const now = line()
    if (!now) throw new Failure('offline', 'the bridge is away')
    const limit = createDeadline(patience, signal)
    try {
      const given = await sendRequest(
        now.trust.requests,
        now.address,
        { ...request, headers: headersOf(now.address) },
        limit.signal,
      )
      heard(given.status === 401 || given.status === 403 ? 'refused' : 'answer')
      return given
    } catch (error) {
      if (limit.signal.aborted) heard('nothing')
      throw error
    } finally {
      limit.end()
    }
  }
}
