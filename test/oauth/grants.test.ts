import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashToken } from '../../src/oauth/accessTokens.ts'
import type { LinkingSettings } from '../../src/oauth/accounts.ts'
import { emptyGrants, type Grant, readGrants } from '../../src/oauth/grantSchema.ts'
import { lifetimesMs } from '../../src/oauth/grants.ts'
import { inFolder } from '../support/folder.ts'
import { agreed, bench, link, linking, scene, user } from './oauthFixture.ts'

const minute = 60_000

describe('a code', () => {
  scene('lives for five minutes', ({ kept, clock }) => {
    const [young, old] = [kept.createCode(agreed), kept.createCode(agreed)]
    clock.now += lifetimesMs.code - 1
    expect(kept.findCode(young)).toEqual({ approval: expect.objectContaining(agreed), remainingMs: 1 })
    expect(kept.redeem(young)).toMatchObject({ user: 'family' })
    clock.now += 1
    expect(kept.findCode(old)?.remainingMs).toBe(0)
    expect(lifetimesMs.code).toBe(5 * minute)
  })
  scene('crowds out the oldest of the same user, and of nobody else', ({ kept }) => {
    const other = kept.createCode({ ...agreed, user: 'other' })
    const codes = Array.from({ length: 11 }, () => kept.createCode(agreed))
    expect(kept.redeem(String(codes[0]))).toBeUndefined()
    expect(kept.redeem(String(codes[1]))).toBeDefined()
    expect(kept.redeem(other)).toBeDefined()
  })
})

describe('an access token', () => {
  scene('is good for an hour, then expired, and unknown once its link is ended', ({ kept, clock, check }) => {
    const { access, grant } = link(kept)
    clock.now += lifetimesMs.access - 1
    expect(check(access)).toBe('good')
    clock.now += 1
    expect(check(access)).toBe('expired')
    kept.revoke([grant])
    expect(check(access)).toBe('unknown')
    expect(lifetimesMs.access).toBe(60 * minute)
  })
  scene(
    'is good for a minute more after the next one was given, also after a restart',
    async ({ kept, clock, check, open }) => {
      const { access, grant } = link(kept)
      clock.now += 5 * minute
      const next = kept.createAccessToken(grant)
      clock.now += minute - 1
      expect([check(access), check(next)]).toEqual(['good', 'good'])
      await kept.flushed()
      expect(open().find(hashToken(access))).toMatchObject({ isExpired: false })
      clock.now += 1
      expect(open().find(hashToken(access))).toMatchObject({ isExpired: true })
      expect([check(access), check(next)]).toEqual(['expired', 'good'])
      clock.now += 58.5 * minute
      kept.createAccessToken(grant)
      // It has half a minute left, and gets no more.
      clock.now += minute / 2
      expect(check(next)).toBe('expired')
    },
  )
  scene('that expires an hour too late was made by a wrong clock, and is not good', async ({ kept, clock, open }) => {
    const { access } = link(kept)
    await kept.flushed()
    const isExpired = (off: number) => {
      clock.off = off
      return open().find(hashToken(access))?.isExpired
    }
    expect([isExpired(1 - lifetimesMs.access), isExpired(-lifetimesMs.access)]).toEqual([false, true])
  })
  scene(
    'is that of a user whom the configuration names, with that password, and of that client',
    ({ kept, check, configure }) => {
      const { access } = link(kept)
      const cases: [string, LinkingSettings | undefined][] = [
        ['good', { ...linking, users: [...linking.users, { name: 'new', password: 'x' }] }],
        ['unknown', { ...linking, users: [{ name: 'new', password: 'x' }] }],
        ['unknown', { ...linking, users: [{ ...user, password: 'the hash of another' }] }],
        ['unknown', { ...linking, clientId: 'other' }],
        ['unknown', undefined],
        ['good', linking],
      ]
      for (const [state, config] of cases) {
        configure(config)
        expect(check(access)).toBe(state)
      }
    },
  )
  scene('is checked without the disk', ({ kept, check }, folder) => {
    const all = Array.from({ length: 20 }, () => link(kept).access)
    rmSync(folder, { recursive: true, force: true })
    expect(all.map(check)).toEqual(Array(20).fill('good'))
    mkdirSync(folder)
  })
})

