import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import {
  type IssuedSelfTest,
  isSelfTestProof,
  SelfTestRegistry,
  selfTestBody,
  selfTestSignature,
} from '../../../src/http/clova/selfTest.ts'
import { envelope, signed, type TestGateway, testGateway } from '../../support/gateway.ts'
import { runs } from '../../support/randomRuns.ts'

fc.configureGlobal({ numRuns: runs(100) })

const signature = ({ secret }: IssuedSelfTest, body: Uint8Array) => selfTestSignature(secret, body).toString('base64')

describe('a test that the gateway sends to itself', () => {
  let it: TestGateway
  const issue = (): Promise<IssuedSelfTest> => it.control.call('issueSelfTest', {})
  const outcome = async ({ id }: IssuedSelfTest) => (await it.control.call('selfTestOutcome', { id })).outcome
  beforeAll(async () => {
    it = await testGateway('drivers: { m: { type: virtual } }')
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
    expect(isSelfTestProof(test.secret, body, proof)).toBe(true)
    expect(isSelfTestProof(test.secret, selfTestBody('another'), proof)).toBe(false)
    expect(await outcome(test)).toBe('intact')
    // Who read it on its way has nothing that he could send.
    expect((await it.post(body, headers)).status).toBe(401)
    expect(answer.body).not.toContain(test.secret)
  })

  const altered: readonly (readonly [string, string, (test: IssuedSelfTest) => Promise<{ status: number }>])[] = [
    ['without its signature', 'unsigned', ({ id }) => it.post(selfTestBody(id))],
    [
      'with other bytes',
      'altered',
      (test) => it.post(`${selfTestBody(test.id)} `, { signaturecek: signature(test, selfTestBody(test.id)) }),
    ],
    [
      "signed with CLOVA's key",
      'altered',
      ({ id }) => it.post(selfTestBody(id), { signaturecek: signed(selfTestBody(id)) }),
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
  test.each(altered)('%s is refused and logged', async (_name, word, post) => {
    const test = await issue()
    const { status } = await post(test)
    // CLOVA's key is known; what it signed is no message of CLOVA Home.
    expect([400, 401]).toContain(status)
    expect(await outcome(test)).toBe(word)
  })

  test('cannot be had by the public listener', async () => {
    for (const path of ['/self-tests', '/clova', '/health']) {
      const answer = await it.post('{}', { 'x-clova-home-ask': 'selfTest', signaturecek: signed('{}') }, { path })
      expect([400, 404]).toContain(answer.status)
      expect(answer.body).toBe('')
    }
  })

  test('its secret signs no command', async () => {
    const test = await issue()
    const body = envelope('DiscoverAppliancesRequest', { accessToken: it.token, selfTest: test.id })
    expect((await it.post(body, { signaturecek: signature(test, Buffer.from(body)) })).status).toBe(401)
  })
})

describe('what is kept of tests', () => {
  test('ends by itself, and is never more than eight', () => {
    let now = 0
    const tests = new SelfTestRegistry(() => now)
    const many = Array.from({ length: 9 }, () => tests.issue())
    const answered = (test: IssuedSelfTest) => {
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
    const tests = new SelfTestRegistry(() => 0)
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
