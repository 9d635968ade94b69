import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { message, send } from '../../../src/control/client.ts'
import type { LocalKey } from '../../../src/control/localKey.ts'
import type { Issued } from '../../../src/http/clova/selfTest.ts'
import { isProof, selfTestBody, selfTestSignature, selfTests } from '../../../src/http/clova/selfTest.ts'
import { type TestGateway, testGateway } from '../../support/gateway.ts'

const signature = ({ secret }: Issued, body: Uint8Array) => selfTestSignature(secret, body).toString('base64')

describe('a test that the gateway sends to itself', () => {
  let it: TestGateway
  let key: LocalKey
  const where = () => {
    const { hostname, port } = new URL(`http://${it.gateway.address()}`)
    return { host: hostname, port: Number(port) }
  }
  const ask = async (question: string, body = '{}') =>
    JSON.parse((await send(where(), '/clova', key, body, question)).body)
  const issue = (): Promise<Issued> => ask('selfTest')
  const outcome = async ({ id }: Issued) => (await ask('outcome', id)).outcome
  beforeAll(async () => {
    it = await testGateway('drivers: { m: { type: virtual } }')
    const made = await it.gateway.localKey
    if (!made) throw new Error('no key')
    key = made
  })
  afterAll(() => it.close())

  test('is answered with a proof that only this gateway can give, once', async () => {
    const test = await issue()
    expect(await outcome(test)).toBe('nothing')
    const body = selfTestBody(test.id)
    const headers = { signaturecek: signature(test, body), 'x-forwarded-for': '203.0.113.7' }
    const answer = await it.post(body, headers)
    expect(answer.status).toBe(200)
    const { selfTest, proof } = JSON.parse(answer.body)
    expect(selfTest).toBe(test.id)
    expect(isProof(test.secret, body, proof)).toBe(true)
    expect(isProof(test.secret, selfTestBody('another'), proof)).toBe(false)
    expect(await outcome(test)).toBe('whole')
    // Who read it on its way has nothing that he could send.
    expect((await it.post(body, headers)).status).toBe(401)
    expect(answer.body).not.toContain(test.secret)
  })

  const altered: readonly (readonly [string, string, (test: Issued) => Promise<{ status: number }>])[] = [
    ['without its signature', 'unsigned', ({ id }) => it.post(selfTestBody(id))],
    [
      'with other bytes',
      'altered',
      (test) => it.post(`${selfTestBody(test.id)} `, { signaturecek: signature(test, selfTestBody(test.id)) }),
    ],
    [
      'signed with the local key',
      'altered',
      ({ id }) => it.post(selfTestBody(id), { signaturecek: key.sign(selfTestBody(id)) }),
    ],
    [
      'signed as its answer is',
      'altered',
      ({ id, secret }) =>
        it.post(selfTestBody(id), {
          signaturecek: createHmac('sha256', Buffer.from(secret, 'base64')).update(selfTestBody(id)).digest('base64'),
        }),
    ],
  ]
  test.each(altered)('%s is refused, and that is told', async (_name, word, post) => {
    const test = await issue()
    const { status } = await post(test)
    // The local key is known; what it signed is no message of CLOVA Home.
    expect([400, 401]).toContain(status)
    expect(await outcome(test)).toBe(word)
  })

  test('cannot be had without the local key, nor with it through a tunnel', async () => {
    const ofClova = await it.post('{}', { 'x-clova-home-ask': 'selfTest', signaturecek: 'AAAA' })
    expect(ofClova).toMatchObject({ status: 401, body: '' })
    const through = await it.post('{}', {
      'x-clova-home-ask': 'selfTest',
      signaturecek: key.sign(Buffer.from('{}')),
      'cf-ray': '1',
    })
    expect(through).toMatchObject({ status: 401, body: '' })
  })

  test('its secret signs no command and no question', async () => {
    const test = await issue()
    const body = JSON.stringify(message('DiscoverAppliancesRequest', { accessToken: it.token, selfTest: test.id }))
    expect((await it.post(body, { signaturecek: signature(test, Buffer.from(body)) })).status).toBe(401)
    const asked = { 'x-clova-home-ask': 'appliances', signaturecek: signature(test, selfTestBody(test.id)) }
    const answer = await it.post(selfTestBody(test.id), asked)
    expect(Object.keys(JSON.parse(answer.body))).toEqual(['selfTest', 'proof'])
  })
})

describe('the local key', () => {
  const traces = ['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'via', 'cf-connecting-ip', 'cf-ray']
  test.each(traces)('is no key for what came through a tunnel (%s)', async (trace) => {
    const it = await testGateway('drivers: { m: { type: virtual } }')
    try {
      const key = await it.gateway.localKey
      if (!key) throw new Error('no key')
      const body = JSON.stringify(message('DiscoverAppliancesRequest', { accessToken: key.token }))
      const headers = { signaturecek: key.sign(Buffer.from(body)) }
      expect((await it.post(body, { ...headers, [trace]: 'x' })).status).toBe(401)
      expect((await it.post(body, headers)).status).toBe(200)
    } finally {
      await it.close()
    }
  })
})

describe('what is kept of tests', () => {
  test('ends by itself, and is never more than eight', () => {
    let now = 0
    const tests = selfTests(() => now)
    const many = Array.from({ length: 9 }, () => tests.issue())
    const answered = (test: Issued) => {
      const body = selfTestBody(test.id)
      return tests.answer(body, selfTestSignature(test.secret, body)) !== undefined
    }
    expect(many.map(answered)).toEqual([false, ...Array(8).fill(true)])
    const late = tests.issue()
    now = 30_001
    expect(answered(late)).toBe(false)
    expect(tests.outcome(late.id)).toBe('nothing')
  })

  test('no other bytes and no other signature is ever answered', () => {
    const tests = selfTests(() => 0)
    const test = tests.issue()
    const good = selfTestBody(test.id)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (body, mac) => {
        expect(tests.answer(body, selfTestSignature(test.secret, body))).toBeUndefined()
        expect(tests.answer(good, mac)).toBeUndefined()
      }),
    )
    expect(tests.answer(good, selfTestSignature(test.secret, good))).toBeDefined()
  })
})
