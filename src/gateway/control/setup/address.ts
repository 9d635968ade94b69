import { publicUrl } from '../../../config/schema.ts'
import { controlError } from '../../../control/errors.ts'
import { explain, explainError } from '../../../control/explanations/index.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { tunnelKinds, tunnelSchema } from '../../../setup/tunnelKinds.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import type { LinkingProgress } from '../../history/linkingProgress.ts'
import type { GatewaySettings } from '../../settings.ts'
import { saveAnswers } from '../configuration/changes.ts'

type AddressHandlers = Pick<ControlHandlers, 'tunnelKinds' | 'setAddress' | 'tryAddress'>

/** A tunnel, as systemd and the file system report it. */
interface TunnelState {
  readonly kind: string
  readonly isInstalled: boolean
  readonly isConfigured: boolean
  readonly isRunning?: boolean
  readonly companionFiles: readonly string[]
}

/** What the command line that starts the gateway passes to it, since it is above the gateway. */
export interface MachineTools {
  tunnels(): Promise<readonly TunnelState[]>
  /** Writes the settings of a tunnel. @throws Error for the user if that is not possible */
  configureTunnel(
    answers: Readonly<Record<string, string>>,
    host: string,
    listen: { readonly host: string; readonly port: number },
  ): Promise<{
    readonly file: string
    readonly missing: readonly string[]
    readonly install?: string
    readonly commands: readonly string[]
  }>
  /** Sends a signed request to the public address. @returns why it did not arrive here; undefined if it did */
  tryAddress(signal: AbortSignal): Promise<string | undefined>
}

interface AddressDependencies {
  settings(): GatewaySettings
  readonly config: EditableConfig
  readonly observation: { readonly linking: LinkingProgress }
  /** absent where the gateway was not started by the command line */
  readonly tools?: MachineTools
}

/** The operations on the public address and its tunnel. */
export function createAddressHandlers(gateway: AddressDependencies): AddressHandlers {
  const { settings, observation, tools } = gateway
  return {
    async tunnelKinds() {
      const states = (await tools?.tunnels()) ?? []
      return {
        tunnels: Object.entries(tunnelKinds).map(([kind, { questions }]) =>
          describeTunnel(
            kind,
            questions,
            states.find((state) => state.kind === kind),
          ),
        ),
      }
    },
    async setAddress({ publicUrl: url, tunnel }, _signal, caller) {
      if (url !== undefined && !publicUrl.safeParse(url).success)
        throw controlError('badRequest', explain('badPublicUrl'))
      const tunnelAnswers = tunnel && tunnelSchema.safeParse({ kind: tunnel.kind, ...tunnel.answers })
      if (tunnelAnswers && !tunnelAnswers.success)
        throw controlError(
          'badRequest',
          explain('badTunnelAnswers', {}, { detail: tunnelAnswers.error.issues[0]?.message }),
        )
      const change = await saveAnswers(gateway, caller, { ...(url !== undefined && { publicUrl: url }) })
      const address = url ?? settings().server.publicUrl
      if (!tunnelAnswers || address === undefined || change.outcome !== 'saved') return { change }
      return { change, tunnel: await writeTunnel(tools, tunnelAnswers.data, address, settings().server.listen) }
    },
    async tryAddress(_request, signal) {
      if (!tools) throw controlError('conflict', explain('notStartedByRun'))
      if (settings().server.publicUrl === undefined) return { isReached: false, reason: explain('missingPublicUrl') }
      const start = performance.now()
      const problem = await tools.tryAddress(signal)
      if (problem !== undefined) return { isReached: false, reason: explain('notReached', {}, { detail: problem }) }
      observation.linking.record('reached')
      return { isReached: true, ms: Math.round(performance.now() - start) }
    },
  }
}

type TunnelKind = (typeof tunnelKinds)[keyof typeof tunnelKinds]

/** A kind of tunnel as the page shows it: what it asks, and whether it is there. */
const describeTunnel = (kind: string, questions: TunnelKind['questions'], state: TunnelState | undefined) => ({
  kind,
  questions: questions.map(({ key, question, rule, secret }) => ({
    key,
    label: { ...question },
    rule: { ...rule },
    isSecret: secret === true,
    isList: false,
    isOptional: false,
  })),
  companionFiles: [...(state?.companionFiles ?? [])],
  isInstalled: state?.isInstalled ?? false,
  isConfigured: state?.isConfigured ?? false,
  ...(state?.isRunning !== undefined && { isRunning: state.isRunning }),
})

/** Writes the settings of a tunnel, or says which command writes them where the gateway may not. */
async function writeTunnel(
  tools: MachineTools | undefined,
  answers: Readonly<Record<string, string>>,
  address: string,
  listen: GatewaySettings['server']['listen'],
) {
  if (!tools) throw controlError('conflict', explain('notStartedByRun'))
  try {
    const { file, missing, install, commands } = await tools.configureTunnel(answers, new URL(address).host, listen)
    return {
      file,
      isWritten: true,
      missing: [...missing],
      ...(install !== undefined && { install }),
      commands: [...commands],
    }
  } catch (error) {
    return {
      file: tunnelKinds[answers.kind as keyof typeof tunnelKinds].file,
      isWritten: false,
      missing: [],
      commands: ['sudo clova-home setup'],
      reason: explainError(error),
    }
  }
}
