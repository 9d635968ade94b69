import { isSelfTestProof, selfTestAnswer, selfTestBody, selfTestSignature } from '../../src/http/clova/selfTest.ts'
import { askHome } from '../../src/hub/askHome.ts'
import { connectOnce, formatCredentials } from '../../src/hub/connection.ts'
import { clientSecretOfHome, createHubState, enrol, hubCredentials } from '../../src/hub/credentials.ts'
import type { HubState } from '../../src/hub/state.ts'
import { envelope, signed } from '../support/clova.ts'
import { type TestGateway, testGateway } from '../support/gateway.ts'
import { asked, basic, encoded, hiddenFields, password, passwordHash, redirectUri } from '../support/linkingClients.ts'
import { startCluster, type TestCluster } from './cluster.ts'
import { openTestHub, type TestHub } from './testHub.ts'

let cluster: TestCluster
let state: HubState
let hub: TestHub
const homes: Record<string, { readonly id: string; readonly it: TestGateway }> = {}

beforeAll(async () => {
  cluster = await startCluster()
  state = cluster.state
  for (const name of ['kim', 'lee']) {
    const { state: next, home, credentials } = await enrol(state, name)
    state = next
    const it = await testGateway(
      `hub: { home: ${home.home}, servers: ['${cluster.urls.join("', '")}'], credentials: '${formatCredentials(credentials)}' }
linking:
  name: ${name}
  clientId: clova
  clientSecret: '${clientSecretOfHome(state.homeSecretKey, home.home)}'
  users: [{ name: ${name}, password: '${passwordHash}' }]
drivers: { memory: { type: virtual } }
appliances: [{ id: lamp, name: ${name}-lamp, type: LIGHT, driver: memory, traits: { power: { value: false } } }]
`,
    )
    homes[name] = { id: home.home, it }
  }
  hub = await openTestHub(state)
})

afterAll(async () => {
  await hub?.close()
  await Promise.all(Object.values(homes).map(({ it }) => it.close()))
  await cluster?.stop()
})

