import { localizer, translator } from '../../util/translate.ts'
import { accessMessages } from './access.ts'
import { demoMessages } from './demo.ts'
import { fileMessages } from './files.ts'
import { homeMessages } from './home.ts'
import { remoteMessages } from './remotes.ts'
import { serviceMessages } from './service.ts'
import { usageMessages } from './usage.ts'

/** All that the commands print, in the three languages; help stands with each command. */
export const commandMessages = {
  ...usageMessages,
  ...demoMessages,
  ...homeMessages,
  ...accessMessages,
  ...remoteMessages,
  ...fileMessages,
  ...serviceMessages,
}

/** Looks up a message of the commands in a language. */
export const commandTranslator = translator(commandMessages)
export type CommandTranslate = ReturnType<typeof commandTranslator>

/** A message of the commands in all languages, for errors: the language is chosen where they are printed. */
export const commandText = localizer(commandMessages)
