import { Failure } from '../../home/failure.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import type { DiagnosticContext } from '../context.ts'
import type { ProbeResponse } from '../httpProbe.ts'
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
  const explanations: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nobody listens there',
    ETIMEDOUT: 'nobody answers there',
    EHOSTUNREACH: 'there is no way there',
    ENETUNREACH: 'there is no way there',
    ECONNRESET: 'the connection was cut',
    ENOTFOUND: 'the name is not known',
    EAI_AGAIN: 'no name server answers',
  }
  const message =
    error instanceof Failure
      ? 'nobody answers there in time'
      : (explanations[error.code ?? ''] ?? error.code ?? error.message)
  return failure('way in', `${endpoint} cannot be reached: ${message}`, restartTunnelCommand)
}

function assess(response: ProbeResponse, context: DiagnosticContext): Finding {
  const intermediary = intermediaries.find(({ matches: is }) => is(response))
  if (intermediary) return failure('way in', intermediary.message(response), intermediary.fix(context, response))
  if (response.status === 401 && response.body === '') return assessLatency(response)
  return failure(
    'way in',
    `something else than the gateway answers there (status ${response.status}${describeServer(response)})`,
    `let the tunnel end at ${localUrl(context)}`,
  )
}

/** Milliseconds: CLOVA waits for 8 s, of which a device may need 3. Source: CLOVA's guide, transport. */
const warningMs = 2500
const failureMs = 5000

/** Rates the latency of the public address. @param durationMs the round trip without a device */
export function assessLatency({ durationMs: ms }: Pick<ProbeResponse, 'durationMs'>): Finding {
  const took = `${Math.round(ms)} ms`
  if (ms <= warningMs) return ok('way in', `the gateway answers there, in ${took}`)
  const message = `the gateway answers, but the way takes ${took}, and CLOVA gives up after 8 s`
  const fix = `${restartTunnelCommand}; if it stays so, take a tunnel whose other end is nearer to Korea and Japan`
  return ms > failureMs
    ? failure('way in', `${message}: a slow device comes too late`, fix)
    : warning('way in', message, fix)
}
