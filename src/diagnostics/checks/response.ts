import { Failure } from '../../home/failure.ts'
import { describeNetworkError } from '../../home/networkErrors.ts'
import type { LocalizedText } from '../../util/translate.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import type { DiagnosticContext } from '../context.ts'
import type { ProbeResponse } from '../httpProbe.ts'
import { say } from '../messages.ts'
import { allowForHairpin } from './hairpin.ts'
import { describeServer, intermediaries, localUrl, restartTunnelCommand } from './intermediaries.ts'

/** The response to a request without a signature at the public address must be the gateway's empty 401. */
export const publicResponseCheck: Check = {
  name: 'answer',
  timeoutMs: 20_000,
  async run(context) {
    if (context.endpoint === undefined) return []
    const response = await context.probePublicUrl()
    // Nothing was sent over an untrusted certificate; the check of the certificate reports that.
    if ('error' in response && response.error.shown) return []
    return [
      await allowForHairpin(
        context,
        'error' in response ? unreachableFinding(response.error, context.endpoint) : assess(response, context),
      ),
    ]
  },
}

function unreachableFinding(error: NodeJS.ErrnoException, endpoint: string): Finding {
  const explanations: Readonly<Record<string, LocalizedText>> = {
    ECONNREFUSED: say('nobodyListens'),
    ETIMEDOUT: say('nobodyAnswers'),
    EHOSTUNREACH: say('noRoute'),
    ENETUNREACH: say('noRoute'),
    ECONNRESET: say('connectionCut'),
    ENOTFOUND: say('nameNotFound'),
    EAI_AGAIN: say('nameServerSilent'),
  }
  const reason =
    error instanceof Failure ? say('noAnswerInTime') : (explanations[error.code ?? ''] ?? describeNetworkError(error))
  return failure('way in', say('unreachable', { endpoint, reason }), restartTunnelCommand)
}

function assess(response: ProbeResponse, context: DiagnosticContext): Finding {
  const intermediary = intermediaries.find(({ matches: is }) => is(response))
  if (intermediary) return failure('way in', intermediary.message(response), intermediary.fix(context, response))
  if (response.status === 401 && response.body === '') return assessLatency(response)
  return failure(
    'way in',
    say('otherAnswers', { status: response.status, server: describeServer(response) }),
    say('endTunnelAt', { url: localUrl(context) }),
  )
}

/** Milliseconds: CLOVA waits for 8 s, of which a device may need 3. Source: CLOVA's guide, transport. */
const warningMs = 2500
const failureMs = 5000

/** Rates the latency of the public address. @param durationMs the round trip without a device */
export function assessLatency({ durationMs: ms }: Pick<ProbeResponse, 'durationMs'>): Finding {
  const took = { ms: Math.round(ms) }
  if (ms <= warningMs) return ok('way in', say('answersIn', took))
  const fix = say('nearerTunnel', { command: restartTunnelCommand })
  return ms > failureMs
    ? failure('way in', say('answersTooSlowly', took), fix)
    : warning('way in', say('answersSlowly', took), fix)
}
