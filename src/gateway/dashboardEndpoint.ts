import type { RequestListener } from 'node:http'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config/load.ts'
import type { Home } from '../home/home.ts'
import type { EventStream } from '../http/admin/events.ts'
import type { ControlHandlers } from '../http/admin/router.ts'
import { accountsFileName, DashboardAccounts } from '../http/dashboard/accounts.ts'
import type { DashboardAppOptions } from '../http/dashboard/app.ts'
import { type Listener, listen } from '../http/server.ts'
import { describeLoadError, loadOnce } from '../util/lazyLoad.ts'
import { isHomeNetwork, isLoopback, ownAddresses } from '../util/networkList.ts'
import { version } from '../util/version.ts'
import type { HomeRuntime } from './homeRuntime.ts'
import type { Gauges, RequestMetrics } from './metrics.ts'
import type { GatewaySettings } from './settings.ts'

type DashboardSettings = Config['dashboard']

type DashboardOptions = Pick<
  DashboardAppOptions,
  'events' | 'probes' | 'gatewayInfo' | 'appliancesOf' | 'webFolder' | 'version'
>

/** What the dashboard needs of the gateway. */
interface DashboardGateway {
  /** the state folder */
  readonly state: string
  readonly webFolder: string
  readonly events: EventStream
  readonly runtime: Pick<HomeRuntime, 'home' | 'connectionStates'>
  readonly metrics: RequestMetrics
  settings(): GatewaySettings
  isConfigured(): boolean
  /** undefined without a hub */
  isHubConnected(): boolean | undefined
  readonly log: Logger
}

/** The dashboard of a gateway; it listens once it has its settings. */
export function createDashboard(gateway: DashboardGateway): DashboardEndpoint {
  const { state, webFolder, events, runtime, metrics, settings, isConfigured, log } = gateway
  const gauges = (): Gauges => {
    const { appliances } = runtime.home()
    const pending = [...appliances.values()].map(({ id, queue }) => [id, queue.pending()] as const)
    return {
      connections: runtime.connectionStates(),
      appliances: appliances.size,
      queueLengths: new Map(pending.filter(([, length]) => length > 0)),
      isHubConnected: gateway.isHubConnected(),
      eventClients: events.clientCount(),
    }
  }
  const options: DashboardOptions = {
    webFolder,
    version,
    events,
    gatewayInfo() {
      const { language, edition } = settings()
      return { language, edition, version, isConfigured: isConfigured() }
    },
    appliancesOf: ({ appliances, tags }) =>
      appliances || tags ? appliancesReached(runtime.home(), appliances ?? [], tags ?? []) : undefined,
    probes: {
      notReady: () => (isConfigured() ? undefined : 'no configuration is in force'),
      metrics: () => metrics.write(gauges()),
    },
  }
  return new DashboardEndpoint(state, options, log)
}

/** The ids of the appliances in a list, and of those with one of the tags. */
const appliancesReached = (
  { appliances }: Home,
  ids: readonly string[],
  tags: readonly string[],
): ReadonlySet<string> =>
  new Set([
    ...ids,
    ...[...appliances.values()].flatMap(({ id, tags: own }) => (own.some((tag) => tags.includes(tag)) ? [id] : [])),
  ])

/** The host of `listen` that stands for the home network. */
const homeHost = 'home'

/** A backup of 64 MiB takes its time over Wi-Fi. */
const requestTimeoutMs = 120_000

/** How long running requests may take when the dashboard moves to another address, in milliseconds. */
const moveGraceMs = 1000

/** How soon an address is tried again that could not be bound, in milliseconds. */
const retryIntervalMs = 30_000

/** Where the dashboard listens; without a host everywhere, for machines of the home network. */
interface Place {
  readonly host: string | undefined
  readonly port: number
}

/**
 * The dashboard's own listener. While there is no password, only this machine reaches it, and the home network for the ten
 * minutes after root asked for a code; from the first password on it listens as configured. Nothing but the listener exists
 * until the first request comes.
 */
