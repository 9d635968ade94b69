import type { SelfTestOutcome } from '../../control/api.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import type { ProbeResponse } from '../httpProbe.ts'
import type { SelfTestResult } from '../selfTestProbe.ts'
import { allowForHairpin } from './hairpin.ts'
import { restartTunnelCommand } from './intermediaries.ts'

/** A signed request that goes through the public address to this gateway and back; see `src/http/clova/selfTest.ts`. */
export const selfTestCheck: Check = {
  name: 'self-test',
  timeoutMs: 20_000,
  async run(context) {
    const result = await context.runSelfTest()
    const finding = result && assess(result)
    return finding ? [await allowForHairpin(context, finding)] : []
  },
}

function assess({ response, outcome, isProved: proved, isLate }: SelfTestResult): Finding | undefined {
  if (response && proved)
    return ok(
      'self-test',
      `a signed request went out, came in by the public address and was answered in ${Math.round(response.durationMs)} ms`,
    )
  if (response) return outcomes[outcome](response.status)
  // The check of the public response has already reported that there is no response.
  if (!isLate) return undefined
  return failure(
    'self-test',
    outcome === 'nothing'
      ? 'a signed request went to the public address, did not come here, and nothing answered in time: the tunnel takes it and does not hand it on'
      : 'a signed request came in by the public address, and the answer of the gateway did not come back in time: the tunnel keeps it',
    restartTunnelCommand,
  )
}

const outcomes: Readonly<Record<SelfTestOutcome, (status: ProbeResponse['status']) => Finding>> = {
  intact: (status) =>
    failure(
      'self-test',
      `the request came in whole, but its answer did not come back as it was sent (status ${status})`,
      'let the tunnel hand on answers as they are: no rewriting, no error pages of its own',
    ),
  altered: () =>
    failure(
      'self-test',
      'the request came in with other bytes than were sent: signatures of CLOVA will never be right',
      'let the tunnel hand on bodies as they are: no filter, no rewriting',
    ),
  unsigned: () =>
    failure(
      'self-test',
      'the request came in without its header SignatureCEK: CLOVA will be refused',
      'let the tunnel hand on all headers',
    ),
  nothing: (status) =>
    status === 401
      ? failure(
          'self-test',
          'a gateway answers there, and it is not this one: the request did not come here',
          'end the tunnel, or the gateway, on the other machine',
        )
      : warning('self-test', `the request did not come here (status ${status}); why is told above`),
}
