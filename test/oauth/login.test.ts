import { scryptSync } from 'node:crypto'
import * as fc from 'fast-check'
import type { LinkingSettings } from '../../src/oauth/accounts.ts'
import { Authenticator } from '../../src/oauth/authenticator.ts'
import { type AttemptDecision, LoginAttempts } from '../../src/oauth/loginAttempts.ts'
import { decoyHash, hashPassword, verifyPassword } from '../../src/oauth/password.ts'
import { runs } from '../support/randomRuns.ts'

const cheap = { ln: 4, r: 8, p: 1 }
const minute = 60_000

describe('a password', () => {
  test.each(['correct horse', '열려라 참깨', 'パスワード', ' blanks ', 'a'.repeat(200), 'with\0zero'])(
    '%j is known again, and no other',
    async (password) => {
      const hash = await hashPassword(password, cheap)
      expect(await verifyPassword(password, hash)).toBe(true)
      for (const other of ['', `${password} `, password.slice(1), password.toUpperCase() + 1])
        expect(await verifyPassword(other, hash)).toBe(false)
    },
  )
  test('is the same however its letters are composed', async () => {
    const hash = await hashPassword('한글がぎ'.normalize('NFD'), cheap)
    expect(await verifyPassword('한글がぎ'.normalize('NFC'), hash)).toBe(true)
  })
  test('has its cost and a salt of its own in its hash, and usually 32 MiB three times', async () => {
    const [one, other] = await Promise.all([hashPassword('same', cheap), hashPassword('same', cheap)])
    expect(one).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(one).not.toBe(other)
    expect(await hashPassword('usual')).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  })
  test('is hashed by scrypt at the cost that its hash has', async () => {
    const hash = scryptSync('open sesame', 'sixteen of bytes', 32, { N: 16, r: 4, p: 2 })
    const [salt, text] = [Buffer.from('sixteen of bytes'), hash].map((bytes) =>
      bytes.toString('base64').replace(/=+$/, ''),
    )
    expect(await verifyPassword('open sesame', `$scrypt$ln=4,r=4,p=2$${salt}$${text}`)).toBe(true)
  })
  test('of a hash that is none is none', async () => {
    for (const hash of ['', 'plain', '$scrypt$ln=4,r=8,p=1$$', '$2b$10$abc'])
      expect(await verifyPassword('plain', hash)).toBe(false)
  })
  test('of the decoy hash matches no password, and costs the same', async () => {
    expect(decoyHash(await hashPassword('x', cheap))).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/)
    const costly = `$scrypt$ln=14,r=10,p=12$${'s'.repeat(22)}$${'h'.repeat(43)}`
    expect(decoyHash(costly)).toMatch(/^\$scrypt\$ln=14,r=10,p=12\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(decoyHash('none')).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  })
  test('has a hash of its whole form alone', async () => {
    const hash = await hashPassword('x', cheap)
    for (const wrong of [`x${hash}`, `${hash}$`, `${hash}x`]) expect(await verifyPassword('x', wrong)).toBe(false)
  })
  test('may be hashed at the least cost', async () => {
    const hash = await hashPassword('x', { ln: 1, r: 1, p: 99 })
    expect(await verifyPassword('x', hash)).toBe(true)
  })
})

/** Tries by a clock that stands still until it is moved. */
const bench = () => {
  const clock = { now: 0 }
  return { clock, it: new LoginAttempts(() => clock.now) }
}
const isRefused = (leave: AttemptDecision) => 'retryAfterMs' in leave

