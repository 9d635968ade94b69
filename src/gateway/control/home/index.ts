import { createActionHandlers } from './actions.ts'
import { createApplianceHandlers } from './appliances.ts'
import { createSceneHandlers } from './scenes.ts'
import { createVocabularyHandlers } from './vocabulary.ts'

type HomeHandlers = ReturnType<typeof createApplianceHandlers> &
  ReturnType<typeof createSceneHandlers> &
  ReturnType<typeof createActionHandlers> &
  ReturnType<typeof createVocabularyHandlers>
type HomeDependencies = Parameters<typeof createApplianceHandlers>[0] &
  Parameters<typeof createSceneHandlers>[0] &
  Parameters<typeof createActionHandlers>[0] &
  Parameters<typeof createVocabularyHandlers>[0]

/** The operations on appliances and scenes. */
export const createHomeHandlers = (gateway: HomeDependencies): HomeHandlers => ({
  ...createApplianceHandlers(gateway),
  ...createSceneHandlers(gateway),
  ...createActionHandlers(gateway),
  ...createVocabularyHandlers(gateway),
})
