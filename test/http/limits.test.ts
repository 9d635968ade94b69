import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import type { Failure } from '../../src/home/failure.ts'
import { createRateLimiter } from '../../src/home/rateLimit.ts'
import { cacheFileName } from '../../src/http/clova/publicKey.ts'
import { RefusalLog } from '../../src/http/middleware/errorHandler.ts'
import { envelope, pem, signed } from '../support/clova.ts'
import { type TestGateway, testGateway } from '../support/gateway.ts'
import { silent } from '../support/log.ts'
import { runs } from '../support/randomRuns.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const lamp = (id: string, more = '') =>
  `  - { id: ${id}, name: ${id}, type: LIGHT, driver: memory, traits: { power: { value: false } }${more} }`

describe('limits', () => {
  let it: TestGateway
  afterEach(async () => {
    jest.restoreAllMocks()
    await it.close()
  })

  const turnOnAll = async (count: number) => {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, i) => {
        const body = envelope('TurnOnRequest', { accessToken: it.token, appliance: { applianceId: `l${i}` } })
        return it.post(body, { signaturecek: signed(body) })
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(200))
    return answers.map(({ body }) => JSON.parse(body).header.name as string)
  }
  const slowLamps = (count: number, delay: string) =>
    `drivers: { memory: { type: virtual } }\nappliances:\n${Array.from({ length: count }, (_, i) => lamp(`l${i}`, `, fault: { kind: slow, delay: ${delay} }`)).join('\n')}`
  const count = (names: readonly string[], name: string) => names.filter((one) => one === name).length

  test('64 requests run at once, those beyond wait for them, and all are done within their deadline', async () => {
    it = await testGateway(slowLamps(80, '500ms'))
    expect(count(await turnOnAll(80), 'TurnOnConfirmation')).toBe(80)
    expect((await it.say('HealthCheck', 'l79')).payload.isTurnOn).toBe(true)
  })

  test('a request that waits past its deadline gets an error message and is not carried out; later requests succeed', async () => {
    it = await testGateway(slowLamps(70, '4s'), { server: ', deadline: 5s' })
    const names = await turnOnAll(70)
    // On a busy machine a request may arrive, or a lamp answer, a second late.
    // Of those that get their turn after 4 s none is done within 5 s.
    const failed = names.flatMap((name, i) => (name === 'TurnOnConfirmation' ? [] : [[`l${i}`, name] as const]))
    expect(failed).toHaveLength(6)
    for (const [, name] of failed) expect(name).toMatch(/^(TargetOffline|ActionTemporarilyBlocked)Error$/)
    const { appliances } = await it.control.call('appliances', {})
    const off = appliances.filter(({ state }) => state.power === false).map(({ id }) => id)
    expect(off).toEqual(failed.map(([id]) => id))
    expect((await it.say('TurnOn', 'l0')).header.name).toBe('TurnOnConfirmation')
  })

  test('32 requests wait for one appliance, and the next is refused at once', async () => {
    it = await testGateway(
      `drivers: { memory: { type: virtual } }\nappliances:\n${lamp('l', ', pace: { commands: 100, within: 1s }, fault: { kind: slow, delay: 1m }')}`,
      { server: ', deadline: 2s' },
    )
    const answers = await Promise.all(Array.from({ length: 35 }, () => it.say('TurnOn', 'l')))
    const names = answers.map(({ header }) => header.name)
    expect(count(names, 'TargetOfflineError')).toBe(32)
    expect(count(names, 'ActionTemporarilyBlockedError')).toBe(3)
  })

  test('20 commands in 10 s reach one appliance; queries and others are not concerned', async () => {
    it = await testGateway(`drivers: { memory: { type: virtual } }\nappliances:\n${lamp('a')}\n${lamp('b')}`)
    // On a busy machine 22 commands may take longer than the 10 s.
    jest.spyOn(performance, 'now').mockReturnValue(performance.now())
    const names: string[] = []
    for (let i = 0; i < 22; i += 1) names.push((await it.say('TurnOn', 'a')).header.name)
    expect(names.slice(0, 20)).toEqual(Array(20).fill('TurnOnConfirmation'))
    expect(names.slice(20)).toEqual(Array(2).fill('ActionTemporarilyBlockedError'))
    expect((await it.say('HealthCheck', 'a')).header.name).toBe('HealthCheckResponse')
    expect((await it.say('TurnOn', 'b')).header.name).toBe('TurnOnConfirmation')
  })

  test('requests with wrong signatures do not use the concurrency of CLOVA, even while the key is downloaded slowly', async () => {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/key.pem`
    it = await testGateway(
      `signature: { publicKey: '${url}' }\ndrivers: { memory: { type: virtual } }\nappliances:\n${lamp('l')}`,
      { prepare: (state) => writeFileSync(join(state, cacheFileName(url)), pem) },
    )
    const strangers = Array.from({ length: 80 }, () => it.post('{}', { signaturecek: signed('{ }') }))
    const body = envelope('TurnOnRequest', { accessToken: it.token, appliance: { applianceId: 'l' } })
    expect((await it.post(body, { signaturecek: signed(body) })).status).toBe(200)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect((await Promise.all(strangers)).map(({ status }) => status)).toEqual(Array(80).fill(401))
  })

  test('a refusal is logged at once', async () => {
    it = await testGateway(`drivers: { memory: { type: virtual } }\nappliances:\n${lamp('l')}`)
    await it.post('{}')
    const refusals = it.lines.filter(({ msg }) => msg === 'requests refused')
    expect(refusals).toEqual([expect.objectContaining({ result: 401, reason: 'no signature', count: 1 })])
  })
})

test('refusals are logged at most once a second, with their number', () => {
  jest.useFakeTimers()
  try {
    const counts: unknown[] = []
    const refusals = new RefusalLog({ ...silent, warn: (fields) => void counts.push(fields) })
    const refuse = (times: number) => {
      for (let i = 0; i < times; i += 1) refusals.add(401, 'no signature')
    }
    refuse(50)
    jest.advanceTimersByTime(999)
    refuse(1)
    expect(counts).toEqual([{ result: 401, reason: 'no signature', count: 1 }])
    jest.advanceTimersByTime(1)
    expect(counts.slice(1)).toEqual([{ result: 401, reason: 'no signature', count: 50 }])
    jest.advanceTimersByTime(60_000)
    refuse(1)
    expect(counts.slice(2)).toEqual([{ result: 401, reason: 'no signature', count: 1 }])
  } finally {
    jest.useRealTimers()
  }
})

test('a rate is never exceeded, whenever commands come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
      (commands, waits) => {
        let now = 0
        const pass = createRateLimiter({ maxCommands: commands, windowMs: 100 }, () => now)
        const passed: number[] = []
        for (const wait of waits) {
          now += wait
          try {
            pass()
            passed.push(now)
          } catch (error) {
            expect((error as Failure).reason).toEqual({ code: 'busy' })
            // And never refused without need.
            expect(passed.filter((at) => now - at < 100)).toHaveLength(commands)
          }
        }
        for (const at of passed)
          expect(passed.filter((other) => other <= at && at - other < 100).length).toBeLessThanOrEqual(commands)
      },
    ),
  )
})
