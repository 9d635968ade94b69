import { join } from 'node:path'
import { type JsonStore, openStore } from '../storage/jsonStore.ts'
import { fileError } from '../util/fileErrors.ts'
import { createToken, type StoredToken, tokensSchema } from './accessTokens.ts'

/** The file of access tokens in the state folder, for who makes and revokes them by hand. */
export class TokenFile {
  readonly #file: string
  readonly #store: JsonStore<StoredToken[]>
  readonly #prefix: string

  /**
   * @param state the state folder
   * @param homeId of a home behind a hub, which finds the home by what its tokens begin with
   * @param warn receives that the file was damaged and is put aside
   * @throws Error for the user if the file cannot be read: saving would lose its content
   */
  constructor(state: string, homeId: string | undefined, warn: (fields: object, message: string) => void) {
    this.#file = join(state, 'tokens.json')
    this.#prefix = homeId === undefined ? '' : `${homeId}.`
    let code: unknown
    this.#store = openStore<StoredToken[]>({
      file: this.#file,
      schema: tokensSchema,
      empty: [],
      warn: (fields, message) => {
        const { reason } = fields as { readonly reason?: unknown }
        code ??= reason
        if (reason === undefined) warn(fields, message)
      },
    })
    if (code !== undefined) throw fileError({ code }, 'read', this.#file)
  }

  /** All tokens, also those that have expired. */
  list(): readonly StoredToken[] {
    return this.#store.value
  }

  has(name: string): boolean {
    return this.list().some((one) => one.name === name)
  }

  /**
   * Makes a token in place of one of that name.
   * @returns the token, which is stored nowhere, and until when it is good, in milliseconds since 1970
   * @throws Error for the user if the file cannot be written
   */
  async issue(name: string, lifetimeMs: number): Promise<{ readonly token: string; readonly expiresAt: number }> {
    const { token, entry } = createToken(name, lifetimeMs, Date.now(), this.#prefix)
    await this.#save([...this.#without(name), entry])
    return { token, expiresAt: entry.expires }
  }

  /** Ends a token. @returns false if there is none of that name @throws Error for the user if the file cannot be written */
  async revoke(name: string): Promise<boolean> {
    if (!this.has(name)) return false
    await this.#save(this.#without(name))
    return true
  }

  #without(name: string): readonly StoredToken[] {
    return this.list().filter((one) => one.name !== name)
  }

  async #save(tokens: readonly StoredToken[]): Promise<void> {
    this.#store.value.splice(0, this.#store.value.length, ...tokens)
    this.#store.markChanged()
    await this.#store.flush()
    const problem = this.#store.problem()
    if (problem === undefined) return
    const code = /\((E\w+)\)/.exec(problem)?.[1]
    throw code === undefined ? new Error(problem) : fileError({ code }, 'written', this.#file)
  }
}
