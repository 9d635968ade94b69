import type { Config } from '../../config/load.ts'
import type { Driver } from '../../home/driver.ts'
import { type Asker, Gone } from '../terminal/prompt.ts'
import { type Language, speaker } from './messages.ts'

/** What the wizard is given. */
export interface Wizardry {
  readonly asker: Asker
  readonly language: Language
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  /** the configuration as it is; nothing if there is none, or none without mistakes */
  readonly before: Config | undefined
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
  readonly patience?: { readonly look: number; readonly button: number }
}

/** How often what cannot be is asked for again. */
const tries = 5

/** Asks until it can be. @param read what was typed, as it is meant @throws Gone after five that could not be; what `read` throws is told */
export async function until<T>(
  { asker, language }: Pick<Wizardry, 'asker' | 'language'>,
  ask: () => Promise<string>,
  read: (typed: string) => T | Promise<T>,
): Promise<T> {
  const say = speaker(language)
  for (let i = 0; i < tries; i++) {
    const typed = await ask()
    try {
      return await read(typed)
    } catch (error) {
      asker.tell(say('wrong', { why: (error as Error).message }))
    }
  }
  throw new Gone('nothing that could be was typed', true)
}

/** Yes or no, in any of the languages. @throws Gone */
export async function agreed(
  wizardry: Pick<Wizardry, 'asker' | 'language'>,
  question: string,
  usual: boolean,
): Promise<boolean> {
  const { asker, language } = wizardry
  return until(
    wizardry,
    () => asker.ask(question, usual ? 'y' : 'n'),
    (typed) => {
      if (/^(y|yes|예|네|ㅇ|はい|は)$/i.test(typed)) return true
      if (/^(n|no|아니오|아니요|아뇨|ㄴ|いいえ|い)$/i.test(typed)) return false
      throw new Error(speaker(language)('yesOrNo'))
    },
  )
}
