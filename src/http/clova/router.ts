import { Router } from '@koa/router'
import compose from 'koa-compose'
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
import { RequestLoad } from './requestLoad.ts'
import type { SeenRequests } from './seenRequests.ts'

/** The largest request, in bytes; how many may run at once, and how many more may wait. */
const maxBodyBytes = 64 * 1024
const maxConcurrentRequests = 64
const maxWaitingRequests = 256
export const createRouteState = (seenRequests: SeenRequests): RouteState => ({
  replayCache: new ReplayCache(),
  seenRequests,
  limiter: new ConcurrencyLimiter(maxConcurrentRequests, maxWaitingRequests),
  load: new RequestLoad(),
})

/**
 * CLOVA's only route. The body is read and the signature verified before the concurrency limit, so that slow or wrongly signed
 * requests take no slot.
 */
export function createClovaRouter(options: ClovaRouteOptions, state: RouteState): Router<ClovaRequest> {
  const router = new Router<ClovaRequest>({ sensitive: true, strict: true })
  // Composed once: the router composes the middleware of a route again for each request (benchmark row "CPU a request").
  const steps = compose([
    readSignatureHeader(options),
    rawBody(maxBodyBytes),
    selfTest(options),
    verifySignature(options, state),
    readEnvelope(),
    deadline(options),
    replay(options, state),
    refuseSeen(options, state),
    concurrencyLimit(options, state),
    answer(options),
  ])
  router.post(options.path, (context) => steps(context))
  return router
}
