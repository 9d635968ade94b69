import { join } from 'node:path'
import { loadStoreFile, writeStoreFile } from '../storage/jsonStore.ts'
import { fileError } from '../util/fileErrors.ts'
import { createToken, type StoredToken, tokensSchema } from './accessTokens.ts'

/** The access tokens that are made and revoked by hand: `tokens.json` in the state folder. */
export class TokenFile {
  readonly #file: string
  readonly #prefix: string
  #tokens: readonly StoredToken[]

  /**
   * @param state the state folder
   * @param homeId of a home behind a hub, which finds the home by what its tokens begin with
   * @param warn receives that the file was damaged and is put aside
   * @throws Error for the user if the file cannot be read: saving would lose its content
   */
  constructor(state: string, homeId: string | undefined, warn: (fields: object, message: string) => void) {
    this.#file = join(state, 'tokens.json')
    this.#prefix = homeId === undefined ? '' : `${homeId}.`
    const { value, errorCode } = loadStoreFile<StoredToken[]>({
      file: this.#file,
      schema: tokensSchema,
      empty: [],
      // A file that cannot be read is the error below.
      warn: (fields, message) => 'reason' in fields || warn(fields, message),
    })
    if (errorCode !== undefined) throw fileError({ code: errorCode }, 'read', this.#file)
    this.#tokens = value
  }

  /** All tokens, also those that have expired. */
  list(): readonly StoredToken[] {
    return this.#tokens
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
    try {
      await writeStoreFile(this.#file, tokens)
    } catch (error) {
      throw fileError(error, 'written', this.#file)
    }
    this.#tokens = tokens
  }
}