describe('tries', () => {
  test('are five a minute for an address, whatever the names', () => {
    const { it, clock } = bench()
    const made = Array.from({ length: 6 }, (_, i) => it.check('a', `name${i}`, false))
    expect(made.map(isRefused)).toEqual([false, false, false, false, false, true])
    expect(it.check('b', 'name', false)).toEqual({ delayMs: 0 })
    clock.now += minute - 1
    expect(it.check('a', 'name', false)).toEqual({ retryAfterMs: 1 })
    clock.now += 1
    expect(isRefused(it.check('a', 'name', false))).toBe(false)
  })
  test.each([true, false])('are twenty an hour for an account, whatever the addresses (known: %s)', (isKnown) => {
    const { it, clock } = bench()
    const made = Array.from({ length: 21 }, (_, i) => it.check(`a${i}`, 'family', isKnown))
    expect(made.map(isRefused)).toEqual([...Array(20).fill(false), true])
    expect(it.check('b', 'other', isKnown)).toEqual({ delayMs: 0 })
    clock.now += 60 * minute
    expect(it.check('b', 'family', isKnown)).toEqual({ delayMs: 0 })
  })
  test('wait longer each time, and two seconds at most', () => {
    const { it } = bench()
    const delays = Array.from({ length: 8 }, (_, i) => it.check(`a${i}`, 'family', true))
    expect(delays.map((leave) => ('delayMs' in leave ? leave.delayMs : 'refused'))).toEqual([
      0, 0, 250, 500, 1000, 2000, 2000, 2000,
    ])
  })
  test('are counted down for an address and for an account', () => {
    const { it } = bench()
    const left = (address = 'a', name = 'family') => it.attemptsLeft(address, name, true)
    expect(left()).toBe(5)
    for (let i = 0; i < 3; i += 1) it.check('a', `name${i}`, false)
    expect([left(), left('b')]).toEqual([2, 5])
    for (let i = 0; i < 19; i += 1) it.check(`c${i}`, 'family', true)
    expect([left(), left('b'), left('b', 'other')]).toEqual([1, 1, 5])
    it.check('b', 'family', true)
    expect([left(), left('b', 'other')]).toEqual([0, 4])
  })
  test('are no more by more tries: in any hour twenty, in any minute five', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 5 * minute })), { maxLength: 200 }),
        (steps) => {
          const { it, clock } = bench()
          const made: { at: number; address: string }[] = []
          for (const [address, pause] of steps) {
            clock.now += pause
            if (!isRefused(it.check(`a${address}`, 'family', true)))
              made.push({ at: clock.now, address: `a${address}` })
          }
          for (const { at, address } of made) {
            expect(made.filter((one) => one.at > at - 60 * minute && one.at <= at).length).toBeLessThanOrEqual(20)
            expect(
              made.filter((one) => one.address === address && one.at > at - minute && one.at <= at).length,
            ).toBeLessThanOrEqual(5)
          }
        },
      ),
      { numRuns: runs(50) },
    )
  })
  test('of ten thousand others displace those of an address and of an unknown name, and none of a user’s', () => {
    const { it } = bench()
    for (let i = 0; i < 20; i += 1) {
      it.check(`home${i}`, 'family', true)
      it.check(`away${i}`, 'nobody', false)
    }
    for (let i = 0; i < 5; i += 1) it.check('busy', `busy${i}`, false)
    const now = () => [
      isRefused(it.check('busy', 'a', false)),
      isRefused(it.check('b', 'nobody', false)),
      isRefused(it.check('c', 'family', true)),
    ]
    expect(now()).toEqual([true, true, true])
    // So there are never more than so many in memory.
    for (let i = 0; i < 10_000; i += 1) it.check(`flood${i}`, `flood${i}`, false)
    expect(now()).toEqual([false, false, true])
  })
})

