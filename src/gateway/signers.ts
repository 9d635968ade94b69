import { type LocalKey, openLocalKey } from '../control/localKey.ts'
import type { PublicKey } from '../http/clova/publicKey.ts'
import type { Signer } from '../http/clova/router.ts'
import { isSigned } from '../http/clova/signature.ts'
import { hashToken } from '../oauth/accessTokens.ts'

/** Tells who signed. */
export interface Signers {
  of(key: PublicKey, body: Uint8Array, signature: Uint8Array): Signer | Promise<Signer>
}

/** @param local the key of the command line, once it is there */
export function signersOf(local: () => LocalKey | undefined): Signers {
  return {
    of(key, body, signature) {
      // CLOVA's key first: that is who is listened to all day.
      if (key.verify(body, signature)) return 'clova'
      const own = local()
      if (own && isSigned(body, signature, own.public)) return 'local'
      return key.again(body, signature).then((isLater) => (isLater ? 'clova' : undefined))
    },
  }
}

/** The key of the command line, there as soon as it is read or made. */
export function openLocal(folder: string, warn: (fields: object, message: string) => void) {
  let now: LocalKey | undefined
  const local = {
    hash: undefined as string | undefined,
    now: () => now,
    key: openLocalKey(folder).then(
      (key) => {
        now = key
        local.hash = hashToken(key.token)
        return key
      },
      (error: NodeJS.ErrnoException): undefined => {
        warn(
          { reason: error.code, folder },
          'the command line has no key: "say" and "appliances" cannot ask this gateway',
        )
      },
    ),
  }
  return local
}
