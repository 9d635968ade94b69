import { join } from 'node:path'
import { accountId, createAccessCheck, type LinkingSettings } from '../../src/oauth/accounts.ts'
import type { Grant } from '../../src/oauth/grantSchema.ts'
import { Grants } from '../../src/oauth/grants.ts'
import { closeBeforeRemoval, inFolder } from '../support/folder.ts'

export const user = { name: 'family', password: 'the hash of a password' }
export const linking: LinkingSettings = {
  homeName: 'h',
  clientId: 'clova',
  clientSecret: 's',
  redirectUris: ['https://c/'],
  users: [user],
}
export const agreed = { client: 'clova', user: user.name, account: accountId(user), redirectUri: 'https://c/' }

/** Grants in a folder, by a clock that stands still until it is moved, or set wrong by `off`. */
export function bench(folder: string) {
  const warnings: string[] = []
  const warnedFields: object[] = []
  const clock = { now: Date.UTC(2026, 10, 1), off: 0 }
  const open = () => {
    const grants = new Grants({
      file: join(folder, 'grants.json'),
      warn(fields, message) {
        warnedFields.push(fields)
        warnings.push(message)
      },
      now: () => clock.now + clock.off,
      monotonic: () => clock.now,
    })
    // A test may put another function in its place.
    closeBeforeRemoval(folder, grants.flushed.bind(grants))
    return grants
  }
  const kept = open()
  const hand = { checkHash: () => 'unknown' as const }
  let config: LinkingSettings | undefined = linking
  const check = createAccessCheck(hand, kept, () => config)
  return {
    kept,
    open,
    clock,
    warnings,
    warnedFields,
    check: (token: string) => check(token).state,
    configure: (next: LinkingSettings | undefined) => {
      config = next
    },
  }
}

/** What a login gives. */
export function link(kept: Grants): { grant: Grant; code: string; access: string; refresh: string } {
  const code = kept.createCode(agreed)
  const grant = kept.redeem(code)
  if (!grant) throw new Error('the code was not good')
  return { grant, code, access: kept.createAccessToken(grant), refresh: kept.firstRefreshToken(grant, code) }
}

export const scene = (name: string, work: (it: ReturnType<typeof bench>, folder: string) => void | Promise<void>) =>
  test(name, () => inFolder((folder) => work(bench(folder), folder)))
