import { isOfAccount, type Linking } from './accounts.ts'
import { type Grant, most } from './grantSchema.ts'
import { type Grants, lifetimes } from './grants.ts'

/** One link of the CLOVA app to this house, as its owner is told of it; times as ISO 8601. */
export interface Link {
  readonly id: string
  readonly user: string
  readonly since: string
  readonly lastUsed: string
  /** false if the user is no longer in the configuration, or has another password there, or nobody used it for a year */
  readonly inForce: boolean
}
export type Links = readonly Link[]

/** Who is linked, the first first. */
export const linksOf = (grants: readonly Grant[], linking: Linking | undefined, now = Date.now()): Links =>
  grants.map((grant) => ({
    id: grant.id,
    user: grant.user,
    since: new Date(grant.created).toISOString(),
    lastUsed: new Date(grant.used).toISOString(),
    inForce: linking !== undefined && isOfAccount(grant, linking) && now - grant.used < lifetimes.refresh,
  }))

/** Ends links by the name of a user, or the id of a link; all of them if it is empty. */
export type Unlink = (name: string) => Promise<{
  /** how many */
  readonly ended: number
  /** what is wrong with the disk, if that was not written */
  readonly problem?: string
}>

/** Ends links, and waits for the disk. What could not be written can be asked for again: it is known that it is ended. */
export function unlinker(grants: Grants): Unlink {
  let owed: readonly Grant[] = []
  return async (name) => {
    const isMeant = ({ user, id }: Grant) => name === '' || user === name || id === name
    const gone = grants.list().filter(isMeant)
    const before = owed.filter(isMeant)
    grants.end(gone)
    const ended = gone.length || before.length
    if (await grants.durable()) {
      owed = owed.filter((grant) => !before.includes(grant))
      return { ended }
    }
    owed = [...owed, ...gone].slice(-most.allGrants)
    const problem = grants.problem()
    return { ended, ...(problem !== undefined && { problem }) }
  }
}
