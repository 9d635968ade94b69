import type { BackupScheduler } from '../../backup/schedule.ts'
import type { ClovaHandler, RequestRecord } from '../../clova/handler.ts'
import type { Explanation, Health } from '../../control/api.ts'
import type { EventStream } from '../../http/admin/events.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import type { SelfTestRegistry } from '../../http/clova/selfTest.ts'
import type { LogRing } from '../../util/logRing.ts'
import type { AccountLinking } from '../accountLinking.ts'
import type { ConfigInForce } from '../configuration/configInForce.ts'
import { type EditableConfig, editableConfig } from '../configuration/editor.ts'
import type { DashboardEndpoint } from '../dashboardEndpoint.ts'
import { type Diagnose, DiagnosisRun } from '../history/diagnosisRun.ts'
import type { RequestEntry, RequestSource } from '../history/requestEntry.ts'
import type { MessagePair } from '../history/requestLog.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import type { LastRequest } from '../lastRequest.ts'
import type { Observation } from '../observation.ts'
import type { GatewaySettings } from '../settings.ts'
import { createAccessHandlers } from './access.ts'
import { CommandRunner } from './commands.ts'
import { createConfigurationHandlers } from './configuration/index.ts'
import { createHealthHandlers } from './health.ts'
import { createHomeHandlers } from './home/index.ts'
import { createHubHandlers } from './hub.ts'
import { createLinkingHandlers } from './linking/index.ts'
import { createRemoteHandlers } from './remotes/index.ts'
import { createRequestHandlers } from './requests.ts'
import { createRestoreHandlers } from './restore.ts'
import type { MachineTools } from './setup/address.ts'
import { createSetupHandlers } from './setup/index.ts'

/** What is above the gateway, and given to it by the command line that starts it. */
export interface GatewayTools extends MachineTools {
  readonly diagnose: Diagnose
  /** Everything that helps to find a fault, without secrets. */
  supportReport(): Promise<string>
  /** Ends the process, which is started again; absent where nobody would start it again. */
  restart?(): void
  /** the last lines of the log */
  readonly logRing: LogRing
}

/** What the operations of the admin API need of the gateway. */
export interface ControlDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  /** the address of the public listener, as `host:port` */
  address(): string
  /** the present problems of the gateway itself */
  problems(): readonly Explanation[]
  readonly selfTests: SelfTestRegistry
  readonly lastRequest: LastRequest
  readonly config: ConfigInForce
  /** false while there is no usable configuration */
  isConfigured(): boolean
  readonly backups: BackupScheduler
  readonly events: EventStream
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
  readonly tools?: GatewayTools | undefined
  /** absent where nobody can log in */
  readonly dashboard?: DashboardEndpoint | undefined
}

/** The handlers of the operations of `control/operations/`. */
export function createControlHandlers(dependencies: ControlDependencies): ControlHandlers {
  const config = editableConfig(dependencies.config)
  const gateway = { ...dependencies, config }
  const { settings, observation, tools, events, dashboard } = gateway
  const commands = new CommandRunner(gateway)
  const diagnosis =
    tools &&
    new DiagnosisRun(tools.diagnose, {
      onFinding: (finding) => events.publish('finding', { finding }),
      onEnd: () => events.publish('diagnosis', {}),
    })
  const { tools: _tools, ...rest } = gateway
  return {
    ...createHomeHandlers({ ...gateway, commands, positionOf: async (id) => positionIn(config, id) }),
    ...createConfigurationHandlers(gateway),
    ...createRequestHandlers({ requests: observation.requests, commands, settings }),
    ...createHealthHandlers({
      ...gateway,
      ...(diagnosis && { diagnosis }),
      ...(tools && { supportReport: tools.supportReport, logRing: tools.logRing }),
    }),
    ...createHubHandlers(gateway),
    ...(dashboard && createAccessHandlers(dashboard)),
    ...createLinkingHandlers(gateway),
    ...createRemoteHandlers(gateway),
    ...createRestoreHandlers({ settings, ...(tools?.restart && { restart: tools.restart }) }),
    ...createSetupHandlers({ ...rest, ...(tools && { tools }) }),
  }
}

/** Where an appliance stands in the configuration; undefined if it has no entry, or if the file is not followed. */
function positionIn(config: EditableConfig, id: string) {
  try {
    return config.editor().positionOf(id)
  } catch {
    return undefined
  }
}
