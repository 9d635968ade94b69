import type { Message } from '../../../src/clova/envelope.ts'
import { repeats } from '../../../src/http/clova/replayCache.ts'
import { envelope, signed, type TestGateway, testGateway } from '../../support/gateway.ts'

describe('a request that comes twice', () => {
  let it: TestGateway
  beforeAll(async () => {
    it = await testGateway(`
drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { brightness: { value: 10 } }, fault: { kind: slow, delay: 50ms } }
`)
  })
  afterAll(() => it.close())
  const step = (messageId: string, value: number) => {
    const body = envelope(
      'IncrementBrightnessRequest',
      { accessToken: it.token, appliance: { applianceId: 'lamp' }, deltaBrightness: { value } },
      messageId,
    )
    return it.post(body, { signaturecek: signed(body) })
  }

  test('gets the same answer and does nothing twice, also while the first is still running', async () => {
    const [first, second] = await Promise.all([step('one', 5), step('one', 5)])
    expect(second.body).toBe(first.body)
    expect((await step('one', 5)).body).toBe(first.body)
    expect(JSON.parse(first.body).payload.brightness).toEqual({ value: 15 })
    expect(JSON.parse((await step('two', 5)).body).payload.brightness).toEqual({ value: 20 })
  })

  test('with another body is answered on its own merits, and told in the log', async () => {
    await step('three', 1)
    expect(JSON.parse((await step('three', 2)).body).payload.brightness).toEqual({ value: 23 })
    expect(it.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', messageId: 'three', msg: expect.stringContaining('another request') }),
    )
  })
})

describe('the answers that are kept', () => {
  const answer = (): Promise<Message> =>
    Promise.resolve({ header: { messageId: '', name: '', namespace: 'ClovaHome', payloadVersion: '1.0' }, payload: {} })
  const nobody = () => {}
  const s = Buffer.alloc(256, 's')

  test('are kept for ten minutes', () => {
    let now = 0
    const kept = repeats(() => now)
    kept.once('a', s, answer, nobody)
    now = 10 * 60_000 - 1
    expect(kept.once('a', s, answer, nobody).again).toBe(true)
    now += 2
    expect(kept.once('a', s, answer, nobody).again).toBe(false)
  })

  test('are kept for all of ten minutes, whenever in a second they were asked for', () => {
    let now = 999
    const kept = repeats(() => now)
    kept.once('a', s, answer, nobody)
    now += 10 * 60_000 - 1
    expect(kept.once('a', s, answer, nobody).again).toBe(true)
  })

  test('are for one signature: another under the same id is answered by itself, and told', () => {
    const kept = repeats(() => 0)
    let told = 0
    kept.once('a', s, answer, nobody)
    const other = Buffer.from(s)
    other[0] = 0
    expect(kept.once('a', other, answer, () => (told += 1)).again).toBe(false)
    expect(told).toBe(1)
    expect(kept.once('a', s, answer, nobody).again).toBe(true)
  })

  test('are kept as their text', async () => {
    const kept = repeats(() => 0)
    const first = await kept.once('a', s, answer, nobody).text
    expect(JSON.parse(first)).toEqual(await answer())
    expect(kept.once('a', s, answer, nobody).text).toBe(first)
  })

  test('are a thousand', () => {
    const kept = repeats(() => 0)
    for (let i = 0; i <= 1000; i += 1) kept.once(String(i), s, answer, nobody)
    expect(kept.once('1', s, answer, nobody).again).toBe(true)
    expect(kept.once('0', s, answer, nobody).again).toBe(false)
  })

  test('are eight million characters: the oldest go first, but none that is not there yet', async () => {
    const kept = repeats(() => 0)
    const header = { messageId: '', name: '', namespace: 'ClovaHome', payloadVersion: '1.0' } as const
    const long = (): Promise<Message> => Promise.resolve({ header, payload: { text: 'x'.repeat(2 ** 20) } })
    kept.once('0', s, () => new Promise(() => {}), nobody)
    for (let i = 1; i <= 9; i += 1) await kept.once(String(i), s, long, nobody).text
    const isKept = (id: number) => kept.once(String(id), s, answer, nobody).again
    expect([9, 8, 7, 6, 5, 4, 3].map(isKept)).toEqual(Array(7).fill(true))
    expect([2, 1].map(isKept)).toEqual([false, false])
    expect(isKept(0)).toBe(true)
  })
})
