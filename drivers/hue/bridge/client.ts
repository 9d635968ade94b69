import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { say } from '../messages.ts'
import { commandFailure, describeRefusal } from './clipErrors.ts'
import { type BridgeAddress, type BridgeRequest, type BridgeResponse, headersOf, sendRequest } from './http.ts'
import { BridgeRateLimiter, ConcurrencyLimit } from './rateLimiter.ts'
import { answer } from './resources.ts'
import type { TrustedAgents } from './tls.ts'

/** Where a bridge is, and the agents that connect to it alone. */
export interface TransportConnection {
  readonly address: BridgeAddress
  readonly trust: TrustedAgents
}

/** What Signify asks for: about ten commands a second to lamps, and one a second to groups, which is a broadcast. */
export const commandRates = {
  light: { maxCommands: 10, intervalMs: 1010, concurrency: 3, maxWaitMs: 3500 },
  group: { maxCommands: 1, intervalMs: 1010, concurrency: 1, maxWaitMs: 3500 },
} as const
type CommandRate = keyof typeof commandRates

/** A bridge answers 429 to more requests at once, whatever they are; the event stream does not count. */
const maxConcurrentRequests = 3

/** How long a bridge that has too much to do is left alone if it does not say, and how often a command is repeated. */
const defaultRetryMs = 1000
const maxRetries = 2

/** What a command to a bridge is about. */
export interface ResourceRequest {
  readonly type: string
  readonly id: string
  readonly body: object
  readonly rate: CommandRate
}

/** Requests to one bridge. */
export interface BridgeClient {
  /** @returns the data; none of what is not there @throws Failure `offline`, `busy` */
  get(path: string, signal: AbortSignal): Promise<readonly unknown[]>
  /** Asks for one small resource without waiting for other requests, to see whether the bridge answers at all. @throws Failure */
  probe(signal: AbortSignal): Promise<void>
  /**
   * Sends a command in its turn.
   * @param onSent called right before it is sent, and again if it is repeated
   * @returns what the bridge complains of although it took the command; whether that came to something is to be seen
   * @throws Failure if the bridge refuses it
   */
  put(request: ResourceRequest, signal: AbortSignal, onSent?: () => void): Promise<string | undefined>
  close(): void
}

interface ClientOptions {
  /** the connection now; absent while there is none */
  connection(): TransportConnection | undefined
  /** how long one answer may take */
  readonly timeoutMs: number
  /** after so long without an answer `onActivity` is called with `slow` */
  readonly slowAnswerMs: number
  /** called for each answer, for one that refuses the key, and for answers that are slow or did not come */
  onActivity(what: 'answer' | 'refused' | 'slow' | 'timeout'): void
}

export function createClient({ connection, timeoutMs, slowAnswerMs, onActivity }: ClientOptions): BridgeClient {
  const limiters: Readonly<Record<CommandRate, BridgeRateLimiter>> = {
    light: new BridgeRateLimiter(commandRates.light),
    group: new BridgeRateLimiter(commandRates.group),
  }
  const limit = new ConcurrencyLimit(maxConcurrentRequests)
  return {
    async get(path, signal) {
      const response = await limit.run(() => send({ method: 'GET', path }, signal), signal, false)
      const parsed = answer.safeParse(response.json)
      if (response.status === 404) return []
      if (response.status !== 200 || !parsed.success) throw describeRefusal(response)
      return parsed.data.data
    },
    async probe(signal) {
      await send({ method: 'GET', path: '/clip/v2/resource/bridge' }, signal)
    },
    async put({ type, id, body, rate }, signal, onSent) {
      const path = `/clip/v2/resource/${type}/${id}`
      for (let retriesLeft = maxRetries; ; retriesLeft--) {
        const turn = async () => {
          const response = await limit.run(
            () => {
              onSent?.()
              return send({ method: 'PUT', path, body }, signal)
            },
            signal,
            true,
          )
          const isBusy = response.status === 429 || response.status === 503
          const retryAfterMs = isBusy ? (response.retryAfterMs ?? defaultRetryMs) : undefined
          // Nobody else's command begins in that time either.
          if (retryAfterMs !== undefined) limiters[rate].pause(retryAfterMs)
          return { response, retryAfterMs }
        }
        const { response, retryAfterMs } = await limiters[rate].run(turn, signal, retriesLeft < maxRetries)
        const { failure, warning } = commandFailure(response)
        if (!failure) return warning
        if (retryAfterMs === undefined || retriesLeft === 0 || retryAfterMs > commandRates[rate].maxWaitMs)
          throw failure
      }
    },
    close() {
      for (const limiter of Object.values(limiters)) limiter.close()
    },
  }

  async function send(request: BridgeRequest, signal: AbortSignal): Promise<BridgeResponse> {
    const current = connection()
    if (!current) throw new Failure('offline', say('bridgeAway'))
    const deadline = createDeadline(timeoutMs, signal)
    const slow = setTimeout(() => onActivity('slow'), slowAnswerMs)
    try {
      const headers = headersOf(current.address)
      const response = await sendRequest(
        current.trust.requests,
        current.address,
        { ...request, headers },
        deadline.signal,
      )
      onActivity(response.status === 401 || response.status === 403 ? 'refused' : 'answer')
      return response
    } catch (error) {
      if (deadline.signal.aborted) onActivity('timeout')
      throw error
    } finally {
      clearTimeout(slow)
      deadline.end()
    }
  }
}
