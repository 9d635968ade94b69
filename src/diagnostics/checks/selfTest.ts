import type { SelfTestOutcome } from '../../control/api.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import type { ProbeResponse } from '../httpProbe.ts'
import { say } from '../messages.ts'
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
  if (response && proved) return ok('self-test', say('selfTestGood', { ms: Math.round(response.durationMs) }))
  if (response) return outcomes[outcome](response.status)
  // The check of the public response has already reported that there is no response.
  if (!isLate) return undefined
  return failure(
    'self-test',
    outcome === 'nothing' ? say('selfTestLost') : say('selfTestAnswerLost'),
    restartTunnelCommand,
  )
}

const outcomes: Readonly<Record<SelfTestOutcome, (status: ProbeResponse['status']) => Finding>> = {
  intact: (status) => failure('self-test', say('answerAltered', { status }), say('answerAlteredFix')),
  altered: () => failure('self-test', say('requestAltered'), say('requestAlteredFix')),
  unsigned: () => failure('self-test', say('signatureLost'), say('signatureLostFix')),
  nothing: (status) =>
    status === 401
      ? failure('self-test', say('otherGateway'), say('otherGatewayFix'))
      : warning('self-test', say('selfTestElsewhere', { status })),
}
