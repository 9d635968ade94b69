import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { explain } from '../control/explanations/index.ts'
import type { Explanation } from '../control/operations/shapes.ts'
import type { AgentStatus, HubAgent } from '../hub/agent.ts'
import type { GatewaySettings } from './settings.ts'

/** A connection that is back within this time is no problem that the user is told, in milliseconds. */
const quietMs = 10_000

/** The connection to the hub that the configuration names, if it names one. */
export class HubMembership {
  #agent: HubAgent | undefined
  /** why the settings of the hub cannot be used */
  #unusable: Explanation | undefined
  readonly #app: () => RequestListener
  readonly #log: Logger

  /** @param app returns the application that answers the requests of the hub */
  constructor(app: () => RequestListener, log: Logger) {
    this.#app = app
    this.#log = log
  }

  /** Receives the requests of this hub from now on, and of no other. The module is loaded only if there is one. */
  async join(hub: GatewaySettings['hub']): Promise<void> {
    const before = this.#agent
    this.#agent = undefined
    this.#unusable = undefined
    if (hub) {
      const { openHubAgent } = await import('../hub/agent.ts')
      try {
        this.#agent = openHubAgent(hub, this.#app, this.#log)
        this.#agent.start()
      } catch (error) {
        // The home goes on without its hub: whoever comes directly is served.
        const detail = (error as Error).message
        this.#log.error({ reason: detail }, 'the hub cannot be used')
        this.#unusable = explain('hubUnusable', {}, { detail })
      }
    }
    await before?.close()
  }

  /** The state of the connection; undefined without a hub. */
  status(): AgentStatus | undefined {
    return this.#agent?.status()
  }

  /** Why CLOVA's requests do not arrive; undefined without a hub, while it is connected, and in the first seconds without it. */
  problem(): Explanation | undefined {
    const status = this.status()
    if (!status) return this.#unusable
    return !status.connected && Date.now() - status.since >= quietMs ? status.reason : undefined
  }

  async close(): Promise<void> {
    await this.#agent?.close()
  }
}
