import type { DiagnosticContext } from '../context.ts'
import type { ProbeResponse } from '../httpProbe.ts'

interface Intermediary {
  matches(response: ProbeResponse): boolean
  message(response: ProbeResponse): string
  fix(context: DiagnosticContext, response: ProbeResponse): string
}

const header = ({ headers }: ProbeResponse, name: string): string => String(headers[name] ?? '')
/** Restarts all tunnels of this machine, and shows their log. */
export const restartTunnelCommand =
  "sudo systemctl restart 'clova-home-tunnel@*' && journalctl -u 'clova-home-tunnel@*' -n 20"
/** Restarts the gateway, and shows its log. */
const restartGatewayCommand = 'sudo systemctl restart clova-home && journalctl -u clova-home -n 20'
/** The `Server` header as `, from …`; an empty text without one. */
export const describeServer = (response: ProbeResponse) =>
  header(response, 'server') === '' ? '' : `, from ${header(response, 'server').slice(0, 60)}`
const isCloudflare = (response: ProbeResponse) =>
  /cloudflare/i.test(header(response, 'server')) || header(response, 'cf-ray') !== ''
const isRedirect = ({ status }: ProbeResponse) => status >= 300 && status < 400
const listenAddress = ({ config: { server } }: DiagnosticContext) => `${server.listen.host}:${server.listen.port}`
/** The local URL to which the tunnel must forward requests. */
export const localUrl = (context: DiagnosticContext) => `http://${listenAddress(context)}`
const redirectTarget = (response: ProbeResponse) =>
  header(response, 'location')
    .replace(/[?#].*$/, '')
    .slice(0, 200)
const clovaPath = ({ config }: DiagnosticContext) => config.server.path

/**
 * The number that Cloudflare writes into the pages of its own errors, as `error code: 1033` for programs, for browsers in
 * `<span class="cf-error-code">`. Source: developers.cloudflare.com, support, Cloudflare 1xxx errors ("appear in the HTML
 * body", with status 403, 409, 429 or 530); the two forms as public programs that read them have them.
 */
const cloudflareError = ({ body }: ProbeResponse) =>
  /error code:\s*(\d{4})|cf-error-code">(\d{4})/i.exec(body)?.slice(1).find(Boolean)
const is1xxx = (response: ProbeResponse, ...numbers: readonly string[]) =>
  isCloudflare(response) && numbers.includes(cloudflareError(response) ?? '')

/** Errors of Cloudflare's connection to the origin server. Source: developers.cloudflare.com, support, Cloudflare 5xx errors. */
const upstreamErrors: Readonly<Record<number, string>> = {
  520: 'an answer that is empty or unknown',
  521: 'nobody who listens',
  522: 'nobody who answers in time',
  523: 'no way there',
  524: 'no answer in time',
  525: 'nobody who speaks TLS as it does',
  526: 'a certificate that is not good',
}

/** The most common error codes of ngrok. Source: ngrok.com/docs/errors/err_ngrok_3200, …_8012, …_725 and …_727. */
const ngrok: Readonly<Record<string, { readonly message: string; fix(context: DiagnosticContext): string }>> = {
  ERR_NGROK_3200: {
    message: 'no agent of ngrok serves this address',
    fix: (context) => `ngrok http ${listenAddress(context)} --url ${new URL(context.endpoint ?? '').origin}`,
  },
  ERR_NGROK_8012: {
    message: 'the agent of ngrok does not find the gateway',
    fix: (context) => `ngrok http ${listenAddress(context)}; if the gateway does not run: ${restartGatewayCommand}`,
  },
  ERR_NGROK_725: {
    message: 'the account of ngrok has used up its month',
    fix: () => 'see dashboard.ngrok.com/billing',
  },
  ERR_NGROK_727: {
    message: 'the account of ngrok has used up its month',
    fix: () => 'see dashboard.ngrok.com/billing',
  },
}
const ngrokCode = (response: ProbeResponse) => header(response, 'ngrok-error-code').slice(0, 40)

/** Proxies, tunnels and filters that answer in place of the gateway, recognized by their response; the first match counts. */
export const intermediaries: readonly Intermediary[] = [
  {
    // Source: developers.cloudflare.com/cloudflare-challenges, "Detect a Challenge Page response": whatever the status. The
    // page itself begins `_cf_chl_opt`; `challenge-platform/scripts/jsd` alone also appears in other pages.
    matches: (response) =>
      header(response, 'cf-mitigated') === 'challenge' ||
      (isCloudflare(response) &&
        [403, 429, 503].includes(response.status) &&
        /_cf_chl_opt|<title>just a moment|\/challenge-platform\/h\//i.test(response.body)),
    message: () => 'Cloudflare wants to see whether a human comes (a bot challenge), which CLOVA is not',
    // Source: developers.cloudflare.com/waf/custom-rules/skip: "you cannot skip Bot Fight Mode".
    fix: (context) =>
      `in Cloudflare: Security > Settings, Bot Fight Mode and Under Attack mode off (no rule skips the first), then Security > Security rules, a custom rule for the path ${clovaPath(context)} with the action Skip (all)`,
  },
  {
    matches: (response) =>
      isRedirect(response) && /cloudflareaccess\.com|\/cdn-cgi\/access\//.test(header(response, 'location')),
    message: () => 'Cloudflare Access asks whoever comes to log in, which CLOVA cannot',
    // Source: developers.cloudflare.com/cloudflare-one, Access policies, action Bypass.
    fix: (context) =>
      `in Cloudflare Zero Trust: Access > Applications, a policy Bypass for everyone on the path ${clovaPath(context)}`,
  },
  {
    matches: isRedirect,
    message: (response) =>
      `it sends whoever comes on to ${redirectTarget(response)} (status ${response.status}), and CLOVA does not follow`,
    fix: (context) => `write as server.publicUrl where it ends, or end the redirect of ${clovaPath(context)}`,
  },
  {
    // "A CNAME record that points to an unresolvable domain": a tunnel that was deleted.
    matches: (response) => is1xxx(response, '1016', '1001'),
    message: (response) => `the record of the name at Cloudflare leads nowhere (error ${cloudflareError(response)})`,
    fix: (context) =>
      `cloudflared tunnel list; cloudflared tunnel route dns --overwrite-dns TUNNEL ${new URL(context.endpoint ?? '').hostname}`,
  },
  {
    matches: (response) => isCloudflare(response) && (response.status === 530 || cloudflareError(response) === '1033'),
    message: (response) =>
      `the tunnel is not connected to Cloudflare (error ${cloudflareError(response) ?? response.status})`,
    fix: () =>
      'sudo systemctl restart clova-home-tunnel@cloudflared && journalctl -u clova-home-tunnel@cloudflared -n 20',
  },
  {
    matches: (response) => is1xxx(response, '1010'),
    message: () => 'Cloudflare lets in browsers only (error 1010)',
    fix: (context) =>
      `in Cloudflare: Security > Settings, Browser Integrity Check off, or a configuration rule that ends it for ${clovaPath(context)}`,
  },
  {
    matches: (response) => is1xxx(response, '1005', '1006', '1007', '1008', '1009', '1012', '1020', '1106'),
    message: (response) => `a rule at Cloudflare lets nobody in from here (error ${cloudflareError(response)})`,
    fix: (context) =>
      `in Cloudflare: Security > Events shows which rule; let requests to ${clovaPath(context)} through, from Korea and Japan too`,
  },
  {
    // cloudflared itself answers 502 where its service cannot be reached: connection/http2.go of cloudflare/cloudflared.
    matches: (response) => isCloudflare(response) && [502, 503, 504].includes(response.status),
    message: (response) =>
      `the tunnel is up, and does not find the gateway at its other end (status ${response.status})`,
    fix: (context) => `let its service be ${localUrl(context)}; if the gateway does not run: ${restartGatewayCommand}`,
  },
  {
    matches: (response) => isCloudflare(response) && upstreamErrors[response.status] !== undefined,
    message: (response) =>
      `Cloudflare does not reach this house: it meets ${upstreamErrors[response.status]} (error ${response.status})`,
    fix: () => 'take a tunnel in place of an open port, or see that the port leads to the gateway',
  },
  {
    // Source: ngrok.com/docs, HTTP/S endpoints, Errors: only ngrok can set this header.
    matches: (response) => ngrokCode(response) !== '',
    message: (response) => `${ngrok[ngrokCode(response)]?.message ?? 'ngrok answers itself'} (${ngrokCode(response)})`,
    fix: (context, response) =>
      ngrok[ngrokCode(response)]?.fix(context) ??
      `see https://ngrok.com/docs/errors/${ngrokCode(response).toLowerCase()}`,
  },
  {
    // The page of frps for a name that no client serves, or whose client cannot reach its local service: pkg/util/vhost of fatedier/frp.
    matches: ({ status, body }) => status === 404 && /github\.com\/fatedier\/frp|faithfully yours, frp/i.test(body),
    message: () => 'frps answers, and nobody serves this name there, or the gateway is not at the other end',
    fix: (context) =>
      `sudo systemctl restart clova-home-tunnel@frp && journalctl -u clova-home-tunnel@frp -n 20; its customDomains must name ${new URL(context.endpoint ?? '').hostname}, its localPort ${context.config.server.listen.port}`,
  },
  {
    matches: ({ status }) => [502, 503, 504].includes(status),
    message: (response) =>
      `the way in is there, and does not find the gateway at its other end (status ${response.status}${describeServer(response)})`,
    fix: (context) =>
      `let the tunnel end at ${localUrl(context)}: ${restartTunnelCommand}; if the gateway does not run: ${restartGatewayCommand}`,
  },
  {
    matches: ({ status, body }) => status === 404 && body === '',
    message: () => 'a gateway answers there, and knows no such path: the tunnel changes it, or server.path is another',
    fix: (context) => `let the tunnel hand on the path as it comes; server.path is ${clovaPath(context)}`,
  },
  {
    matches: ({ status }) => status === 404,
    message: (response) =>
      `something else than the gateway answers there, and knows no such page (status 404${describeServer(response)})`,
    fix: (context) => `let the tunnel end at ${localUrl(context)}`,
  },
  {
    matches: ({ status }) => status === 429,
    message: (response) =>
      `something on the way lets through only so many requests (status 429${describeServer(response)})`,
    fix: (context) => `take the limit off the path ${clovaPath(context)}`,
  },
  {
    matches: ({ status }) => status === 403,
    message: (response) =>
      `something on the way lets nobody in (status 403${describeServer(response)}): a firewall, or a rule by country`,
    fix: (context) => `let requests to ${clovaPath(context)} through, from Korea and Japan too`,
  },
]
