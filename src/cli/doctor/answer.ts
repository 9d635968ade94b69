import { Failure } from '../../home/failure.ts'
import { type Check, type Finding, failure, ok, warning } from './check.ts'
import { fromInside } from './hairpin.ts'
import { local, rows, server } from './intermediaries.ts'
import type { Scene } from './scene.ts'
import type { Visit } from './visit.ts'

/** Who answers at the public address a request that nobody signed: it should be the gateway, with an empty 401. */
export const answer: Check = {
  name: 'answer',
  ms: 20_000,
  async look(scene) {
    if (scene.endpoint === undefined) return []
    const visit = await scene.front()
    // Whom nobody would trust was asked nothing: that is told of the certificate.
    if ('error' in visit && visit.error.shown) return []
    return [await fromInside(scene, 'error' in visit ? unreachable(visit.error, scene.endpoint) : judged(visit, scene))]
  },
}

function unreachable(error: NodeJS.ErrnoException, endpoint: string): Finding {
  const why: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nobody listens there',
    ETIMEDOUT: 'nobody answers there',
    EHOSTUNREACH: 'there is no way there',
    ENETUNREACH: 'there is no way there',
    ECONNRESET: 'the connection was cut',
    ENOTFOUND: 'the name is not known',
    EAI_AGAIN: 'no name server answers',
  }
  const says =
    error instanceof Failure ? 'nobody answers there in time' : (why[error.code ?? ''] ?? error.code ?? error.message)
  return failure('way in', `${endpoint} cannot be reached: ${says}`, "systemctl status 'clova-home-tunnel@*'")
}

function judged(visit: Visit, scene: Scene): Finding {
  const row = rows.find(({ is }) => is(visit))
  if (row) return failure('way in', row.says(visit), row.mend(scene, visit))
  if (visit.status === 401 && visit.body === '') return inTime(visit)
  return failure(
    'way in',
    `something else than the gateway answers there (status ${visit.status}${server(visit)})`,
    `let the tunnel end at ${local(scene)}`,
  )
}

/** CLOVA waits for 8 s, of which the gateway takes up to 5. Source: `spec/README.md`, transport. */
const slow = 2500
const inTime = ({ ms }: Visit): Finding =>
  ms > slow
    ? warning('way in', `the gateway answers, but the way takes ${Math.round(ms)} ms, and CLOVA gives up after 8 s`)
    : ok('way in', `the gateway answers there, in ${Math.round(ms)} ms`)
