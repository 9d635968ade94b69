import {
  type Issued,
  isProof,
  type Outcome,
  selfTestAnswer,
  selfTestBody,
  selfTestSignature,
} from '../../http/selfTest.ts'
import { send } from '../client.ts'
import { type Check, type Finding, failure, ok, warning } from './check.ts'
import { fromInside } from './hairpin.ts'
import { asClova } from './scene.ts'
import { type Visit, visit } from './visit.ts'

/** A request that is signed as CLOVA's are, by the public address to the gateway and back; see `http/selfTest.ts`. */
export const selfTest: Check = {
  name: 'self-test',
  ms: 12_000,
  async look(scene, signal) {
    const { endpoint, outside } = scene
    const running = await scene.running()
    if (endpoint === undefined || running.is !== 'there') return []
    const { listen, path } = scene.config.server
    const ask = async <T>(question: string, body: string): Promise<T> =>
      JSON.parse((await send(listen, path, running.key, body, question)).body)
    const test = await ask<Issued>('selfTest', '{}')
    const body = selfTestBody(test.id)
    const headers = { ...asClova, SignatureCEK: selfTestSignature(test.secret, body).toString('base64') }
    const { ca } = outside
    const came = await visit(endpoint, { headers, body, ...(ca && { ca }) }, signal).catch(() => undefined)
    // Nobody answers: that is told already.
    if (!came) return []
    const { outcome } = await ask<{ readonly outcome: Outcome }>('outcome', test.id)
    return [await fromInside(scene, judged(came, outcome, isProved(came, test, body)))]
  },
}

function isProved({ status, body }: Visit, { id, secret }: Issued, sent: Uint8Array): boolean {
  if (status !== 200) return false
  try {
    const { selfTest, proof } = selfTestAnswer.parse(JSON.parse(body))
    return selfTest === id && isProof(secret, sent, proof)
  } catch {
    return false
  }
}

function judged({ status, ms }: Visit, outcome: Outcome, proved: boolean): Finding {
  if (proved)
    return ok(
      'self-test',
      `a signed request went out, came in by the public address and was answered in ${Math.round(ms)} ms`,
    )
  return outcomes[outcome](status)
}

const outcomes: Readonly<Record<Outcome, (status: number) => Finding>> = {
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
