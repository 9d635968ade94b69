import { createHash } from 'node:crypto'

/** The most tries in a time, in milliseconds. */
const limits = { address: { most: 5, within: 60_000 }, account: { most: 20, within: 3_600_000 } } as const

/** How many addresses, and how many names that are nobody's, are remembered. */
const remembered = 10_000

/** The delays before an answer, in milliseconds: from the third try on each is twice the one before. */
const delays = { first: 250, longest: 2000 } as const

/** What comes of a try: it may be made after a delay, or only later; both in milliseconds. */
export type Leave = { readonly delay: number } | { readonly later: number }

/** How often somebody may try to log in. */
export interface Tries {
  /**
   * Counts a try, if it may be made. Who is refused is not counted, so that nobody is kept out for longer by trying on.
   * @param address as `groupOf` gives it
   * @param isKnown whether there is such a user: nobody can be made forget their tries by a flood of other names
   */
  take(address: string, name: string, isKnown: boolean): Leave
}

/** @param now milliseconds; a clock of its own for tests */
export function tries(now: () => number = () => performance.now()): Tries {
  const addresses = new Map<string, readonly number[]>()
  const strangers = new Map<string, readonly number[]>()
  const users = new Map<string, readonly number[]>()
  return {
    take(address, name, isKnown) {
      const accounts = isKnown ? users : strangers
      // A name may be long; of its hash all are alike.
      const account = createHash('sha256').update(name).digest('base64')
      const [byAddress, byAccount] = [
        recent(addresses, address, limits.address.within),
        recent(accounts, account, limits.account.within),
      ]
      const later = Math.max(wait(byAddress, limits.address), wait(byAccount, limits.account))
      if (later > 0) return { later }
      keep(addresses, address, [...byAddress, now()])
      keep(accounts, account, [...byAccount, now()])
      const before = Math.max(byAddress.length, byAccount.length)
      return { delay: before < 2 ? 0 : Math.min(delays.longest, delays.first * 2 ** (before - 2)) }
    },
  }

  function recent(map: ReadonlyMap<string, readonly number[]>, key: string, within: number): readonly number[] {
    const since = now() - within
    return (map.get(key) ?? []).filter((at) => at > since)
  }

  function wait(made: readonly number[], { most, within }: { most: number; within: number }): number {
    const [oldest] = made.slice(-most)
    return made.length < most || oldest === undefined ? 0 : oldest + within - now()
  }

  /** Those who tried last stay: a flood pushes out others of the flood first. */
  function keep(map: Map<string, readonly number[]>, key: string, made: readonly number[]): void {
    map.delete(key)
    map.set(key, made)
    const { value: oldest } = map.keys().next()
    if (map.size > remembered && oldest !== undefined) map.delete(oldest)
  }
}
