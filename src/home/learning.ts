/** What somebody who stands before an appliance wants a connection to learn of it. */
export interface Lesson<A = unknown> {
  /** the appliance, by its id */
  readonly name: string
  readonly type: string
  /** what it is made with; absent: it is no appliance yet */
  readonly options?: A
  /** where to put what is learnt, as the configuration would name it; absent: where its options say */
  readonly file?: string
  /** only these, anew; absent: all that its type may have and that is not there yet */
  readonly keys?: readonly string[]
  /** by radio, not by light */
  readonly radio: boolean
  /** how long to wait for each press, in milliseconds */
  readonly wait: number
}

/** How something ended that they could end: it was done, or they typed a word; nothing if they have gone. */
export type Outcome<T> = { readonly done: T } | { readonly typed: string | undefined }

/** Whoever stands before the appliance. */
export interface Dialogue {
  tell(line: string): void
  /** What they type, trimmed, in small letters; nothing if they have gone, or type nothing for long. */
  ask(question: string): Promise<string | undefined>
  /**
   * Does what they are needed for, and counts down. It ends once they type one of the words, or go.
   * @throws Failure what the work throws, and `actionFailed` if it takes longer than `ms`
   */
  during<T>(
    line: string,
    ms: number,
    words: readonly string[],
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<Outcome<T>>
  /** Puts a file in its place, whole or not at all. @param file its full name @throws Error as node:fs does */
  save(file: string, text: string): Promise<void>
}