const home = (name: string) => {
  const found = homes[name]
  if (!found) throw new Error(`there is no home ${name}`)
  return found
}
const send: TestHub['send'] = (...request) => hub.send(...request)
const typed = { 'Content-Type': 'application/x-www-form-urlencoded' }
const cookieOf = (answer: { headers: { 'set-cookie'?: string[] | undefined } }) =>
  (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')

/** A whole login through the hub, as the app and CLOVA's server do it. @returns the tokens */
async function linked(name: string, from: string): Promise<{ access_token: string; refresh_token: string }> {
  const query = encoded({ ...asked, state: `state-of-${name}` })
  const forwarded = { 'X-Forwarded-For': from }
  const first = await send(
    '',
    { ...forwarded, 'Accept-Language': 'ko' },
    { method: 'GET', path: `/oauth/authorize?${query}` },
  )
  expect(first.body).toContain('우리 집 코드')
  const { id } = home(name)
  const chosen = await send(
    encoded({ query, home: `${id.slice(0, 4)}-${id.slice(4, 8)}-${id.slice(8)}`.toUpperCase() }),
    { ...typed, ...forwarded },
    { path: '/oauth/home' },
  )
  expect(chosen.status).toBe(303)
  const homeCookie = cookieOf(chosen)
  const page = await send(
    '',
    { ...forwarded, Cookie: homeCookie },
    { method: 'GET', path: `/oauth/authorize?${query}` },
  )
  expect(page.body).toContain(`<h1>${name}</h1>`)
  const answer = await send(
    encoded({ ...hiddenFields(page.body), username: name, password }),
    { ...typed, ...forwarded, Cookie: `${homeCookie}; ${cookieOf(page)}` },
    { path: '/oauth/authorize' },
  )
  expect(answer.status).toBe(303)
  const code = new URL(String(answer.headers.location)).searchParams.get('code') ?? ''
  const token = await send(
    encoded({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    { ...typed, Authorization: basic() },
    { path: '/oauth/token' },
  )
  expect(token.status).toBe(200)
  return JSON.parse(token.body)
}

test('two homes are linked through one hub, and each command reaches its own home', async () => {
  for (const name of ['kim', 'lee']) {
    const tokens = await linked(name, `198.51.100.${name.length}`)
    expect(tokens.access_token.startsWith(`${home(name).id}.`)).toBe(true)
    expect(tokens.refresh_token.startsWith(`${home(name).id}.`)).toBe(true)
    const say = async (action: string, payload: object) => {
      const body = envelope(action, { accessToken: tokens.access_token, ...payload })
      return JSON.parse((await send(body, { SignatureCEK: signed(body) })).body)
    }
    const discovered = await say('DiscoverAppliancesRequest', {})
    expect(discovered.payload.discoveredAppliances).toMatchObject([{ friendlyName: `${name}-lamp` }])
    expect(await say('TurnOnRequest', { appliance: { applianceId: 'lamp' } })).toMatchObject({
      header: { name: 'TurnOnConfirmation' },
    })
    expect(hub.metrics.write({ isConnected: true })).toMatch(/clova_hub_requests_total\{result="answered"\} [1-9]/)
    const refreshed = await send(
      encoded({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token }),
      { ...typed, Authorization: basic() },
      { path: '/oauth/token' },
    )
    expect(refreshed.status).toBe(200)
    expect(JSON.parse(refreshed.body).refresh_token).not.toBe(tokens.refresh_token)
  }
})

test('a repeated request gets its first answer from the home', async () => {
  const { access_token: accessToken } = await linked('kim', '198.51.100.77')
  const body = envelope('TurnOffRequest', { accessToken, appliance: { applianceId: 'lamp' } }, 'again-1')
  const headers = { SignatureCEK: signed(body) }
  const [first, second] = [await send(body, headers), await send(body, headers)]
  expect(second.body).toBe(first.body)
  expect(
    home('kim').it.lines.filter(({ messageId, action }) => messageId === 'again-1' && action !== undefined),
  ).toHaveLength(1)
})

test('a compromised hub cannot invent a command, since the home refuses requests that CLOVA has not signed', async () => {
  const { access_token: accessToken } = await linked('kim', '198.51.100.78')
  const command = (action: string) => envelope(action, { accessToken, appliance: { applianceId: 'lamp' } })
  const signedBody = command('TurnOffRequest')
  const turnOn = command('TurnOnRequest')
  const done = () => home('kim').it.lines.filter(({ result }) => result === 'TurnOnConfirmation').length
  const before = done()
  const ask = (body: string, signature?: string, to = 'kim') =>
    askHome(
      () => hub.link.connection(),
      home(to).id,
      {
        method: 'POST',
        path: '/clova',
        headers: signature === undefined ? {} : { signaturecek: signature },
        clientAddress: '192.0.2.1',
        body: Buffer.from(body),
      },
      5000,
    )
  expect(await ask(turnOn)).toMatchObject({ status: 401 })
  expect(await ask(turnOn, Buffer.alloc(256, 1).toString('base64'))).toMatchObject({ status: 401 })
  // The signature of another request of CLOVA.
  expect(await ask(turnOn, signed(signedBody))).toMatchObject({ status: 401 })
  expect(await ask('not JSON', signed('not JSON'))).toMatchObject({ status: 400 })
  expect(done()).toBe(before)
  expect(await ask(turnOn, signed(turnOn))).toMatchObject({ status: 200 })
  // What CLOVA signed for this home, again to this one and to another: done once, and by this one only.
  expect(await ask(turnOn, signed(turnOn))).toMatchObject({ status: 200 })
  const toOther = await ask(turnOn, signed(turnOn), 'lee')
  expect(JSON.parse(Buffer.from((toOther as { body: Uint8Array }).body).toString('utf8'))).toMatchObject({
    header: { name: 'InvalidAccessTokenError' },
  })
  // The log line follows the answer.
  await new Promise((resolve) => setImmediate(resolve))
  expect(done()).toBe(before + 1)
})

test('a self-test of the doctor goes through the hub to the home that issued it, and to no other', async () => {
  const { control } = home('kim').it
  const sendTest = async (to: string) => {
    const { id, secret } = await control.call('issueSelfTest', {})
    const body = selfTestBody(id)
    const headers = { SignatureCEK: selfTestSignature(secret, body).toString('base64') }
    const answer = await send(body.toString('utf8'), headers, { path: `/clova/self-test/${to}` })
    const { outcome } = await control.call('selfTestOutcome', { id })
    return { answer, outcome, isProved: answer.status === 200 && isProofOf(secret, body, answer.body) }
  }
  const isProofOf = (secret: string, body: Buffer, answer: string) =>
    isSelfTestProof(secret, body, selfTestAnswer.parse(JSON.parse(answer)).proof)
  expect(await sendTest(home('kim').id)).toMatchObject({ outcome: 'intact', isProved: true })
  expect(await sendTest(home('lee').id)).toMatchObject({ answer: { status: 401 }, outcome: 'nothing' })
  expect(await sendTest('0123456789ab')).toMatchObject({ answer: { status: 503 }, outcome: 'nothing' })
  expect(await sendTest('no-home')).toMatchObject({ answer: { status: 404 }, outcome: 'nothing' })
})

test('the health of a home shows its hub, the code of the home, and the last request of the hub', async () => {
  const { hub } = await home('kim').it.control.call('health', {})
  expect(hub).toMatchObject({ connected: true, homeCode: home('kim').id.match(/.{4}/g)?.join('-') })
  expect(Date.now() - Number(hub?.lastRequestAt)).toBeLessThan(60_000)
})

test('a hub with keys of another operator is refused by the cluster', async () => {
  const foreign = await hubCredentials(createHubState(cluster.urls))
  await expect(connectOnce({ servers: cluster.urls.slice(0, 1), credentials: foreign }, 'foreign')).rejects.toThrow(
    /authorization/i,
  )
})

test('an invented token of a home is refused by that home', async () => {
  const body = envelope('TurnOnRequest', {
    accessToken: `${home('kim').id}.made-up`,
    appliance: { applianceId: 'lamp' },
  })
  expect(JSON.parse((await send(body, { SignatureCEK: signed(body) })).body)).toMatchObject({
    header: { name: 'InvalidAccessTokenError' },
  })
})

test('a home with unusable credentials of a hub starts, logs why, and serves direct requests', async () => {
  const it = await testGateway(
    `hub: { home: ${home('kim').id}, servers: ['${cluster.urls[0]}'], credentials: 'no credentials' }
drivers: { memory: { type: virtual } }
appliances: [{ id: lamp, name: lamp, type: LIGHT, driver: memory, traits: { power: { value: false } } }]
`,
  )
  try {
    expect(it.lines).toContainEqual(expect.objectContaining({ msg: 'the hub cannot be used', level: 'error' }))
    expect((await it.say('TurnOn', 'lamp')).header.name).toBe('TurnOnConfirmation')
  } finally {
    await it.close()
  }
})
