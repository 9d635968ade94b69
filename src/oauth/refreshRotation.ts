import { type Grant, most } from './grantSchema.ts'
import type { Ages } from './tokenAge.ts'

/** How long a refresh token that was used may come again: its answer may have been lost. In milliseconds. */
const grace = 60_000

/** True for a refresh token, told by its hash, that may be used: it is in force, or its answer may have been lost. */
export const mayBeUsed = (grant: Grant, hash: string, age: Ages): boolean =>
  grant.refresh.includes(hash) || recent(grant, age).some((one) => one.hash === hash)

/**
 * Puts the next refresh token in the place of one that may be used; both told by their hashes.
 * @param at the time by the wall clock
 * @returns what takes that back: this step only, since another may have been made and answered meanwhile
 */
export function replace(grant: Grant, used: string, next: string, age: Ages, at: number): () => void {
  if (grant.refresh.includes(used)) {
    // The used one last, since the last are kept.
    spend([...grant.refresh.filter((hash) => hash !== used), used])
    grant.refresh = [next]
    // It came again, so its answer was lost, or is on its way: each of those given holds until one of them is used.
  } else add(next)
  return () => {
    grant.refresh = grant.refresh.filter((hash) => hash !== next)
    if (grant.refresh.includes(used)) return
    grant.spent = grant.spent.filter(({ hash }) => hash !== used)
    add(used)
  }

  function add(hash: string): void {
    const all = [...grant.refresh, hash]
    grant.refresh = all.slice(-most.refresh)
    // What no longer finds room was given: for a while it may be used, and is no theft.
    spend(all.slice(0, -most.refresh))
  }

  function spend(hashes: readonly string[]): void {
    if (hashes.length === 0) return
    const spent = hashes.map((hash) => age.born({ hash, at }))
    grant.spent = [...recent(grant, age), ...spent].slice(-most.spent)
  }
}

const recent = ({ spent }: Grant, age: Ages) => spent.filter((one) => age.of(one, one.at) <= grace)
