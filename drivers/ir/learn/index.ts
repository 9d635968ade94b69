import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import { localizedError } from '../../../src/util/translate.ts'
import type { LearningSession } from './capture.ts'
import { learnClimate } from './climate.ts'
import { say } from './messages.ts'
import { isClimate, learnRemote } from './remote.ts'

/** How long to wait for a blaster, in milliseconds. */
const readyTimeoutMs = 10_000

/** Learns what an appliance is told with, together with whoever stands before it. @throws Error in plain words */
export async function learnCodes(session: LearningSession): Promise<void> {
  const { request, transmitter, connection } = session
  const limit = createDeadline(readyTimeoutMs)
  await raceAbort(transmitter.ready, limit.signal)
    .catch(() => {})
    .finally(limit.end)
  if (transmitter.online() === false)
    throw localizedError(say('blasterAway', { connection, why: transmitter.problem?.() ?? say('unreachable') }))
  const { options, radio, keys } = request
  if (!(radio ? transmitter.learnRadio : transmitter.learn))
    throw localizedError(say(radio ? 'learnsNoRadio' : 'learnsNothing', { connection }))
  const isWhole = options ? options.climate !== undefined : isClimate(request.type)
  return isWhole && !keys && !radio ? learnClimate(session) : learnRemote(session)
}
