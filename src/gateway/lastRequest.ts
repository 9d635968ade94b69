import type { Settings } from './settings.ts'

/** When CLOVA last came by the public address, as far as that tells anything of the way. */
export interface PublicWay {
  /** A request that CLOVA's key has signed came. @param isForwarded whether it shows that it came through a tunnel */
  came(isForwarded: boolean): void
  /** Goes on by other settings: another public address is another way. */
  follow(settings: Pick<Settings, 'server' | 'publicKey'>): void
  /** milliseconds since 1970; nothing if it did not come since the gateway started, or since the address changed */
  heard(): number | undefined
  /** the same of what does not show by which way it came */
  seen(): number | undefined
}

/** Nobody came yet. */
export function publicWay(first: Pick<Settings, 'server' | 'publicKey'>, now: () => number = Date.now): PublicWay {
  let { server, publicKey } = first
  let last: number | undefined
  let seen: number | undefined
  return {
    came(isForwarded) {
      // A key in a file is its owner's: whoever signs with it need not be CLOVA.
      if (!/^https?:/.test(publicKey)) return
      if (isForwarded) last = now()
      else seen = now()
    },
    follow(next) {
      if (
        next.server.publicUrl !== server.publicUrl ||
        next.server.path !== server.path ||
        next.publicKey !== publicKey
      )
        last = seen = undefined
      ;({ server, publicKey } = next)
    },
    heard: () => last,
    seen: () => seen,
  }
}
