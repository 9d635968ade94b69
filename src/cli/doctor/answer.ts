import { Failure } from '../../home/failure.ts'
import { type Check, type Finding, failure, ok, warning } from './check.ts'
import { fromInside } from './hairpin.ts'
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
  if (row) return failure('way in', row.says(visit), row.mend(scene))
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

interface Row {
  is(visit: Visit): boolean
  says(visit: Visit): string
  mend(scene: Scene): string
}

const header = ({ headers }: Visit, name: string): string => String(headers[name] ?? '')
const server = (visit: Visit) =>
  header(visit, 'server') === '' ? '' : `, from ${header(visit, 'server').slice(0, 60)}`
const isCloudflare = (visit: Visit) => /cloudflare/i.test(header(visit, 'server')) || header(visit, 'cf-ray') !== ''
const isRedirect = ({ status }: Visit) => status >= 300 && status < 400
const local = ({ config: { server } }: Scene) => `http://${server.listen.host}:${server.listen.port}`
const target = (visit: Visit) =>
  header(visit, 'location')
    .replace(/[?#].*$/, '')
    .slice(0, 200)
const path = ({ config }: Scene) => config.server.path
/** The number that Cloudflare writes into the pages of its own errors. */
const cloudflareError = ({ body }: Visit) =>
  /error code:?\s*(\d{4})|cf-error-code">(\d{4})/i.exec(body)?.slice(1).find(Boolean)

/**
 * What stands in the way, by how it answers; the first that fits.
 * Sources: developers.cloudflare.com (challenge response header `cf-mitigated`; 5xx errors 502, 520–530; error 1033),
 * ngrok.com/docs/errors (header `ngrok-error-code`).
 */
const rows: readonly Row[] = [
  {
    is: (visit) =>
      header(visit, 'cf-mitigated') === 'challenge' ||
      (isCloudflare(visit) &&
        [403, 429, 503].includes(visit.status) &&
        /challenge-platform|just a moment|cf-chl/i.test(visit.body)),
    says: () => 'Cloudflare wants to see whether a human comes (a bot challenge), which CLOVA is not',
    mend: (scene) =>
      `in Cloudflare: Security > WAF, a custom rule for the path ${path(scene)} with the action Skip (all), and Bot Fight Mode off`,
  },
  {
    is: (visit) => isRedirect(visit) && /cloudflareaccess\.com|\/cdn-cgi\/access\//.test(header(visit, 'location')),
    says: () => 'Cloudflare Access asks whoever comes to log in, which CLOVA cannot',
    mend: (scene) =>
      `in Cloudflare Zero Trust: Access > Applications, a policy Bypass for everyone on the path ${path(scene)}`,
  },
  {
    is: isRedirect,
    says: (visit) =>
      `it sends whoever comes on to ${target(visit)} (status ${visit.status}), and CLOVA does not follow`,
    mend: (scene) => `write as server.publicUrl where it ends, or end the redirect of ${path(scene)}`,
  },
  {
    is: (visit) => isCloudflare(visit) && (visit.status === 530 || cloudflareError(visit) === '1033'),
    says: (visit) => `the tunnel is not connected to Cloudflare (error ${cloudflareError(visit) ?? visit.status})`,
    mend: () =>
      'sudo systemctl restart clova-home-tunnel@cloudflared && journalctl -u clova-home-tunnel@cloudflared -n 20',
  },
  {
    is: (visit) => isCloudflare(visit) && [502, 503, 504].includes(visit.status),
    says: (visit) => `the tunnel is up, and does not find the gateway at its other end (status ${visit.status})`,
    mend: (scene) => `let its service be ${local(scene)}, and see that the gateway runs: systemctl status clova-home`,
  },
  {
    is: (visit) => isCloudflare(visit) && visit.status >= 520 && visit.status <= 527,
    says: (visit) => `Cloudflare does not reach this house (error ${visit.status})`,
    mend: () => 'take a tunnel in place of an open port, or see that the port leads to the gateway',
  },
  {
    is: (visit) => header(visit, 'ngrok-error-code') !== '',
    says: (visit) => `ngrok answers itself (${header(visit, 'ngrok-error-code').slice(0, 40)})`,
    mend: (scene) =>
      `ngrok http ${local(scene).replace('http://', '')}, and the address that it shows as server.publicUrl`,
  },
  {
    is: ({ status }) => [502, 503, 504].includes(status),
    says: (visit) =>
      `the way in is there, and does not find the gateway at its other end (status ${visit.status}${server(visit)})`,
    mend: (scene) =>
      `see that the tunnel runs and ends at ${local(scene)}: systemctl status 'clova-home-tunnel@*' clova-home`,
  },
  {
    is: ({ status, body }) => status === 404 && body === '',
    says: () => 'a gateway answers there, and knows no such path: the tunnel changes it, or server.path is another',
    mend: (scene) => `let the tunnel hand on the path as it comes; server.path is ${path(scene)}`,
  },
  {
    is: ({ status }) => status === 404,
    says: (visit) =>
      `something else than the gateway answers there, and knows no such page (status 404${server(visit)})`,
    mend: (scene) => `let the tunnel end at ${local(scene)}`,
  },
  {
    is: ({ status }) => status === 429,
    says: (visit) => `something on the way lets through only so many requests (status 429${server(visit)})`,
    mend: (scene) => `take the limit off the path ${path(scene)}`,
  },
  {
    is: ({ status }) => status === 403,
    says: (visit) =>
      `something on the way lets nobody in (status 403${server(visit)}): a firewall, or a rule by country`,
    mend: (scene) => `let requests to ${path(scene)} through, from Korea and Japan too`,
  },
]
