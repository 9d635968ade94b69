import type { Text } from '../util/translate.ts'

/** What a connection is to learn of an appliance from its remote. */
export interface LearningRequest<A = unknown> {
  /** the appliance, by its id */
  readonly name: string
  readonly type: string
  /** its options; absent if it is no appliance yet */
  readonly options?: A
  /** the file for the learnt codes, as the configuration would name it; absent: the file that its options name */
  readonly file?: string
  /** learn only these keys, again if they exist; absent: all keys of its type that are missing */
  readonly keys?: readonly string[]
  /** by radio instead of infrared */
  readonly radio: boolean
  /** how long to wait for each press */
  readonly pressTimeoutMs: number
}

/** How work with a countdown ended: it is done, or the user typed a word (undefined: the terminal was closed). */
type CountdownOutcome<T> = { readonly done: T } | { readonly typedWord: string | undefined }

/** The dialogue with the user who operates the remote. */
export interface Dialogue {
  print(line: Text): void
  /** Asks; the answer is trimmed and in lower case. undefined if the terminal was closed or nothing was typed for long. */
  ask(question: Text): Promise<string | undefined>
  /** Asks for a text that goes over several lines and ends with an empty one; letters stay as they are. undefined if nothing was pasted. */
  paste?(question: Text): Promise<string | undefined>
  /**
   * Runs work that needs the user, and shows a countdown. It ends early when the user types one of the words or leaves.
   * @throws Failure what the work throws, and `actionFailed` if it takes longer than `ms`
   */
  withCountdown<T>(
    line: Text,
    ms: number,
    words: readonly string[],
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<CountdownOutcome<T>>
  /** Writes a file atomically. @param file its absolute path @throws Error of node:fs */
  save(file: string, text: string): Promise<void>
}
