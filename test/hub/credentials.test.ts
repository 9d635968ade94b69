import { jest } from '@jest/globals'
import type { Credentials } from '../../src/hub/connection.ts'
import {
  accountJwt,
  clientSecretOfHome,
  connectionWatcherCredentials,
  createHubState,
  enrol,
  hubCredentials,
  revoke,
  systemCredentials,
} from '../../src/hub/credentials.ts'
import { publicKeyOf } from '../../src/hub/keys.ts'

const state = createHubState(['tls://nats1.example.com:4222'])

const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))
/** What a user may do, by its JWT; and who signed that. */
const claims = ({ jwt, seed }: Credentials) => {
  const { name, iss, sub, nats } = claimsOf(jwt)
  expect(sub).toBe(publicKeyOf(seed))
  const { type: _type, version: _version, data: _data, ...permissions } = nats
  return { name, iss, ...permissions }
}

test('a home may receive requests on its own subject and answer them, and nothing else', async () => {
  const { home, credentials } = await enrol(state, 'kim')
  expect(home).toEqual({
    name: 'kim',
    home: expect.stringMatching(/^[0-9a-z]{12}$/),
    user: publicKeyOf(credentials.seed),
    enrolledAt: expect.any(Number),
  })
  expect(claims(credentials)).toEqual({
    name: home.home,
    iss: publicKeyOf(state.accountSeed),
    sub: { allow: [`home.${home.home}`] },
    pub: { deny: ['>'] },
    resp: { max: 1, ttl: 10_000_000_000 },
    subs: 2,
    payload: 1024 * 1024 + 32 * 1024,
  })
})

test('a hub may ask homes, and count connections and hubs', async () => {
  expect(claims(await hubCredentials(state))).toMatchObject({
    name: 'hub',
    iss: publicKeyOf(state.accountSeed),
    tags: ['hub'],
    pub: { allow: ['home.>', 'hub.presence', '$SYS.REQ.ACCOUNT.PING.CONNZ'] },
    sub: { allow: ['_INBOX.>', 'hub.presence'] },
    resp: { max: 1, ttl: 10_000_000_000 },
  })
})

test('the watcher of connections may learn of them and close them, and nothing else of the system account', async () => {
  expect(claims(await connectionWatcherCredentials(state))).toMatchObject({
    name: 'connections',
    iss: publicKeyOf(state.systemAccountSeed),
    sub: { allow: ['$SYS.ACCOUNT.*.CONNECT', '$SYS.ACCOUNT.*.DISCONNECT', '_INBOX.>'] },
    pub: { allow: ['$SYS.REQ.SERVER.*.KICK'] },
  })
  expect(claims(await systemCredentials(state))).toMatchObject({
    name: 'system',
    iss: publicKeyOf(state.systemAccountSeed),
  })
})

test('a removed home is revoked from this second on, and the others stay', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_999)
  try {
    const first = await enrol(state, 'kim')
    const second = await enrol(first.state, 'lee')
    const left = revoke(second.state, 'kim')
    expect(left.homes).toEqual([second.home])
    expect(left.revocations).toEqual({ [first.home.user]: 1_700_000_000 })
    expect(first.home.enrolledAt).toBe(1_700_000_000_999)
    const { sub, iss, name, nats } = claimsOf(await accountJwt(left))
    expect({ sub, iss, name }).toEqual({
      sub: publicKeyOf(state.accountSeed),
      iss: publicKeyOf(state.operatorSeed),
      name: 'homes',
    })
    expect(nats).toMatchObject({
      revocations: left.revocations,
      limits: { conn: -1, leaf: 0, subs: -1, data: -1, payload: -1, imports: 0, exports: 0, wildcards: true },
    })
    expect(() => revoke(left, 'kim')).toThrow('there is no home "kim"')
  } finally {
    now.mockRestore()
  }
})

test('a home that is removed while the clock is behind its enrolment is revoked from its enrolment on', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_999)
  try {
    const { state: enrolled, home } = await enrol(state, 'kim')
    now.mockReturnValue(1_600_000_000_000)
    expect(revoke(enrolled, 'kim').revocations).toEqual({ [home.user]: 1_700_000_000 })
  } finally {
    now.mockRestore()
  }
})

test('the keys and secrets of each hub are its own, and so is the secret of each home', () => {
  const other = createHubState([])
  for (const key of ['operatorSeed', 'accountSeed', 'systemAccountSeed', 'homeSecretKey', 'routePassword'] as const)
    expect(other[key]).not.toBe(state[key])
  expect(state).toMatchObject({
    version: 1,
    operatorSeed: expect.stringMatching(/^SO[A-Z2-7]{56}$/),
    accountSeed: expect.stringMatching(/^SA[A-Z2-7]{56}$/),
    systemAccountSeed: expect.stringMatching(/^SA[A-Z2-7]{56}$/),
    servers: ['tls://nats1.example.com:4222'],
    homeSecretKey: expect.stringMatching(/^[\w-]{43}$/),
    routePassword: expect.stringMatching(/^[\w-]{43}$/),
    homes: [],
    revocations: {},
  })
  // HMAC-SHA-256, computed with openssl.
  expect(clientSecretOfHome('key', '0123456789ab')).toBe('gDLuJlPjwEXifA3Pdy_dBxQckYKGhzXpLoonYojRR-o')
  expect(clientSecretOfHome('other', '0123456789ab')).not.toBe('gDLuJlPjwEXifA3Pdy_dBxQckYKGhzXpLoonYojRR-o')
})
