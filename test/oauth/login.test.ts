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
    '%j matches its hash, and no other password does',
    async (password) => {
      const hash = await hashPassword(password, cheap)
      expect(await verifyPassword(password, hash)).toBe(true)
      for (const other of ['', `${password} `, password.slice(1), password.toUpperCase() + 1])
        expect(await verifyPassword(other, hash)).toBe(false)
    },
  )
  test('is the same in each Unicode form', async () => {
    const hash = await hashPassword('한글がぎ'.normalize('NFD'), cheap)
    expect(await verifyPassword('한글がぎ'.normalize('NFC'), hash)).toBe(true)
  })
  test('has its cost and its own salt in its hash, by default 32 MiB three times', async () => {
    const [one, other] = await Promise.all([hashPassword('same', cheap), hashPassword('same', cheap)])
    expect(one).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(one).not.toBe(other)
    expect(await hashPassword('usual')).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  })
  test('is verified by scrypt with the cost in its hash', async () => {
    const hash = scryptSync('open sesame', 'sixteen of bytes', 32, { N: 16, r: 4, p: 2 })
    const [salt, text] = [Buffer.from('sixteen of bytes'), hash].map((bytes) =>
      bytes.toString('base64').replace(/=+$/, ''),
    )
    expect(await verifyPassword('open sesame', `$scrypt$ln=4,r=4,p=2$${salt}$${text}`)).toBe(true)
  })
  test('does not match an invalid hash', async () => {
    for (const hash of ['', 'plain', '$scrypt$ln=4,r=8,p=1$$', '$2b$10$abc'])
      expect(await verifyPassword('plain', hash)).toBe(false)
  })
  test('matches the decoy hash never, at the same cost', async () => {
    expect(decoyHash(await hashPassword('x', cheap))).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/)
    const costly = `$scrypt$ln=14,r=10,p=12$${'s'.repeat(22)}$${'h'.repeat(43)}`
    expect(decoyHash(costly)).toMatch(/^\$scrypt\$ln=14,r=10,p=12\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(decoyHash('none')).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  })
  test('matches only a complete hash', async () => {
    const hash = await hashPassword('x', cheap)
    for (const wrong of [`x${hash}`, `${hash}$`, `${hash}x`]) expect(await verifyPassword('x', wrong)).toBe(false)
  })
  test('can be hashed at the lowest cost', async () => {
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

describe('login attempts', () => {
  test('are limited to five a minute for an address, whatever the names', () => {
    const { it, clock } = bench()
    const made = Array.from({ length: 6 }, (_, i) => it.check('a', `name${i}`, false))
    expect(made.map(isRefused)).toEqual([false, false, false, false, false, true])
    expect(it.check('b', 'name', false)).toEqual({ delayMs: 0 })
    clock.now += minute - 1
    expect(it.check('a', 'name', false)).toEqual({ retryAfterMs: 1 })
    clock.now += 1
    expect(isRefused(it.check('a', 'name', false))).toBe(false)
  })
  test.each([true, false])(
    'are limited to twenty an hour for an account, whatever the addresses (known: %s)',
    (isKnown) => {
      const { it, clock } = bench()
      const made = Array.from({ length: 21 }, (_, i) => it.check(`a${i}`, 'family', isKnown))
      expect(made.map(isRefused)).toEqual([...Array(20).fill(false), true])
      expect(it.check('b', 'other', isKnown)).toEqual({ delayMs: 0 })
      clock.now += 60 * minute
      expect(it.check('b', 'family', isKnown)).toEqual({ delayMs: 0 })
    },
  )
  test('are delayed longer each time, by two seconds at most', () => {
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
  test('never exceed twenty in any hour and five in any minute', () => {
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
  test('of ten thousand others displace the counts of an address and of an unknown name, but none of a user', () => {
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

describe('the authenticator', () => {
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

  test('accepts the right password, also with the space that a phone adds to a name', async () => {
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
  test('waits for the required delay before it checks the password', async () => {
    for (let i = 0; i < 4; i += 1) await enter('stranger', 'x', `s${i}`)
    expect(slept.slice(-2)).toEqual([250, 500])
    expect(slept).not.toContain(0)
  })
  test('checks one login after the other, and lets eight wait at most', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => enter(`crowd${i}`, 'x', `c${i}`)))
    expect(all.filter((one) => one === 'wrong')).toHaveLength(8)
    expect(all.filter((one) => typeof one === 'object' && 'retryAfterMs' in one)).toHaveLength(12)
    expect(await enter('after', 'x', 'after')).toBe('wrong')
  })
})

test('spends as much time on an unknown name as on a user, since it verifies a hash of the same cost', async () => {
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

describe('the verified password', () => {
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

  test('has 200 characters at most', async () => {
    const { it, verified, checked } = bench([{ name: 'first', password: 'x' }, family])
    const login = (length: number) => it.authenticate({ name: ' 가족 ', password: 'x'.repeat(length), address: 'a' })
    expect([await login(200), await login(201)]).toEqual([{ user: family }, 'wrong'])
    expect(verified).toEqual(Array(2).fill(['x'.repeat(200), 'the hash']))
    expect(checked).toEqual(Array(2).fill(['a', '가족', true]))
  })
  test('cannot be right if there are no users', async () => {
    const { it, verified, checked } = bench([])
    expect(await it.authenticate({ name: 'x', password: 'y', address: 'a' })).toBe('wrong')
    expect([verified, checked]).toEqual([[['y', '']], [['a', 'x', false]]])
  })
  test('is not checked while account linking is not set up', async () => {
    const it = new Authenticator(() => undefined, new LoginAttempts(() => 0))
    expect(await it.authenticate({ name: 'x', password: 'y', address: 'a' })).toEqual({ retryAfterMs: 5000 })
  })
})