describe('a refresh token', () => {
  scene('comes again within a minute for a lost answer, and each of those given is good', ({ kept, clock }) => {
    const { refresh } = link(kept)
    const first = kept.rotate(refresh)
    clock.now += minute
    const second = kept.rotate(refresh)
    expect(first && second && first.refreshToken !== second.refreshToken).toBe(true)
    expect(kept.findByRefreshToken(String(first?.refreshToken))).toBeDefined()
    expect(kept.rotate(String(second?.refreshToken))).toBeDefined()
  })
  scene('ends the family when it comes again after that, and says so', (it) => {
    const { kept, clock, check, warnings } = it
    const { refresh, access, grant } = link(kept)
    const next = kept.rotate(refresh)
    clock.now += minute + 1
    expect(kept.rotate(refresh)).toBeUndefined()
    expect(check(access)).toBe('unknown')
    expect(kept.rotate(String(next?.refreshToken))).toBeUndefined()
    expect(warnings).toEqual([expect.stringContaining('used again')])
    expect(it.warnedFields).toEqual([{ link: grant.id, user: grant.user }])
  })
  scene('ends the family also when it is a hundred rotations old', ({ kept, clock }) => {
    const { refresh } = link(kept)
    let token = refresh
    for (let i = 0; i < 100; i += 1) {
      clock.now += 60 * minute
      token = String(kept.rotate(token)?.refreshToken)
    }
    expect(kept.findByRefreshToken(token)).toBeDefined()
    expect(kept.rotate(refresh)).toBeUndefined()
    expect(kept.findByRefreshToken(token)).toBeUndefined()
  })
  scene('that a thief used in the minute of grace ends the family as soon as both went on', ({ kept, clock }) => {
    const { refresh } = link(kept)
    const owners = String(kept.rotate(refresh)?.refreshToken)
    const thiefs = String(kept.rotate(refresh)?.refreshToken)
    clock.now += 50 * minute
    expect(kept.rotate(thiefs)).toBeDefined()
    clock.now += 10 * minute
    expect(kept.rotate(owners)).toBeUndefined()
    expect(kept.list()).toEqual([])
  })
  scene(
    'that came without end is kept sixteen times at most, and none of those given is a theft at once',
    ({ kept }) => {
      const { refresh, grant } = link(kept)
      const given = Array.from({ length: 30 }, () => kept.rotate(refresh)?.refreshToken)
      expect(grant.refresh).toHaveLength(16)
      for (const token of given) expect(kept.findByRefreshToken(String(token))?.grant).toBe(grant)
    },
  )
  scene('lives for a year after its last use', ({ kept, clock }) => {
    const { refresh } = link(kept)
    clock.now += lifetimesMs.refresh
    expect(kept.findByRefreshToken(refresh)?.remainingMs).toBe(0)
  })
})

describe('on the disk', () => {
  scene('all is there again after a restart, for its owner alone', async ({ kept, open }, folder) => {
    const { refresh, access, grant } = link(kept)
    const pending = kept.createCode(agreed)
    expect(await kept.flushed()).toBe(true)
    expect(statSync(join(folder, 'grants.json')).mode & 0o777).toBe(0o600)
    const again = open()
    expect(again.find(hashToken(access))?.grant).toEqual(grant)
    expect(again.rotate(refresh)).toBeDefined()
    expect(again.redeem(pending)).toBeDefined()
  })
  scene('nothing is written by a command', async ({ kept, check }, folder) => {
    const { access } = link(kept)
    await kept.flushed()
    const { mtimeMs, ino } = statSync(join(folder, 'grants.json'))
    for (let i = 0; i < 100; i += 1) check(access)
    expect(statSync(join(folder, 'grants.json'))).toMatchObject({ mtimeMs, ino })
  })
  scene('what cannot be written is undone, and told', async ({ kept, warnings }, folder) => {
    const { refresh } = link(kept)
    await kept.flushed()
    renameSync(folder, `${folder}.away`)
    writeFileSync(folder, 'a file where the folder was')
    const rotation = kept.rotate(refresh)
    expect(await kept.flushed()).toBe(false)
    rotation?.undo()
    expect(kept.problem()).toContain('cannot be written')
    expect(warnings).toHaveLength(1)
    rmSync(folder)
    renameSync(`${folder}.away`, folder)
    // CLOVA has the one from before still.
    expect(kept.rotate(refresh)).toBeDefined()
    expect(await kept.flushed()).toBe(true)
  })
  test.each([
    ['damaged', '{"version":1,"data":{"codes":['],
    ['somebody else’s', '{"version":1,"data":{"tokens":["a"]}}'],
    ['with a token itself in it', '{"version":1,"data":{"codes":[{"hash":"secret"}],"grants":[]}}'],
    ['of a newer version', '{"version":2,"data":{"codes":[],"grants":[]}}'],
  ])('a file that is %s is set aside and reported', (_what, text) =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'grants.json'), text)
      const { kept, warnings } = bench(folder)
      expect(kept.list()).toEqual([])
      expect(warnings).toEqual([expect.stringContaining('set aside')])
      expect(readFileSync(join(folder, 'grants.json.damaged'), 'utf8')).toBe(text)
    }),
  )
  scene('a user has twenty links at most, the longest unused go; others’ stay', async ({ kept, clock }, folder) => {
    const other = kept.redeem(kept.createCode({ ...agreed, user: 'other' }))
    const all: Grant[] = []
    for (let i = 0; i < 25; i += 1) {
      clock.now += 1
      all.push(link(kept).grant)
    }
    expect(kept.list()).toEqual([other, ...all.slice(5)])
    await kept.flushed()
    expect(readdirSync(folder)).toEqual(['grants.json'])
    expect(existsSync(join(folder, 'grants.json.damaged'))).toBe(false)
  })
})

