import { belongsToAccount, type LinkingSettings } from './accounts.ts'
import { type Grant, limits } from './grantSchema.ts'
import { type Grants, lifetimesMs } from './grants.ts'

/** One link of the CLOVA app to this home, as its owner sees it; times as ISO 8601. */
interface Link {
  readonly id: string
  readonly user: string
  readonly since: string
  readonly lastUsed: string
  /** false if the user is no longer in the configuration or has another password there, or did not use it for a year */
  readonly inForce: boolean
}
export type Links = readonly Link[]

/** Who is linked, in the order in which they linked. */
export const listLinks = (grants: readonly Grant[], linking: LinkingSettings | undefined, now = Date.now()): Links =>
  grants.map((grant) => ({
    id: grant.id,
    user: grant.user,
    since: new Date(grant.created).toISOString(),
    lastUsed: new Date(grant.used).toISOString(),
    inForce: linking !== undefined && belongsToAccount(grant, linking) && now - grant.used < lifetimesMs.refresh,
  }))

/** Ends links by the name of a user or the id of a link; all of them if the name is empty. */
export type Unlink = (name: string) => Promise<{
  /** how many */
  readonly ended: number
  /** what is wrong with the disk, if the end of a link could not be written */
  readonly problem?: string
}>

/**
 * Ends links, and waits for the disk. A link whose end could not be written counts again at the next call, so that the owner
 * can repeat the command until it is written.
 */
export function createUnlink(grants: Grants): Unlink {
  let pendingRevocations: readonly Grant[] = []
  return async (name) => {
    const isMeant = ({ user, id }: Grant) => name === '' || user === name || id === name
    const active = grants.list().filter(isMeant)
    const pending = pendingRevocations.filter(isMeant)
    grants.revoke(active)
    const ended = active.length || pending.length
    if (await grants.flushed()) {
      pendingRevocations = pendingRevocations.filter((grant) => !pending.includes(grant))
      return { ended }
    }
    pendingRevocations = [...pendingRevocations, ...active].slice(-limits.allGrants)
    const problem = grants.problem()
    return { ended, ...(problem !== undefined && { problem }) }
  }
}