describe('the door', () => {
  const linking: LinkingSettings = { homeName: '', clientId: '', clientSecret: '', redirectUris: [], users: [] }
  let it: Authenticator
  let slept: number[]
  beforeAll(async () => {
    const users = [{ name: 'family', password: await hashPassword('open sesame', cheap) }]
    slept = []
    it = new Authenticator(
      () => ({ ...linking, users }),
      new LoginAttempts(() => 0),
      async (ms) => void slept.push(ms),
    )
  })
  const enter = (name: string, password: string, address: string) => it.authenticate({ name, password, address })

  test('lets in who knows, with the blank that a phone puts behind a name', async () => {
    expect(await enter('family ', 'open sesame', 'a')).toMatchObject({ user: { name: 'family' } })
  })
  test.each([
    ['another name', 'mother', 'open sesame'],
    ['another password', 'family', 'open'],
    ['more behind the right one', 'family', `open sesame${' '.repeat(300)}`],
    ['nothing', '', ''],
  ])('refuses a login with %s', async (what, name, password) => {
    expect(await enter(name, password, what)).toBe('wrong')
  })
  test('waits for the given time before it checks the password', async () => {
    for (let i = 0; i < 4; i += 1) await enter('stranger', 'x', `s${i}`)
    expect(slept.slice(-2)).toEqual([250, 500])
    expect(slept).not.toContain(0)
  })
  test('looks at one after the other, and lets eight wait at most', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => enter(`crowd${i}`, 'x', `c${i}`)))
    expect(all.filter((one) => one === 'wrong')).toHaveLength(8)
    expect(all.filter((one) => typeof one === 'object' && 'retryAfterMs' in one)).toHaveLength(12)
    expect(await enter('after', 'x', 'after')).toBe('wrong')
  })
})

test('a name that nobody has costs as much as a name of a user: always the same hash of the same cost is verified', async () => {
  const verified: string[] = []
  const users = [
    { name: 'family', password: await hashPassword('open sesame', cheap) },
    { name: 'child', password: await hashPassword('sesame open', { ...cheap, ln: 5 }) },
  ]
  let accounts = { users }
  const it = new Authenticator(
    () => accounts,
    new LoginAttempts(() => 0),
    async () => {},
    async (_password, hash) => verified.push(hash) === 0,
  )
  const names = ['nobody', 'nobody', 'family', ...Array.from({ length: 20 }, (_, i) => `other${i}`)]
  for (const [i, name] of names.entries()) await it.authenticate({ name, password: 'x', address: `a${i}` })
  const [first, second, ofFamily] = verified
  expect(second).toBe(first)
  expect(ofFamily).toBe(users[0]?.password)
  const costs = verified.map((hash) => hash.slice(0, '$scrypt$ln=4'.length))
  expect(new Set(costs)).toEqual(new Set(['$scrypt$ln=4', '$scrypt$ln=5']))
  expect(new Set(verified).size).toBe(3)
  accounts = { users: users.slice(1) }
  await it.authenticate({ name: 'nobody', password: 'x', address: 'a' })
  expect(verified.at(-1)).toMatch(/^\$scrypt\$ln=5/)
})

describe('what is verified', () => {
  const bench = (users: readonly { name: string; password: string }[]) => {
    const verified: (readonly [password: string, hash: string])[] = []
    const checked: unknown[] = []
    const check = (...given: unknown[]) => {
      checked.push(given)
      return { delayMs: 0 }
    }
    const attempts = { check } as unknown as LoginAttempts
    const it = new Authenticator(
      () => ({ users }),
      attempts,
      async () => {},
      async (...given) => verified.push(given) > 0,
    )
    return { it, verified, checked }
  }
  const family = { name: '가족'.normalize('NFD'), password: 'the hash' }

  test('is a password of 200 characters at most', async () => {
    const { it, verified, checked } = bench([{ name: 'first', password: 'x' }, family])
    const login = (length: number) => it.authenticate({ name: ' 가족 ', password: 'x'.repeat(length), address: 'a' })
    expect([await login(200), await login(201)]).toEqual([{ user: family }, 'wrong'])
    expect(verified).toEqual(Array(2).fill(['x'.repeat(200), 'the hash']))
    expect(checked).toEqual(Array(2).fill(['a', '가족', true]))
  })
  test('is nothing that could be right where there are no users', async () => {
    const { it, verified, checked } = bench([])
    expect(await it.authenticate({ name: 'x', password: 'y', address: 'a' })).toBe('wrong')
    expect([verified, checked]).toEqual([[['y', '']], [['a', 'x', false]]])
  })
  test('is nothing while nobody may log in', async () => {
    const it = new Authenticator(() => undefined, new LoginAttempts(() => 0))
    expect(await it.authenticate({ name: 'x', password: 'y', address: 'a' })).toEqual({ retryAfterMs: 5000 })
  })
})
