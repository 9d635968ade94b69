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
  test('of a hash that is none is none', async () => {
    for (const hash of ['', 'plain', '$scrypt$ln=4,r=8,p=1$$', '$2b$10$abc'])
      expect(await verifyPassword('plain', hash)).toBe(false)
  })
  test('of the decoy hash matches no password, and costs the same', async () => {
    expect(decoyHash(await hashPassword('x', cheap))).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/)
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
  })
  test('looks at one after the other, and lets eight wait at most', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => enter(`crowd${i}`, 'x', `c${i}`)))
    expect(all.filter((one) => one === 'wrong')).toHaveLength(8)
    expect(all.filter((one) => typeof one === 'object' && 'retryAfterMs' in one)).toHaveLength(12)
    expect(await enter('after', 'x', 'after')).toBe('wrong')
  })
})
