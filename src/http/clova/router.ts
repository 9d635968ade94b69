import type { Socket } from 'node:net'
import { Router } from '@koa/router'
import type { Edition } from '../../clova/edition.ts'
import type { ClovaHandler, RequestRecord } from '../../clova/handler.ts'
import type { Log } from '../../home/driver.ts'
import { ConcurrencyLimiter } from '../middleware/concurrencyLimit.ts'
import { rawBody } from '../middleware/rawBody.ts'
import {
  answer,
  type ClovaRequest,
  concurrencyLimit,
  deadline,
  readEnvelope,
  readSignatureHeader,
  refuseSeen,
  replay,
  selfTest,
  verifySignature,
} from './middleware.ts'
import type { SignatureKey } from './publicKey.ts'
import { ReplayCache } from './replayCache.ts'
import type { SeenRequests } from './seenRequests.ts'
import type { SelfTestRegistry } from './selfTest.ts'

/** What CLOVA's route is made of. */
export interface ClovaRouteOptions {
  readonly path: string
  /** milliseconds for one request, from when it was verified to its answer */
  readonly deadlineMs: number
  readonly key: SignatureKey
  readonly handler: ClovaHandler
  edition(): Edition
  readonly selfTests: SelfTestRegistry
  /** Is told that CLOVA has sent something, on which connection, and whether a tunnel handed it on. */
  onVerified(socket: Socket, isProxied: boolean): void
  /** Is told of each request that was answered, once its answer is on its way. */
  onAnswered(record: RequestRecord): void
  readonly log: Log
}

/** The largest request, in bytes; how many run at once, and how many more may wait for them. */
const maxBodyBytes = 64 * 1024
const maxConcurrentRequests = 64
const maxWaitingRequests = 256

/** What stays from one request to the next, also when the route itself changes. */
export interface RouteState {
  readonly replayCache: ReplayCache
  readonly seenRequests: SeenRequests
  readonly limiter: ConcurrencyLimiter
}

export const createRouteState = (seenRequests: SeenRequests): RouteState => ({
  replayCache: new ReplayCache(),
  seenRequests,
  limiter: new ConcurrencyLimiter(maxConcurrentRequests, maxWaitingRequests),
})

/** The one route of CLOVA. A request that is slow, or that nobody we know has signed, takes no place from others. */
export function createClovaRouter(options: ClovaRouteOptions, state: RouteState): Router<ClovaRequest> {
  const router = new Router<ClovaRequest>({ sensitive: true, strict: true })
  router.post(
    options.path,
    readSignatureHeader(options),
    rawBody(maxBodyBytes),
    selfTest(options),
    verifySignature(options),
    readEnvelope(),
    deadline(options),
    replay(options, state),
    refuseSeen(options, state),
    concurrencyLimit(options, state),
    answer(options),
  )
  return router
}
