import type { Outcome } from '../../http/clova/selfTest.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import type { Visit } from '../httpProbe.ts'
import type { Trial } from '../selfTestProbe.ts'
import { fromInside } from './hairpin.ts'
import { tunnelAnew } from './intermediaries.ts'

/** A request that is signed as CLOVA's are, by the public address to the gateway and back; see `http/selfTest.ts`. */
export const selfTest: Check = {
  name: 'self-test',
  ms: 20_000,
  async look(scene) {
    const trial = await scene.trial()
    const found = trial && judged(trial)
    return found ? [await fromInside(scene, found)] : []
  },
}

function judged({ came, outcome, proved, isLate }: Trial): Finding | undefined {
  if (came && proved)
    return ok(
      'self-test',
      `a signed request went out, came in by the public address and was answered in ${Math.round(came.ms)} ms`,
    )
  if (came) return outcomes[outcome](came.status)
  // Nobody answers: that is told already.
  if (!isLate) return undefined
  return failure(
    'self-test',
    outcome === 'nothing'
      ? 'a signed request went to the public address, did not come here, and nothing answered in time: the tunnel takes it and does not hand it on'
      : 'a signed request came in by the public address, and the answer of the gateway did not come back in time: the tunnel keeps it',
    tunnelAnew,
  )
}

const outcomes: Readonly<Record<Outcome, (status: Visit['status']) => Finding>> = {
  whole: (status) =>
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
