import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { hashToken } from '../../src/oauth/accessTokens.ts'
import { readGrants } from '../../src/oauth/grantSchema.ts'
import { type Grants, lifetimesMs } from '../../src/oauth/grants.ts'
import { createUnlink } from '../../src/oauth/linkedAccounts.ts'
import { inFolder } from '../support/folder.ts'
import { runs } from '../support/randomRuns.ts'
import { agreed, bench, link, scene } from './oauthFixture.ts'

const minute = 60_000

describe('two refreshes at once, of which', () => {
  const both = (kept: Grants, refresh: string) => {
    const [one, other] = [kept.rotate(refresh), kept.rotate(refresh)]
    if (!one || !other) throw new Error('a refresh token in force was refused')
    return { one, other }
  }
  test.each<[string, readonly ('one' | 'other')[]]>([
    ['neither could be written', ['one', 'other']],
    ['neither could be written, the later told first', ['other', 'one']],
    ['the first could not be written', ['one']],
    ['the second could not be written', ['other']],
  ])('%s: issued tokens are valid, and tokens that CLOVA has stay valid', (_what, undone) =>
    inFolder((folder) => {
      const { kept, clock } = bench(folder)
      const { refresh, grant } = link(kept)
      const made = both(kept, refresh)
      for (const which of undone) made[which].undo()
      clock.now += 10 * minute
      expect(kept.findByRefreshToken(refresh)?.grant).toBe(grant)
      for (const which of ['one', 'other'] as const)
        if (!undone.includes(which)) expect(kept.findByRefreshToken(made[which].refreshToken)?.grant).toBe(grant)
      expect(grant.refresh).toHaveLength(3 - undone.length)
    }),
  )
})

describe('a clock that is wrong', () => {
  scene('at a start takes no link away', async ({ kept, open, clock }, folder) => {
    const { refresh } = link(kept)
    await kept.flushed()
    const text = readFileSync(join(folder, 'grants.json'), 'utf8')
    clock.off = 3 * lifetimesMs.refresh
    await open().flushed()
    expect(readFileSync(join(folder, 'grants.json'), 'utf8')).toBe(text)
    clock.off = 0
    expect(open().rotate(refresh)).toBeDefined()
  })
  scene('by a year and a bit takes none away either when somebody logs in', async ({ kept, open, clock }) => {
    const { refresh } = link(kept)
    await kept.flushed()
    clock.off = 400 * 86_400_000
    const wrong = open()
    link(wrong)
    link(wrong)
    await wrong.flushed()
    clock.off = 0
    expect(open().rotate(refresh)).toBeDefined()
  })
  scene('but what others outlived by two years goes with the next login', ({ kept, clock }) => {
    link(kept)
    clock.now += 2 * lifetimesMs.refresh
    const { grant } = link(kept)
    kept.createCode(agreed)
    expect(kept.list()).toEqual([grant])
  })
  test.each([
    ['forward', 90 * minute],
    ['back', -90 * minute],
    ['far forward', 2 * lifetimesMs.refresh],
  ])('that is set %s changes neither the grace period nor the lifetimes', (_way, jump) =>
    inFolder((folder) => {
      const { kept, clock, check } = bench(folder)
      const { refresh, access } = link(kept)
      const pending = kept.createCode(agreed)
      kept.rotate(refresh)
      clock.off = jump
      clock.now += minute
      expect(check(access)).toBe('good')
      expect(kept.findCode(pending)?.remainingMs).toBe(lifetimesMs.code - minute)
      expect(kept.redeem(pending)).toBeDefined()
      expect(kept.rotate(refresh)).toBeDefined()
      clock.now += lifetimesMs.access
      expect(check(access)).toBe('expired')
      expect(kept.rotate(refresh)).toBeUndefined()
    }),
  )
  scene('makes no token that lives for a year', async ({ kept, open, clock }) => {
    clock.off = lifetimesMs.refresh
    const { access } = link(kept)
    await kept.flushed()
    clock.off = 0
    expect(open().find(hashToken(access))?.isExpired).toBe(true)
  })
})

