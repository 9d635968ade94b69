import { Router } from '@koa/router'
import { ConcurrencyLimiter } from '../middleware/concurrencyLimit.ts'
import { rawBody } from '../middleware/rawBody.ts'
import {
  answer,
  type ClovaRequest,
  type ClovaRouteOptions,
  concurrencyLimit,
  deadline,
  type RouteState,
  readEnvelope,
  readSignatureHeader,
  refuseSeen,
  replay,
  selfTest,
  verifySignature,
} from './middleware.ts'
import { ReplayCache } from './replayCache.ts'
import type { SeenRequests } from './seenRequests.ts'

/** The largest request, in bytes; how many run at once, and how many more may wait for them. */
const maxBodyBytes = 64 * 1024
const maxConcurrentRequests = 64
const maxWaitingRequests = 256
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
