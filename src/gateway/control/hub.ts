import { groupedHomeId } from '../../config/homeId.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import type { EditableConfig } from '../configuration/editor.ts'
import type { GatewaySettings } from '../settings.ts'
import { saveAnswers } from './configuration/changes.ts'

interface HubDependencies {
  settings(): GatewaySettings
  readonly config: EditableConfig
}

/** The operations on the hub of this home. */
export const createHubHandlers = (gateway: HubDependencies): Pick<ControlHandlers, 'joinHub'> => ({
  async joinHub({ line }, signal, caller) {
    // The client of NATS is loaded only where there is a hub.
    const { tryJoinLine } = await import('../../hub/joining.ts')
    const trial = await tryJoinLine(line, signal)
    if ('problem' in trial) return { outcome: 'refused', reason: trial.problem }
    const { publicUrl, home } = trial.line
    const change = await saveAnswers(gateway, caller, { hub: line })
    return { outcome: 'joined', publicUrl, homeCode: groupedHomeId(home), change }
  },
})
