import type { Dialogue, Lesson } from '../../../src/home/learning.ts'
import type { Options } from '../options.ts'
import type { Presser } from '../transmitter.ts'

/** Where something is learnt, and all that is there. */
export interface Room {
  readonly lesson: Lesson<Options>
  readonly dialogue: Dialogue
  readonly transmitter: Presser
  /** The full name of a file that the configuration names. */
  file(name: string): string
  /** what the user calls the connection */
  readonly connection: string
}
