import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import { actions } from '../../src/clova/actions/index.ts'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { freePort } from '../support/broker.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { type Running, start } from '../support/process.ts'
import type { GatewayFigures } from './gatewayMeter.ts'
import '../support/randomRuns.ts'

const isFull = process.env.FAULTS === 'full'
/** How many hostile requests: 100,000 in `npm run test:faults`, fewer in every run of the tests. */
const many = isFull ? 100_000 : 600
/** How many of them are sent at once. */
const batch = isFull ? 8 : 1
/** How long one request may take, in milliseconds: that, and not how long all of them take, shows a gateway that hangs. */
const requestTimeoutMs = 30_000
// A limit that only a very busy machine comes near: 60 ms for each request, which takes 3 ms of one processor.
jest.setTimeout(30_000 + many * 60)
/** The longest turn of the event loop that a request may cause, in milliseconds of processor time. */
const maxPauseMs = 50

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))
const { token, entry } = createToken('fuzz', 3_600_000)
const folder = makeFolder()
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
/** Made by `npm run test:faults`. */
const meter = join(import.meta.dirname, '../../dist/gatewayMeter.cjs')
let gateway: Running
let port: number
/** Requests that were answered, or connections that were ended, and the resident memory before them, MiB. */
let answered = 0
let beforeMiB = 0

const home = (port: number) => `
server: { listen: '127.0.0.1:${port}' }
dashboard: { enabled: false }
signature: { publicKey: clova.pem }
state: state
drivers: { memory: { type: virtual } }
appliances:
  - id: lamp
    name: 조명
    type: LIGHT
    driver: memory
    pace: { commands: 1000, within: 1ms }
    traits: { power: { value: true }, brightness: { value: 50 }, color: {}, colorTemperature: { min: 2000, max: 6500 }, mode: { values: [sleep, reading], value: sleep, rest: reading } }
  - { id: tv, name: 텔레비전, type: SMARTTV, driver: memory, pace: { commands: 1000, within: 1ms }, traits: { power: { value: true }, volume: { min: 0, max: 50, value: 5 }, channel: { values: [7, 9, 11], value: 7 }, channelName: {}, inputSource: { values: [TV, HDMI1], value: TV } } }
  - { id: fridge, name: 냉장고, type: REFRIGERATOR, driver: memory, pace: { commands: 1000, within: 1ms }, traits: { freezerTemperature: { min: -24, max: -14, value: -18 } } }
  - { id: scale, name: 체중계, type: BODYWEIGHTSCALE, driver: memory, traits: { weight: { value: 70 } } }
`

beforeAll(async () => {
  port = await freePort()
  writeFileSync(join(folder, 'clova.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
  writeFileSync(join(folder, 'gateway.yaml'), home(port))
  gateway = start(['run', '--config', join(folder, 'gateway.yaml')], {
    env: { LOG_LEVEL: 'error' },
    // The room for new objects grows under load, by up to 30 MiB and then no more: that would hide a leak.
    flags: ['--max-semi-space-size=1', ...(isFull ? ['--require', meter] : [])],
  })
  for (let up = false; !up; )
    up = await post(Buffer.from('{}'), {}).then(
      (answer) => answer.status === 401,
      () => false,
    )
  writeFileSync(join(folder, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: [entry] }))
  for (let known = false; !known; )
    known = (await say({ appliance: { applianceId: 'lamp' } }, 'HealthCheckRequest')).name === 'HealthCheckResponse'
  // What the start took is no pause of a gateway that serves.
  if (isFull) gateway.child.kill('SIGUSR2')
  answered = 0
  beforeMiB = resident()
})
afterAll(async () => {
  agent.destroy()
  const afterMiB = resident()
  gateway.child.kill('SIGTERM')
  const finished = await gateway.finished
  expect(finished).toMatchObject({ code: 0, stderr: '' })
  removeFolder(folder)
  if (!isFull) return
  const { longestPauseMs, maxRssMiB } = JSON.parse(finished.stdout.trimEnd().split('\n').at(-1) ?? '') as GatewayFigures
  const figures = { longestPauseMs, beforeMiB, maxRssMiB, afterMiB }
  process.stdout.write(
    `${answered} requests: ${Object.entries(figures)
      .map(([name, value]) => `${name} ${value.toFixed(1)}`)
      .join(', ')}\n`,
  )
  expect(longestPauseMs).toBeLessThan(maxPauseMs)
})

function post(body: Buffer, headers: Record<string, string | string[]>): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: '/clova',
        method: 'POST',
        agent,
        headers: { ...headers, 'Content-Length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          answered += 1
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })
        })
      },
    )
    sent.setTimeout(requestTimeoutMs, () => sent.destroy(new Error(`no answer within ${requestTimeoutMs} ms`)))
    sent.on('error', reject)
    sent.end(body)
  })
}

