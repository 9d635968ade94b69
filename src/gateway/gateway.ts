import { rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { BackupScheduler } from '../backup/schedule.ts'
import { type ClovaHandler, createClovaHandler, type GrantedAccess, type RequestRecord } from '../clova/handler.ts'
import type { Config } from '../config/load.ts'
import type { Rejection } from '../config/problem.ts'
import type { Explanation, RejectedConfiguration } from '../control/api.ts'
import { exposedHome } from '../home/home.ts'
import { createPublicApp } from '../http/app.ts'
import type { RouteState } from '../http/clova/middleware.ts'
import { cacheFileName, SignatureKey } from '../http/clova/publicKey.ts'
import { createRouteState } from '../http/clova/router.ts'
import { SeenRequests } from '../http/clova/seenRequests.ts'
import { SelfTestRegistry } from '../http/clova/selfTest.ts'
import { RefusalLog } from '../http/middleware/errorHandler.ts'
import { type Listener, listen } from '../http/server.ts'
import type { AgentStatus } from '../hub/agent.ts'
import { AccessTokens, hashToken } from '../oauth/accessTokens.ts'
import { loadOnce } from '../util/lazyLoad.ts'
import { watchFolder } from '../util/watchFolder.ts'
import type { AccountLinking } from './accountLinking.ts'
import { AdminEndpoint } from './adminEndpoint.ts'
import { ConfigInForce, type FollowedConfig } from './configuration/configInForce.ts'
import type { ControlDependencies, GatewayTools } from './control/handlers.ts'
import { explainProblems } from './control/problems.ts'
import { createDashboard, type DashboardEndpoint } from './dashboardEndpoint.ts'
import type { RequestEntry, RequestSource } from './history/requestEntry.ts'
import type { MessagePair } from './history/requestLog.ts'
import { HomeRuntime } from './homeRuntime.ts'
import { HubMembership } from './hubMembership.ts'
import { LastRequest } from './lastRequest.ts'
import { RequestMetrics } from './metrics.ts'
import { Observation } from './observation.ts'
import { type GatewaySettings, settingsOf } from './settings.ts'

/** How long running requests may take after the gateway was asked to stop, in milliseconds. */
const requestGraceMs = 3500

/** How a gateway is started. */
export interface StartOptions {
  /** the folder with the page of the dashboard; without it there is no dashboard */
  readonly webFolder?: string
  /**
   * true if there is no usable configuration: CLOVA is not answered until there is one, since an empty home would make it
   * forget every appliance
   */
  readonly isUnconfigured?: boolean
  /** what is above the gateway; without it, what needs it is refused */
  readonly tools?: GatewayTools
}

/** The running gateway: the public listener, the admin socket, the home and the state files. */
export class Gateway {
  readonly runtime: HomeRuntime
  readonly #log: Logger
  readonly #admin: AdminEndpoint
  readonly #tokens: AccessTokens
  readonly #tokenWatcher: { close(): void }
  readonly #backups: BackupScheduler
  readonly #handler: ClovaHandler
  readonly #lastRequest: LastRequest
  readonly #stateFolder: string
  readonly #selfTests = new SelfTestRegistry()
  readonly #seenRequests: SeenRequests
  readonly #routeState: RouteState
  readonly #refusals: RefusalLog
  readonly #observation: Observation
  readonly #metrics = new RequestMetrics()
  readonly #dashboard: DashboardEndpoint | undefined
  #isConfigured: boolean
  #settings: GatewaySettings
  #key: SignatureKey
  readonly #config: ConfigInForce
  #listener: Listener | undefined
  /** the application that answers the requests of the public listener and of the hub */
  #app: RequestListener = (_request, response) => void response.writeHead(503).end()
  readonly #hub: HubMembership
  #accountLinking: AccountLinking | undefined

  // No closure in here may use `initial`: it is large and would stay in memory.
  constructor(
    initial: Config,
    admin: AdminEndpoint,
    log: Logger,
    { webFolder, isUnconfigured = false, tools }: StartOptions,
  ) {
    this.#isConfigured = !isUnconfigured
    this.#log = log
    this.#admin = admin
    this.#hub = new HubMembership(() => this.#app, log)
    this.#settings = settingsOf(initial)
    this.#stateFolder = initial.state
    this.#refusals = new RefusalLog(log, (...refused) => this.#observation.onRefused(...refused))
    // The file is watched before it is read, so that no change between the two is missed.
    this.#tokenWatcher = watchFolder(initial.state, (name) => name === 'tokens.json' && this.reloadTokens(), this.#warn)
    this.#tokens = new AccessTokens(this.#inState('tokens.json'), this.#warn)
    this.#key = this.#openKey(this.#settings)
    this.#lastRequest = new LastRequest(this.#settings)
    this.#seenRequests = new SeenRequests({
      file: this.#inState('seen-requests'),
      tokenHashes: () => [...this.#tokens.hashes(), ...(this.#accountLinking?.tokenHashes() ?? [])],
      warn: this.#warn,
    })
    this.#routeState = createRouteState(this.#seenRequests)
    this.#config = new ConfigInForce(initial, this.#isConfigured, this.#inState('config-versions.json'), this.#warn)
    this.runtime = new HomeRuntime(initial, log)
    if (webFolder !== undefined)
      this.#dashboard = createDashboard({
        state: initial.state,
        webFolder,
        events: admin.events,
        runtime: this.runtime,
        settings: () => this.#settings,
        isConfigured: () => this.#isConfigured,
        isHubConnected: () => this.hubStatus()?.connected,
        metrics: this.#metrics,
        log,
      })
    this.#backups = new BackupScheduler({ file: initial.file, log, flush: this.#flush })
    this.#backups.setSchedule(initial.backup)
    const protocol = { settings: () => this.#settings, log }
    this.#handler = createClovaHandler({
      ...protocol,
      home: () => exposedHome(this.runtime.home()),
      authorize: this.#authorize,
    })
    this.#observation = new Observation({
      stateFolder: initial.state,
      runtime: this.runtime,
      settings: () => this.#settings,
      events: admin.events,
      warn: this.#warn,
    })
    const dependencies: ControlDependencies = {
      home: this.runtime,
      settings: () => this.#settings,
      address: () => this.address(),
      problems: () => this.problems(),
      selfTests: this.#selfTests,
      lastRequest: this.#lastRequest,
      config: this.#config,
      isConfigured: () => this.#isConfigured,
      backups: this.#backups,
      events: admin.events,
      tools,
      reloadTokens: () => this.reloadTokens(),
      flush: this.#flush,
      accountLinking: () => this.#openAccountLinking(),
      // A user who may open the admin socket needs no access token.
      handler: createClovaHandler({ ...protocol, home: this.runtime.home, authorize: () => ({ state: 'good' }) }),
      hubStatus: () => this.hubStatus(),
      onAnswered: this.#onAnswered,
      observation: this.#observation,
      dashboard: this.#dashboard,
    }
    // The handlers and the schemas of their operations take 3 MiB, and most homes are asked only by CLOVA.
    const loadHandlers = loadOnce(async () =>
      (await import('./control/handlers.ts')).createControlHandlers(dependencies),
    )
    admin.setHandlers(loadHandlers, (isListening) => this.#observation.setListening(isListening))
    this.#dashboard?.setHandlers(loadHandlers)
  }

  /** Starts to listen. @throws Error for the user if that is not possible */
  async start(): Promise<void> {
    await this.#dashboard?.setSettings(this.#settings.dashboard)
    if (!this.#isConfigured) return
    this.runtime.prune()
    this.#observation.start()
    if (this.#settings.linking) await this.#openAccountLinking()
    const { server, edition } = this.#settings
    this.#app = this.#createApp(this.#settings, this.#key)
    this.#listener = await listen(this.#app, server.listen)
    await this.#hub.join(this.#settings.hub)
    const { size: appliances } = this.runtime.home().appliances
    this.#log.info({ address: this.address(), edition, appliances }, 'the gateway is listening')
  }

  /** the actual address of the public listener, as `host:port` */
  readonly address = (): string => this.#listener?.address ?? ''

  /** the same of the dashboard; empty while it does not listen */
  readonly dashboardAddress = (): string => this.#dashboard?.address() ?? ''

  /** Protects the watchdog's connection, given by its local port, from being closed when there are too many connections. */
  readonly spareConnection = (localPort: number): void => this.#listener?.spare(localPort)

  /** The present problems of the gateway itself, apart from a rejected configuration. */
  problems(): readonly Explanation[] {
    const hub = this.#hub.problem()
    const parts = explainProblems({
      state: [this.runtime.memories, this.#accountLinking, this.#dashboard?.accounts],
      signatureKey: [this.#key],
      backup: [this.#backups],
      adminSocket: [this.#admin],
      dashboard: [this.#dashboard],
    })
    return hub ? [hub, ...parts] : parts
  }

  /** Why the configuration on the disk is not in force; undefined if it is. */
  rejectedConfiguration(): RejectedConfiguration | undefined {
    return this.#config.rejected
  }

  /** Reads the access tokens from the disk again; this also happens when the file changes. */
  reloadTokens(): void {
    this.#tokens.reload()
  }

  /** The configuration is followed from now on, so that it can be read again and edited. */
  followConfig(followed: FollowedConfig): void {
    this.#config.follow(followed)
  }

  /**
   * Applies another configuration; running requests finish with the old one.
   * @throws Error for the user; then nothing has changed
   */
  async applyConfig(next: Config): Promise<void> {
    if (next.state !== this.#stateFolder)
      this.#log.warn({ state: next.state }, 'another state folder counts only after a restart')
    const before = this.#settings
    const settings = settingsOf(next)
    if (settings.linking) await this.#openAccountLinking()
    // A file of the same name may hold another key.
    const isSameKey = settings.publicKey === before.publicKey && /^https?:/.test(settings.publicKey)
    const key = isSameKey ? this.#key : this.#openKey(settings)
    await this.#rebind(before, settings, key)
    this.#isConfigured = true
    this.#key = key
    this.#settings = settings
    await this.#dashboard?.setSettings(settings.dashboard)
    if (JSON.stringify(settings.hub) !== JSON.stringify(before.hub)) await this.#hub.join(settings.hub)
    this.#lastRequest.setSettings(settings)
    this.#observation.linking.setAddress(settings.server.publicUrl)
    this.#config.replace(next)
    this.runtime.applyConfig(next)
    this.#backups.setSchedule(next.backup)
    this.runtime.prune()
    this.#admin.events.publish('configuration', {})
  }

  /** Records why the configuration on the disk is not in force; undefined if it is. */
  reportRejectedConfig(rejection: Rejection | undefined): void {
    const before = this.#config.rejected
    const rejected = rejection && { isPreviousInForce: this.#isConfigured, ...rejection }
    this.#config.rejected = rejected
    if (rejected || before) this.#admin.events.publish('configuration', rejected ? { rejected } : {})
  }

  /** Accepts no more requests, waits for running ones, closes every connection and writes all pending changes. */
  async close(): Promise<void> {
    this.#tokenWatcher.close()
    this.#backups.close()
    await Promise.all([
      this.#listener?.close(requestGraceMs),
      this.#hub.close(),
      this.#admin.stopListening(requestGraceMs),
      this.#dashboard?.close(requestGraceMs),
    ])
    await Promise.all([
      this.runtime.close(),
      this.#accountLinking?.flush(),
      this.#seenRequests.flush(),
      this.#observation.close(),
      this.#config.versions.flush(),
    ])
    await this.#admin.close()
  }

  readonly #authorize = (token: string): GrantedAccess => {
    const access = this.#accountLinking?.authorize(token) ?? { state: this.#tokens.check(token) }
    return access.state === 'good' && this.#seenRequests.isEnded(hashToken(token)) ? { state: 'expired' } : access
  }

  readonly #warn = (fields: object, message: string): void => this.#log.warn(fields, message)

  readonly #flush = (): Promise<unknown> =>
    Promise.all([
      this.runtime.flush(),
      this.#accountLinking?.flush(),
      this.#seenRequests.flush(),
      this.#observation.flush(),
      this.#config.versions.flush(),
    ])

  #inState(name: string): string {
    return join(this.#stateFolder, name)
  }

  #openKey({ publicKey: source }: GatewaySettings): SignatureKey {
    return new SignatureKey({ source, cacheFile: this.#inState(cacheFileName(source)), warn: this.#warn })
  }

  /** The module is loaded only where account linking is configured, to save memory elsewhere. */
  readonly #openAccountLinking = loadOnce(async (): Promise<AccountLinking> => {
    const { createAccountLinking } = await import('./accountLinking.ts')
    const folder = { state: this.#stateFolder }
    this.#accountLinking = await createAccountLinking(
      folder,
      () => this.#settings.linking,
      this.#tokens,
      () => (this.#settings.hub ? `${this.#settings.hub.home}.` : ''),
      this.#log,
      this.#observation.onLinking,
    )
    return this.#accountLinking
  })

  /** The state of the connection to the hub; undefined without a hub. */
  hubStatus(): AgentStatus | undefined {
    return this.#hub.status()
  }

  #createApp(settings: GatewaySettings, key: SignatureKey): RequestListener {
    const { server } = settings
    // A key from a file may belong to the user: its signature does not prove that CLOVA sent the request.
    const source: RequestSource = key.isUrl ? 'clova' : 'ownKey'
    return createPublicApp({
      clova: {
        path: server.path,
        deadlineMs: server.deadline,
        key,
        handler: this.#handler,
        authorize: this.#authorize,
        edition: () => this.#settings.edition,
        selfTests: this.#selfTests,
        onVerified: (socket, isProxied) => {
          this.#listener?.spare(socket)
          this.#lastRequest.record(isProxied)
          this.runtime.expectCommand()
        },
        onAnswered: (record, { body, answer }) =>
          void this.#onAnswered(source, record, { request: body.toString('utf8'), answer }),
        log: this.#log,
      },
      routeState: this.#routeState,
      oauth: this.#accountLinking?.routerOptions(settings),
      refusals: this.#refusals,
      log: this.#log,
    })
  }

  /** Logs a request, tells of its event and notes it, after its answer was sent. @param user who sits at the dashboard */
  readonly #onAnswered = (
    source: RequestSource,
    record: RequestRecord,
    messages: MessagePair,
    user?: string,
  ): RequestEntry => {
    // A fault of the gateway itself needs attention, so it is logged as an error.
    if (record.err === undefined) this.#log.info(record, 'request')
    else this.#log.error(record, 'request')
    this.#metrics.add(source === 'clova' || source === 'ownKey' ? 'clova' : 'admin', record)
    return this.#observation.onAnswered(source, record, messages, user)
  }

  /** Moves the listener to the address of new settings. @throws Error for the user; then the old address stays in use */
  async #rebind(before: GatewaySettings, next: GatewaySettings, key: SignatureKey): Promise<void> {
    const [from, to] = [before.server.listen, next.server.listen]
    const app = this.#createApp(next, key)
    const old = this.#listener
    if (old && from.host === to.host && from.port === to.port) {
      this.#app = app
      return old.setApp(app)
    }
    // If only the host changes, our own listener holds the port and must be closed first.
    const isSamePort = old !== undefined && from.port === to.port
    if (isSamePort) await old?.close(requestGraceMs)
    try {
      this.#listener = await listen(app, to)
      this.#app = app
    } catch (error) {
      if (isSamePort) this.#listener = await listen(this.#createApp(before, this.#key), from)
      throw error
    }
    if (!isSamePort) await old?.close(requestGraceMs)
  }
}

/**
 * Starts the gateway of a configuration.
 * @throws Error for the user if it cannot listen, or if another gateway uses the state folder
 */
export async function startGateway(initial: Config, log: Logger, options: StartOptions = {}): Promise<Gateway> {
  const admin = await AdminEndpoint.open(initial.state, log)
  // Before 0.2 the command line signed its requests with this private key, which is no longer used.
  rmSync(join(initial.state, 'local-key.pem'), { force: true })
  const gateway = new Gateway(initial, admin, log, options)
  try {
    await gateway.start()
  } catch (error) {
    await gateway.close()
    throw error
  }
  return gateway
}
