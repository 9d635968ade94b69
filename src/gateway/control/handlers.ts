import type { ClovaHandler, RequestRecord } from '../../clova/handler.ts'
import type { Health } from '../../control/api.ts'
import { type ControlHandlers, controlError } from '../../http/admin/router.ts'
import type { SelfTestRegistry } from '../../http/clova/selfTest.ts'
import { version } from '../../util/version.ts'
import type { AccountLinking } from '../accountLinking.ts'
import type { ConfigInForce } from '../configuration/configInForce.ts'
import type { RequestEntry, RequestSource } from '../history/requestEntry.ts'
import type { MessagePair } from '../history/requestLog.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import type { LastRequest } from '../lastRequest.ts'
import type { Observation } from '../observation.ts'
import type { GatewaySettings } from '../settings.ts'
import { CommandRunner } from './commands.ts'
import { createConfigurationHandlers } from './configuration.ts'
import { createHomeHandlers } from './home.ts'
import { createRequestHandlers } from './requests.ts'

/** What the operations of the admin API need of the gateway. */
export interface ControlDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  /** the address of the public listener, as `host:port` */
  address(): string
  /** the present problems of the gateway itself, in words for the user */
  problems(): readonly string[]
  readonly selfTests: SelfTestRegistry
  readonly lastRequest: LastRequest
  readonly config: ConfigInForce
  reloadTokens(): void
  /** writes all pending changes to the disk */
  flush(): Promise<unknown>
  /** loaded on the first use */
  accountLinking(): Promise<AccountLinking>
  /** the handler of CLOVA's messages without the check of the access token */
  readonly handler: ClovaHandler
  /** the connection to the hub; absent without a hub */
  hubStatus(): Health['hub']
  /** logs an answered request, tells of its event, and notes it */
  onAnswered(source: RequestSource, record: RequestRecord, messages: MessagePair, user?: string): RequestEntry
  readonly observation: Observation
}

/** Where an appliance stands in the configuration; undefined if it has no entry, or if the file is not followed. */
function positionIn(gateway: Pick<ControlDependencies, 'config'>, id: string) {
  try {
    return gateway.config.editor().positionOf(id)
  } catch {
    return undefined
  }
}

const hubHealth = (hub: Health['hub']) => hub && { hub }

/** The handlers of the operations of `control/api.ts`. */
export function createControlHandlers(gateway: ControlDependencies): ControlHandlers {
  const { home, settings, selfTests, lastRequest, observation } = gateway
  const commands = new CommandRunner(gateway)
  return {
    ...createHomeHandlers({ ...gateway, commands, positionOf: async (id) => positionIn(gateway, id) }),
    ...createConfigurationHandlers(gateway),
    ...createRequestHandlers({ requests: observation.requests, commands, settings }),
    health: (): Health => ({
      version,
      node: process.version,
      uptimeSeconds: Math.round(process.uptime()),
      processId: process.pid,
      edition: settings().edition,
      address: gateway.address(),
      configurationFile: settings().file,
      applianceCount: home.home().appliances.size,
      ...(lastRequest.proxiedAt !== undefined && { lastProxiedRequestAt: lastRequest.proxiedAt }),
      ...(lastRequest.directAt !== undefined && { lastDirectRequestAt: lastRequest.directAt }),
      ...hubHealth(gateway.hubStatus()),
      problems: [...gateway.problems()],
    }),
    links: async () => ({ links: [...(await gateway.accountLinking()).links()] }),
    revokeLinks: async ({ name = '' }) => (await gateway.accountLinking()).unlink(name),
    async accountLinking() {
      const { edition, server, linking, linkingDraft } = settings()
      const { clientId, clientSecret, redirectUris, users } = linkingDraft
      const problem = linking && (await gateway.accountLinking()).problem()
      return {
        edition,
        ...(server.publicUrl !== undefined && { publicUrl: server.publicUrl }),
        path: server.path,
        clientId,
        ...(clientSecret !== undefined && { clientSecret }),
        redirectUris: [...redirectUris],
        userCount: users,
        inForce: linking !== undefined,
        ...(problem !== undefined && { problem }),
      }
    },
    reloadTokens() {
      gateway.reloadTokens()
      return {}
    },
    issueSelfTest: () => selfTests.issue(),
    selfTestOutcome: ({ id }) => ({ outcome: selfTests.outcome(id) }),
    async flush() {
      await gateway.flush()
      return { problems: [...gateway.problems()] }
    },
    async backup() {
      await gateway.flush()
      const [{ packArchive }, { collectFiles }] = await Promise.all([
        import('../../backup/archive.ts'),
        import('../../backup/collect.ts'),
      ])
      const { info, files } = await collectFiles(settings().file).catch((error: Error): never => {
        throw controlError('conflict', error.message)
      })
      return packArchive(info, files)
    },
  }
}
