import { groupedHomeId } from '../../../config/homeId.ts'
import type { ResponseOf } from '../../../control/api.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { EventStream } from '../../../http/admin/events.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import { type LinkingProgress, linkingSteps } from '../../history/linkingProgress.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import type { GatewaySettings } from '../../settings.ts'
import { saveAnswers } from '../configuration/changes.ts'
import { missingForLinking } from '../linking/console.ts'
import { createAddressHandlers, type MachineTools } from './address.ts'
import { createConnectionHandlers } from './connections.ts'
import { createSearchHandlers } from './networkSearch.ts'

type SetupHandlers = Pick<ControlHandlers, 'setup' | 'setEdition'> &
  ReturnType<typeof createAddressHandlers> &
  ReturnType<typeof createConnectionHandlers> &
  ReturnType<typeof createSearchHandlers>
type SetupStep = ResponseOf<'setup'>['steps'][number]

interface SetupDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  readonly config: EditableConfig
  readonly observation: { readonly linking: LinkingProgress }
  readonly events: EventStream
  readonly tools?: MachineTools
  /** false while there is no usable configuration */
  isConfigured(): boolean
}

/** The operations of the first run. Every answer is saved at once, so that leaving loses nothing. */
export function createSetupHandlers(gateway: SetupDependencies): SetupHandlers {
  return {
    async setup() {
      const { edition, language, server } = gateway.settings()
      const notWritable = gateway.config.editor().notWritable()
      const tunnel = (await gateway.tools?.tunnels())?.find(({ isConfigured }) => isConfigured)
      const steps = stepsOf(gateway)
      return {
        steps,
        isFinished: steps.every(({ state }) => state !== 'open'),
        ...(gateway.isConfigured() && { edition, language }),
        ...(server.publicUrl !== undefined && { publicUrl: server.publicUrl }),
        ...(tunnel && { tunnel: tunnel.kind }),
        ...(notWritable && { notWritable }),
      }
    },
    setEdition: ({ edition, language }, _signal, caller) =>
      saveAnswers(gateway, caller, { edition, ...(language !== undefined && { language }) }),
    ...createAddressHandlers(gateway),
    ...createSearchHandlers(gateway),
    ...createConnectionHandlers(gateway),
  }
}

const doneIf = (isDone: boolean) => (isDone ? 'done' : 'open')

/** The steps of the first run in their order. */
function stepsOf({ home, settings, isConfigured, observation }: SetupDependencies): SetupStep[] {
  const { edition, server, hub, ...present } = settings()
  const { publicUrl } = server
  const missing = missingForLinking(settings())
  const { size: applianceCount } = home.home().appliances
  const connections = home.connections()
  const isBroken = connections.some(({ connection }) => (connection.problems?.() ?? []).length > 0)
  const consoleStepsDone = observation.linking.steps().filter(({ at }) => at !== undefined).length
  return [
    {
      step: 'edition',
      state: doneIf(isConfigured()),
      ...(isConfigured() && { summary: explain('summaryEdition', { edition }) }),
    },
    {
      step: 'address',
      state: doneIf(publicUrl !== undefined),
      ...(publicUrl !== undefined && { summary: explain('summaryAddress', { address: publicUrl }) }),
    },
    {
      step: 'connections',
      state: isBroken ? 'attention' : doneIf(connections.length > 0),
      summary: explain('summaryConnections', { count: connections.length }),
    },
    {
      step: 'appliances',
      state: doneIf(applianceCount > 0),
      summary: explain('summaryAppliances', { count: applianceCount }),
    },
    {
      step: 'users',
      state: doneIf(!missing.some(({ code }) => code === 'missingUser' || code === 'missingSecret')),
      summary: explain('summaryUsers', { count: present.linkingDraft.users }),
    },
    {
      step: 'console',
      // Behind a hub, its operator has filled in the form of the console.
      state: doneIf(hub !== undefined || consoleStepsDone === linkingSteps.length),
      summary:
        missing[0] ??
        (hub
          ? explain('summaryHub', { code: groupedHomeId(hub.home) })
          : explain('summaryConsole', { count: consoleStepsDone })),
    },
  ]
}
