import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import { hashToken } from '../../oauth/accessTokens.ts'
import { accountId } from '../../oauth/accounts.ts'
import { JsonStore } from '../../storage/jsonStore.ts'

/** The file in the state folder with the accounts of the dashboard. */
export const accountsFileName = 'dashboard.json'

/** How long a one-time code is good, in milliseconds. */
const codeLifetimeMs = 10 * 60_000

/** How long a session is good without being used, and how often its use is written down, in milliseconds. */
const sessionIdleMs = 30 * 86_400_000
const sessionTouchMs = 86_400_000

const maxSessionsPerUser = 20
const maxMembers = 50
const maxTokens = 50

/** The owner is called so where a name is asked for. */
export const ownerName = 'owner'

const passwordHash = z.string().regex(/^\$scrypt\$/)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const reach = {
  /** the ids of the appliances that it reaches, and tags that its appliances have; without both it reaches all */
  appliances: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
}

const member = z.strictObject({ name: z.string(), password: passwordHash, created: z.number(), ...reach })
const apiToken = z.strictObject({
  name: z.string(),
  hash,
  role: z.enum(['owner', 'member']),
  created: z.number(),
  ...reach,
})
const session = z.strictObject({
  hash,
  user: z.string(),
  /** see `accountId`: another password ends the session */
  account: z.string(),
  created: z.number(),
  lastUsed: z.number(),
})

const accountsSchema = z.strictObject({
  owner: z.strictObject({ password: passwordHash, changed: z.number() }).optional(),
  code: z.strictObject({ text: z.string(), expires: z.number(), isForNetwork: z.boolean() }).optional(),
  members: z.array(member),
  tokens: z.array(apiToken),
  sessions: z.array(session),
})
type Accounts = z.infer<typeof accountsSchema>

/** Who can log in by a file of accounts, to compare two of them. */
export interface Logins {
  /** the hash of the owner's password; absent: it must be set with a one-time code */
  readonly owner: string | undefined
  /** members and API tokens, as one text */
  readonly others: string
  /** the hashes of the sessions */
  readonly sessions: readonly string[]
}

/** @param text of a file of accounts @returns undefined if it is none */
export function readLogins(text: string): Logins | undefined {
  try {
    const { owner, members, tokens, sessions } = accountsSchema.parse(JSON.parse(text).data)
    return {
      owner: owner?.password,
      others: JSON.stringify([members, tokens]),
      sessions: sessions.map((one) => one.hash),
    }
  } catch {
    return undefined
  }
}

/** Which appliances somebody reaches: those of the list and those with one of the tags; without both, all. */
export interface ApplianceReach {
  readonly appliances?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
}

/** Somebody who is logged in, or a program with an API token. */
export interface DashboardUser extends ApplianceReach {
  readonly name: string
  readonly role: 'owner' | 'member'
}

