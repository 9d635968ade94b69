import { sceneApplianceId } from '../../../clova/discovery.ts'
import { phraseFor } from '../../../clova/spoken/phrases.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import type { GatewaySettings } from '../../settings.ts'
import type { CommandRunner } from '../commands.ts'
import { similarNames } from '../similarNames.ts'

type SceneHandlers = Pick<ControlHandlers, 'scenes' | 'runScene'>

interface SceneDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  readonly commands: CommandRunner
}

/** The operations on scenes. */
export function createSceneHandlers({ home: runtime, settings, commands }: SceneDependencies): SceneHandlers {
  return {
    scenes: (_request, _signal, { appliances: only }) => {
      const home = runtime.home()
      const { edition, language } = settings()
      const isAllowed = (id: string) => !only || only.has(id)
      const shown = [...home.scenes.values()].filter((one) =>
        one.actions.every(({ appliance }) => isAllowed(appliance)),
      )
      return {
        scenes: shown.map(({ id, name, actions: steps }) => {
          const say = edition === 'kr' ? phraseFor(name, ['TurnOn'], language) : name
          return {
            id,
            name,
            actions: steps.map((step) => ({ ...step })),
            ...(say !== undefined && { say }),
            similar: similarNames(home, name, id),
          }
        }),
      }
    },
    runScene({ scene: id }, signal, caller) {
      const scene = runtime.home().scenes.get(id)
      const isAllowed = scene?.actions.every(({ appliance }) => caller.appliances?.has(appliance) !== false)
      if (!scene || !isAllowed) throw controlError('notFound', explain('noSuchScene', { id }))
      // Whether all its appliances are theirs was looked at above.
      const { appliances: _only, ...unrestricted } = caller
      // The editions run a scene by different messages.
      return settings().edition === 'kr'
        ? commands.run('TurnOn', { appliance: { applianceId: sceneApplianceId(id) } }, signal, unrestricted)
        : commands.run('ActionScene', { scene: { sceneId: id } }, signal, unrestricted)
    },
  }
}
