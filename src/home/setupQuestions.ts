import type { Words } from '../util/translate.ts'
/** What somebody is asked who makes a connection by hand. */
export interface Asking {
  /** what it is */
  readonly what: Words
  /** what stands under a connection that comes upon devices by itself, as in the configuration; nothing where each does */
  readonly toDiscover?: string
  readonly questions: readonly {
    /** the key under `drivers:` */
    readonly key: string
    readonly words: Words
    /** what it is if nothing is typed; without one, it may be left out */
    readonly usual?: string
    /** it stands in the secrets file, and is not shown while it is typed */
    readonly secret?: true
    /** several, with commas between them */
    readonly list?: true
  }[]
}
