import type { Code } from './code.ts'
import type { RawKey } from './key.ts'

/** One way in which people write codes: a row of the table in `formats.ts`. */
export interface Format {
  /** Whether a text is meant to be one, so that its mistakes are told in its terms. */
  looks(text: string): boolean
  /** @throws Error in plain words */
  read(text: string): RawKey
  /** @throws Error in plain words if this format cannot say it */
  write(code: Code): string
}
