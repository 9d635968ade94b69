import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountsFileName, DashboardAccounts, readLogins } from '../../../src/http/dashboard/accounts.ts'
import { hashToken } from '../../../src/oauth/accessTokens.ts'
import { accountId } from '../../../src/oauth/accounts.ts'
import { closeBeforeRemoval, inFolder } from '../../support/folder.ts'

const day = 86_400_000
const hash = 'a'.repeat(64)
const [owner, member] = [
  { name: 'owner', password: '$scrypt$owner' },
  { name: 'minji', password: '$scrypt$minji' },
]

/** What the file holds, of each kind one. */
const stored = () => ({
  owner: { password: owner.password, changed: 1 },
  code: { text: '0123-ABCD', expires: 1, isForNetwork: false },
  members: [{ ...member, created: 1, appliances: ['lamp'], tags: ['kitchen'] }],
  tokens: [
    { name: 'script', hash, role: 'owner', created: 1, appliances: ['lamp'], tags: ['kitchen'] },
    { name: 'panel', hash, role: 'member', created: 1 },
  ],
  sessions: [{ hash, user: 'owner', account: accountId(owner), created: 1, lastUsed: 1 }],
})

interface Bench {
  readonly it: DashboardAccounts
  readonly clock: { now: number }
  readonly warnings: readonly string[]
  /** how often something was told */
  readonly changes: () => number
  /** What is on the disk, after all is written. */
  written(): Promise<ReturnType<typeof stored>>
}
const scene = (name: string, work: (bench: Bench) => void | Promise<void>, data?: object) =>
  test(name, () =>
    inFolder((folder) => {
      const file = join(folder, accountsFileName)
      if (data) writeFileSync(file, JSON.stringify({ version: 1, data }))
      const clock = { now: 100 * day }
      const warnings: string[] = []
      let changes = 0
      const it = new DashboardAccounts(
        file,
        (_fields, message) => warnings.push(message),
        () => clock.now,
      )
      it.onChange = () => {
        changes += 1
      }
      closeBeforeRemoval(folder, () => it.flush())
      const written = async () => {
        await it.flush()
        return JSON.parse(readFileSync(file, 'utf8')).data
      }
      return work({ it, clock, warnings, changes: () => changes, written })
    }),
  )
const empty = { members: [], tokens: [], sessions: [] }

