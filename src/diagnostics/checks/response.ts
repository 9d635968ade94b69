import { Failure } from '../../home/failure.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import type { Scene } from '../context.ts'
import type { Visit } from '../httpProbe.ts'
import { fromInside } from './hairpin.ts'
import { local, rows, server, tunnelAnew } from './intermediaries.ts'

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
  return failure('way in', `${endpoint} cannot be reached: ${says}`, tunnelAnew)
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

/** Milliseconds: CLOVA waits for 8 s, of which a device may need 3. Source: `spec/README.md`, transport. */
const slow = 2500
const tooSlow = 5000

/** How the way itself is, by how long it took. @param ms milliseconds there and back, with no device asked */
export function inTime({ ms }: Pick<Visit, 'ms'>): Finding {
  const took = `${Math.round(ms)} ms`
  if (ms <= slow) return ok('way in', `the gateway answers there, in ${took}`)
  const says = `the gateway answers, but the way takes ${took}, and CLOVA gives up after 8 s`
  const mend = `${tunnelAnew}; if it stays so, take a tunnel whose other end is nearer to Korea and Japan`
  return ms > tooSlow ? failure('way in', `${says}: a slow device comes too late`, mend) : warning('way in', says, mend)
}
