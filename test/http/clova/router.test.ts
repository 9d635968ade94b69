import { createPrivateKey } from 'node:crypto'
import { connect } from 'node:net'
import { join } from 'node:path'
import { parseConfig } from '../../../src/config/load.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import { startGateway } from '../../../src/gateway/gateway.ts'
import { createLogger } from '../../../src/util/logger.ts'
import { envelope, postTo, signed } from '../../support/clova.ts'
import { removeFolder } from '../../support/folder.ts'
import { type TestGateway, testGateway } from '../../support/gateway.ts'

const home = `
drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { power: { value: false }, brightness: { value: 80 } } }
  - { id: slow, name: 느린 조명, type: LIGHT, driver: memory, traits: { power: { value: false } }, fault: { kind: slow, delay: 350ms } }
  - { id: silent, name: 죽은 조명, type: LIGHT, driver: memory, traits: { power: { value: false } }, fault: { kind: silent } }
`
let it: TestGateway
beforeAll(async () => {
  it = await testGateway(home, { server: ', deadline: 200ms' })
})
afterAll(() => it.close())

const turnOn = (messageId?: string) =>
  envelope('TurnOnRequest', { accessToken: it.token, appliance: { applianceId: 'lamp' } }, messageId)
const stranger = createPrivateKey(String(process.env.CLOVA_HOME_OTHER_TEST_KEY))
const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`)

describe('a request is refused with 401 and nothing else', () => {
  test.each<[string, (body: string) => Record<string, string>]>([
    ['without a signature', () => ({})],
    ['with an empty one', () => ({ SignatureCEK: '' })],
    ['with one that is no Base64', () => ({ SignatureCEK: '!!! not base64 !!!' })],
    ['with one that has a blank in it', (body) => ({ SignatureCEK: signed(body).replace(/^..../, '$& ') })],
    ['with one that lacks its padding', (body) => ({ SignatureCEK: signed(body).replace(/=+$/, '') })],
    ['with one of the URL alphabet', (body) => ({ SignatureCEK: `${signed(body).slice(0, -6)}-_-_==` })],
    ['with one bit wrong', (body) => ({ SignatureCEK: flip(signed(body)) })],
    [
      'with one that is too short',
      (body) => ({ SignatureCEK: Buffer.from(signed(body), 'base64').subarray(1).toString('base64') }),
    ],
    [
      'with one that is too long',
      (body) => ({
        SignatureCEK: Buffer.concat([Buffer.from(signed(body), 'base64'), Buffer.alloc(1)]).toString('base64'),
      }),
    ],
    ['with the signature of other bytes', (body) => ({ SignatureCEK: signed(`${body} `) })],
    ["with a stranger's", (body) => ({ SignatureCEK: signed(body, stranger) })],
  ])('%s', async (_how, headers) => {
    const body = turnOn()
    const answer = await it.post(body, headers(body))
    expect(answer).toMatchObject({ status: 401, body: '' })
    expect(
      answer.headers['x-powered-by'] ?? answer.headers['www-authenticate'] ?? answer.headers.server,
    ).toBeUndefined()
  })

  test('and no device received a command', async () => {
    expect(await it.say('HealthCheck', 'lamp')).toMatchObject({ payload: { isReachable: true, isTurnOn: false } })
  })
})

describe('a signed request is refused with 400 and nothing else', () => {
  const header = { messageId: 'm', name: 'TurnOnRequest', namespace: 'ClovaHome', payloadVersion: '1.0' }
  test.each<[string, string | Buffer]>([
    ['that is empty', ''],
    ['that is no JSON', '{"header":'],
    ['that is null', 'null'],
    ['that is a list', '[]'],
    ['that is no envelope', '{"header":{},"payload":{}}'],
    ['without a payload', JSON.stringify({ header })],
    ['whose payload is a text', JSON.stringify({ header, payload: 'x' })],
    ['of another namespace', JSON.stringify({ header: { ...header, namespace: 'Other' }, payload: {} })],
    ['whose name is a number', JSON.stringify({ header: { ...header, name: 7 }, payload: {} })],
    [
      'with a byte order mark',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify({ header, payload: {} }))]),
    ],
    ['that is not UTF-8', Buffer.from(JSON.stringify({ header, payload: { x: 'é' } }), 'latin1')],
  ])('%s', async (_what, body) => {
    expect(await it.post(body, { SignatureCEK: signed(body) })).toMatchObject({ status: 400, body: '' })
  })
})

describe('size', () => {
  const padded = (size: number) => turnOn().padEnd(size)
  test('a body of 64 KiB is accepted', async () => {
    const body = padded(64 * 1024)
    expect(await it.post(body, { SignatureCEK: signed(body) })).toMatchObject({ status: 200 })
  })
  test.each([
    ['said beforehand', {}],
    ['found out on the way', { 'Transfer-Encoding': 'chunked' }],
  ])('one byte more is refused with 413, %s', async (_how, headers) => {
    const body = padded(64 * 1024 + 1)
    expect(await it.post(body, { SignatureCEK: signed(body), ...headers })).toMatchObject({ status: 413, body: '' })
  })
})

test.each([
  ['GET', '/clova'],
  ['PUT', '/clova'],
  ['HEAD', '/clova'],
  ['POST', '/'],
  ['POST', '/clova/x'],
  ['POST', '/../etc/passwd'],
])('nothing answers to %s %s', async (method, path) => {
  const body = turnOn()
  expect(
    await it.post(method === 'POST' || method === 'PUT' ? body : '', { SignatureCEK: signed(body) }, { method, path }),
  ).toMatchObject({ status: 404, body: '' })
})

test.each([
  ['without a messageId', { messageId: undefined }, ''],
  ['whose messageId is a number', { messageId: 7 }, ''],
  ['with a messageId of 300 characters', { messageId: 'm'.repeat(300) }, 'm'.repeat(200)],
])(
  'a signed message %s is answered by an error message and does nothing, each time',
  async (_what, header, messageId) => {
    const full = { name: 'SetBrightnessRequest', namespace: 'ClovaHome', payloadVersion: '1.0', ...header }
    for (const value of [21, 22]) {
      const payload = { accessToken: it.token, appliance: { applianceId: 'lamp' }, brightness: { value } }
      const body = JSON.stringify({ header: full, payload })
      const answer = await it.post(body, { SignatureCEK: signed(body) })
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body).header).toMatchObject({ name: 'ValueNotSupportedError', messageId })
    }
    expect((await it.control.call('appliances', {})).appliances[0]?.state.brightness).not.toBe(22)
  },
)

test('a payloadVersion that is a number is accepted', async () => {
  const header = { messageId: 'number', name: 'HealthCheckRequest', namespace: 'ClovaHome', payloadVersion: 1 }
  const body = JSON.stringify({ header, payload: { accessToken: it.token, appliance: { applianceId: 'lamp' } } })
  const answer = await it.post(body, { SignatureCEK: signed(body) })
  expect(JSON.parse(answer.body).header.name).toBe('HealthCheckResponse')
})

test.each(['http://localhost/clova', 'https://home.example.com/clova?x=1'])(
  'a request target in absolute form is accepted: %s',
  async (path) => {
    const body = turnOn()
    expect(await it.post(body, { SignatureCEK: signed(body) }, { path })).toMatchObject({ status: 200 })
  },
)

test('bytes that are not HTTP are refused, and the next request is served', async () => {
  const [host, port] = it.gateway.address().split(':')
  const answer = await new Promise<string>((resolve) => {
    let text = ''
    const socket = connect(Number(port), host, () => socket.write('\x16\x03\x01 hello\r\n\r\n'))
    socket.on('data', (data) => {
      text += data
    })
    socket.on('close', () => resolve(text))
  })
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(answer.split('\r\n\r\n')[1]).toBe('')
  expect((await it.say('HealthCheck', 'lamp')).header.name).toBe('HealthCheckResponse')
})

describe('a signed request is answered with 200', () => {
  test('in the form that CLOVA sends, with its header names and its spelling of the charset', async () => {
    const body = turnOn('a3f1')
    const answer = await it.post(body, { signaturecek: signed(body), 'Content-Type': 'application/json;charset-UTF-8' })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8')
    expect(JSON.parse(answer.body)).toEqual({
      header: { messageId: 'a3f1', name: 'TurnOnConfirmation', namespace: 'ClovaHome', payloadVersion: '1.0' },
      payload: {},
    })
  })

  test.each([
    ['no token', undefined, 'InvalidAccessTokenError'],
    ['an unknown token', 'x', 'InvalidAccessTokenError'],
  ])('%s', async (_what, accessToken, name) => {
    const body = envelope('TurnOnRequest', { accessToken, appliance: { applianceId: 'lamp' } })
    expect(JSON.parse((await it.post(body, { signaturecek: signed(body) })).body)).toMatchObject({
      header: { name },
      payload: {},
    })
  })

  test('a command to a device that does not answer fails with offline at the deadline and delays no other request', async () => {
    const start = performance.now()
    const [silent, lamp] = await Promise.all([
      it.say('TurnOn', 'silent'),
      it.say('SetBrightness', 'lamp', { brightness: { value: 10 } }),
    ])
    expect(silent.header.name).toBe('TargetOfflineError')
    expect(lamp.header.name).toBe('SetBrightnessConfirmation')
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('a report of the device after the deadline counts for the next request', async () => {
    expect((await it.say('TurnOn', 'slow')).header.name).toBe('TargetOfflineError')
    const deadline = Date.now() + 3000
    let on: unknown
    while (on !== true && Date.now() < deadline) on = (await it.say('HealthCheck', 'slow')).payload.isTurnOn
    expect(on).toBe(true)
  })

  test('a repeated step is carried out once, also while the first is still running', async () => {
    await it.say('SetBrightness', 'lamp', { brightness: { value: 10 } })
    const step = (messageId: string, value: number) => {
      const payload = { accessToken: it.token, appliance: { applianceId: 'lamp' }, deltaBrightness: { value } }
      const body = envelope('IncrementBrightnessRequest', payload, messageId)
      return it.post(body, { signaturecek: signed(body) })
    }
    const answers = await Promise.all([step('one', 5), step('one', 5)])
    answers.push(await step('one', 5))
    for (const { body } of answers) expect(JSON.parse(body).payload.brightness).toEqual({ value: 15 })
    // Other bytes under the same id are another request.
    expect(JSON.parse((await step('one', 6)).body).payload.brightness).toEqual({ value: 21 })
  })

  test('two steps at once add up', async () => {
    await it.say('SetBrightness', 'lamp', { brightness: { value: 10 } })
    const more = () => it.say('IncrementBrightness', 'lamp', { deltaBrightness: { value: 20 } })
    const [first, second] = await Promise.all([more(), more()])
    expect([first.payload.brightness, second.payload.brightness]).toEqual([{ value: 30 }, { value: 50 }])
  })
})

describe('the log', () => {
  /** Its lines of requests since it had so many. Refusals of the tests before are logged up to a second later. */
  const requestsSince = (count: number) => it.lines.slice(count).filter(({ msg }) => msg === 'request')

  test('has one line for each request: action, appliance, result, state before and after, and the milliseconds of each step', async () => {
    await it.say('SetBrightness', 'lamp', { brightness: { value: 60 } })
    const before = it.lines.length
    await it.say('SetBrightness', 'lamp', { brightness: { value: 61 } })
    const lines = requestsSince(before)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      level: 'info',
      messageId: expect.any(String),
      action: 'SetBrightness',
      appliance: 'lamp',
      result: 'SetBrightnessConfirmation',
      before: { brightness: 60 },
      after: { brightness: 61 },
      ms: {
        verify: expect.any(Number),
        wait: expect.any(Number),
        read: expect.any(Number),
        apply: expect.any(Number),
        total: expect.any(Number),
      },
    })
  })
  test('has no time for a step that was not reached', async () => {
    const before = it.lines.length
    await it.say('SetBrightness', 'lamp', { brightness: { value: 101 } })
    const lines = requestsSince(before)
    expect(lines).toMatchObject([{ result: 'ValueOutOfRangeError', ms: { read: expect.any(Number) } }])
    expect(lines).not.toMatchObject([{ ms: { apply: expect.any(Number) } }])
  })
  test('never holds a token', () => {
    expect(JSON.stringify(it.lines)).not.toContain(it.token)
  })
})

test('a recorded request does not unlock a door again after a restart', async () => {
  const home = await testGateway(`
