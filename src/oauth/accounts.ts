import { type AccessTokens, hashToken } from './accessTokens.ts'
import type { Grant } from './grantSchema.ts'
import type { Grants } from './grants.ts'

/** Who may link, as the configuration has it. */
export interface User {
  readonly name: string
  /** an scrypt hash, made by `clova-home password` */
  readonly password: string
  /** the ids of the appliances that the user may use; if absent, all */
  readonly appliances?: readonly string[]
}

/** What account linking needs of the configuration. */
export interface LinkingSettings {
  /** what the login page calls this home */
  readonly homeName: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUris: readonly string[]
  readonly users: readonly User[]
}

/** Whether an access token is good, and which appliances it reaches; if there is no set, all of them. */
export interface AccessCheckResult {
  readonly state: 'good' | 'unknown' | 'expired'
  readonly appliances?: ReadonlySet<string>
  /** whose link it is, and the id of the link; absent for a token that was made by hand */
  readonly user?: string
  readonly link?: string
}

/** Identifies a user with this password: a new password makes another account, and so ends the links of the old one. */
export const accountId = ({ password }: Pick<User, 'password'>): string => hashToken(password).slice(0, 32)

const accessStates: Readonly<Record<AccessCheckResult['state'], AccessCheckResult>> = {
  good: { state: 'good' },
  unknown: { state: 'unknown' },
  expired: { state: 'expired' },
}

/**
 * The check of access tokens, those made by hand and those of the CLOVA app. It costs one hash and no access to the disk.
 * @param linking the settings that are in force now
 */
export function createAccessCheck(
  tokens: Pick<AccessTokens, 'checkHash'>,
  grants: Pick<Grants, 'find' | 'markUsed'>,
  linking: () => LinkingSettings | undefined,
): (token: string) => AccessCheckResult {
  let settings: LinkingSettings | undefined
  let accounts: ReadonlyMap<string, { readonly account: string; readonly good: AccessCheckResult }> = new Map()
  /** the answer for each link, made once, so that a request makes no object */
  let answers = new WeakMap<Grant, AccessCheckResult>()
  return (token) => {
    if (token === '') return accessStates.unknown
    const hash = hashToken(token)
    const byHand = tokens.checkHash(hash)
    if (byHand !== 'unknown') return accessStates[byHand]
    const found = grants.find(hash)
    const current = linking()
    if (!found || !current) return accessStates.unknown
    if (current !== settings) {
      settings = current
      accounts = accountsOf(current)
      answers = new WeakMap()
    }
    const { grant, isExpired } = found
    const known = accounts.get(grant.user)
    if (known?.account !== grant.account || grant.client !== current.clientId) return accessStates.unknown
    if (isExpired) return accessStates.expired
    grants.markUsed(grant)
    const answer = answers.get(grant) ?? { ...known.good, user: grant.user, link: grant.id }
    answers.set(grant, answer)
    return answer
  }
}

const accountsOf = ({ users }: LinkingSettings) =>
  new Map(
    users.map((user) => [
      user.name,
      {
        account: accountId(user),
        good: user.appliances ? { state: 'good' as const, appliances: new Set(user.appliances) } : accessStates.good,
      },
    ]),
  )

/** True while the client and the account of a grant or code are those of the configuration. */
export const belongsToAccount = (
  grant: { readonly user: string; readonly account: string; readonly client: string },
  { users, clientId }: LinkingSettings,
): boolean =>
  grant.client === clientId && users.some((user) => user.name === grant.user && accountId(user) === grant.account)
