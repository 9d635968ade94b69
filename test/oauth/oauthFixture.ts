import { join } from 'node:path'
import { accessOf, accountOf, type Linking } from '../../src/oauth/accounts.ts'
import type { Grant } from '../../src/oauth/grantSchema.ts'
import { type Grants, grants } from '../../src/oauth/grants.ts'
import { inFolder } from '../support/folder.ts'

export const user = { name: 'family', password: 'the hash of a password' }
export const linking: Linking = {
  house: 'h',
  clientId: 'clova',
  clientSecret: 's',
  redirectUris: ['https://c/'],
  users: [user],
}
export const agreed = { client: 'clova', user: user.name, account: accountOf(user), redirectUri: 'https://c/' }
export const by = { client: 'clova', redirectUri: 'https://c/' }

/** Grants in a folder, by a clock that stands still until it is moved, or set wrong by `off`. */
export function bench(folder: string) {
  const warnings: string[] = []
  const clock = { now: Date.UTC(2026, 10, 1), off: 0 }
  const open = () =>
    grants({
      file: join(folder, 'grants.json'),
      warn: (_fields, message) => warnings.push(message),
      now: () => clock.now + clock.off,
      monotonic: () => clock.now,
    })
  const kept = open()
  const hand = { checkHash: () => 'unknown' as const }
  let config: Linking | undefined = linking
  const check = accessOf(hand, kept, () => config)
  return {
    kept,
    open,
    clock,
    warnings,
    check: (token: string) => check(token).state,
    configure: (next: Linking | undefined) => {
      config = next
    },
  }
}

/** What a login gives. */
export function link(kept: Grants): { grant: Grant; code: string; access: string; refresh: string } {
  const code = kept.code(agreed)
  const grant = kept.redeem(code, by)
  if (!grant) throw new Error('the code was not good')
  return { grant, code, access: kept.access(grant), refresh: kept.first(grant, code) }
}

export const scene = (name: string, work: (it: ReturnType<typeof bench>, folder: string) => void | Promise<void>) =>
  test(name, () => inFolder((folder) => work(bench(folder), folder)))