drivers: { memory: { type: virtual } }
appliances: [{ id: door, name: 문, type: SMARTLOCK, driver: memory, traits: { locked: { value: true } } }]
`)
  const unlock = envelope('SetLockStateRequest', {
    accessToken: home.token,
    appliance: { applianceId: 'door' },
    lockState: 'UNLOCKED',
  })
  await home.post(unlock, { SignatureCEK: signed(unlock) })
  const { folder } = home
  await home.gateway.close()
  const text = `server: { listen: '127.0.0.1:0' }\nsignature: { publicKey: clova.pem }\nstate: state
drivers: { memory: { type: virtual } }
appliances: [{ id: door, name: 문, type: SMARTLOCK, driver: memory, traits: { locked: { value: true } } }]
`
  const { config } = await parseConfig(join(folder, 'gateway.yaml'), text, { ...loadContext, env: {} })
  if (!config) throw new Error('the configuration is right')
  const next = await startGateway(config, createLogger([], 'silent'))
  const [host = '', port = ''] = next.address().split(':')
  try {
    const answer = await postTo({ host, port }, unlock, { SignatureCEK: signed(unlock) })
    expect(JSON.parse(answer.body).header.name).toMatch(/Error$/)
    expect((await home.control.call('appliances', {})).appliances[0]?.state.locked).toBe(true)
  } finally {
    await next.close()
    removeFolder(folder)
  }
})
