import { hashToken, type Tokens } from './accessTokens.ts'
import type { Grants } from './grants.ts'

/** Who may link, as the configuration says. */
export interface User {
  readonly name: string
  /** a hash by scrypt, made by `clova-home password` */
  readonly password: string
  /** the ids of the appliances that they may use; without it all */
  readonly appliances?: readonly string[]
}

/** Everything that linking needs of the configuration. */
export interface Linking {
  /** what the login page calls this house */
  readonly house: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUris: readonly string[]
  readonly users: readonly User[]
}

/** Whether an access token is good, and which appliances it reaches: without a set all of them. */
export interface Access {
  readonly state: 'good' | 'unknown' | 'expired'
  readonly appliances?: ReadonlySet<string>
}

/** What tells one account from that which had the same name: another password makes another account, and ends its links. */
export const accountOf = ({ password }: Pick<User, 'password'>): string => hashToken(password).slice(0, 32)

const states: Readonly<Record<Access['state'], Access>> = {
  good: { state: 'good' },
  unknown: { state: 'unknown' },
  expired: { state: 'expired' },
}

/**
 * The check of access tokens, those made by hand and those of the CLOVA app: one hash, and no look at the disk.
 * @param linking asked anew when it may have changed
 */
export function accessOf(
  tokens: Pick<Tokens, 'checkHash'>,
  grants: Pick<Grants, 'find' | 'use'>,
  linking: () => Linking | undefined,
): (token: string) => Access {
  let from: Linking | undefined
  let accounts: ReadonlyMap<string, { readonly account: string; readonly good: Access }> = new Map()
  return (token) => {
    if (token === '') return states.unknown
    const hash = hashToken(token)
    const byHand = tokens.checkHash(hash)
    if (byHand !== 'unknown') return states[byHand]
    const found = grants.find(hash)
    const now = linking()
    if (!found || !now) return states.unknown
    if (now !== from) {
      from = now
      accounts = accountsOf(now)
    }
    const { grant, isExpired } = found
    const known = accounts.get(grant.user)
    if (known?.account !== grant.account || grant.client !== now.clientId) return states.unknown
    if (isExpired) return states.expired
    grants.use(grant)
    return known.good
  }
}

const accountsOf = ({ users }: Linking) =>
  new Map(
    users.map((user) => [
      user.name,
      {
        account: accountOf(user),
        good: user.appliances ? { state: 'good' as const, appliances: new Set(user.appliances) } : states.good,
      },
    ]),
  )

/** True while the grant's account is still one of the configuration's. */
export const isOfAccount = (
  grant: { readonly user: string; readonly account: string; readonly client: string },
  { users, clientId }: Linking,
): boolean =>
  grant.client === clientId && users.some((user) => user.name === grant.user && accountOf(user) === grant.account)
