import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import type { AgentStatus, HubAgent } from '../hub/agent.ts'
import type { GatewaySettings } from './settings.ts'

/** The connection to the hub that the configuration names, if it names one. */
export class HubMembership {
  #agent: HubAgent | undefined
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
    if (hub) {
      const { openHubAgent } = await import('../hub/agent.ts')
      try {
        this.#agent = openHubAgent(hub, this.#app, this.#log)
        this.#agent.start()
      } catch (error) {
        // The home goes on without its hub: whoever comes directly is served.
        this.#log.error({ reason: (error as Error).message }, 'the hub cannot be used')
      }
    }
    await before?.close()
  }

  /** The state of the connection; undefined without a hub. */
  status(): AgentStatus | undefined {
    return this.#agent?.status()
  }

  async close(): Promise<void> {
    await this.#agent?.close()
  }
}