describe('the number of links', () => {
  scene('has no prefix without a hub, and is found by its hashes', ({ kept }) => {
    const [one, other] = [link(kept), link(kept)]
    expect(one.access).toMatch(/^[\w-]{43}$/)
    expect(one.refresh).toMatch(/^[\w-]{64}$/)
    expect([...kept.accessTokenHashes()]).toEqual([one.access, other.access].map(hashToken))
  })
  scene('counts as used when it is, for a year from then on', ({ kept, clock }) => {
    const { grant, refresh } = link(kept)
    clock.now += 1000
    expect(kept.findByRefreshToken(refresh)?.remainingMs).toBe(lifetimesMs.refresh - 1000)
    kept.markUsed(grant)
    expect([grant.used, kept.findByRefreshToken(refresh)?.remainingMs]).toEqual([clock.now, lifetimesMs.refresh])
  })
  scene('is written with the time when it expires', async ({ kept, open, clock }, folder) => {
    const codes = () => JSON.parse(readFileSync(join(folder, 'grants.json'), 'utf8')).data.codes
    const old = kept.createCode(agreed)
    await kept.flushed()
    expect(open().findCode(old)?.remainingMs).toBe(lifetimesMs.code)
    clock.now += lifetimesMs.code - 1
    kept.createCode(agreed)
    await kept.flushed()
    expect(codes()).toHaveLength(2)
    clock.now += 1
    kept.createCode(agreed)
    await kept.flushed()
    expect(codes()).toHaveLength(2)
    expect(codes().at(-1).expires).toBe(clock.now + lifetimesMs.code)
    const { access } = link(kept)
    await kept.flushed()
    const [written] = JSON.parse(readFileSync(join(folder, 'grants.json'), 'utf8')).data.grants
    expect(written.access).toEqual([{ hash: hashToken(access), expires: clock.now + lifetimesMs.access }])
  })
  scene('are five hundred codes at most', ({ kept }) => {
    const codes = Array.from({ length: 501 }, (_, i) => kept.createCode({ ...agreed, user: `user${i}` }))
    expect([kept.findCode(codes[0] ?? ''), kept.findCode(codes[1] ?? '')]).toEqual([undefined, expect.anything()])
  })
  scene('are twenty links of a user at most: that which was not used for longest goes', ({ kept, clock }) => {
    const other = kept.redeem(kept.createCode({ ...agreed, user: 'other' }))
    const links = Array.from({ length: 20 }, () => {
      clock.now += 1
      return link(kept).grant
    })
    clock.now += 1
    if (links[0]) kept.markUsed(links[0])
    const next = link(kept).grant
    expect(kept.list()).toEqual([other, links[0], ...links.slice(2), next])
  })
})

test('is a thousand at most: the link that was not used for the longest time is removed', () =>
  inFolder((folder) => {
    const hash = '0'.repeat(64)
    const grants = Array.from({ length: 1000 }, (_, i) => ({
      ...{ id: `g${i}`, family: hash, client: 'clova', user: `user${i}`, account: 'a', created: 1000 },
      ...{ used: i === 500 ? 1 : 1000, refresh: [hash], spent: [], access: [] },
    }))
    writeFileSync(join(folder, 'grants.json'), JSON.stringify({ version: 1, data: { codes: [], grants } }))
    const { kept } = bench(folder)
    expect(kept.list()).toHaveLength(1000)
    const next = kept.redeem(kept.createCode(agreed))
    expect(kept.list().map(({ id }) => id)).toEqual(
      [...grants.filter(({ used }) => used > 1), next].map((one) => one?.id),
    )
  }))

describe('the file of the grants', () => {
  const read = (folder: string, text: string) => {
    const file = join(folder, 'grants.json')
    writeFileSync(file, text)
    return readGrants(file)
  }
  scene('can be read while it is not open', async ({ kept }, folder) => {
    const { grant } = link(kept)
    await kept.flushed()
    expect(readGrants(join(folder, 'grants.json'))).toEqual([grant])
    expect(readGrants(join(folder, 'nothing.json'))).toEqual([])
    expect(emptyGrants()).toEqual({ codes: [], grants: [] })
  })
  test('that is damaged or cannot be read is reported with its remedy', () =>
    inFolder((folder) => {
      expect(() => read(folder, '{')).toThrow('is damaged or of a newer version')
      rmSync(join(folder, 'grants.json'))
      mkdirSync(join(folder, 'grants.json'))
      expect(() => readGrants(join(folder, 'grants.json'))).toThrow('cannot be read (EISDIR)')
    }))
  scene('is damaged if a hash is none', async ({ kept }, folder) => {
    const { grant } = link(kept)
    await kept.flushed()
    const text = readFileSync(join(folder, 'grants.json'), 'utf8')
    for (const wrong of [`x${grant.family}`, `${grant.family}x`, grant.family.slice(1)])
      expect(() => read(folder, text.replace(grant.family, wrong))).toThrow('is damaged')
  })
})
