import type { Scene } from '../context.ts'
import type { Visit } from '../httpProbe.ts'

interface Row {
  is(visit: Visit): boolean
  says(visit: Visit): string
  mend(scene: Scene, visit: Visit): string
}

const header = ({ headers }: Visit, name: string): string => String(headers[name] ?? '')
/** Starts whichever tunnel this machine has anew, and shows what it says. */
export const tunnelAnew = "sudo systemctl restart 'clova-home-tunnel@*' && journalctl -u 'clova-home-tunnel@*' -n 20"
/** The same of the gateway, which may not run. */
const gatewayAnew = 'sudo systemctl restart clova-home && journalctl -u clova-home -n 20'
/** Who says that it answers, after a comma; nothing if it does not say. */
export const server = (visit: Visit) =>
  header(visit, 'server') === '' ? '' : `, from ${header(visit, 'server').slice(0, 60)}`
const isCloudflare = (visit: Visit) => /cloudflare/i.test(header(visit, 'server')) || header(visit, 'cf-ray') !== ''
const isRedirect = ({ status }: Visit) => status >= 300 && status < 400
const port = ({ config: { server } }: Scene) => `${server.listen.host}:${server.listen.port}`
/** Where the way in is to end. */
export const local = (scene: Scene) => `http://${port(scene)}`
const target = (visit: Visit) =>
  header(visit, 'location')
    .replace(/[?#].*$/, '')
    .slice(0, 200)
const path = ({ config }: Scene) => config.server.path

/**
 * The number that Cloudflare writes into the pages of its own errors, as `error code: 1033` to who is no browser, else in
 * `<span class="cf-error-code">`. Source: developers.cloudflare.com, support, Cloudflare 1xxx errors ("appear in the HTML
 * body", with status 403, 409, 429 or 530); the two forms as public programs that read them have them.
 */
const cloudflareError = ({ body }: Visit) =>
  /error code:\s*(\d{4})|cf-error-code">(\d{4})/i.exec(body)?.slice(1).find(Boolean)
const is1xxx = (visit: Visit, ...numbers: readonly string[]) =>
  isCloudflare(visit) && numbers.includes(cloudflareError(visit) ?? '')

/** What Cloudflare met behind it. Source: developers.cloudflare.com, support, Cloudflare 5xx errors. */
const met: Readonly<Record<number, string>> = {
  520: 'an answer that is empty or unknown',
  521: 'nobody who listens',
  522: 'nobody who answers in time',
  523: 'no way there',
  524: 'no answer in time',
  525: 'nobody who speaks TLS as it does',
  526: 'a certificate that is not good',
}

/** What ngrok says by its commonest codes. Source: ngrok.com/docs/errors/err_ngrok_3200, …_8012, …_725 and …_727. */
const ngrok: Readonly<Record<string, { readonly says: string; mend(scene: Scene): string }>> = {
  ERR_NGROK_3200: {
    says: 'no agent of ngrok serves this address',
    mend: (scene) => `ngrok http ${port(scene)} --url ${new URL(scene.endpoint ?? '').origin}`,
  },
  ERR_NGROK_8012: {
    says: 'the agent of ngrok does not find the gateway',
    mend: (scene) => `ngrok http ${port(scene)}; if the gateway does not run: ${gatewayAnew}`,
  },
  ERR_NGROK_725: { says: 'the account of ngrok has used up its month', mend: () => 'see dashboard.ngrok.com/billing' },
  ERR_NGROK_727: { says: 'the account of ngrok has used up its month', mend: () => 'see dashboard.ngrok.com/billing' },
}
const ngrokCode = (visit: Visit) => header(visit, 'ngrok-error-code').slice(0, 40)

/** What stands in the way, by how it answers; the first that fits. */
export const rows: readonly Row[] = [
  {
    // Source: developers.cloudflare.com/cloudflare-challenges, "Detect a Challenge Page response": whatever the status. The
    // page itself begins `_cf_chl_opt`; `challenge-platform/scripts/jsd` alone is put into pages that are none.
    is: (visit) =>
      header(visit, 'cf-mitigated') === 'challenge' ||
      (isCloudflare(visit) &&
        [403, 429, 503].includes(visit.status) &&
        /_cf_chl_opt|<title>just a moment|\/challenge-platform\/h\//i.test(visit.body)),
    says: () => 'Cloudflare wants to see whether a human comes (a bot challenge), which CLOVA is not',
    // Source: developers.cloudflare.com/waf/custom-rules/skip: "you cannot skip Bot Fight Mode".
    mend: (scene) =>
      `in Cloudflare: Security > Settings, Bot Fight Mode and Under Attack mode off (no rule skips the first), then Security > Security rules, a custom rule for the path ${path(scene)} with the action Skip (all)`,
  },
  {
    is: (visit) => isRedirect(visit) && /cloudflareaccess\.com|\/cdn-cgi\/access\//.test(header(visit, 'location')),
    says: () => 'Cloudflare Access asks whoever comes to log in, which CLOVA cannot',
    // Source: developers.cloudflare.com/cloudflare-one, Access policies, action Bypass.
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
    // "A CNAME record that points to an unresolvable domain": a tunnel that was deleted.
    is: (visit) => is1xxx(visit, '1016', '1001'),
    says: (visit) => `the record of the name at Cloudflare leads nowhere (error ${cloudflareError(visit)})`,
    mend: (scene) =>
      `cloudflared tunnel list; cloudflared tunnel route dns --overwrite-dns TUNNEL ${new URL(scene.endpoint ?? '').hostname}`,
  },
  {
    is: (visit) => isCloudflare(visit) && (visit.status === 530 || cloudflareError(visit) === '1033'),
    says: (visit) => `the tunnel is not connected to Cloudflare (error ${cloudflareError(visit) ?? visit.status})`,
    mend: () =>
      'sudo systemctl restart clova-home-tunnel@cloudflared && journalctl -u clova-home-tunnel@cloudflared -n 20',
  },
  {
    is: (visit) => is1xxx(visit, '1010'),
    says: () => 'Cloudflare lets in browsers only (error 1010)',
    mend: (scene) =>
      `in Cloudflare: Security > Settings, Browser Integrity Check off, or a configuration rule that ends it for ${path(scene)}`,
  },
  {
    is: (visit) => is1xxx(visit, '1005', '1006', '1007', '1008', '1009', '1012', '1020', '1106'),
    says: (visit) => `a rule at Cloudflare lets nobody in from here (error ${cloudflareError(visit)})`,
    mend: (scene) =>
      `in Cloudflare: Security > Events shows which rule; let requests to ${path(scene)} through, from Korea and Japan too`,
  },
  {
    // cloudflared itself answers 502 where its service cannot be reached: connection/http2.go of cloudflare/cloudflared.
    is: (visit) => isCloudflare(visit) && [502, 503, 504].includes(visit.status),
    says: (visit) => `the tunnel is up, and does not find the gateway at its other end (status ${visit.status})`,
    mend: (scene) => `let its service be ${local(scene)}; if the gateway does not run: ${gatewayAnew}`,
  },
  {
    is: (visit) => isCloudflare(visit) && met[visit.status] !== undefined,
    says: (visit) => `Cloudflare does not reach this house: it meets ${met[visit.status]} (error ${visit.status})`,
    mend: () => 'take a tunnel in place of an open port, or see that the port leads to the gateway',
  },
  {
    // Source: ngrok.com/docs, HTTP/S endpoints, Errors: nobody but ngrok can set this header.
    is: (visit) => ngrokCode(visit) !== '',
    says: (visit) => `${ngrok[ngrokCode(visit)]?.says ?? 'ngrok answers itself'} (${ngrokCode(visit)})`,
    mend: (scene, visit) =>
      ngrok[ngrokCode(visit)]?.mend(scene) ?? `see https://ngrok.com/docs/errors/${ngrokCode(visit).toLowerCase()}`,
  },
  {
    // The page of frps for a name that no client serves, or whose client does not reach its end: pkg/util/vhost of fatedier/frp.
    is: ({ status, body }) => status === 404 && /github\.com\/fatedier\/frp|faithfully yours, frp/i.test(body),
    says: () => 'frps answers, and nobody serves this name there, or the gateway is not at the other end',
    mend: (scene) =>
      `sudo systemctl restart clova-home-tunnel@frp && journalctl -u clova-home-tunnel@frp -n 20; its customDomains must name ${new URL(scene.endpoint ?? '').hostname}, its localPort ${scene.config.server.listen.port}`,
  },
  {
    is: ({ status }) => [502, 503, 504].includes(status),
    says: (visit) =>
      `the way in is there, and does not find the gateway at its other end (status ${visit.status}${server(visit)})`,
    mend: (scene) =>
      `let the tunnel end at ${local(scene)}: ${tunnelAnew}; if the gateway does not run: ${gatewayAnew}`,
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
