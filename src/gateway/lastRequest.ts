import type { GatewaySettings } from './settings.ts'

/** When CLOVA's last request arrived at the public address, in milliseconds since 1970; absent if none has since the start. */
export class LastRequest {
  #proxiedAt: number | undefined
  #directAt: number | undefined
  #settings: Pick<GatewaySettings, 'server' | 'publicKey'>
  readonly #now: () => number

  constructor(settings: Pick<GatewaySettings, 'server' | 'publicKey'>, now: () => number = Date.now) {
    this.#settings = settings
    this.#now = now
  }

  /** when the last request arrived that shows that it came through a tunnel or a proxy */
  get proxiedAt(): number | undefined {
    return this.#proxiedAt
  }

  /** when the last request arrived that does not show whether it came through a proxy */
  get directAt(): number | undefined {
    return this.#directAt
  }

  /** Records a request that was signed with CLOVA's key. */
  record(isProxied: boolean): void {
    // A key from a file may belong to the user, so its signature does not prove that CLOVA sent the request.
    if (!/^https?:/.test(this.#settings.publicKey)) return
    if (isProxied) this.#proxiedAt = this.#now()
    else this.#directAt = this.#now()
  }

  /** Applies other settings. With another public address, no request has arrived yet. */
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