describe('the file of the accounts', () => {
  test('has a fixed name, since it is in backups', () => {
    expect(accountsFileName).toBe('dashboard.json')
  })

  scene(
    'is read with all it may hold',
    ({ it, warnings }) => {
      const { members, tokens } = stored()
      expect([it.users(), it.members(), it.tokens()]).toEqual([[owner, ...members], members, tokens])
      expect(warnings).toEqual([])
    },
    stored(),
  )

  scene(
    'is read without what it need not hold',
    ({ it, warnings }) => {
      expect([it.users(), it.members(), it.tokens(), it.code()]).toEqual([[], [], [], undefined])
      expect(warnings).toEqual([])
    },
    empty,
  )

  scene('need not be there', ({ it, warnings }) => {
    expect([it.hasPassword(), it.hasMembers(), it.users(), it.tokens(), it.problem()]).toEqual([
      ...[false, false, [], []],
      undefined,
    ])
    expect(it.findSession('x')).toBeUndefined()
    expect(warnings).toEqual([])
  })

  const wrongHashes = ['a'.repeat(63), 'a'.repeat(65), `x${hash}`, 'g'.repeat(64)]
  const wrong: readonly (readonly [path: string, ...values: unknown[]])[] = [
    ['owner.password', 'plain', 'x$scrypt$', undefined],
    ['owner.changed', '1'],
    ['owner.more', 1],
    ['code.text', 1],
    ['code.expires', '1'],
    ['code.isForNetwork', 'no'],
    ['code.more', 1],
    ['members', undefined],
    ['members.0.name', 1],
    ['members.0.password', 'plain'],
    ['members.0.created', '1'],
    ['members.0.appliances', 'lamp', [1]],
    ['members.0.tags', 'kitchen', [1]],
    ['members.0.more', 1],
    ['tokens', undefined],
    ['tokens.0.name', 1],
    ['tokens.0.hash', ...wrongHashes],
    ['tokens.0.role', 'guest', ''],
    ['tokens.0.created', '1'],
    ['tokens.0.appliances', 'lamp'],
    ['tokens.0.more', 1],
    ['sessions', undefined],
    ['sessions.0.hash', ...wrongHashes],
    ['sessions.0.user', 1],
    ['sessions.0.account', 1],
    ['sessions.0.created', '1'],
    ['sessions.0.lastUsed', '1'],
    ['sessions.0.more', 1],
    ['more', 1],
  ]
  for (const [path, ...values] of wrong)
    for (const value of values) {
      const data: Record<string, unknown> = stored()
      const keys = path.split('.')
      const last = keys.pop() ?? ''
      const place = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, data)
      place[last] = value
      scene(
        `is set aside if ${path} is ${JSON.stringify(value)}`,
        ({ it, warnings }) => {
          expect([it.hasPassword(), it.members(), it.tokens()]).toEqual([false, [], []])
          expect(warnings).toHaveLength(1)
        },
        data,
      )
    }

  scene(
    'may hold a session of somebody who is none any more',
    ({ it }) => {
      expect(it.findSession('text')).toBeUndefined()
    },
    {
      ...stored(),
      sessions: [{ hash: hashToken('text'), user: 'gone', account: 'x', created: 1, lastUsed: 100 * day }],
    },
  )

  test('shows who can log in with it', () => {
    const { members, tokens, ...rest } = stored()
    const logins = (data: object) => readLogins(JSON.stringify({ data }))
    const others = JSON.stringify([members, tokens])
    expect(logins(stored())).toEqual({ owner: owner.password, others, sessions: [hash] })
    expect(logins({ ...rest, owner: undefined, members, tokens })).toEqual({
      owner: undefined,
      others,
      sessions: [hash],
    })
    expect([logins({}), readLogins('no JSON'), readLogins('null')]).toEqual([undefined, undefined, undefined])
  })

  test('causes an error for each waiting caller while it cannot be written', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'state', accountsFileName)
      mkdirSync(join(folder, 'state'))
      const it = new DashboardAccounts(file, () => {})
      rmSync(join(folder, 'state'), { recursive: true })
      writeFileSync(join(folder, 'state'), 'a file where the folder was')
      it.setOwnerPassword(owner.password)
      await expect(it.save()).rejects.toThrow('cannot be written')
      expect(it.problem()).toContain('cannot be written')
      rmSync(join(folder, 'state'))
      await it.save()
      expect(it.problem()).toBeUndefined()
      expect(JSON.parse(readFileSync(file, 'utf8')).data.owner.changed).toBeGreaterThan(1_700_000_000_000)
    }))
})

describe('a one-time code', () => {
  scene('has eight letters and digits, in two groups, each time others', ({ it }) => {
    const codes = Array.from({ length: 20 }, () => {
      it.reset()
      return it.offerCode(false).text
    })
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(new Set(codes).size).toBe(20)
  })

  scene('is good for ten minutes, which begin anew when it is shown again', ({ it, clock, changes }) => {
    const { text, expires } = it.offerCode(false)
    expect([expires - clock.now, changes()]).toEqual([600_000, 1])
    clock.now += 599_999
    expect(it.isCode(text)).toBe(true)
    expect(it.offerCode(false).text).toBe(text)
    clock.now += 600_000
    expect([it.isCode(text), it.code(), it.isCode('')]).toEqual([false, undefined, false])
    expect(it.offerCode(false).text).not.toBe(text)
  })

  test.each([
    ['for this machine', [false], false],
    ['for the network', [true], true],
    ['for the network, and shown again', [true, false], true],
    ['shown again for the network', [false, true], true],
  ])('%s: %j', (_what, offers, expected) =>
    inFolder(async (folder) => {
      const it = new DashboardAccounts(join(folder, accountsFileName), () => {})
      for (const isForNetwork of offers) it.offerCode(isForNetwork)
      expect(it.code()?.isForNetwork).toBe(expected)
      await it.flush()
    }),
  )

  scene(
    'is taken as people type it',
    ({ it, clock }) => {
      clock.now = 0
      const typed = ['0123-ABCD', 'o123abcd', ' OL23 - ABCD ', '0i23-abcd', '0123-ABCE', '0023-ABCD', '']
      expect(typed.map((text) => it.isCode(text))).toEqual([true, true, true, true, false, false, false])
    },
    { ...empty, code: stored().code },
  )

  scene('is used up by the first password', async ({ it, written, changes }) => {
    const { text } = it.offerCode(false)
    it.setOwnerPassword(owner.password)
    expect([it.hasPassword(), it.isCode(text), changes()]).toEqual([true, false, 2])
    it.openSession(owner)
    await written()
    it.reset()
    expect([it.hasPassword(), it.isCode(text), changes()]).toEqual([false, false, 4])
    expect(await written()).toEqual(empty)
  })
})

