import { randomBytes } from 'node:crypto'
import { JsonStore } from '../storage/jsonStore.ts'
import { hashToken } from './accessTokens.ts'
import {
  type AuthorizationCode,
  emptyGrants,
  type Grant,
  type GrantsFile,
  grantsSchema,
  limits,
} from './grantSchema.ts'
import { TokenAges } from './tokenAges.ts'
import {
  familyHash,
  isRefreshable,
  newFamily,
  newSecret,
  newTokenOf,
  nextTokenOf,
  replaceRefreshToken,
} from './tokenFamily.ts'

/** How long each lives, in milliseconds; a refresh token, from its last use. */
export const lifetimesMs = { code: 5 * 60_000, access: 60 * 60_000, refresh: 365 * 86_400_000 } as const

/** How long an access token stays good after the next one of its grant was given, in milliseconds. */
const replacedAccessMs = 60_000

/** What a user agreed to at the login page. */
export type Approval = Pick<AuthorizationCode, 'client' | 'user' | 'account' | 'redirectUri' | 'scope'>

/** The replacement of a refresh token by the next. `undo` takes the next one back, and puts the used one in force again. */
export interface Rotation {
  readonly grant: Grant
  readonly refreshToken: string
  undo(): void
}

export interface GrantOptions {
  readonly file: string
  readonly warn: (fields: object, message: string) => void
  /** the clocks in milliseconds, replaced in tests: since 1970, and one that never jumps */
  readonly now?: () => number
  readonly monotonic?: () => number
  /** what everything that is issued begins with, behind a hub: the id of the home and a dot */
  readonly tokenPrefix?: () => string
}

/** The codes and tokens of account linking. They change in memory at once; `flushed` waits for the disk. */
export class Grants {
  readonly #store: JsonStore<GrantsFile>
  readonly #file: GrantsFile
  readonly #ages: TokenAges
  readonly #now: () => number
  readonly #warn: GrantOptions['warn']
  readonly #tokenPrefix: () => string
  /** by the hash of the access token */
  #accessTokens = new Map<string, { readonly grant: Grant; readonly token: Grant['access'][number] }>()

  /** Opens the file. It always opens: see `store`. */
  constructor({
    file,
    warn,
    now = Date.now,
    monotonic = () => performance.now(),
    tokenPrefix = () => '',
  }: GrantOptions) {
    this.#store = new JsonStore<GrantsFile>({ file, schema: grantsSchema, empty: emptyGrants(), warn })
    this.#file = this.#store.value
    this.#ages = new TokenAges({ wall: now, monotonic })
    this.#now = now
    this.#warn = warn
    this.#tokenPrefix = tokenPrefix
    // A grant without a refresh token was cut off by a power cut before its first token. No grant is dropped for its age
    // here, because the clock may be far ahead at the start.
    this.#file.grants = this.#file.grants.filter(({ refresh }) => refresh.length > 0)
    this.#index()
  }

