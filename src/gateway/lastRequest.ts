import type { GatewaySettings } from './settings.ts'

/** When CLOVA last came by the public address; times are milliseconds since 1970, absent if it did not since the start. */
export class LastRequest {
  #proxiedAt: number | undefined
  #directAt: number | undefined
  #settings: Pick<GatewaySettings, 'server' | 'publicKey'>
  readonly #now: () => number

  constructor(settings: Pick<GatewaySettings, 'server' | 'publicKey'>, now: () => number = Date.now) {
    this.#settings = settings
    this.#now = now
  }

  /** when a request last showed that it came through a tunnel or a proxy */
  get proxiedAt(): number | undefined {
    return this.#proxiedAt
  }

  /** when a request last came that does not show by which way */
  get directAt(): number | undefined {
    return this.#directAt
  }

  /** A request that CLOVA's key has signed came. */
  record(isProxied: boolean): void {
    // A key in a file is its owner's: whoever signs with it need not be CLOVA.
    if (!/^https?:/.test(this.#settings.publicKey)) return
    if (isProxied) this.#proxiedAt = this.#now()
    else this.#directAt = this.#now()
  }

  /** Goes on by other settings; another public address is another way, by which nothing came yet. */
  setSettings({ server, publicKey }: Pick<GatewaySettings, 'server' | 'publicKey'>): void {
    const before = this.#settings
    const isSame =
      server.publicUrl === before.server.publicUrl &&
      server.path === before.server.path &&
      publicKey === before.publicKey
    if (!isSame) this.#proxiedAt = this.#directAt = undefined
    this.#settings = { server, publicKey }
  }
}
