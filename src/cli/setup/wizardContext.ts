import type { Config } from '../../config/load.ts'
import type { Driver } from '../../home/driver.ts'
import { PromptAborted, type Prompter } from '../terminal/prompt.ts'
import { type Language, wizardTranslator } from './messages.ts'

/** What the wizard is given. */
export interface WizardContext {
  readonly prompter: Prompter
  readonly language: Language
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  /** the configuration as it is; nothing if there is none, or none without mistakes */
  readonly currentConfig: Config | undefined
  /** true if nothing is written yet */
  readonly isNew: boolean
  /** the edition that stands there */
  readonly edition: 'kr' | 'jp' | undefined
  /** the connections that stand there by their names, right or not */
  readonly connections: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  /** true if the secret by which CLOVA is known cannot be used as it is */
  readonly isSecretWrong: boolean
  /** true if the package is there, whose units lead the tunnels */
  readonly hasTunnels: boolean
  /** how long is looked around, and waited for a button, in milliseconds */
  readonly timeouts?: { readonly look: number; readonly button: number }
}

/** How often what cannot be is asked for again. */
const maxAttempts = 5

/** Asks until it can be. @param read what was typed, as it is meant @throws PromptAborted after five that could not be; what `read` throws is told */
export async function askUntilValid<T>(
  { prompter, language }: Pick<WizardContext, 'prompter' | 'language'>,
  ask: () => Promise<string>,
  read: (typed: string) => T | Promise<T>,
): Promise<T> {
  const t = wizardTranslator(language)
  for (let i = 0; i < maxAttempts; i++) {
    const typed = await ask()
    try {
      return await read(typed)
    } catch (error) {
      prompter.tell(t('wrong', { why: (error as Error).message }))
    }
  }
  throw new PromptAborted('nothing that could be was typed', true)
}

/** Yes or no, in any of the languages. @throws PromptAborted */
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
