import { randomBytes } from 'node:crypto'
import { store } from '../storage/jsonStore.ts'
import { hashToken } from './accessTokens.ts'
import { type Code, empty, type Grant, type Kept, keptSchema, most } from './grantSchema.ts'
import { mayBeUsed, replace } from './refreshRotation.ts'
import { ages } from './tokenAge.ts'
import { familyHash, newFamily, newSecret, nextOf, ofFamily } from './tokenFamily.ts'

/** How long each lives, in milliseconds; a refresh token, from its last use. */
export const lifetimes = { code: 5 * 60_000, access: 60 * 60_000, refresh: 365 * 86_400_000 } as const

/** What was agreed to at the login page. */
export type Agreed = Pick<Code, 'client' | 'user' | 'account' | 'redirectUri' | 'scope'>

/** A refresh token's place taken by the next. `undo` takes back the next one, and puts back the one that was used. */
export interface Rotation {
  readonly grant: Grant
  readonly token: string
  undo(): void
}

/** What was granted. It is changed in memory at once; `durable` waits for the disk. */
export interface Grants {
  /** The grant that an access token is of, by the hash of the token; expired ones are told too. */
  find(hash: string): { readonly grant: Grant; readonly isExpired: boolean } | undefined
  /** A grant is in use just now. It is not written for that alone. */
  use(grant: Grant): void
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
  /** the clocks in milliseconds, those of tests: since 1970, and one that never jumps */
  readonly now?: () => number
  readonly monotonic?: () => number
}

/** Opens the file of grants. It always opens: see `store`. */
export function grants({ file, warn, now = Date.now, monotonic = () => performance.now() }: GrantOptions): Grants {
  const kept = store<Kept>({ file, schema: keptSchema, empty: empty(), warn })
  const data = kept.value
  const age = ages({ wall: now, monotonic })
  let index = new Map<string, { readonly grant: Grant; readonly token: Grant['access'][number] }>()
  // Of these a power cut came before their first token. For its age nothing goes: the clock may be far ahead, just now.
  data.grants = data.grants.filter(({ refresh }) => refresh.length > 0)
  reindex()

  return {
    find(hash) {
      const found = index.get(hash)
      return found && { grant: found.grant, isExpired: isOver(found.token, lifetimes.access) }
    },
    use,
    list: () => data.grants,
    code(agreed) {
      const family = newFamily()
      const token = ofFamily(family)
      const expires = now() + lifetimes.code
      const entry = age.born({ ...agreed, hash: hashToken(token), family: hashToken(family), expires })
      const good = data.codes.filter((code) => !isOver(code, lifetimes.code))
      const others = good.filter(({ user }) => user === agreed.user)
      const crowd = new Set(others.slice(0, Math.max(0, others.length + 1 - most.codes)))
      data.codes = [...good.filter((code) => !crowd.has(code)), entry].slice(-most.allCodes)
      forget()
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
      const entry = age.born({ hash: hashToken(token), expires: now() + lifetimes.access })
      grant.access = [...grant.access, entry].slice(-most.access)
      use(grant)
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
    if (found.client !== client || found.redirectUri !== redirectUri || isOver(found, lifetimes.code)) return undefined
    const { user, account, scope, family } = found
    const id = randomBytes(3).toString('hex')
    const times = { created: now(), used: now() }
    const grant: Grant = age.born({ id, family, client, user, account, ...times, refresh: [], spent: [], access: [] })
    if (scope) grant.scope = scope
    const all = data.grants.toSorted((a, b) => a.used - b.used)
    const others = all.filter((one) => one.user === user)
    end(others.slice(0, Math.max(0, others.length + 1 - most.grants)))
    end(all.slice(0, Math.max(0, data.grants.length + 1 - most.allGrants)))
    data.grants.push(grant)
    changed()
    return grant
  }

  function standing(token: string, client: string): Grant | undefined {
    const grant = byFamily(token)
    if (!grant || grant.client !== client || age.of(grant, grant.used) >= lifetimes.refresh) return undefined
    if (mayBeUsed(grant, hashToken(token), age)) return grant
    suspect(grant, 'a refresh token was used again that had been replaced; all that followed from it is ended')
    return undefined
  }

  function rotate(token: string, client: string): Rotation | undefined {
    const grant = standing(token, client)
    if (!grant) return undefined
    const next = nextOf(token)
    const takeBack = replace(grant, hashToken(token), hashToken(next), age, now())
    changed()
    return {
      grant,
      token: next,
      undo() {
        takeBack()
        changed()
      },
    }
  }

  /** True for what is older than it may be, and for what expires so late that the clock was wrong then. */
  function isOver(thing: { readonly expires: number }, lifetime: number): boolean {
    const old = age.of(thing, thing.expires - lifetime)
    return old >= lifetime || old <= -lifetimes.access
  }

  function use(grant: Grant): void {
    grant.used = now()
    age.born(grant)
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

  /** Lets go of links that nobody can use any more. Told by the use of others and not by the clock, which may be wrong today. */
  function forget(): void {
    const newest = Math.max(0, ...data.grants.map(({ used }) => used))
    data.grants = data.grants.filter(({ used }) => newest - used < 2 * lifetimes.refresh)
  }

  function changed(): void {
    reindex()
    kept.touch()
  }

  function reindex(): void {
    index = new Map(
      data.grants.flatMap((grant) => grant.access.map((token) => [token.hash, { grant, token }] as const)),
    )
  }
}