export class DashboardEndpoint {
  readonly accounts: DashboardAccounts
  readonly #log: Logger
  readonly #options: DashboardOptions
  #loadHandlers: () => Promise<ControlHandlers> = async () => ({})
  #settings: DashboardSettings | undefined
  #listener: Listener | undefined
  #place: Place | undefined
  #loadApp = this.#newApp()
  #problem: string | undefined
  #timer: NodeJS.Timeout | undefined
  #moving: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(state: string, options: DashboardOptions, log: Logger) {
    this.#log = log
    this.#options = options
    this.accounts = new DashboardAccounts(join(state, accountsFileName), (fields, message) => log.warn(fields, message))
    this.accounts.onChange = () => void this.#move()
  }

  /** Sets what answers the operations of the API; it is loaded with the first request. */
  setHandlers(load: () => Promise<ControlHandlers>): void {
    this.#loadHandlers = load
  }

  /** Listens as the settings say. Never throws: see `problem`. */
  async setSettings(settings: DashboardSettings): Promise<void> {
    const isFirst = this.#settings === undefined
    // Another application is made for the next request. An unchanged one stays, with what it knows of failed logins.
    if (JSON.stringify(settings) !== JSON.stringify(this.#settings)) this.#loadApp = this.#newApp()
    this.#settings = settings
    if (isFirst && settings.enabled && !this.accounts.hasPassword()) {
      const { text } = this.accounts.offerCode(false)
      this.#log.warn(
        { code: text, port: settings.listen.port },
        'the dashboard has no password yet: open it on this machine with this code, or from the home network after: sudo clova-home dashboard',
      )
    }
    await this.#move()
  }

  /** its address as `host:port`; empty while it does not listen */
  address(): string {
    return this.#listener?.address ?? ''
  }

  /** Why it does not listen, in words for the user. */
  problem(): string | undefined {
    return this.#problem
  }

  /** Where a browser opens it, the best address first. */
  urls(): readonly string[] {
    if (!this.#listener) return []
    const { port } = new URL(`http://${this.#listener.address}`)
    const host = this.#place?.host
    if (host !== undefined)
      return [`http://${isLoopback(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}/`]
    const [label = 'localhost'] = hostname().split('.')
    const addresses = ownAddresses().filter((one) => !one.includes(':') && !isLoopback(one))
    return [`${label}.local`, ...addresses].map((name) => `http://${name}:${port}/`)
  }

  async close(graceMs: number): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#moving
    await this.#listener?.close(graceMs)
    this.#listener = undefined
    await this.accounts.flush()
  }

  /** Resolves once the listener is where the present settings and accounts want it. */
  moved(): Promise<void> {
    return this.#moving
  }

  /** Moves one at a time: each is compared with what the one before left. */
  #move(): Promise<void> {
    this.#moving = this.#moving.then(() => this.#moveNow())
    return this.#moving
  }

  async #moveNow(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#isClosed) return
    const next = this.#wantedPlace()
    const before = this.#place
    this.#waitForCode()
    if (this.#listener && next && before?.host === next.host && before?.port === next.port) return
    // The port must be free before it is bound to another address; requests under way go on.
    void this.#listener?.close(moveGraceMs)
    this.#listener = undefined
    this.#place = next
    this.#problem = undefined
    if (!next) return
    const isHomeOnly = next.host === undefined
    try {
      this.#listener = await listen(this.#answer, next, {
        requestTimeoutMs,
        ...(isHomeOnly && { accepts: isHomeNetwork }),
      })
      this.#log.info({ address: this.#listener.address, isHomeOnly }, 'the dashboard is listening')
    } catch (error) {
      const reason = `the dashboard ${(error as Error).message}`
      if (reason !== this.#problem) this.#log.warn({ reason }, 'the dashboard cannot be reached; it is tried again')
      this.#problem = reason
      this.#place = undefined
      this.#timer = setTimeout(() => void this.#move(), retryIntervalMs).unref()
    }
  }

  #wantedPlace(): Place | undefined {
    if (!this.#settings?.enabled) return undefined
    const { host, port } = this.#settings.listen
    const isOpen = this.accounts.hasPassword() || this.accounts.code()?.isForNetwork === true
    if (!isOpen) return { host: '127.0.0.1', port }
    return { host: host === homeHost ? undefined : host, port }
  }

  /** Goes back to this machine when the code is too old that let the home network in. */
  #waitForCode(): void {
    const code = this.accounts.code()
    if (code?.isForNetwork)
      this.#timer = setTimeout(() => void this.#move(), Math.max(0, code.expires - Date.now()) + 1).unref()
  }

  readonly #answer: RequestListener = (request, response) => {
    this.#loadApp().then(
      (app) => app(request, response),
      (err) => {
        const reason = describeLoadError(err)
        this.#log.error({ err, reason }, 'the dashboard cannot be loaded')
        response.writeHead(500, { 'Content-Type': 'text/plain', Connection: 'close' }).end(`${reason}\n`)
      },
    )
  }

  #newApp(): () => Promise<RequestListener> {
    return loadOnce(() => this.#createApp())
  }

  /** Everything that answers is loaded with the first request. */
  async #createApp(): Promise<RequestListener> {
    const [{ createDashboardApp }, handlers] = await Promise.all([
      import('../http/dashboard/app.ts'),
      this.#loadHandlers(),
    ])
    const { allowedHosts = [], trustedProxies = [], basePath = '' } = this.#settings ?? {}
    return createDashboardApp({
      ...this.#options,
      handlers,
      accounts: this.accounts,
      origins: { allowedHosts, trustedProxies, basePath },
      log: this.#log,
    })
  }
}
