import type { Dialogue } from '../../../src/home/learning.ts'
import { refusal } from '../../../src/util/fileErrors.ts'

/** What is learnt, kept on the disk as far as that takes it. */
export interface Keeper {
  /** Writes all that is learnt. A disk that takes it not is told; then it is tried again the next time. */
  keep(): Promise<void>
  /** Tries to write what could not be written, as long as they want; else shows it. @throws Error if it is not on the disk in the end */
  end(): Promise<void>
}

/** @param text all that is learnt */
export function keeper({ save, tell, ask }: Dialogue, file: string, text: () => string): Keeper {
  let wrong: string | undefined

  return {
    async keep() {
      await put()
      if (wrong !== undefined)
        tell(`${wrong} What was learnt is kept here meanwhile, and written as soon as that can be.`)
    },
    async end() {
      if (wrong !== undefined) await put()
      while (wrong !== undefined) {
        const answer = await ask(`${wrong} Make room, and Enter tries again; p shows what was learnt and ends.`)
        if (answer === undefined || answer === 'p' || answer === 'q') {
          tell(`This is what ${file} should hold:\n\n${text()}`)
          throw new Error(`${wrong} What was learnt stands above; put it there by hand.`)
        }
        await put()
      }
    },
  }

  async function put(): Promise<void> {
    try {
      await save(file, text())
      if (wrong !== undefined) tell(`${file} is written.`)
      wrong = undefined
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      wrong = `${file} cannot be written: ${refusal(code) ?? message} (${code ?? 'unknown'}).`
    }
  }
}