describe('members', () => {
  scene('keep their date, and their password unless another is given', async ({ it, clock, written, changes }) => {
    const start = clock.now
    it.setMember('minji', { appliances: ['lamp'], tags: ['kitchen'] }, member.password)
    it.setMember('juno', {}, '$scrypt$juno')
    clock.now += 1
    it.setMember('minji', {})
    it.setMember('juno', { tags: [] }, '$scrypt$other')
    expect(it.members()).toEqual([
      { ...member, created: start },
      { name: 'juno', password: '$scrypt$other', created: start, tags: [] },
    ])
    expect([it.hasMembers(), changes()]).toEqual([true, 4])
    expect(await written()).toEqual({ ...empty, members: it.members() })
  })

  scene('reach what is listed', ({ it }) => {
    it.setMember('minji', { appliances: ['lamp'], tags: ['kitchen'] }, member.password)
    expect(it.members()).toMatchObject([{ appliances: ['lamp'], tags: ['kitchen'] }])
  })

  scene('need a password, and are fifty at most', ({ it }) => {
    const refusal = (work: () => void) => {
      try {
        work()
      } catch (error) {
        const { code, explanation } = error as { code: string; explanation: { code: string; values?: object } }
        return [code, explanation.code, explanation.values]
      }
      return []
    }
    expect(refusal(() => it.setMember('m0', {}))).toEqual(['badRequest', 'passwordNeeded', {}])
    for (let i = 0; i < 50; i += 1) it.setMember(`m${i}`, {}, member.password)
    expect(refusal(() => it.setMember('m50', {}, member.password))).toEqual(['conflict', 'tooManyMembers', { max: 50 }])
    it.setMember('m0', {}, owner.password)
    expect(it.members()).toHaveLength(50)

    for (let i = 0; i < 50; i += 1) it.createToken({ name: `t${i}`, role: 'member' })
    expect(refusal(() => it.createToken({ name: 't50', role: 'member' }))).toEqual([
      ...['conflict', 'tooManyApiTokens'],
      { max: 50 },
    ])
    it.revokeToken('t0')
    expect(refusal(() => it.createToken({ name: 't1', role: 'member' }))).toEqual([
      ...['conflict', 'apiTokenExists'],
      { name: 't1' },
    ])
  })

  scene('are removed with their sessions, and nobody else is', ({ it }) => {
    it.setOwnerPassword(owner.password)
    it.setMember('minji', {}, member.password)
    it.setMember('juno', {}, member.password)
    const sessions = [owner, member, { name: 'juno', password: member.password }].map((user) => it.openSession(user))
    expect([it.removeMember('nobody'), it.removeMember('minji')]).toEqual([false, true])
    expect(sessions.map((text) => it.findSession(text)?.name)).toEqual(['owner', undefined, 'juno'])
    expect(it.members().map(({ name }) => name)).toEqual(['juno'])
    // Somebody else of that name is another.
    it.setMember('minji', {}, member.password)
    expect(it.findSession(sessions[1] ?? '')).toBeUndefined()
  })

  scene('and the owner get another password, which ends their sessions alone', ({ it }) => {
    it.setOwnerPassword(owner.password)
    it.setMember('juno', {}, member.password)
    it.setMember('minji', {}, member.password)
    const sessions = [owner, member].map((user) => it.openSession(user))
    it.setPassword('minji', '$scrypt$next')
    expect(it.members().map(({ password }) => password)).toEqual([member.password, '$scrypt$next'])
    expect(sessions.map((text) => it.findSession(text)?.name)).toEqual(['owner', undefined])
    it.setPassword('nobody', '$scrypt$next')
    expect(it.users()[0]).toEqual(owner)
    it.setPassword('owner', '$scrypt$next')
    expect(it.users()[0]).toEqual({ name: 'owner', password: '$scrypt$next' })
    expect(it.findSession(sessions[0] ?? '')).toBeUndefined()
  })
})

