import { createHmac } from 'node:crypto'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import {
  type IssuedSelfTest,
  isSelfTestProof,
  SelfTestRegistry,
  selfTestAnswer,
  selfTestBody,
  selfTestSignature,
} from '../../../src/http/clova/selfTest.ts'
import { inFolder } from '../../support/folder.ts'
import { runs } from '../../support/randomRuns.ts'
import { message, type RouteFixture, routeFixture, signatureOf } from './routeFixture.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const signature = (secret: string, body: Uint8Array) => selfTestSignature(secret, body).toString('base64')

describe('a self-test', () => {
  const scene = (name: string, work: (it: RouteFixture) => Promise<void>) =>
    test(name, () => inFolder((folder) => work(routeFixture(folder))))
  const post = async (it: RouteFixture, body: string | Buffer, headers: Record<string, string> = {}) =>
    it.send(body, { headers })

  scene('is answered with a proof that only this gateway can give, once', async (it) => {
    const { id, secret } = it.selfTests.issue()
    expect(it.selfTests.outcome(id)).toBe('nothing')
    const body = selfTestBody(id)
    const headers = { signaturecek: signature(secret, body), 'x-forwarded-for': '203.0.113.7' }
    const answer = await post(it, body, headers)
    expect(answer.statusCode).toBe(200)
    const { selfTest, proof } = selfTestAnswer.parse(answer.json())
    expect(selfTest).toBe(id)
    expect(isSelfTestProof(secret, body, proof)).toBe(true)
    expect(isSelfTestProof(secret, selfTestBody('another'), proof)).toBe(false)
    expect(isSelfTestProof(secret, body, proof.slice(4))).toBe(false)
    expect(it.selfTests.outcome(id)).toBe('intact')
    // Who read it on its way has nothing that he could send.
    expect((await post(it, body, headers)).statusCode).toBe(401)
    expect(answer.body).not.toContain(secret)
    // It is no request of CLOVA.
    expect(it.calls).toEqual([])
  })

  const altered: readonly (readonly [
    what: string,
    outcome: string,
    status: number,
    send: (it: RouteFixture, test: IssuedSelfTest) => ReturnType<typeof post>,
  ])[] = [
    ['without its signature', 'unsigned', 401, (it, { id }) => post(it, selfTestBody(id))],
    [
      'with other bytes',
      'altered',
      401,
      (it, { id, secret }) => post(it, `${selfTestBody(id)} `, { signaturecek: signature(secret, selfTestBody(id)) }),
    ],
    [
      // CLOVA's key is known; what it signed is no message of CLOVA Home.
      "signed with CLOVA's key",
      'altered',
      400,
      (it, { id }) => post(it, selfTestBody(id), { signaturecek: signatureOf(selfTestBody(id)) }),
    ],
    [
      'signed as its answer is',
      'altered',
      401,
      (it, { id, secret }) =>
        post(it, selfTestBody(id), {
          signaturecek: createHmac('sha256', Buffer.from(secret, 'base64')).update(selfTestBody(id)).digest('base64'),
        }),
    ],
  ]
  for (const [what, outcome, status, send] of altered)
    scene(`${what} is refused and logged`, async (it) => {
      const issued = it.selfTests.issue()
      expect((await send(it, issued)).statusCode).toBe(status)
      expect(it.selfTests.outcome(issued.id)).toBe(outcome)
    })

  scene('has a secret that signs no command', async (it) => {
    const { id, secret } = it.selfTests.issue()
    const body = message('one', { selfTest: id })
    expect((await post(it, body, { signaturecek: signature(secret, Buffer.from(body)) })).statusCode).toBe(401)
  })
})

describe('the registry of self-tests', () => {
  test('removes tests after their time, and has at most eight', () => {
    let now = 0
    const tests = new SelfTestRegistry(() => now)
    const many = Array.from({ length: 9 }, () => tests.issue())
    const answered = (test: IssuedSelfTest) => {
      const body = selfTestBody(test.id)
      return tests.answer(body, selfTestSignature(test.secret, body)) !== undefined
    }
    expect(many.map(answered)).toEqual([false, ...Array(8).fill(true)])
    now = 1
    const late = tests.issue()
    now = 30_001
    expect(answered(late)).toBe(true)
    const next = tests.issue()
    now = 60_002
    expect(answered(next)).toBe(false)
    expect([late, next].map(({ id }) => tests.outcome(id))).toEqual(['nothing', 'nothing'])
  })

  test('is open until the last test expires, also if the test was answered', () => {
    let now = 0
    const tests = new SelfTestRegistry(() => now)
    expect(tests.isOpen()).toBe(false)
    const { id, secret } = tests.issue()
    const body = selfTestBody(id)
    tests.answer(body, selfTestSignature(secret, body))
    now = 30_000
    expect([tests.isOpen(), tests.outcome(id)]).toEqual([true, 'intact'])
    now = 30_001
    expect(tests.isOpen()).toBe(false)
  })

  test('measures time by the monotonic clock', () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValue(1)
    try {
      const tests = new SelfTestRegistry()
      tests.issue()
      clock.mockReturnValue(30_001)
      expect(tests.isOpen()).toBe(true)
      clock.mockReturnValue(30_002)
      expect(tests.isOpen()).toBe(false)
    } finally {
      clock.mockRestore()
    }
  })

  test('expects the signature that every version of the gateway makes', () => {
    expect(selfTestSignature('c2VjcmV0', Buffer.from('body')).toString('hex')).toBe(
      '8deb186a6041faa65f9cdbad49d0c72bcbda3b7152a9887504b8a32d83fb1178',
    )
    const schema = (value: unknown) => selfTestAnswer.safeParse(value).success
    expect(
      [{ selfTest: 'a', proof: 'b' }, { selfTest: 'a' }, { proof: 'b' }, { selfTest: 1, proof: 2 }].map(schema),
    ).toEqual([...[true, false, false, false]])
  })

  test.each([
    ['of 2048 bytes', 2048, true],
    ['of one more', 2049, false],
  ])('answers a body %s: %s', (_size, bytes, isAnswered) => {
    const tests = new SelfTestRegistry()
    const { id, secret } = tests.issue()
    const body = Buffer.from(JSON.stringify({ selfTest: id }).padEnd(bytes))
    expect(tests.answer(body, selfTestSignature(secret, body)) !== undefined).toBe(isAnswered)
    expect(tests.outcome(id)).toBe(isAnswered ? 'intact' : 'nothing')
  })

  test('answers no other bytes and no other signature', () => {
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
