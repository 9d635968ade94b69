import type { Config } from '../../config/load.ts'
import type { Driver } from '../../home/device.ts'
import type { Asker } from './ask.ts'
import type { Language } from './words.ts'

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
  /** how long is looked around, and waited for a button, in milliseconds */
  readonly patience?: { readonly look: number; readonly button: number }
}

/** Yes or no, in any of the languages. */
export async function agreed(asker: Asker, question: string, usual: boolean): Promise<boolean> {
  const typed = await asker.ask(question, usual ? 'y' : 'n')
  return /^(y|yes|예|네|ㅇ|はい|は)$/i.test(typed)
}