describe('API tokens', () => {
  scene('are found by their text, and stored as its hash', async ({ it, clock, written, changes }) => {
    const texts = [
      it.createToken({ name: 'script', role: 'owner' }),
      it.createToken({ name: 'panel', role: 'member', appliances: ['lamp'], tags: ['kitchen'] }),
    ]
    for (const text of texts) expect(text).toMatch(/^chd_[\w-]{43}$/)
    expect(texts.map((text) => it.findToken(text)?.name)).toEqual(['script', 'panel'])
    expect(it.findToken('chd_')).toBeUndefined()
    const common = { created: clock.now, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }
    const expected = [
      { ...common, name: 'script', role: 'owner' },
      { ...common, name: 'panel', role: 'member', appliances: ['lamp'], tags: ['kitchen'] },
    ]
    expect([it.tokens(), changes()]).toEqual([expected, 2])
    const data = await written()
    expect(data.tokens).toEqual(expected)
    expect(JSON.stringify(data)).not.toContain(texts[0])
    expect([it.revokeToken('nothing'), it.revokeToken('script')]).toEqual([false, true])
    expect(texts.map((text) => it.findToken(text)?.name)).toEqual([undefined, 'panel'])
    expect((await written()).tokens).toHaveLength(1)
  })
})

describe('sessions', () => {
  scene('are twenty of a user at most: the one that was not used for longest ends', ({ it, clock }) => {
    it.setOwnerPassword(owner.password)
    it.setMember('minji', {}, member.password)
    const ofMember = it.openSession(member)
    const all: string[] = []
    for (let i = 0; i < 20; i += 1) {
      clock.now += 1
      all.push(it.openSession(owner))
    }
    clock.now += day + 1
    // The first is used, so the second is the one.
    it.findSession(all[0] ?? '')
    all.push(it.openSession(owner))
    expect(all.map((text) => it.findSession(text) !== undefined)).toEqual([true, false, ...Array(19).fill(true)])
    expect(it.findSession(ofMember)?.name).toBe('minji')
  })

  scene('that are over go with the next one', async ({ it, clock, written }) => {
    it.setOwnerPassword(owner.password)
    it.openSession(owner)
    clock.now += 30 * day
    const text = it.openSession(owner)
    expect((await written()).sessions).toEqual([
      {
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        user: 'owner',
        account: accountId(owner),
        created: clock.now,
        lastUsed: clock.now,
      },
    ])
    expect(text).toMatch(/^[\w-]{43}$/)
  })

  test.each([
    ['a day', day, false],
    ['more than a day', day + 1, true],
    ['a day that the clock went back', -day, false],
    ['more than a day that the clock went back', -day - 1, true],
  ])('are written down as used after %s: %j, %j', (_what, ms, isWritten) =>
    inFolder(async (folder) => {
      const clock = { now: 100 * day }
      const file = join(folder, accountsFileName)
      const it = new DashboardAccounts(
        file,
        () => {},
        () => clock.now,
      )
      it.setOwnerPassword(owner.password)
      const text = it.openSession(owner)
      await it.flush()
      clock.now += ms
      expect(it.findSession(text)).toEqual({ name: 'owner', role: 'owner' })
      await it.flush()
      const [session] = JSON.parse(readFileSync(file, 'utf8')).data.sessions
      expect(session.lastUsed - 100 * day).toBe(isWritten ? ms : 0)
    }),
  )

  scene('are those of their user, with what the user reaches', ({ it }) => {
    it.setOwnerPassword(owner.password)
    it.setMember('juno', {}, '$scrypt$juno')
    it.setMember('minji', { appliances: ['lamp'], tags: ['kitchen'] }, member.password)
    const text = it.openSession(member)
    expect(it.findSession(text)).toEqual({ name: 'minji', role: 'member', appliances: ['lamp'], tags: ['kitchen'] })
  })

  scene('end one by one', ({ it, changes }) => {
    it.setOwnerPassword(owner.password)
    const [one, other] = [it.openSession(owner), it.openSession(owner)]
    const before = changes()
    it.endSession(one)
    expect([it.findSession(one), it.findSession(other)?.name, changes() - before]).toEqual([undefined, 'owner', 1])
  })

  test('end when the file has another password', () =>
    inFolder(async (folder) => {
      const file = join(folder, accountsFileName)
      const before = new DashboardAccounts(file, () => {})
      before.setOwnerPassword(owner.password)
      const text = before.openSession(owner)
      await before.flush()
      const found = () => new DashboardAccounts(file, () => {}).findSession(text)
      expect(found()).toEqual({ name: 'owner', role: 'owner' })
      writeFileSync(file, readFileSync(file, 'utf8').replace(owner.password, '$scrypt$other'))
      expect(found()).toBeUndefined()
    }))
})
