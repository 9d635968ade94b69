import type { Config } from '../../config/load.ts'
import type { Driver } from '../../home/driver.ts'
import { type Language, wizardTranslator } from '../../setup/messages.ts'
import type { tryConnection } from '../../setup/tryConnection.ts'
import { PromptAborted } from '../terminal/prompter.ts'
import { type RewindablePrompter, Rewound } from './rewindablePrompter.ts'

/** What the questions of the wizard share. */
export interface WizardContext {
  readonly prompter: RewindablePrompter
  readonly language: Language
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  /** the present configuration, if it has no mistakes */
  readonly currentConfig: Config | undefined
  /** where the configuration is or will be */
  readonly currentFile: string
  /** true if there is no configuration yet */
  readonly isNew: boolean
  /** the edition of the present configuration */
  readonly edition: 'kr' | 'jp' | undefined
  /** the present connections by their names, valid or not */
  readonly connections: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  /** true if the present client secret is not usable */
  readonly isSecretWrong: boolean
  /** true if the units of the tunnels are installed */
  readonly hasTunnels: boolean
  readonly tryConnection: typeof tryConnection
  /** how long the network is searched, and how long the user may take to press a button, in milliseconds */
  readonly timeouts?: { readonly look: number; readonly button: number }
}

/** How often an invalid answer is asked for again. */
const maxAttempts = 5

/**
 * Asks until the answer is valid.
 * @param read parses the answer; the message of what it throws is shown
 * @throws PromptAborted after five invalid answers
 */
export async function askUntilValid<T>(
  { prompter, language }: Pick<WizardContext, 'prompter' | 'language'>,
  ask: () => Promise<string>,
  read: (typed: string) => T | Promise<T>,
): Promise<T> {
  const t = wizardTranslator(language)
  for (let i = 0; i < maxAttempts; i++) {
    const { position } = prompter
    const typed = await ask()
    try {
      return await read(typed)
    } catch (error) {
      if (error instanceof Rewound || error instanceof PromptAborted) throw error
      prompter.forgetFrom(position)
      prompter.print(t('wrong', { why: (error as Error).message }))
    }
  }
  throw new PromptAborted('nothingUsable', true)
}

/** Asks a yes-or-no question, which may be answered in any of the languages. @throws PromptAborted */
export async function confirm(
  context: Pick<WizardContext, 'prompter' | 'language'>,
  question: string,
  defaultValue: boolean,
): Promise<boolean> {
  const { prompter, language } = context
  return askUntilValid(
    context,
    () => prompter.ask(question, defaultValue ? 'y' : 'n'),
    (typed) => {
      if (/^(y|yes|예|네|ㅇ|はい|は)$/i.test(typed)) return true
      if (/^(n|no|아니오|아니요|아뇨|ㄴ|いいえ|い)$/i.test(typed)) return false
      throw new Error(wizardTranslator(language)('yesOrNo'))
    },
  )
}
