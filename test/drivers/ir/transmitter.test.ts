import { jest } from '@jest/globals'
import { code, fromRaw } from '../../../drivers/ir/codes/index.ts'
import {
  assertReachable,
  isRefused,
  reachability,
  repeatCode,
  sendCodes,
  singleFlight,
} from '../../../drivers/ir/transmitter.ts'
import { Failure } from '../../../src/home/failure.ts'
import { untranslated } from '../../../src/util/translate.ts'

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }))
afterEach(() => void jest.useRealTimers())

const { signal } = new AbortController()
/** What a text of the user is in English. */
const english = (text: unknown) => (typeof text === 'object' && text !== null && 'en' in text ? text.en : text)

test('is searched for once for any number of callers, and again after a while', async () => {
  let now = 0
  let looks = 0
  const seek = singleFlight(
    async () => {
      looks += 1
    },
    () => now,
  )
  await Promise.all([seek(signal), seek(signal), seek(signal)])
  now = 4999
  await seek(signal)
  expect(looks).toBe(1)
  now = 5000
  await seek(signal)
  expect(looks).toBe(2)
  expect(jest.getTimerCount()).toBe(0)
})

test('is searched for by the monotonic clock', async () => {
  const look = jest.fn(async () => {})
  const seek = singleFlight(look)
  await seek(signal)
  await seek(signal)
  expect(look).toHaveBeenCalledTimes(1)
})

test('a device that cannot be found, or not in time, causes no error', async () => {
  let isOver = false
  const never = singleFlight(() => new Promise(() => {}))(signal).then(() => {
    isOver = true
  })
  await jest.advanceTimersByTimeAsync(999)
  expect(isOver).toBe(false)
  await jest.advanceTimersByTimeAsync(1)
  await never
  await singleFlight(() => Promise.reject(new Error('gone')))(signal)
  const aborted = AbortSignal.abort(new Error('too late'))
  await singleFlight(() => new Promise(() => {}))(aborted)
  expect(jest.getTimerCount()).toBe(0)
})

describe('a blaster', () => {
  const problem = () => untranslated('the cable')
  test.each<[string, online: boolean | undefined, reason: string | undefined]>([
    ['there', true, undefined],
    ['of which nobody knows', undefined, undefined],
    ['away', false, 'offline: the cable'],
  ])('that is %s is awaited only if that may help', (_what, online, reason) => {
    const act = () => assertReachable({ online: () => online, problem })
    if (reason === undefined) expect(act).not.toThrow()
    else expect(act).toThrow(expect.objectContaining({ message: 'the cable', reason: { code: 'offline' } }))
  })

  test('that is offline without a known reason is offline', () => {
    expect(() => assertReachable({ online: () => false })).toThrow('its blaster cannot be reached')
  })

  test('that is online or in an unknown state is not searched for', async () => {
    for (const online of [true, undefined]) {
      const seek = jest.fn(async () => {})
      expect(await reachability({ online: () => online, seek, problem }, signal)).toEqual({ online: true })
      expect(seek).not.toHaveBeenCalled()
    }
  })

  test('that is offline is searched for, and may then be online', async () => {
    let online = false
    const seek = async () => {
      online = true
    }
    expect(await reachability({ online: () => online, seek, problem }, signal)).toEqual({ online: true })
  })

  test('that stays offline is reported with its reason, if there is one', async () => {
    const away = { online: () => false }
    const { online, offlineReason } = await reachability({ ...away, problem }, signal)
    expect([online, english(offlineReason)]).toEqual([false, 'its blaster cannot be reached: the cable'])
    for (const silent of [{ ...away, problem: () => undefined }, away]) {
      const { online, offlineReason } = await reachability(silent, signal)
      expect([online, offlineReason?.ja]).toEqual([false, '送信機に届きません'])
    }
  })
})

test.each([
  ['unsupported', true],
  ['badValue', true],
  ['deviceFault', true],
  ['offline', false],
] as const)('the failure %s is a refusal: %s', (reason, isRefusal) => {
  expect([isRefused(new Failure(reason)), isRefused(new Error(reason))]).toEqual([isRefusal, false])
})

describe('several codes', () => {
  const codes = [fromRaw([60_000, 30_000, 10_000, 5000]), fromRaw([10_000, 20_000, 30_000, 5000])]
  test.each<[string, true | undefined, waitMs: number]>([
    ['after the one before was sent', undefined, 500],
    ['after the light of the one before', true, 600],
  ])('are sent half a second apart: %s', async (_what, resolvesBeforeSent, waitMs) => {
    const sent: unknown[] = []
    const send = async (...given: unknown[]) => void sent.push(given)
    let isOver = false
    void sendCodes({ send, resolvesBeforeSent }, codes, signal).then(() => {
      isOver = true
    })
    await jest.advanceTimersByTimeAsync(waitMs - 1)
    expect(sent).toEqual([[codes[0], 0, signal]])
    await jest.advanceTimersByTimeAsync(1)
    expect(sent[1]).toEqual([codes[1], 0, signal])
    // Nothing follows the last one.
    expect([isOver, jest.getTimerCount()]).toEqual([true, 0])
  })
})

describe('a code that is repeated', () => {
  const one = fromRaw([9000, 4500, 560])
  test('no more than once is unchanged', () => {
    expect(repeatCode(one, 0)).toStrictEqual({ pulses: one.pulses, carrierHz: one.carrierHz, medium: one.medium })
  })
  test('has a gap after each repetition, its carrier and its band', () => {
    const radio = { ...one, carrierHz: 36_000, medium: 'rf433' } as const
    const { pulses, ...rest } = repeatCode(radio, 2)
    expect(pulses).toHaveLength(12)
    expect(pulses.slice(4, 8)).toEqual(pulses.slice(0, 4))
    expect(pulses.slice(0, 3)).toEqual([9000, 4500, 560])
    expect(pulses[3]).toBeGreaterThan(10_000)
    expect(rest).toEqual({ carrierHz: 36_000, medium: 'rf433' })
    expect(code(pulses, 36_000, 'rf433').pulses).toEqual(pulses)
  })
})
