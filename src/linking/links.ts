import { isOfAccount, type Linking } from './accounts.ts'
import type { Grants } from './grants.ts'
import type { Grant } from './kept.ts'

/** One link of the CLOVA app to this house, as its owner is told of it; times as ISO 8601. */
export interface Link {
  readonly id: string
  readonly user: string
  readonly since: string
  readonly lastUsed: string
  /** false if the user is no longer in the configuration, or has another password there: it does not work then */
  readonly inForce: boolean
}
export type Links = readonly Link[]

/** Who is linked, the first first. */
export const linksOf = (grants: readonly Grant[], linking: Linking | undefined): Links =>
  grants.map((grant) => ({
    id: grant.id,
    user: grant.user,
    since: new Date(grant.created).toISOString(),
    lastUsed: new Date(grant.used).toISOString(),
    inForce: linking !== undefined && isOfAccount(grant, linking),
  }))

/**
 * Ends links, and waits for the disk.
 * @param name of a user, or the id of a link; all of them if it is empty
 * @returns how many, and what is wrong with the disk if it was not written
 */
export async function unlink(
  grants: Grants,
  name: string,
): Promise<{ readonly ended: number; readonly problem?: string }> {
  const gone = grants.list().filter(({ user, id }) => name === '' || user === name || id === name)
  grants.end(gone)
  await grants.durable()
  const problem = grants.problem()
  return { ended: gone.length, ...(problem !== undefined && { problem }) }
}