/** A code as it is shown: the letters and digits of Crockford's Base32, which nobody mistakes for another. */
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const newCode = () => {
  const letters = [...randomBytes(8)].map((byte) => codeAlphabet[byte % 32]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}
/** What people type for a code: of any case, with blanks, O for 0. */
const plainCode = (text: string) => text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')

/** The accounts of the dashboard: owner, members, sessions, API tokens and the one-time code. Tokens are stored as hashes. */
export class DashboardAccounts {
  readonly #store: JsonStore<Accounts>
  readonly #now: () => number
  /** is called when the sessions of a user, or all, were ended; and when a password or a code was set */
  onChange: () => void = () => {}

  constructor(file: string, warn: (fields: object, message: string) => void, now: () => number = Date.now) {
    this.#store = new JsonStore<Accounts>({
      file,
      schema: accountsSchema,
      empty: { members: [], tokens: [], sessions: [] },
      warn,
    })
    this.#now = now
  }

  /** False: the dashboard waits for the one-time code. */
  hasPassword(): boolean {
    return this.#accounts.owner !== undefined
  }

  /** Those who may log in with a password; the owner first. */
  users(): readonly { readonly name: string; readonly password: string }[] {
    const { owner, members } = this.#accounts
    return [...(owner ? [{ name: ownerName, password: owner.password }] : []), ...members]
  }

  hasMembers(): boolean {
    return this.#accounts.members.length > 0
  }

  /** Why the file cannot be written, in words for the user. */
  problem(): string | undefined {
    return this.#store.problem()
  }

  /** Writes what has changed now. @throws Error for the user if it is not on the disk */
  async save(): Promise<void> {
    this.#store.markChanged()
    await this.#store.flush()
    const problem = this.#store.problem()
    if (problem !== undefined) throw new Error(problem)
  }

  flush(): Promise<void> {
    return this.#store.flush()
  }

  /** The one-time code that is good now. */
  code(): { readonly text: string; readonly expires: number; readonly isForNetwork: boolean } | undefined {
    const { code, owner } = this.#accounts
    return code && !owner && code.expires > this.#now() && code.expires - this.#now() <= codeLifetimeMs
      ? code
      : undefined
  }

  /**
   * A code with which the first password can be set, for ten minutes: the one that is good now, or a new one.
   * @param isForNetwork true if the page is to be reached from the home network meanwhile
   */
  offerCode(isForNetwork: boolean): { readonly text: string; readonly expires: number } {
    const present = this.code()
    const code = {
      text: present?.text ?? newCode(),
      expires: this.#now() + codeLifetimeMs,
      isForNetwork: isForNetwork || present?.isForNetwork === true,
    }
    this.#accounts.code = code
    this.#changed()
    return code
  }

  /** Ends the code that is good now; the next one is another. */
  dropCode(): void {
    delete this.#accounts.code
    this.#changed()
  }

  /** True if the text is the code that is good now. */
  isCode(text: string): boolean {
    const code = this.code()
    // The hashes are compared, so that the time tells nothing of the code.
    return code !== undefined && hashToken(plainCode(text)) === hashToken(plainCode(code.text))
  }

  /** Sets the owner's password; the code is used up, and all sessions of the owner end. @param password its hash */
  setOwnerPassword(password: string): void {
    this.#accounts.owner = { password, changed: this.#now() }
    delete this.#accounts.code
    this.#endSessionsOf(ownerName)
  }

  /** Forgets the owner's password and ends every session. Members and API tokens stay. */
  reset(): void {
    delete this.#accounts.owner
    delete this.#accounts.code
    this.#accounts.sessions = []
    this.#changed()
  }

  members(): readonly Readonly<z.infer<typeof member>>[] {
    return this.#accounts.members
  }

  /** @param password a hash; absent: the one before stays @throws controlError */
  setMember(name: string, { appliances, tags }: ApplianceReach, password?: string): void {
    const { members } = this.#accounts
    const before = members.find((one) => one.name === name)
    if (!before && members.length >= maxMembers)
      throw controlError('conflict', explain('tooManyMembers', { max: maxMembers }))
    const hashed = password ?? before?.password
    if (hashed === undefined) throw controlError('badRequest', explain('passwordNeeded'))
    const after = {
      name,
      password: hashed,
      created: before?.created ?? this.#now(),
      ...(appliances && { appliances: [...appliances] }),
      ...(tags && { tags: [...tags] }),
    }
    this.#accounts.members = [...members.filter((one) => one !== before), after]
    this.#changed()
  }

  /** @returns false if there is none of that name */
  removeMember(name: string): boolean {
    const { members } = this.#accounts
    this.#accounts.members = members.filter((one) => one.name !== name)
    this.#endSessionsOf(name)
    return this.#accounts.members.length < members.length
  }

  /** Sets the password of a member or of the owner. @param password its hash */
  setPassword(name: string, password: string): void {
    const found = this.#accounts.members.find((one) => one.name === name)
    if (found) {
      found.password = password
      this.#endSessionsOf(name)
    } else if (name === ownerName) this.setOwnerPassword(password)
  }

  tokens(): readonly Readonly<z.infer<typeof apiToken>>[] {
    return this.#accounts.tokens
  }

  /** Makes an API token. @returns the token itself, which is stored nowhere @throws controlError */
  createToken({ name, role, appliances, tags }: DashboardUser): string {
    const { tokens } = this.#accounts
    if (tokens.length >= maxTokens) throw controlError('conflict', explain('tooManyApiTokens', { max: maxTokens }))
    if (tokens.some((one) => one.name === name)) throw controlError('conflict', explain('apiTokenExists', { name }))
    const text = `chd_${randomBytes(32).toString('base64url')}`
    tokens.push({
      name,
      hash: hashToken(text),
      role,
      created: this.#now(),
      ...(appliances && { appliances: [...appliances] }),
      ...(tags && { tags: [...tags] }),
    })
    this.#changed()
    return text
  }

  /** @returns false if there is none of that name */
  revokeToken(name: string): boolean {
    const { tokens } = this.#accounts
    this.#accounts.tokens = tokens.filter((one) => one.name !== name)
    this.#changed()
    return this.#accounts.tokens.length < tokens.length
  }

  /** Whose an API token is. */
  findToken(text: string): DashboardUser | undefined {
    const hashed = hashToken(text)
    return this.#accounts.tokens.find((one) => one.hash === hashed)
  }

  /** Begins a session of a user. @returns the text of its cookie, which is stored nowhere */
  openSession(user: { readonly name: string; readonly password: string }): string {
    const text = randomBytes(32).toString('base64url')
    const now = this.#now()
    const all = this.#accounts.sessions.filter((one) => this.#isGood(one))
    const ofUser = all.filter((one) => one.user === user.name).toSorted((a, b) => b.lastUsed - a.lastUsed)
    const excess = new Set(ofUser.slice(maxSessionsPerUser - 1))
    this.#accounts.sessions = [
      ...all.filter((one) => !excess.has(one)),
      { hash: hashToken(text), user: user.name, account: accountId(user), created: now, lastUsed: now },
    ]
    this.#changed()
    return text
  }

  /** Whose session a cookie is; a session ends with the password, and when it was not used for 30 days. */
  findSession(text: string): DashboardUser | undefined {
    const hashed = hashToken(text)
    const found = this.#accounts.sessions.find((one) => one.hash === hashed)
    if (!found || !this.#isGood(found)) return undefined
    const now = this.#now()
    if (Math.abs(now - found.lastUsed) > sessionTouchMs) {
      found.lastUsed = now
      this.#store.markChanged()
    }
    if (found.user === ownerName) return { name: ownerName, role: 'owner' }
    const of = this.#accounts.members.find((one) => one.name === found.user)
    return of && { name: of.name, role: 'member', appliances: of.appliances, tags: of.tags }
  }

  endSession(text: string): void {
    const hashed = hashToken(text)
    this.#accounts.sessions = this.#accounts.sessions.filter((one) => one.hash !== hashed)
    this.#changed()
  }

  get #accounts(): Accounts {
    return this.#store.value
  }

  #isGood({ user, account, lastUsed }: z.infer<typeof session>): boolean {
    const found = this.users().find(({ name }) => name === user)
    return found !== undefined && accountId(found) === account && this.#now() - lastUsed < sessionIdleMs
  }

  #endSessionsOf(name: string): void {
    this.#accounts.sessions = this.#accounts.sessions.filter(({ user }) => user !== name)
    this.#changed()
  }

  #changed(): void {
    this.#store.markChanged()
    this.onChange()
  }
}
