import { jest } from '@jest/globals'
import { type Code, fromRaw } from '../../../drivers/ir/codes/index.ts'
import type { ReceivedPress } from '../../../drivers/ir/transmitter.ts'
import { type MqttDialect, type MqttReport, MqttTransmitter } from '../../../drivers/ir/transmitters/mqtt.ts'
import type { Bus, Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { silent } from '../../support/log.ts'

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }))
afterEach(() => void jest.useRealTimers())

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

/** A broker whose messages are reports. */
function reportBus() {
  const listeners = new Set<(payload: Buffer, retained: boolean) => void>()
  const self = {
    connected: true as boolean,
    published: [] as string[],
    /** what the broker does with a message */
    onPublish: async (_signal: AbortSignal): Promise<void> => {},
    listeners,
    say(report: MqttReport | undefined, retained = false) {
      for (const listener of [...listeners]) listener(Buffer.from(JSON.stringify(report ?? null)), retained)
    },
    async publish(topic: string, payload: string, confirmed: boolean, signal: AbortSignal) {
      self.published.push(`${topic} ${payload}${confirmed ? ', acknowledged' : ''}`)
      await self.onPublish(signal)
    },
    subscribe(_topic: string, listener: (payload: Buffer, retained: boolean) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  } satisfies Bus & Record<string, unknown>
  return self
}

/** A code that takes 100 ms, and another one. */
const code = fromRaw([60_000, 30_000, 10_000, 5000])
const other = fromRaw([10_000, 20_000, 30_000, 5000])
const text = ({ pulses }: Code) => pulses.join()

/** @param isConnected whether the connection is there from the beginning */
function setUp(given: Partial<MqttDialect> = {}, isConnected = true, log: Log = silent) {
  const dialect: MqttDialect = {
    name: 'the blaster',
    commandTopic: 'command',
    topics: ['report'],
    confirms: 'reply',
    learnPayload: 'learn',
    encode: text,
    parse: (_topic, payload) => JSON.parse(payload) ?? undefined,
    decodeLearnt(written) {
      if (written === 'noise') throw new Error('it is noise')
      return fromRaw(written.split(',').map(Number))
    },
    ...given,
  }
  const home: { bus: ReturnType<typeof reportBus> | undefined } = { bus: isConnected ? reportBus() : undefined }
  const transmitter = new MqttTransmitter({ broker: 'b', topic: 'ir' }, dialect, { bus: () => home.bus, log })
  return { home, bus: home.bus as ReturnType<typeof reportBus>, transmitter }
}

/** The same, once the blaster has said that it is there. */
function setUpOnline(given: Partial<MqttDialect> = {}, log: Log = silent) {
  const all = setUp(given, true, log)
  all.bus.say(isThere)
  return all
}
const isThere: MqttReport = { availability: { part: 'blaster', online: true } }

/** What a text of the user is in English. */
const english = (text: unknown) => (typeof text === 'object' && text !== null && 'en' in text ? text.en : text)

/** How a promise ends, as far as it has: `done`, its value, or its failure by its code and what a device said. */
function outcomeOf(work: Promise<unknown>): { end?: unknown } {
  const outcome: { end?: unknown } = {}
  work.then(
    (value) => {
      outcome.end = value ?? 'done'
    },
    (error) => {
      if (!(error instanceof Failure)) outcome.end = error
      else if (error.message.startsWith('no answer within')) outcome.end = error.message
      else outcome.end = error.message.includes('no route') ? `${error.reason.code}: no route` : error.reason.code
    },
  )
  return outcome
}
const { signal } = new AbortController()
const broken = new Error('the broker is gone')

describe('whether a blaster is online', () => {
  test('is unknown before its first message; after a second the topic is reported as doubtful', async () => {
    const { bus, transmitter } = setUp()
    const ready = outcomeOf(transmitter.ready)
    await pass(999)
    expect([ready.end, transmitter.online(), english(transmitter.problem())]).toEqual([undefined, undefined, undefined])
    await pass(1)
    expect([ready.end, transmitter.online(), english(transmitter.problem())]).toEqual([
      ...['done', undefined],
      'the blaster has never said anything on the broker "b": is the topic right (ir)?',
    ])
    bus.say({})
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([undefined, undefined])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('is known as soon as it reports it', async () => {
    const { bus, transmitter } = setUp()
    const ready = outcomeOf(transmitter.ready)
    bus.say({}, true)
    bus.say(undefined)
    await pass(0)
    expect(ready.end).toBeUndefined()
    bus.say(isThere, true)
    await pass(0)
    expect([ready.end, transmitter.online(), english(transmitter.problem())]).toEqual(['done', true, undefined])
    bus.say({ availability: { part: 'blaster', online: false } })
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([false, 'blaster is offline'])
  })

  test('is false if a blaster that always reports has not reported within a second', async () => {
    const { bus, transmitter } = setUp({ requiredPart: 'the bridge' })
    await pass(999)
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([undefined, undefined])
    await pass(1)
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([
      ...[false, 'the bridge has never said anything on the broker "b": is the topic right (ir)?'],
    ])
    bus.say({ availability: { part: 'the bridge', online: true } })
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([
      ...[true, 'the blaster has never said anything on the broker "b": is the topic right (ir)?'],
    ])
    bus.say(isThere)
    expect(english(transmitter.problem())).toBeUndefined()
  })

  test('is false while the connection is lost or missing', async () => {
    const { home, bus, transmitter } = setUpOnline()
    bus.connected = false
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([false, 'the connection "b" is away'])
    expect(outcomeOf(transmitter.send(code, 0, signal))).toEqual({})
    home.bus = undefined
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([
      ...[false, 'the connection "b" is not there, or is none that takes messages, such as a broker'],
    ])
    expect(bus.listeners.size).toBe(0)
    const sent = outcomeOf(transmitter.send(code, 0, signal))
    await pass(0)
    expect(sent.end).toBe('offline')
  })

  test('is determined again for another connection of that name', async () => {
    const { home, bus, transmitter } = setUpOnline()
    await pass(5000)
    home.bus = reportBus()
    expect([transmitter.online(), english(transmitter.problem())]).toEqual([undefined, undefined])
    expect([bus.listeners.size, home.bus.listeners.size]).toEqual([0, 1])
    void transmitter.send(code, 0, signal)
    await pass(999)
    expect(home.bus.published).toEqual([])
    await pass(1)
    expect(home.bus.published).toHaveLength(1)
    home.bus.say({ outcome: 'sent' })
    await transmitter.close()
  })

  test('is unknown for a connection that does not exist yet', async () => {
    const { home, transmitter } = setUp({}, false)
    const ready = outcomeOf(transmitter.ready)
    await pass(0)
    expect([ready.end, transmitter.online()]).toEqual(['done', false])
    home.bus = reportBus()
    expect(transmitter.online()).toBeUndefined()
    home.bus.say(isThere)
    expect(transmitter.online()).toBe(true)
    home.bus = undefined
    expect(transmitter.online()).toBe(false)
    home.bus = reportBus()
    expect(transmitter.online()).toBeUndefined()
    await pass(1000)
    expect(english(transmitter.problem())).toMatch(/never said anything/)
  })

  test('is false after it was closed, and it has no subscription', async () => {
    const { bus, transmitter } = setUpOnline()
    await transmitter.close()
    expect([transmitter.online(), bus.listeners.size]).toEqual([false, 0])
  })
})

describe('a blaster that answers each code', () => {
  test('has sent it when it confirms that, and not before', async () => {
    const { bus, transmitter } = setUpOnline()
    const sent = outcomeOf(transmitter.send(code, 0, signal))
    await pass(2000)
    bus.say({ learntText: text(other) })
    bus.say({ outcome: 'sent' }, true)
    await pass(0)
    expect(sent).toEqual({})
    bus.say({ outcome: 'sent' })
    await pass(0)
    expect(sent).toEqual({ end: 'done' })
    expect(bus.published).toEqual([`command ${text(code)}, acknowledged`])
    expect([transmitter.resolvesBeforeSent, jest.getTimerCount()]).toEqual([undefined, 0])
    expect(await transmitter.confirm(signal)).toBeUndefined()
  })

  test('has not sent it when it refuses', async () => {
    const { bus, transmitter } = setUpOnline()
    const sent = outcomeOf(transmitter.send(code, 0, signal))
    await pass(0)
    bus.say({ outcome: { failure: { ko: 'no route', ja: 'no route', en: 'no route' } } })
    await pass(0)
    expect(sent).toEqual({ end: 'deviceFault: no route' })
    expect(await transmitter.confirm(signal)).toBeUndefined()
  })

  test.each([
    [0, 3100],
    [2, 3300],
  ])('is offline when it does not answer, for a code repeated %i times after %i ms', async (repeats, ms) => {
    const { transmitter } = setUpOnline()
    const sent = outcomeOf(transmitter.send(code, repeats, signal))
    await pass(ms - 1)
    expect(sent).toEqual({})
    await pass(1)
    expect(sent).toEqual({ end: 'offline' })
    expect(jest.getTimerCount()).toBe(0)
  })

  test('gets no code that it cannot send', async () => {
    const { bus, transmitter } = setUpOnline({
      encode() {
        throw new Error('too long')
      },
    })
    const infrared = setUpOnline()
    const radio = infrared.transmitter.send({ ...code, medium: 'rf433' }, 0, signal)
    const outcomes = [radio, transmitter.send(code, 0, signal)].map(outcomeOf)
    await pass(0)
    expect(outcomes).toEqual([{ end: 'unsupported' }, { end: 'unsupported' }])
    expect([bus.published, infrared.bus.published]).toEqual([[], []])
  })

  test('gets no code while it is offline', async () => {
    const { bus, transmitter } = setUpOnline()
    bus.say({ availability: { part: 'blaster', online: false } })
    const sent = outcomeOf(transmitter.send(code, 0, signal))
    await pass(0)
    expect(sent).toEqual({ end: 'offline' })
    expect(bus.published).toEqual([])
  })

  test('that may be online is awaited for a second', async () => {
    const { bus, transmitter } = setUp()
    void transmitter.send(code, 0, signal).catch(() => {})
    await pass(999)
    expect(bus.published).toEqual([])
    await pass(1)
    expect(bus.published).toHaveLength(1)
    bus.say({ outcome: 'sent' })
  })

  test('is not awaited by an aborted request', async () => {
    const { bus, transmitter } = setUp()
    const giver = new AbortController()
    const sent = outcomeOf(transmitter.send(code, 0, giver.signal))
    await pass(500)
    giver.abort(broken)
    await pass(500)
    expect(sent).toEqual({ end: broken })
    expect(bus.published).toEqual([])
  })

  test('gets one code after the other, when the signal of the previous one has ended', async () => {
    const { bus, transmitter } = setUpOnline()
    const first = outcomeOf(transmitter.send(code, 1, signal))
    const second = outcomeOf(transmitter.send(other, 0, signal))
    await pass(50)
    expect(bus.published).toHaveLength(1)
    bus.say({ outcome: 'sent' })
    await pass(149)
    expect([first.end, bus.published.length]).toEqual(['done', 1])
    await pass(1)
    expect(bus.published[1]).toBe(`command ${text(other)}, acknowledged`)
    bus.say({ outcome: 'sent' })
    await pass(0)
    expect(second.end).toBe('done')
  })

  test('fails with the broker', async () => {
    const { bus, transmitter } = setUpOnline()
    bus.onPublish = () => Promise.reject(broken)
    const sent = outcomeOf(transmitter.send(code, 0, signal))
    await pass(0)
    expect(sent).toEqual({ end: broken })
    expect(jest.getTimerCount()).toBe(0)
  })

  describe('may answer a cancelled code late:', () => {
    async function givenUp() {
      const all = setUpOnline()
      const giver = new AbortController()
      const sent = outcomeOf(all.transmitter.send(code, 0, giver.signal))
      await pass(200)
      giver.abort(broken)
      await pass(0)
      expect(sent).toEqual({ end: broken })
      return all
    }
    test.each<[string, waitMs: number, answerMs: number, isAnswer: boolean]>([
      ['too soon for the next code', 0, 79, false],
      ['as late as the answer to the next code', 0, 80, true],
      ['too soon, but long after', 6000, 0, true],
      ['too soon, and not long after', 5999, 0, false],
    ])('%s', async (_what, waitMs, answerMs, isAnswer) => {
      const { bus, transmitter } = await givenUp()
      await pass(waitMs)
      const sent = outcomeOf(transmitter.send(code, 0, signal))
      await pass(answerMs)
      bus.say({ outcome: 'sent' })
      await pass(0)
      expect(sent).toEqual(isAnswer ? { end: 'done' } : {})
      await pass(3100)
    })
  })
})

describe('a blaster that reports failures only', () => {
  const quiet = { confirms: 'failure' } as const
  const failed: MqttReport = { outcome: { failure: { ko: 'no route', ja: 'no route', en: 'no route' } } }
  async function press(given: ReturnType<typeof setUp>, abort?: AbortSignal) {
    await given.transmitter.send(code, 0, signal)
    return outcomeOf(given.transmitter.confirm(abort ?? signal))
  }

  test('has sent a code when 700 ms bring no failure', async () => {
    const home = setUpOnline(quiet)
    expect(home.transmitter.resolvesBeforeSent).toBe(true)
    const confirmed = await press(home)
    await pass(699)
    home.bus.say({})
    await pass(0)
    expect(confirmed).toEqual({})
    await pass(1)
    expect(confirmed).toEqual({ end: 'done' })
    expect(jest.getTimerCount()).toBe(0)
  })

  test('has sent it at once when it answers', async () => {
    const home = setUpOnline(quiet)
    const confirmed = await press(home)
    await pass(10)
    home.bus.say({ outcome: 'sent' }, true)
    await pass(0)
    expect(confirmed).toEqual({})
    home.bus.say({ outcome: 'sent' })
    await pass(0)
    expect(confirmed).toEqual({ end: 'done' })
  })

  test('that answered before the wait is not awaited', async () => {
    const home = setUpOnline(quiet)
    await home.transmitter.send(code, 0, signal)
    home.bus.say({ outcome: 'sent' })
    const confirmed = outcomeOf(home.transmitter.confirm(signal))
    await pass(0)
    expect(confirmed).toEqual({ end: 'done' })
  })

  test.each([false, true])('has not sent it when it reports a failure, before the wait: %s', async (isBefore) => {
    const home = setUpOnline(quiet)
    await home.transmitter.send(code, 0, signal)
    if (isBefore) home.bus.say(failed)
    const confirmed = outcomeOf(home.transmitter.confirm(signal))
    if (!isBefore) home.bus.say(failed)
    await pass(0)
    expect(confirmed).toEqual({ end: 'deviceFault: no route' })
    const again = outcomeOf(home.transmitter.confirm(signal))
    await pass(700)
    expect(again).toEqual({ end: 'done' })
  })

  test('is not awaited for more than 700 ms', async () => {
    const home = setUpOnline(quiet)
    await home.transmitter.send(code, 0, signal)
    await pass(701)
    const confirmed = outcomeOf(home.transmitter.confirm(signal))
    await pass(0)
    expect(confirmed).toEqual({ end: 'done' })
  })

  test('reports a failure even if the result is not read for 700 ms', async () => {
    const home = setUpOnline(quiet)
    await home.transmitter.send(code, 0, signal)
    home.bus.say(failed)
    await pass(5000)
    const confirmed = outcomeOf(home.transmitter.confirm(signal))
    await pass(0)
    expect(confirmed).toEqual({ end: 'deviceFault: no route' })
  })

  test.each([
    ['by who waits', 29_999, false],
    ['by who waits', 30_000, true],
  ])('may report the failure of a cancelled code %s after %i ms: it counts: %s', async (_who, ms, counts) => {
    const home = setUpOnline(quiet)
    const giver = new AbortController()
    const confirmed = await press(home, giver.signal)
    giver.abort(broken)
    await pass(0)
    expect(confirmed).toEqual({ end: broken })
    await pass(ms)
    const next = await press(home)
    home.bus.say(failed)
    await pass(0)
    expect(next).toEqual(counts ? { end: 'deviceFault: no route' } : {})
    home.bus.say(failed)
    await pass(700)
    expect(next).toEqual({ end: 'deviceFault: no route' })
  })

  test('may report the failure of a code late that did not reach the broker', async () => {
    const home = setUpOnline(quiet)
    home.bus.onPublish = () => Promise.reject(broken)
    await expect(home.transmitter.send(code, 0, signal)).rejects.toBe(broken)
    home.bus.onPublish = async () => {}
    await pass(100)
    const next = await press(home)
    home.bus.say(failed)
    await pass(700)
    expect(next).toEqual({ end: 'done' })
  })
})

describe('a press of a remote', () => {
  function receiverOf(given: Partial<MqttDialect> = {}, log: Log = silent) {
    const home = setUpOnline(given, log)
    const received: ReceivedPress[] = []
    const end = home.transmitter.onReceived((press) => void received.push(press))
    return { ...home, received, end }
  }

  test('is reported each time', () => {
    const { bus, received, end } = receiverOf()
    bus.say({ learntText: text(code) })
    bus.say({ learntText: text(code) })
    expect(received).toEqual([{ code }, { code }])
    end()
    bus.say({ learntText: text(code) })
    expect(received).toHaveLength(2)
  })

  test('is not decoded while no appliance follows a remote', () => {
    const decodeLearnt = jest.fn(() => code)
    const { bus } = setUpOnline({ decodeLearnt })
    bus.say({ learntText: text(code) })
    expect(decodeLearnt).not.toHaveBeenCalled()
  })

  describe('at a time when each press takes longer than the event loop may be kept:', () => {
    /** The first of them is done at once, and takes so long that the others wait for the next turn. */
    function pressed(times: number, warn = jest.fn()) {
      const home = receiverOf({}, { ...silent, warn })
      const press = () => home.bus.say({ learntText: text(code) })
      press()
      jest.advanceTimersByTime(1000)
      for (let i = 1; i < times; i += 1) press()
      return { ...home, press, warn, turn: () => new Promise((resolve) => setImmediate(resolve)) }
    }

    test('20 wait, further ones are dropped, and that is told once', async () => {
      const { received, press, warn, turn } = pressed(21 + 5)
      expect(received).toHaveLength(1)
      await turn()
      expect(received).toHaveLength(21)
      expect(warn.mock.calls).toEqual([[{ blaster: 'the blaster' }, expect.stringContaining('the rest is dropped')]])
      press()
      await turn()
      expect(received).toHaveLength(22)
      expect(warn).toHaveBeenCalledTimes(1)
    })

    test('none is told after the blaster was closed', async () => {
      const { received, transmitter, turn } = pressed(3)
      transmitter.close()
      await turn()
      expect(received).toHaveLength(1)
    })
  })

  test('is not a retained message, noise, or the same code in a repeated state', () => {
    const { bus, received } = receiverOf()
    bus.say({ learntText: text(code), repeatsCache: true }, true)
    bus.say({ learntText: 'noise' })
    bus.say({ learntText: text(other), repeatsCache: true })
    bus.say({})
    bus.say({ learntText: text(other), repeatsCache: true })
    expect(received).toEqual([{ code: other }])
  })

  test('is not a repetition of a retained code', () => {
    const { bus, received } = receiverOf()
    bus.say({ learntText: text(code) }, true)
    bus.say({}, true)
    bus.say({ learntText: text(code), repeatsCache: true })
    expect(received).toEqual([])
  })

  test('is not the code that it sent itself', async () => {
    const { bus, transmitter, received } = receiverOf({ confirms: 'failure' })
    await transmitter.send(code, 0, signal)
    bus.say({ learntText: text(code) })
    bus.say({ learntText: text(other) })
    expect(received).toEqual([{ code: other }])
  })

  test('is not a code that is being learnt', async () => {
    const { bus, transmitter, received } = receiverOf()
    const learnt = transmitter.learn(signal)
    bus.say({ learntText: text(code) })
    await learnt
    expect(received).toEqual([])
    bus.say({ learntText: text(other) })
    expect(received).toEqual([{ code: other }])
  })
})

describe('learning', () => {
  const cached = (one: Code): MqttReport => ({ learntText: text(one), repeatsCache: true })

  test('returns the first code that comes', async () => {
    const { bus, transmitter } = setUpOnline()
    const learnt = outcomeOf(transmitter.learn(signal))
    await pass(0)
    bus.say({ availability: { part: 'blaster', online: true } })
    bus.say({ learntText: text(code) }, true)
    await pass(0)
    expect(learnt).toEqual({})
    bus.say({ learntText: text(other) })
    await pass(0)
    expect(learnt).toEqual({ end: other })
    expect([bus.published, jest.getTimerCount()]).toEqual([['command learn, acknowledged'], 0])
  })

  test('publishes nothing if the blaster always receives', async () => {
    const { bus, transmitter } = setUpOnline()
    const silent = setUpOnline({ learnPayload: undefined as never, topics: ['one', 'other'] })
    const learnt = [transmitter, silent.transmitter].map((one) => outcomeOf(one.learn(signal)))
    bus.say({ learntText: text(code) })
    silent.bus.say({ learntText: text(code) })
    await pass(0)
    expect(learnt).toEqual([{ end: code }, { end: code }])
    expect([bus.published, silent.bus.published]).toEqual([['command learn, acknowledged'], []])
  })

  test.each<[string, known: Code | undefined, steps: readonly (number | Code)[], learnt: Code | undefined]>([
    ['the code that the broker had', code, [600, code], undefined],
    ['another one than the broker had', code, [other], other],
    ['the first one within half a second', undefined, [499, code], undefined],
    ['the first one after half a second', undefined, [500, code], code],
    ['the first one again, however late', undefined, [100, code, 900, code], undefined],
    ['another one than the first', undefined, [100, code, 100, other], other],
  ])('of a bridge that publishes what it learnt before: %s', async (_what, known, steps, wanted) => {
    const { bus, transmitter } = setUpOnline()
    if (known) bus.say(cached(known), true)
    await pass(1000)
    const learnt = outcomeOf(transmitter.learn(signal))
    for (const step of steps) {
      if (typeof step === 'number') await pass(step)
      else bus.say(cached(step))
      bus.say({ repeatsCache: true })
    }
    await pass(0)
    expect(learnt).toEqual(wanted ? { end: wanted } : {})
  })

  test('fails as a fault of the blaster if it reports something that is not a code', async () => {
    const { bus, transmitter } = setUpOnline()
    const learning = transmitter.learn(signal)
    const learnt = outcomeOf(learning)
    bus.say({ learntText: 'noise' })
    await pass(0)
    expect(learnt).toEqual({ end: 'deviceFault' })
    await expect(learning).rejects.toMatchObject({ cause: { message: 'it is noise' } })
  })

  test('ends when the request is aborted, or when the broker does not accept the message', async () => {
    const { bus, transmitter } = setUpOnline()
    const giver = new AbortController()
    let publishing: AbortSignal | undefined
    bus.onPublish = (of) => {
      publishing = of
      return new Promise((_resolve, reject) => of.addEventListener('abort', () => reject(of.reason)))
    }
    const learnt = outcomeOf(transmitter.learn(giver.signal))
    await pass(100)
    giver.abort(broken)
    await pass(0)
    // The message is on its way; it is not torn away from the connection that others use, too.
    expect([publishing?.aborted, learnt]).toEqual([false, {}])
    await pass(1899)
    expect(learnt).toEqual({})
    await pass(1)
    expect(learnt).toEqual({ end: broken })
    expect(jest.getTimerCount()).toBe(0)
  })

  test('is not possible without the broker', async () => {
    const { bus, transmitter } = setUpOnline()
    bus.connected = false
    const learnt = outcomeOf(transmitter.learn(signal))
    await pass(0)
    expect(learnt).toEqual({ end: 'offline' })
  })
})
