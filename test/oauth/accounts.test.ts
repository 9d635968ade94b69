import { hashToken } from '../../src/oauth/accessTokens.ts'
import {
  type AccessCheckResult,
  accountId,
  belongsToAccount,
  createAccessCheck,
  type LinkingSettings,
} from '../../src/oauth/accounts.ts'
import { createUnlink, listLinks } from '../../src/oauth/linkedAccounts.ts'
import { agreed, link, linking, scene, user } from './oauthFixture.ts'

const grant = { id: 'abc', user: user.name, account: accountId(user), client: 'clova', created: 1000, used: 2000 }

describe('the check of an access token', () => {
  const used: unknown[] = []
  const byHand = (hash: string) => {
    const states: Record<string, AccessCheckResult['state']> = {
      [hashToken('good')]: 'good',
      [hashToken('old')]: 'expired',
      [hashToken('')]: 'good',
    }
    return states[hash] ?? 'unknown'
  }
  const find = (hash: string) =>
    ({ [hashToken('linked')]: { grant, isExpired: false }, [hashToken('late')]: { grant, isExpired: true } })[hash]
  const bench = () => {
    let settings: LinkingSettings | undefined = linking
    const grants = { find, markUsed: (one: unknown) => void used.push(one) } as never
    const check = createAccessCheck({ checkHash: byHand }, grants, () => settings)
    return { check, configure: (next: LinkingSettings | undefined) => (settings = next) }
  }
  beforeEach(() => {
    used.length = 0
  })

  test.each([
    ['good', { state: 'good' }],
    ['old', { state: 'expired' }],
    ['', { state: 'unknown' }],
    ['nothing', { state: 'unknown' }],
    ['linked', { state: 'good', user: 'family', link: 'abc' }],
    ['late', { state: 'expired' }],
  ])('"%s": %j', (token, expected) => {
    expect(bench().check(token)).toEqual(expected)
    expect(used).toEqual(token === 'linked' ? [grant] : [])
  })

  test.each<[string, LinkingSettings | undefined]>([
    ['nothing can be linked', undefined],
    ['its user is gone', { ...linking, users: [{ name: 'other', password: user.password }] }],
    ['its user has another password', { ...linking, users: [{ ...user, password: 'another' }] }],
    ['its client is another', { ...linking, clientId: 'other' }],
  ])('a token of a link is unknown if %s', (_why, next) => {
    const { check, configure } = bench()
    expect(check('linked').state).toBe('good')
    configure(next)
    expect([check('linked'), check('late')]).toEqual([{ state: 'unknown' }, { state: 'unknown' }])
  })

  test('gives access to the present appliances of its user', () => {
    const { check, configure } = bench()
    configure({ ...linking, users: [{ ...user, appliances: ['lamp'] }] })
    expect(check('linked')).toEqual({ state: 'good', appliances: new Set(['lamp']), user: 'family', link: 'abc' })
    expect(check('linked')).toBe(check('linked'))
    configure(linking)
    expect(check('linked')).toEqual({ state: 'good', user: 'family', link: 'abc' })
  })
})

test.each([
  ['the user and the client', {}, true],
  ['another client', { client: 'other' }, false],
  ['another user', { user: 'other' }, false],
  ['another password', { account: 'other' }, false],
])('a link belongs to %s: %s', (_whose, change, expected) => {
  const users = [{ name: 'first', password: 'x' }, user, { name: 'last', password: user.password }]
  expect(belongsToAccount({ ...grant, ...change }, { ...linking, users })).toBe(expected)
})

test('the list of links has their times, and whether they are valid', () => {
  const year = 365 * 86_400_000
  const link = { id: 'abc', user: 'family', since: '1970-01-01T00:00:01.000Z', lastUsed: '1970-01-01T00:00:02.000Z' }
  const inForce = (settings: LinkingSettings | undefined, now: number) => listLinks([grant as never], settings, now)
  expect(inForce(linking, 2000 + year - 1)).toEqual([{ ...link, inForce: true }])
  expect(inForce(linking, 2000 + year)).toEqual([{ ...link, inForce: false }])
  expect(inForce(undefined, 2000)).toEqual([{ ...link, inForce: false }])
  expect(inForce({ ...linking, clientId: 'x' }, 2000)).toEqual([{ ...link, inForce: false }])
  expect(listLinks([grant as never], linking)).toEqual([{ ...link, inForce: false }])
})

describe('revoking links', () => {
  scene('by the name of a user, by their id, or all', async ({ kept }) => {
    const unlink = createUnlink(kept)
    const links = () => kept.list().map(({ id }) => id)
    const [one, two] = [link(kept).grant, link(kept).grant]
    const other = kept.redeem(kept.createCode({ ...agreed, user: 'other' }))
    expect([await unlink('nobody'), links()]).toEqual([{ ended: 0 }, [one.id, two.id, other?.id]])
    expect([await unlink(one.id), links()]).toEqual([{ ended: 1 }, [two.id, other?.id]])
    expect([await unlink('other'), links()]).toEqual([{ ended: 1 }, [two.id]])
    link(kept)
    expect([await unlink(''), links()]).toEqual([{ ended: 2 }, []])
  })
  scene('none if all are requested and there are none', async ({ kept }) => {
    expect(await createUnlink(kept)('')).toEqual({ ended: 0 })
  })
  scene('once more if the disk could not be written, and no others', async ({ kept }) => {
    const unlink = createUnlink(kept)
    const { grant } = link(kept)
    const other = kept.redeem(kept.createCode({ ...agreed, user: 'other' }))
    const flushed = kept.flushed.bind(kept)
    kept.flushed = async () => false
    expect([await unlink('family'), await unlink('family')]).toEqual([{ ended: 1 }, { ended: 1 }])
    expect(await unlink('other')).toEqual({ ended: 1 })
    expect([kept.list(), await unlink('nobody')]).toEqual([[], { ended: 0 }])
    kept.flushed = flushed
    expect([await unlink(grant.id), await unlink(grant.id)]).toEqual([{ ended: 1 }, { ended: 0 }])
    expect([await unlink(String(other?.id)), await unlink('other')]).toEqual([{ ended: 1 }, { ended: 0 }])
  })
  test('remembers links whose end could not be written, a thousand at most', async () => {
    const lists = [Array.from({ length: 1001 }, () => grant), []]
    const broken = { list: () => lists.shift(), revoke: () => {}, flushed: async () => false, problem: () => 'why' }
    const unlink = createUnlink(broken as never)
    expect([await unlink('family'), await unlink('family')]).toEqual([
      { ended: 1001, problem: 'why' },
      { ended: 1000, problem: 'why' },
    ])
  })
})
