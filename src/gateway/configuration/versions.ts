import { createHash } from 'node:crypto'
import * as z from 'zod'
import { JsonStore } from '../../storage/jsonStore.ts'

/** How many earlier configurations are kept, and how many characters in all of them: a large home has 300,000. */
const maxVersions = 20
const maxCharacters = 4_000_000

const author = z.object({
  kind: z.enum(['dashboard', 'file', 'start']),
  user: z.string().optional(),
  /** when the version was saved that was put back */
  restoredFrom: z.number().optional(),
})
/** Who saved a configuration; `file`: an editor or the command line. */
export type ConfigAuthor = z.infer<typeof author>

const version = z.object({ id: z.string(), at: z.number(), by: author, text: z.string() })
export type ConfigVersion = z.infer<typeof version>

/** Names a text: two texts are the same if this is. */
export const revisionOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16)

/** The configurations that were in force, the present one too; in the state folder, which only its owner can read. */
export class ConfigVersions {
  readonly #store: JsonStore<ConfigVersion[]>
  readonly #now: () => number
  #expected: { readonly revision: string; readonly by: ConfigAuthor } | undefined

  constructor(file: string, warn: (fields: object, message: string) => void, now: () => number = Date.now) {
    this.#store = new JsonStore<ConfigVersion[]>({ file, schema: z.array(version), empty: [], warn })
    this.#now = now
  }

  /** The next configuration with this text was saved by somebody who is known. */
  expect(text: string, by: ConfigAuthor): void {
    this.#expected = { revision: revisionOf(text), by }
  }

  /** Notes that a configuration is in force now. @param isStart true if the gateway starts with it */
  record(text: string, isStart = false): void {
    const { value } = this.#store
    if (value.at(-1)?.text === text) return
    const revision = revisionOf(text)
    const by =
      this.#expected?.revision === revision ? this.#expected.by : ({ kind: isStart ? 'start' : 'file' } as const)
    this.#expected = undefined
    value.push({ id: `${this.#now().toString(36)}-${revision.slice(0, 6)}`, at: this.#now(), by, text })
    // The one in force is kept besides the earlier ones.
    while (value.length > maxVersions + 1 || (value.length > 1 && lengthOf(value) > maxCharacters)) value.shift()
    this.#store.markChanged()
  }

  /** The newest first. */
  list(): readonly ConfigVersion[] {
    return this.#store.value.toReversed()
  }

  find(id: string): ConfigVersion | undefined {
    return this.#store.value.find((one) => one.id === id)
  }

  /** The text of a revision that was in force; undefined if it is not kept. */
  textOf(revision: string): string | undefined {
    return this.#store.value.find(({ text }) => revisionOf(text) === revision)?.text
  }

  flush(): Promise<void> {
    return this.#store.flush()
  }
}

const lengthOf = (versions: readonly ConfigVersion[]) => versions.reduce((sum, { text }) => sum + text.length, 0)
