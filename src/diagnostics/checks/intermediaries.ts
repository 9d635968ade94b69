import type { LocalizedText } from '../../util/translate.ts'
import type { DiagnosticContext } from '../context.ts'
import type { ProbeResponse } from '../httpProbe.ts'
import { say } from '../messages.ts'

interface Intermediary {
  matches(response: ProbeResponse): boolean
  message(response: ProbeResponse): LocalizedText
  /** a string is a command */
  fix(context: DiagnosticContext, response: ProbeResponse): string | LocalizedText
}

const header = ({ headers }: ProbeResponse, name: string): string => String(headers[name] ?? '')
/** Restarts all tunnels of this machine, and shows their log. */
export const restartTunnelCommand =
  "sudo systemctl restart 'clova-home-tunnel@*' && journalctl -u 'clova-home-tunnel@*' -n 20 --no-pager"
/** Restarts the gateway, and shows its log. */
const restartGatewayCommand = 'sudo systemctl restart clova-home && journalctl -u clova-home -n 20 --no-pager'
/** The `Server` header as `, from …`; an empty text without one. */
export const describeServer = (response: ProbeResponse) =>
  header(response, 'server') === '' ? '' : say('fromServer', { server: header(response, 'server').slice(0, 60) })
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
const upstreamErrors: Readonly<Record<number, LocalizedText>> = {
  520: say('upstream520'),
  521: say('upstream521'),
  522: say('upstream522'),
  523: say('upstream523'),
  524: say('upstream524'),
  525: say('upstream525'),
  526: say('upstream526'),
}

/** The most common error codes of ngrok. Source: ngrok.com/docs/errors/err_ngrok_3200, …_8012, …_725 and …_727. */
const ngrok: Readonly<
  Record<string, { readonly message: LocalizedText; fix(context: DiagnosticContext): string | LocalizedText }>
> = {
  ERR_NGROK_3200: {
    message: say('ngrokNoAgent'),
    fix: (context) => `ngrok http ${listenAddress(context)} --url ${new URL(context.endpoint ?? '').origin}`,
  },
  ERR_NGROK_8012: {
    message: say('ngrokNoGateway'),
    fix: (context) => say('ngrokNoGatewayFix', { address: listenAddress(context), command: restartGatewayCommand }),
  },
  ERR_NGROK_725: {
    message: say('ngrokUsedUp'),
    fix: () => say('ngrokBilling'),
  },
  ERR_NGROK_727: {
    message: say('ngrokUsedUp'),
    fix: () => say('ngrokBilling'),
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
    message: () => say('cloudflareChallenge'),
    // Source: developers.cloudflare.com/waf/custom-rules/skip: "you cannot skip Bot Fight Mode".
    fix: (context) => say('cloudflareChallengeFix', { path: clovaPath(context) }),
  },
  {
    matches: (response) =>
      isRedirect(response) && /cloudflareaccess\.com|\/cdn-cgi\/access\//.test(header(response, 'location')),
    message: () => say('cloudflareAccess'),
    // Source: developers.cloudflare.com/cloudflare-one, Access policies, action Bypass.
    fix: (context) => say('cloudflareAccessFix', { path: clovaPath(context) }),
  },
  {
    matches: isRedirect,
    message: (response) => say('redirects', { target: redirectTarget(response), status: response.status }),
    fix: (context) => say('redirectsFix', { path: clovaPath(context) }),
  },
  {
    // "A CNAME record that points to an unresolvable domain": a tunnel that was deleted.
    matches: (response) => is1xxx(response, '1016', '1001'),
    message: (response) => say('recordLeadsNowhere', { code: cloudflareError(response) ?? '' }),
    fix: (context) =>
      `cloudflared tunnel list; cloudflared tunnel route dns --overwrite-dns TUNNEL ${new URL(context.endpoint ?? '').hostname}`,
  },
  {
    matches: (response) => isCloudflare(response) && (response.status === 530 || cloudflareError(response) === '1033'),
    message: (response) => say('tunnelNotConnected', { code: cloudflareError(response) ?? response.status }),
    fix: () =>
      'sudo systemctl restart clova-home-tunnel@cloudflared && journalctl -u clova-home-tunnel@cloudflared -n 20 --no-pager',
  },
  {
    matches: (response) => is1xxx(response, '1010'),
    message: () => say('browsersOnly'),
    fix: (context) => say('browsersOnlyFix', { path: clovaPath(context) }),
  },
  {
    matches: (response) => is1xxx(response, '1005', '1006', '1007', '1008', '1009', '1012', '1020', '1106'),
    message: (response) => say('cloudflareRule', { code: cloudflareError(response) ?? '' }),
    fix: (context) => say('cloudflareRuleFix', { path: clovaPath(context) }),
  },
  {
    // cloudflared itself answers 502 where its service cannot be reached: connection/http2.go of cloudflare/cloudflared.
    matches: (response) => isCloudflare(response) && [502, 503, 504].includes(response.status),
    message: (response) => say('cloudflaredNoService', { status: response.status }),
    fix: (context) => say('cloudflaredNoServiceFix', { url: localUrl(context), command: restartGatewayCommand }),
  },
  {
    matches: (response) => isCloudflare(response) && upstreamErrors[response.status] !== undefined,
    message: (response) =>
      say('cloudflareUpstream', { reason: upstreamErrors[response.status] ?? '', status: response.status }),
    fix: () => say('cloudflareUpstreamFix'),
  },
  {
    // Source: ngrok.com/docs, HTTP/S endpoints, Errors: only ngrok can set this header.
    matches: (response) => ngrokCode(response) !== '',
    message: (response) =>
      say('ngrokError', {
        message: ngrok[ngrokCode(response)]?.message ?? say('ngrokItself'),
        code: ngrokCode(response),
      }),
    fix: (context, response) =>
      ngrok[ngrokCode(response)]?.fix(context) ??
      say('seePage', { url: `https://ngrok.com/docs/errors/${ngrokCode(response).toLowerCase()}` }),
  },
  {
    // The page of frps for a name that no client serves, or whose client cannot reach its local service: pkg/util/vhost of fatedier/frp.
    matches: ({ status, body }) => status === 404 && /github\.com\/fatedier\/frp|faithfully yours, frp/i.test(body),
    message: () => say('frpsNoClient'),
    fix: (context) =>
      say('frpsNoClientFix', {
        name: new URL(context.endpoint ?? '').hostname,
        port: context.config.server.listen.port,
      }),
  },
  {
    matches: ({ status }) => [502, 503, 504].includes(status),
    message: (response) => say('wayInNoGateway', { status: response.status, server: describeServer(response) }),
    fix: (context) =>
      say('wayInNoGatewayFix', {
        url: localUrl(context),
        tunnel: restartTunnelCommand,
        gateway: restartGatewayCommand,
      }),
  },
  {
    matches: ({ status, body }) => status === 404 && body === '',
    message: () => say('pathChanged'),
    fix: (context) => say('pathChangedFix', { path: clovaPath(context) }),
  },
  {
    matches: ({ status }) => status === 404,
    message: (response) => say('otherNoSuchPage', { server: describeServer(response) }),
    fix: (context) => say('endTunnelAt', { url: localUrl(context) }),
  },
  {
    matches: ({ status }) => status === 429,
    message: (response) => say('rateLimited', { server: describeServer(response) }),
    fix: (context) => say('rateLimitedFix', { path: clovaPath(context) }),
  },
  {
    matches: ({ status }) => status === 403,
    message: (response) => say('forbidden', { server: describeServer(response) }),
    fix: (context) => say('forbiddenFix', { path: clovaPath(context) }),
  },
]
