import { createHubState } from '../../src/hub/credentials.ts'
import { publicKeyOf } from '../../src/hub/keys.ts'
import { serverConfig } from '../../src/hub/serverConfig.ts'

const server = (i: number) => ({
  name: `nats${i}`,
  clientAddress: '0.0.0.0:4222',
  routeAddress: `nats${i}.example.com:6222`,
})
const [first, second] = [server(1), server(2)]
const servers = [first, second]

test('the servers of a hub that was created without a route password continue without one', async () => {
  const { routePassword, ...older } = createHubState([])
  const now = await serverConfig({ ...older, ...(routePassword && { routePassword }) }, first, servers, '/jwt')
  const before = await serverConfig(older, first, servers, '/jwt')
  expect(now).toContain(`authorization { user: route, password: "${routePassword}", timeout: 10 }`)
  expect(now).toContain(`routes: ["nats-route://route:${routePassword}@nats2.example.com:6222"]`)
  expect(before).toContain('  listen: nats1.example.com:6222\n  routes: ["nats-route://nats2.example.com:6222"]')
  for (const text of [now, before]) expect(text).toContain('listen: 0.0.0.0:4222\nmax_payload: 1100000')
  expect(await serverConfig(older, { ...first, monitor: '127.0.0.1:8222' }, servers, '/jwt')).toContain(
    'listen: 0.0.0.0:4222\nhttp: 127.0.0.1:8222\nmax_payload: 1100000',
  )
})

/** What a JWT claims. */
const claimsOf = (jwt = '') => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))

test('a server trusts the operator, who has signed both accounts', async () => {
  const state = createHubState([])
  const text = await serverConfig(state, first, servers, '/jwt')
  const [operator, system, account] = [state.operatorSeed, state.systemAccountSeed, state.accountSeed].map(publicKeyOf)
  const jwtOf = (key = '') => new RegExp(`^ *${key}: (\\S+)$`, 'm').exec(text)?.[1]
  expect(claimsOf(jwtOf('operator'))).toMatchObject({
    ...{ iss: operator, sub: operator, name: 'clova-home' },
    nats: { system_account: system },
  })
  expect(text).toContain(`\nsystem_account: ${system}\n`)
  expect(claimsOf(jwtOf(system))).toMatchObject({
    ...{ iss: operator, sub: system, name: 'system' },
    nats: { limits: { conn: -1, leaf: 0 } },
  })
  expect(claimsOf(jwtOf(account))).toMatchObject({ iss: operator, sub: account, name: 'homes' })
})