const signed = (body: Buffer) => post(body, { SignatureCEK: sign('RSA-SHA256', body, key).toString('base64') })

async function say(payload: object, name: string): Promise<{ status: number; name?: string }> {
  const header = { messageId: randomUUID(), name, namespace: 'ClovaHome', payloadVersion: '1.0' }
  const answer = await signed(Buffer.from(JSON.stringify({ header, payload: { accessToken: token, ...payload } })))
  return { status: answer.status, ...(answer.status === 200 && { name: JSON.parse(answer.text).header.name }) }
}

/** Resident memory of the gateway, MiB. */
const resident = () => (Number(readFileSync(`/proc/${gateway.child.pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20

/** Bytes straight to the port; whatever comes back until the other side closes. */
function raw(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.setTimeout(requestTimeoutMs, () => socket.destroy())
    socket.on('data', (data) => {
      text += data
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      answered += 1
      resolve(text)
    })
  })
}

/** Many requests of which each must be judged right, some of them at once. */
const allAreRight = <T>(given: fc.Arbitrary<T>, isRight: (one: T) => Promise<boolean>, count: number) =>
  fc.assert(
    fc.asyncProperty(fc.array(given, { minLength: batch, maxLength: batch }), async (ones) =>
      (await Promise.all(ones.map(isRight))).every(Boolean),
    ),
    { numRuns: Math.round(count / batch) },
  )

const names = Object.keys(actions)
const messages = new Set([...names.flatMap((name) => [`${name}Confirmation`, `${name}Response`])])
/** A message of the protocol other than the error for a fault of the gateway itself. */
const isMessage = (name: string | undefined) =>
  name !== undefined && name !== 'DriverInternalError' && (messages.has(name) || /^[A-Z][A-Za-z]+Error$/.test(name))
const evil = fc.oneof(
  fc
    .anything({ withNullPrototype: false, withBigInt: false, withDate: false })
    .map((value) => JSON.parse(JSON.stringify(value) ?? 'null')),
  fc.constantFrom<unknown>(
    -1,
    0,
    1e300,
    -1e300,
    0.1 + 0.2,
    101,
    Number.MAX_SAFE_INTEGER,
    '',
    'x'.repeat(5000),
    '__proto__',
    'constructor',
    '\ud800',
    '\u0000',
    null,
    true,
    [],
    {},
    [[[[]]]],
  ),
)
const fields = [
  'brightness',
  'deltaBrightness',
  'color',
  'colorTemperature',
  'mode',
  'channel',
  'subChannel',
  'channelName',
  'sourceName',
  'deltaVolume',
  'deltaChannel',
  'targetTemperature',
  'endpoint',
  'period',
  'scene',
  'count',
  'lockState',
  'direction',
  'accessToken',
  'appliance',
  'deltaIntensity',
  'fanSpeed',
]

test('any signed request gets an answer of the right class', async () => {
  const hostile = fc.record({
    name: fc.constantFrom(...names),
    id: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('lamp', 'tv', 'fridge', 'scale') },
      { weight: 1, arbitrary: evil },
    ),
    payload: fc.dictionary(
      fc.constantFrom(...fields),
      fc.oneof(
        evil,
        fc.record({ value: evil }),
        fc.record({ start: evil, end: evil }),
        fc.record({ hue: evil, saturation: evil }),
      ),
      { maxKeys: 4 },
    ),
  })
  const isRight = async ({ name, id, payload }: typeof hostile extends fc.Arbitrary<infer T> ? T : never) => {
    const { status, name: answer } = await say({ appliance: { applianceId: id }, ...payload }, `${name}Request`)
    return status === 200 && isMessage(answer)
  }
  await allAreRight(hostile, isRight, many * 0.6)
})

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const envelope = (payload: string, name = '"SetBrightnessRequest"') =>
  `{"header":{"messageId":"m${randomUUID()}","name":${name},"namespace":"ClovaHome","payloadVersion":"1.0"},"payload":${payload}}`
const lamp = `"accessToken":"${token}","appliance":{"applianceId":"lamp"}`

test.each<[string, string | Buffer, number]>([
  ['depth 10,000', envelope(`{${lamp},"x":${deep(10_000)}}`), 200],
  ['a brightness of depth 10,000', envelope(`{${lamp},"brightness":${deep(10_000)}}`), 200],
  ['1e999', envelope(`{${lamp},"brightness":{"value":1e999}}`), 200],
  ['-1e999', envelope(`{${lamp},"brightness":{"value":-1e999}}`), 200],
  ['NaN', envelope(`{${lamp},"brightness":{"value":NaN}}`), 400],
  [
    '__proto__ in the payload',
    envelope(`{${lamp},"__proto__":{"brightness":{"value":1}},"constructor":{"prototype":{"x":1}}}`),
    200,
  ],
  ['__proto__ for an appliance', envelope(`{"accessToken":"${token}","appliance":{"applianceId":"__proto__"}}`), 200],
  ['__proto__ for a name', envelope(`{${lamp}}`, '"__proto__Request"'), 200],
  ['constructor for a name', envelope(`{${lamp}}`, '"constructorRequest"'), 200],
  ['a lone surrogate', envelope(`{${lamp},"channelName":{"value":"\\ud800"}}`, '"SetChannelByNameRequest"'), 200],
  ['a key twice', envelope(`{${lamp},"brightness":{"value":1},"brightness":{"value":2}}`), 200],
  ['a body that is cut', envelope(`{${lamp}`).slice(0, -3), 400],
  ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(envelope('{}'))]), 400],
  ['UTF-16', Buffer.from(envelope('{}'), 'utf16le'), 400],
  ['nothing', '', 400],
  ['zeros', Buffer.alloc(1000), 400],
])('a signed request with %s', async (_what, body, status) => {
  const answer = await signed(Buffer.from(body))
  expect(answer.status).toBe(status)
  if (status === 200) expect(isMessage(JSON.parse(answer.text).header.name)).toBe(true)
  else expect(answer.text).toBe('')
})

test('anything but a valid signature gets 401 and an empty body', async () => {
  const body = Buffer.from(envelope(`{${lamp},"brightness":{"value":1}}`))
  const good = sign('RSA-SHA256', body, key)
  const shifted = fc
    .nat(255)
    .chain((at) => fc.nat(254).map((by) => good.map((byte, i) => (i === at ? (byte + 1 + by) % 256 : byte))))
  const wrong = fc.oneof(
    fc.string().map((text) => text.replace(/[^\x20-\x7e]/g, '')),
    fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    shifted.map((bytes) => Buffer.from(bytes).toString('base64')),
  )
  const isRefused = async (SignatureCEK: string) => {
    const { status, text } = await post(body, { SignatureCEK })
    return status === 401 && text === ''
  }
  await allAreRight(wrong, isRefused, many * 0.35)
  expect((await post(body, { SignatureCEK: [good.toString('base64'), good.toString('base64')] })).status).toBe(401)
})

test('any bytes get an HTTP answer, and the next valid request is served', async () => {
  const line = 'POST /clova HTTP/1.1\r\nHost: x\r\n'
  const given: [string | Buffer, RegExp][] = [
    ['\r\n\r\n\r\n', /^(HTTP\/1\.1 400 |$)/],
    ['\x00\x01\x02\x03\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['GET / HTTP/9.9\r\n\r\n', /^HTTP\/1\.1 (400|505) /],
    [`${line}Content-Length: -1\r\n\r\n`, /^HTTP\/1\.1 400 /],
    [`${line}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, /^HTTP\/1\.1 400 /],
    [`${line}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, /^HTTP\/1\.1 400 /],
    [`${line}X: ${'y'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 (400|431) /],
    [`${line}${'a: b\r\n'.repeat(5000)}\r\n`, /^HTTP\/1\.1 (400|431) /],
    [`${line}SignatureCEK: \x01\r\n\r\n`, /^HTTP\/1\.1 400 /],
    [`${line}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`, /^(HTTP\/1\.1 400 |$)/],
    [`${line}Content-Length: 10\r\n\r\nabc`, /^(HTTP\/1\.1 \d\d\d |$)/],
    [`${line}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 401 /],
  ]
  const rounds = Math.max(1, Math.round((many * 0.05) / given.length))
  const send = async ([bytes, expected]: (typeof given)[number]) => expect(await raw(bytes)).toMatch(expected)
  for (let i = 0; i < rounds; i += 1) await Promise.all(given.map(send))
  expect(
    (await say({ appliance: { applianceId: 'lamp' }, brightness: { value: 33 } }, 'SetBrightnessRequest')).name,
  ).toBe('SetBrightnessConfirmation')
})

test('the memory of the process does not grow with the number of requests', async () => {
  const burst = async () => {
    for (let i = 0; i < 250; i += 1)
      await say({ appliance: { applianceId: 'lamp' }, brightness: { value: i % 100 } }, 'SetBrightnessRequest')
  }
  await burst()
  const before = resident()
  for (let i = 0; i < 4; i += 1) await burst()
  expect(resident() - before).toBeLessThan(10)
})
