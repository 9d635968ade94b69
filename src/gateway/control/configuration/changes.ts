import type { Caller } from '../../../control/api.ts'
import type { ChangeOutcome } from '../../../control/operations/shapes.ts'
import { type Answers, noAnswers } from '../../../setup/answers.ts'
import { applyAnswers } from '../../../setup/applyAnswers.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import type { ConfigAuthor } from '../../configuration/versions.ts'
import type { GatewaySettings } from '../../settings.ts'

/** Who changes the configuration. */
export const authorOf = ({ user }: Caller): ConfigAuthor => ({
  kind: user === undefined ? 'file' : 'dashboard',
  ...(user !== undefined && { user }),
})

interface AnswerDependencies {
  settings(): GatewaySettings
  readonly config: EditableConfig
}

/** Saves answers of the user, as the wizard does; what they do not concern stays as it is. */
export function saveAnswers(
  { settings, config }: AnswerDependencies,
  caller: Caller,
  answers: Partial<Answers>,
): Promise<ChangeOutcome> {
  const editor = config.editor()
  return editor.change(authorOf(caller), (text) =>
    applyAnswers(text, { ...noAnswers, ...answers }, settings().language, editor.secretNames()),
  )
}
