import type { Edition } from '../../clova/edition.ts'
import type { Scene } from '../../home/home.ts'
import { defaultRateLimit } from '../../home/rateLimit.ts'
import { suggestion } from '../../util/suggest.ts'
import { asSentence, joinTexts } from '../../util/translate.ts'
import { localize } from '../messages.ts'
import type { Problem } from '../problem.ts'
import type { ConfigProtocol } from '../protocol.ts'
import type { Source } from '../yaml/source.ts'
import type { PositionedEntry } from './appliances.ts'

type Written = Omit<Scene, 'actions'> & {
  readonly actions: readonly { readonly appliance: string; readonly do: string; readonly value?: unknown }[]
}

/** What is wrong with the scenes: each action is rehearsed against the appliance that it is for. */
export function checkScenes(
  source: Source,
  scenes: readonly Written[],
  appliances: readonly PositionedEntry[],
  edition: Edition,
  protocol: ConfigProtocol,
): readonly Problem[] {
  const known = new Map(appliances.map((entry) => [entry.description.id, entry]))
  const seen = new Set<string>()
  return scenes.flatMap(({ id, actions }, index) => {
    const path = ['scenes', index]
    const twice = id !== '' && seen.has(id) ? [source.problem([...path, 'id'], localize('sceneIdTwice', { id }))] : []
    seen.add(id)
    const crowded = [...known.values()].flatMap(({ description, pace = defaultRateLimit }) => {
      const count = actions.filter(({ appliance }) => appliance === description.id).length
      const message = localize('sceneBeyondPace', {
        count,
        id: description.id,
        max: pace.maxCommands,
        seconds: pace.windowMs / 1000,
      })
      return count > pace.maxCommands ? [source.problem([...path, 'actions'], message)] : []
    })
    return [...twice, ...crowded, ...actions.flatMap((action, i) => checkAction(action, [...path, 'actions', i]))]
  })

  function checkAction(
    { appliance, do: action, value }: Written['actions'][number],
    path: readonly PropertyKey[],
  ): readonly Problem[] {
    // An invalid action and an invalid appliance were reported already.
    if (action === '' && appliance === '') return []
    const entry = known.get(appliance)
    if (!entry) {
      const hint = suggestion(appliance, known.keys())
      return [source.problem([...path, 'appliance'], localize('noAppliance', { appliance, hint }))]
    }
    const { type } = entry.description
    if (!entry.spec || !protocol.types(edition).includes(type)) return []
    const wrong = protocol.validateSceneAction(edition, type, entry.spec, action, value)
    if (wrong) {
      const hint =
        wrong.at === 'do'
          ? suggestion(
              action,
              protocol.offered(edition, type, entry.spec).filter((other) => other !== action),
            )
          : ''
      return [source.problem([...path, wrong.at], joinTexts(`${appliance}: `, asSentence(wrong.message), hint))]
    }
    if (value === undefined) return []
    const message = localize(edition === 'jp' ? 'sceneValueJp' : 'sceneValue', { action })
    return [source.problem([...path, 'value'], message, { severity: 'warning' })]
  }
}
