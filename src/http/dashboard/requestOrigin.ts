import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { isLoopback, NetworkList, ownAddresses, plainAddress } from '../../util/networkList.ts'
import { type LocalizedText, localizer } from '../../util/translate.ts'
import { hasProxyHeaders } from '../proxyHeaders.ts'

/** What the configuration says of the dashboard's visitors. */
export interface OriginSettings {
  /** names by which the page is opened, besides those of this machine */
  readonly allowedHosts: readonly string[]
  /** addresses and networks of reverse proxies */
  readonly trustedProxies: readonly string[]
  /** the path under which a reverse proxy serves the page, such as `/home`; empty for the root */
  readonly basePath: string
}

/** Where a request comes from, and by which address it was made. */
export interface RequestOrigin {
  /** the address of the client, as a trusted proxy reports it */
  readonly address: string
  /** true if a program of this machine asks, and no proxy */
  readonly isLocal: boolean
  /** true if the browser uses https */
  readonly isSecure: boolean
  /** host and port as the browser has them */
  readonly host: string
  /** the origins that a request of our own page may have */
  readonly ownOrigins: readonly string[]
  /** what stands before every path of the page in the browser; begins with a slash or is empty */
  readonly basePath: string
  /** the path without `basePath` */
  readonly path: string
}

/** The state of one request of the dashboard. */
export interface DashboardState {
  origin: RequestOrigin
}

/** Why a request is not answered: a status, and the reason for the user. */
export interface OriginRefusal {
  readonly status: 400 | 403 | 421
  readonly reason: LocalizedText
}

const say = localizer({
  untrustedProxy: {
    ko: '이 요청은 신뢰하지 않는 프록시({peer})를 거쳐 왔습니다. 자신의 프록시라면 설정의 dashboard.trustedProxies에 쓰세요',
    ja: 'このリクエストは信頼していないプロキシ（{peer}）を通って来ました。自分のプロキシなら、設定のdashboard.trustedProxiesに書いてください',
    en: 'this request came through a proxy ({peer}) that is not trusted; if it is yours, write it under dashboard.trustedProxies in the configuration',
  },
  unknownName: {
    ko: '대시보드가 "{name}" 라는 이름을 모릅니다. 자신의 이름이라면 설정의 dashboard.allowedHosts에 쓰세요',
    ja: 'ダッシュボードは「{name}」という名前を知りません。自分の名前なら、設定のdashboard.allowedHostsに書いてください',
    en: 'the dashboard does not know the name "{name}"; if it is yours, write it under dashboard.allowedHosts in the configuration',
  },
  noAddress: {
    ko: '대시보드의 주소가 아닙니다',
    ja: 'ダッシュボードのアドレスではありません',
    en: 'this is no address of the dashboard',
  },
})

/** An IPv6 address in brackets, or a name or IPv4 address; then a port. */
const hostHeader = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/

/**
 * Looks at where requests come from. A page of another site may not ask in the name of the user: a name that the attacker
 * lets point to this machine (DNS rebinding) is refused, and so is whatever came through a proxy that is not trusted, since
 * a tunnel would open the page to the internet.
 */
export class OriginCheck {
  readonly #settings: OriginSettings
  readonly #proxies: NetworkList
  readonly #knownNames: ReadonlySet<string>

  constructor(settings: OriginSettings) {
    this.#settings = settings
    this.#proxies = new NetworkList(settings.trustedProxies)
    const own = hostname().toLowerCase()
    // The first label of a full name is what mDNS announces.
    const [label = own] = own.split('.')
    const names = [...settings.allowedHosts.map((name) => name.toLowerCase()), own, label, `${label}.local`]
    this.#knownNames = new Set(['localhost', ...names])
  }

  /** @returns the origin, or why the request is refused */
  check({ headers, socket, url }: IncomingMessage): RequestOrigin | OriginRefusal {
    const peer = plainAddress(socket.remoteAddress ?? '')
    const isProxied = hasProxyHeaders(headers)
    if (isProxied && !this.#proxies.includes(peer))
      return {
        status: 403,
        reason: say('untrustedProxy', { peer }),
      }
    const forwarded = isProxied ? lastEntry(headers['x-forwarded-host']) : undefined
    const unknown = [headers.host, forwarded].find((host) => host !== undefined && !this.#isKnown(host))
    if (headers.host === undefined || unknown !== undefined)
      return {
        status: 421,
        reason: say('unknownName', { name: (unknown ?? '').slice(0, 100) }),
      }
    if (!url?.startsWith('/')) return { status: 400, reason: say('noAddress') }
    const host = forwarded ?? headers.host
    const scheme = isProxied ? lastEntry(headers['x-forwarded-proto'])?.toLowerCase() : 'http'
    // A proxy that does not report the scheme may use either.
    const schemes = scheme === 'https' || scheme === 'http' ? [scheme] : ['http', 'https']
    const [path = url] = url.split('?')
    const { basePath } = this.#settings
    const isBelow = path === basePath || path.startsWith(`${basePath}/`)
    return {
      address: isProxied ? this.#clientAddress(headers['x-forwarded-for'], peer) : peer,
      isLocal: !isProxied && isLoopback(peer),
      isSecure: scheme === 'https',
      host,
      ownOrigins: schemes.map((one) => `${one}://${host}`),
      basePath: isBelow || isProxied ? basePath : '',
      path: isBelow ? path.slice(basePath.length) || '/' : path,
    }
  }

  #isKnown(host: string): boolean {
    const match = hostHeader.exec(host.toLowerCase())
    const plain = match?.[1] ?? match?.[2]
    if (plain === undefined) return false
    if (isIP(plain) > 0) return isLoopback(plain) || ownAddresses().includes(plain) || this.#knownNames.has(plain)
    return this.#knownNames.has(plain.replace(/\.$/, ''))
  }

  /** The last address of the list that is no trusted proxy: the client may have invented those before it. */
  #clientAddress(header: string | string[] | undefined, peer: string): string {
    const all = String(header ?? '')
      .split(',')
      .map((one) => plainAddress(one.trim()))
      .toReversed()
    return all.find((one) => isIP(one) > 0 && !this.#proxies.includes(one)) ?? peer
  }
}

const lastEntry = (header: string | string[] | undefined): string | undefined =>
  header === undefined ? undefined : String(header).split(',').at(-1)?.trim()