scene('a link that a power cut left without a token is none', async ({ kept, open }) => {
  kept.redeem(kept.createCode(agreed))
  const { grant } = link(kept)
  await kept.flushed()
  expect(open().list()).toEqual([grant])
})

/** Any operation on grants, in any order. */
const step = fc.record({
  what: fc.constantFrom('code', 'redeem', 'rotate', 'again', 'undo', 'end', 'wait'),
  which: fc.nat(),
  times: fc.constantFrom(1, 2, 30, 120),
})

test('after any sequence of steps the written file is read as the same state', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) =>
      inFolder(async (folder) => {
        const { kept, open, clock, warnings } = bench(folder)
        const codes: string[] = []
        const tokens = [link(kept).refresh]
        const pick = (list: readonly string[], which: number) => list[which % Math.max(1, list.length)] ?? ''
        const rotate = (which: number) => kept.rotate(pick(tokens, which))
        const deeds: Readonly<Record<(typeof steps)[number]['what'], (which: number) => void>> = {
          code: (which) => codes.push(kept.createCode({ ...agreed, user: `user${which % 120}` })),
          redeem(which) {
            const code = pick(codes, which)
            const grant = kept.redeem(code)
            if (grant) tokens.push(kept.firstRefreshToken(grant, code))
          },
          rotate(which) {
            const next = rotate(which)
            if (!next) return
            kept.createAccessToken(next.grant)
            tokens[which % tokens.length] = next.refreshToken
          },
          again: (which) => rotate(which),
          undo: (which) => rotate(which)?.undo(),
          end: (which) => kept.revoke(kept.list().slice(which % 7, (which % 7) + 1)),
          wait: (which) => (clock.now += which % (2 * lifetimesMs.access)),
        }
        for (const { what, which, times } of steps) for (let i = 0; i < times; i += 1) deeds[what](which + i)
        await kept.flushed()
        const fileWarnings = warnings.filter((text) => text.includes('file'))
        const again = open()
        expect(warnings.filter((text) => text.includes('file'))).toEqual(fileWarnings)
        expect(again.list()).toEqual(kept.list().filter(({ refresh }) => refresh.length > 0))
        expect(readGrants(join(folder, 'grants.json'))).toEqual(kept.list())
      }),
    ),
    { numRuns: runs(60) },
  ))

scene('a hundred and ten refreshes in a minute lose no link at the next start', async ({ kept, open }) => {
  let { refresh } = link(kept)
  for (let i = 0; i < 110; i += 1) refresh = String(kept.rotate(refresh)?.refreshToken)
  await kept.flushed()
  expect(open().findByRefreshToken(refresh)).toBeDefined()
})

scene('a file that holds more than it may is read, the newest of it', async ({ kept, open }, folder) => {
  const { grant, refresh } = link(kept)
  grant.spent = Array.from({ length: 110 }, (_, at) => ({ hash: hashToken(String(at)), at }))
  kept.createAccessToken(grant)
  await kept.flushed()
  expect(JSON.parse(readFileSync(join(folder, 'grants.json'), 'utf8')).data.grants[0].spent).toHaveLength(110)
  expect(open().findByRefreshToken(refresh)?.grant.spent).toEqual(grant.spent.slice(-20))
})

scene('what could not be ended on the disk can be ended again, and is told so', async ({ kept }, folder) => {
  link(kept)
  await kept.flushed()
  const unlink = createUnlink(kept)
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'a file where the folder was')
  const problem = expect.stringContaining('cannot be written')
  expect(await unlink('family')).toEqual({ ended: 1, problem })
  expect(await unlink('family')).toEqual({ ended: 1, problem })
  rmSync(folder)
  expect(await unlink('family')).toEqual({ ended: 1 })
  expect(await unlink('family')).toEqual({ ended: 0 })
})