  /** The grant of an access token, by the hash of the token; also of one that is expired. */
  find(hash: string): { readonly grant: Grant; readonly isExpired: boolean } | undefined {
    const found = this.#accessTokens.get(hash)
    return found && { grant: found.grant, isExpired: this.#remainingMs(found.token, lifetimesMs.access) <= 0 }
  }

  /** The hashes of all access tokens, also of expired ones: the clock may be wrong now. */
  accessTokenHashes(): Iterable<string> {
    return this.#accessTokens.keys()
  }

  /** Records the use of a grant. The disk is not written for that alone. */
  markUsed(grant: Grant): void {
    grant.used = this.#now()
    this.#ages.stamp(grant)
  }

  list(): readonly Grant[] {
    return this.#file.grants
  }

  /** False after the grant was revoked. */
  isActive(grant: Grant): boolean {
    return this.#file.grants.includes(grant)
  }

  /** A code for what a user agreed to. Of more than `limits.codes` of one user the oldest go. */
  createCode(approval: Approval): string {
    const family = newFamily()
    const token = newTokenOf(family, this.#tokenPrefix())
    const expires = this.#now() + lifetimesMs.code
    const code = this.#ages.stamp({ ...approval, hash: hashToken(token), family: hashToken(family), expires })
    const valid = this.#file.codes.filter((one) => this.#remainingMs(one, lifetimesMs.code) > 0)
    const ofUser = valid.filter(({ user }) => user === approval.user)
    const surplus = new Set(ofUser.slice(0, Math.max(0, ofUser.length + 1 - limits.codes)))
    this.#file.codes = [...valid.filter((one) => !surplus.has(one)), code].slice(-limits.allCodes)
    this.#dropAbandoned()
    this.#changed()
    return token
  }

  /**
   * The grant of a code, and how long the code is still valid. A code that is used a second time revokes the tokens of its
   * first use.
   */
  findCode(code: string): { readonly approval: Approval; readonly remainingMs: number } | undefined {
    const found = this.#codeOf(code)
    if (found) return { approval: found, remainingMs: this.#remainingMs(found, lifetimesMs.code) }
    this.#revokeReused(code)
    return undefined
  }

  /** Consumes a code and creates its grant; `undefined` if the code was consumed before: see `findCode`. */
  redeem(code: string): Grant | undefined {
    const found = this.#codeOf(code)
    if (!found) {
      this.#revokeReused(code)
      return undefined
    }
    this.#file.codes = this.#file.codes.filter((one) => one !== found)
    const { user, account, client, scope, family } = found
    const id = randomBytes(3).toString('hex')
    const now = this.#now()
    const tokens = { refresh: [], spent: [], access: [] }
    const grant: Grant = this.#ages.stamp({ id, family, client, user, account, created: now, used: now, ...tokens })
    if (scope) grant.scope = scope
    const byUse = this.#file.grants.toSorted((a, b) => a.used - b.used)
    const ofUser = byUse.filter((one) => one.user === user)
    this.revoke(ofUser.slice(0, Math.max(0, ofUser.length + 1 - limits.grants)))
    this.revoke(byUse.slice(0, Math.max(0, this.#file.grants.length + 1 - limits.allGrants)))
    this.#file.grants.push(grant)
    this.#changed()
    return grant
  }

  /** The first refresh token of a grant, of the family of its code. */
  firstRefreshToken(grant: Grant, code: string): string {
    const token = nextTokenOf(code)
    grant.refresh = [hashToken(token)]
    this.#changed()
    return token
  }

  /** A new access token of a grant. Those before it are good for a minute more, for requests that are on their way. */
  createAccessToken(grant: Grant): string {
    const token = this.#tokenPrefix() + newSecret()
    for (const before of grant.access) this.#limitRemaining(before, replacedAccessMs)
    const entry = this.#ages.stamp({ hash: hashToken(token), expires: this.#now() + lifetimesMs.access })
    grant.access = [...grant.access, entry].slice(-limits.access)
    this.markUsed(grant)
    this.#changed()
    return token
  }

  /** The grant of a refresh token that may be used, and how long still. A token that was replaced long ago ends its family. */
  findByRefreshToken(token: string): { readonly grant: Grant; readonly remainingMs: number } | undefined {
    const grant = this.#grantOfFamily(token)
    if (!grant) return undefined
    if (isRefreshable(grant, hashToken(token), this.#ages))
      return { grant, remainingMs: lifetimesMs.refresh - this.#ages.ageMs(grant, grant.used) }
    this.#revokeAsStolen(
      grant,
      'a refresh token was used again that had been replaced; all that followed from it is ended',
    )
    return undefined
  }

  /** Replaces a refresh token that may be used by the next one. */
  rotate(token: string): Rotation | undefined {
    const { grant } = this.findByRefreshToken(token) ?? {}
    if (!grant) return undefined
    const next = nextTokenOf(token)
    const undoReplacement = replaceRefreshToken(grant, hashToken(token), hashToken(next), this.#ages, this.#now())
    this.#changed()
    return {
      grant,
      refreshToken: next,
      undo: () => {
        undoReplacement()
        this.#changed()
      },
    }
  }

  /** The grant of an access or refresh token that is or was in force. */
  findByToken(token: string): Grant | undefined {
    return this.#accessTokens.get(hashToken(token))?.grant ?? this.#grantOfFamily(token)
  }

  /** Ends grants and all their tokens. */
  revoke(grants: readonly Grant[]): void {
    if (grants.length === 0) return
    this.#file.grants = this.#file.grants.filter((grant) => !grants.includes(grant))
    this.#changed()
  }

  /** Resolves when the disk has what memory has; to false if it cannot be written. */
  async flushed(): Promise<boolean> {
    await this.#store.flush()
    return this.problem() === undefined
  }

  /** Why the file could not be written, as a message for the user. */
  problem(): string | undefined {
    return this.#store.problem()
  }

  #codeOf(code: string): AuthorizationCode | undefined {
    const hash = hashToken(code)
    return this.#file.codes.find((one) => one.hash === hash)
  }

  #grantOfFamily(token: string): Grant | undefined {
    const family = familyHash(token)
    return this.#file.grants.find((grant) => grant.family === family)
  }

  #revokeReused(code: string): void {
    const grant = this.#grantOfFamily(code)
    if (grant) this.#revokeAsStolen(grant, 'a code was used twice; what the first use gave is ended')
  }

  #revokeAsStolen(grant: Grant, message: string): void {
    const fields = { link: grant.id, user: grant.user }
    this.#warn(fields, `${message}. Somebody may have stolen it; link anew in the CLOVA app`)
    this.revoke([grant])
  }

  /** How long a code or access token is still valid. One that expires so late that the clock was wrong then is not valid. */
  #remainingMs(token: { readonly expires: number }, lifetimeMs: number): number {
    const ageMs = this.#ages.ageMs(token, token.expires - lifetimeMs)
    return ageMs <= -lifetimesMs.access ? 0 : lifetimeMs - ageMs
  }

  #limitRemaining(token: Grant['access'][number], maxMs: number): void {
    if (this.#remainingMs(token, lifetimesMs.access) <= maxMs) return
    token.expires = this.#now() + maxMs
    this.#ages.stamp(token, lifetimesMs.access - maxMs)
  }

  /** Drops grants that have expired. Their age is compared with the newest use, since the clock may be wrong. */
  #dropAbandoned(): void {
    const newest = Math.max(0, ...this.#file.grants.map(({ used }) => used))
    this.#file.grants = this.#file.grants.filter(({ used }) => newest - used < 2 * lifetimesMs.refresh)
  }

  #changed(): void {
    this.#index()
    this.#store.markChanged()
  }

  #index(): void {
    const entries = this.#file.grants.flatMap((grant) =>
      grant.access.map((token) => [token.hash, { grant, token }] as const),
    )
    this.#accessTokens = new Map(entries)
  }
}
