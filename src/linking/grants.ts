import { randomBytes } from 'node:crypto'
import { store } from '../disk/store.ts'
import { type Code, empty, type Grant, type Kept, keptSchema } from './kept.ts'
import { familyHash, newFamily, newSecret, nextOf, ofFamily } from './secrets.ts'
import { hashToken } from './tokens.ts'

/** How long each lives, in milliseconds; a refresh token, from its last use. */
export const lifetimes = { code: 5 * 60_000, access: 60 * 60_000, refresh: 365 * 86_400_000 } as const

/** How long a refresh token that was used may come again: its answer may have been lost. In milliseconds. */
const grace = 60_000

/** The most that is kept: codes and grants of one user, access tokens and refresh tokens of one grant. */
const most = { codes: 10, grants: 20, access: 8, refresh: 4 } as const

/** What was agreed to at the login page. */
export type Agreed = Pick<Code, 'client' | 'user' | 'account' | 'redirectUri' | 'scope'>

/** A refresh token's place taken by the next. `undo` puts it back as it was. */
export interface Rotation {
  readonly grant: Grant
  readonly token: string
  undo(): void
}

/** What was granted. It is changed in memory at once; `durable` waits for the disk. */
export interface Grants {
  /** The grant that an access token is of, by the hash of the token, and when it expires; expired ones are told too. */
  find(hash: string): { readonly grant: Grant; readonly expires: number } | undefined
  list(): readonly Grant[]
  /** A code for what was agreed to. */
  code(agreed: Agreed): string
  /** The grant that a code stands for, once. A second use ends what the first gave. */
  redeem(code: string, by: Pick<Code, 'client' | 'redirectUri'>): Grant | undefined
  /** True while a grant was not ended. */
  isLive(grant: Grant): boolean
  /** The first refresh token of a grant, which a code gave. */
  first(grant: Grant, code: string): string
  /** A new access token of a grant. */
  access(grant: Grant): string
  /** The grant of a refresh token that may be used. One that was replaced long ago ends its family. */
  standing(token: string, client: string): Grant | undefined
  /** Puts the next refresh token in the place of one that may be used. */
  rotate(token: string, client: string): Rotation | undefined
  /** The grant of a token of either kind that is or was in force. */
  holder(token: string): Grant | undefined
  /** Ends grants. */
  end(gone: readonly Grant[]): void
  /** Resolves when the disk has what memory has; false if it cannot be written. */
  durable(): Promise<boolean>
  problem(): string | undefined
}

export interface GrantOptions {
  readonly file: string
  readonly warn: (fields: object, message: string) => void
  /** milliseconds since 1970; a clock of its own for tests */
  readonly now?: () => number
}

/** Opens the file of grants. It always opens: see `store`. */
export function grants({ file, warn, now = Date.now }: GrantOptions): Grants {
  const kept = store<Kept>({ file, schema: keptSchema, empty: empty(), warn })
  const data = kept.value
  let index = new Map<string, { readonly grant: Grant; readonly expires: number }>()
  sweep()

  return {
    find: (hash) => index.get(hash),
    list: () => data.grants,
    code(agreed) {
      sweep()
      const family = newFamily()
      const token = ofFamily(family)
      const entry = { ...agreed, hash: hashToken(token), family: hashToken(family), expires: now() + lifetimes.code }
      const others = data.codes.filter(({ user }) => user === agreed.user)
      const crowd = new Set(others.slice(0, Math.max(0, others.length + 1 - most.codes)))
      data.codes = [...data.codes.filter((code) => !crowd.has(code)), entry]
      changed()
      return token
    },
    redeem,
    isLive: (grant) => data.grants.includes(grant),
    first(grant, code) {
      const token = nextOf(code)
      grant.refresh = [hashToken(token)]
      changed()
      return token
    },
    access(grant) {
      const token = newSecret()
      grant.access = [...grant.access, { hash: hashToken(token), expires: now() + lifetimes.access }].slice(
        -most.access,
      )
      grant.used = now()
      changed()
      return token
    },
    standing,
    rotate,
    holder: (token) => index.get(hashToken(token))?.grant ?? byFamily(token),
    end,
    async durable() {
      await kept.flush()
      return kept.problem() === undefined
    },
    problem: kept.problem,
  }

  function redeem(code: string, { client, redirectUri }: Pick<Code, 'client' | 'redirectUri'>): Grant | undefined {
    const hash = hashToken(code)
    const found = data.codes.find((one) => one.hash === hash)
    if (!found) {
      const grant = byFamily(code)
      if (grant) suspect(grant, 'a code was used twice; what the first use gave is ended')
      return undefined
    }
    // Whatever comes of it, it was used.
    data.codes = data.codes.filter((one) => one !== found)
    changed()
    if (found.client !== client || found.redirectUri !== redirectUri || found.expires <= now()) return undefined
    const { user, account, scope, family } = found
    const at = now()
    const id = randomBytes(3).toString('hex')
    const grant: Grant = {
      id,
      family,
      client,
      user,
      account,
      created: at,
      used: at,
      refresh: [],
      spent: [],
      access: [],
    }
    if (scope) grant.scope = scope
    const others = data.grants.filter((one) => one.user === user).sort((a, b) => a.used - b.used)
    end(others.slice(0, Math.max(0, others.length + 1 - most.grants)))
    data.grants.push(grant)
    changed()
    return grant
  }

  function standing(token: string, client: string): Grant | undefined {
    const grant = byFamily(token)
    if (!grant || grant.client !== client || now() - grant.used >= lifetimes.refresh) return undefined
    const hash = hashToken(token)
    if (grant.refresh.includes(hash) || recent(grant).some((one) => one.hash === hash)) return grant
    suspect(grant, 'a refresh token was used again that had been replaced; all that followed from it is ended')
    return undefined
  }

  function rotate(token: string, client: string): Rotation | undefined {
    const grant = standing(token, client)
    if (!grant) return undefined
    const { refresh, spent } = grant
    const next = nextOf(token)
    if (refresh.includes(hashToken(token))) {
      grant.refresh = [hashToken(next)]
      grant.spent = [...recent(grant), ...refresh.map((hash) => ({ hash, at: now() }))]
      // It came again, so its answer was lost, or is on its way: each of those given holds until one of them is used.
    } else grant.refresh = [...refresh, hashToken(next)].slice(-most.refresh)
    changed()
    return {
      grant,
      token: next,
      undo() {
        grant.refresh = refresh
        grant.spent = spent
        changed()
      },
    }
  }

  function recent({ spent }: Grant): Grant['spent'] {
    return spent.filter(({ at }) => now() - at <= grace)
  }

  function byFamily(token: string): Grant | undefined {
    const family = familyHash(token)
    return data.grants.find((grant) => grant.family === family)
  }

  function suspect(grant: Grant, message: string): void {
    warn({ link: grant.id, user: grant.user }, `${message}. Somebody may have stolen it; link anew in the CLOVA app`)
    end([grant])
  }

  function end(gone: readonly Grant[]): void {
    if (gone.length === 0) return
    data.grants = data.grants.filter((grant) => !gone.includes(grant))
    changed()
  }

  /** Lets go what nobody can use any more. */
  function sweep(): void {
    data.codes = data.codes.filter(({ expires }) => expires > now())
    data.grants = data.grants.filter(({ used }) => now() - used < lifetimes.refresh)
    changed()
  }

  function changed(): void {
    index = new Map(
      data.grants.flatMap((grant) => grant.access.map(({ hash, expires }) => [hash, { grant, expires }] as const)),
    )
    kept.touch()
  }
}
