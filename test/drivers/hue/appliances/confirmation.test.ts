import { jest } from '@jest/globals'
import type { HueCommand } from '../../../../drivers/hue/appliances/command.ts'
import { HueConfirmation } from '../../../../drivers/hue/appliances/confirmation.ts'
import type { BridgeState } from '../../../../drivers/hue/bridge/bridge.ts'
import type { ChangeListener } from '../../../../drivers/hue/bridge/resourceStore.ts'
import { ResourceMap } from '../../../../drivers/hue/bridge/resources.ts'
import { Failure } from '../../../../src/home/failure.ts'
import { untranslated } from '../../../../src/util/translate.ts'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

/** Two lamps that are to be on, on a bridge that does nothing by itself. */
function setUp(ids: readonly string[] = ['a', 'b'], isGroup = false) {
  const resources = new ResourceMap()
  const listeners = new Set<ChangeListener>()
  const lostListeners = new Set<() => void>()
  const polls: { id: string; ms: number }[] = []
  const start = performance.now()
  const home = {
    resources,
    polls,
    listeners,
    lostListeners,
    state: 'streaming' as BridgeState,
    reason: undefined as string | undefined,
    expected: 0,
    /** what a poll of a resource does */
    answer: async (_id: string): Promise<void> => {},
    set: (id: string, on: boolean) => void resources.merge({ id, type: 'light', on: { on } }, true),
    tell: (changed: ReadonlySet<string> | 'all', by: 'event' | 'answer') => {
      for (const listener of listeners) listener(changed, by)
    },
    event(id: string, on: boolean) {
      home.set(id, on)
      home.tell(new Set([id]), 'event')
    },
    lose() {
      for (const listener of lostListeners) listener()
    },
  }
  for (const id of [...ids, 'other', 'group']) home.set(id, false)
  const command: HueCommand = {
    requests: (isGroup ? ['group'] : ids).map((id) => ({
      type: isGroup ? 'grouped_light' : 'light',
      id,
      body: {},
      rate: 'light',
    })),
    sent: [],
    confirmedBy: ids.map((id) => ['light', id] as const),
    missing: () => ids.filter((id) => resources.get(id)?.on?.on !== true),
    isForSeveral: true,
  }
  const confirmation = new HueConfirmation(command, {
    resources,
    get state() {
      return home.state
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onLost: (listener) => {
      lostListeners.add(listener)
      return () => lostListeners.delete(listener)
    },
    async refresh(_type, id = '') {
      polls.push({ id, ms: Math.round(performance.now() - start) })
      await home.answer(id)
    },
    problem: () => (home.reason === undefined ? undefined : untranslated(home.reason)),
    expectEvent: () => {
      home.expected += 1
    },
  })
  const controller = new AbortController()
  const send = () => {
    for (const request of command.requests) confirmation.onSent(request)
  }
  /** What it comes to, if it is over by now. */
  function wait() {
    const outcome: { value?: unknown } = {}
    confirmation.confirmed(controller.signal).then(
      (value) => {
        outcome.value = value
      },
      (error: Failure) => {
        outcome.value = `${error.reason.code}: ${error.message}`
      },
    )
    return outcome
  }
  return { home, confirmation, send, wait, controller, command }
}
const settle = () => jest.advanceTimersByTimeAsync(0)
const never = () => new Promise<void>(() => {})

describe('what confirms a command:', () => {
  test('events of all its resources, before or after the response', async () => {
    const { home, send, wait } = setUp()
    home.answer = never
    send()
    home.event('a', true)
    const outcome = wait()
    await settle()
    expect(outcome).toEqual({})
    home.event('b', true)
    await settle()
    expect(outcome).toEqual({ value: true })
    expect(home.expected).toBe(0)
  })

  test('all events before the response: then no state is polled', async () => {
    const { home, send, wait } = setUp()
    send()
    home.event('a', true)
    home.event('b', true)
    const outcome = wait()
    await settle()
    expect(outcome).toEqual({ value: true })
    expect(home.polls).toEqual([])
  })

  test.each<[string, (home: ReturnType<typeof setUp>['home']) => void]>([
    ['an event that came before it was sent', () => {}],
    ['an event of another resource', (home) => home.event('other', true)],
    ['an answer that may be older', (home) => home.tell(new Set(['a', 'b']), 'answer')],
    ['a reading of everything', (home) => home.tell('all', 'answer')],
    ['everything, by an event', (home) => home.tell('all', 'event')],
    ['an event of one of the two', (home) => home.tell(new Set(['a']), 'event')],
  ])('but not %s', async (_what, happen) => {
    const { home, send, wait } = setUp()
    home.answer = never
    home.event('a', true)
    home.event('b', true)
    send()
    const outcome = wait()
    happen(home)
    await jest.advanceTimersByTimeAsync(3000)
    expect(outcome).toEqual({})
  })

  test('an event with another state confirms nothing, until one has the commanded state', async () => {
    const { home, send, wait } = setUp(['a'])
    home.answer = never
    send()
    const outcome = wait()
    home.event('a', false)
    await settle()
    expect(outcome).toEqual({})
    home.event('a', true)
    await settle()
    expect(outcome).toEqual({ value: true })
  })

  test('an event of one lamp still counts when the command of the next lamp is sent; a group command resets all', async () => {
    for (const isGroup of [false, true]) {
      const { home, confirmation, wait, command } = setUp(['a', 'b'], isGroup)
      home.answer = never
      const [first, second] = isGroup ? [command.requests[0], command.requests[0]] : command.requests
      if (!first || !second) throw new Error('there are two')
      confirmation.onSent(first)
      home.event('a', true)
      confirmation.onSent(second)
      home.event('b', true)
      const outcome = wait()
      await settle()
      expect(outcome).toEqual(isGroup ? {} : { value: true })
    }
  })
})

describe('the state is polled', () => {
  test('at once and four more times, and after two seconds the command fails', async () => {
    const { home, send, wait } = setUp(['a'])
    send()
    const outcome = wait()
    await jest.advanceTimersByTimeAsync(5000)
    expect(outcome).toEqual({ value: false })
    expect(home.polls.map(({ ms }) => ms)).toEqual([0, 120, 400, 1000, 2000])
  })

  test('and a response with the commanded state confirms it, even without a change', async () => {
    const { home, send, wait } = setUp(['a'])
    home.set('a', true)
    send()
    const outcome = wait()
    await settle()
    expect(outcome).toEqual({ value: true })
    expect(home.expected).toBe(0)
  })

  test('and a change that came without an event is reported to the watchdog of the stream', async () => {
    const { home, send, wait } = setUp()
    home.answer = async (id) => home.set(id, true)
    send()
    const outcome = wait()
    await settle()
    expect(outcome).toEqual({ value: true })
    expect(home.expected).toBe(1)
  })

  test('and an event from before the command does not satisfy that watchdog', async () => {
    const { home, send, wait } = setUp(['a'])
    home.event('a', false)
    home.answer = async (id) => home.set(id, true)
    send()
    const outcome = wait()
    await settle()
    expect(outcome).toEqual({ value: true })
    expect(home.expected).toBe(1)
  })

  test.each<[string, readonly string[], number]>([
    ['of both', ['a', 'b'], 0],
    ['of one', ['a'], 1],
  ])(
    'and the watchdog ignores events that came while the response was on its way: %s',
    async (_what, reported, expected) => {
      const { home, send, wait } = setUp()
      let answer = () => {}
      home.answer = () =>
        new Promise((resolve) => {
          const before = answer
          answer = () => {
            before()
            resolve()
          }
        })
      send()
      const outcome = wait()
      home.set('a', true)
      home.set('b', true)
      // Not both in one: an event of both would end the waiting by itself.
      if (reported.length === 1) home.tell(new Set(reported), 'event')
      else for (const id of reported) home.tell(new Set([id]), 'event')
      answer()
      await settle()
      expect(outcome).toEqual({ value: true })
      expect(home.expected).toBe(expected)
    },
  )

  test('and an event between two polls ends the wait', async () => {
    const { home, send, wait } = setUp(['a'])
    send()
    const outcome = wait()
    await jest.advanceTimersByTimeAsync(500)
    home.event('a', true)
    await settle()
    expect(outcome).toEqual({ value: true })
    expect(home.polls).toHaveLength(3)
    expect(jest.getTimerCount()).toBe(0)
  })

  test('and again after a failed poll, and the last failure is thrown', async () => {
    const { home, send, wait } = setUp(['a'])
    home.answer = async () => {
      if (home.polls.length < 3) throw new Failure('busy', untranslated('too much to do'))
      home.set('a', true)
    }
    send()
    const outcome = wait()
    await jest.advanceTimersByTimeAsync(5000)
    expect(outcome).toEqual({ value: true })
    const other = setUp(['a'])
    other.home.answer = async () => {
      throw new Failure('busy', untranslated('too much to do'))
    }
    other.send()
    const failed = other.wait()
    await jest.advanceTimersByTimeAsync(5000)
    expect(failed).toEqual({ value: 'busy: too much to do' })
    expect(other.home.polls).toHaveLength(5)
  })

  test('and a failed poll before successful polls is ignored', async () => {
    const { home, send, wait } = setUp(['a'])
    home.answer = async () => {
      if (home.polls.length < 2) throw new Failure('busy', untranslated('too much to do'))
    }
    send()
    const outcome = wait()
    await jest.advanceTimersByTimeAsync(5000)
    expect(outcome).toEqual({ value: false })
  })

  test('and a failed poll of an offline bridge ends the wait at once', async () => {
    const { home, send, wait } = setUp(['a'])
    home.answer = async () => {
      home.state = 'offline'
      throw new Failure('offline', untranslated('it is away'))
    }
    send()
    const outcome = wait()
    await settle()
    expect(outcome).toEqual({ value: 'offline: it is away' })
    expect(home.polls).toHaveLength(1)
  })
})

describe('the wait ends early', () => {
  test.each<[string | undefined, string]>([
    ['the bridge hangs', 'the bridge hangs'],
    [undefined, 'the bridge went away'],
  ])('when the bridge is lost: %s', async (reason, message) => {
    const { home, send, wait } = setUp(['a'])
    home.answer = never
    home.reason = reason
    send()
    const outcome = wait()
    home.lose()
    await settle()
    // The failure of one poll is not the end while the bridge is there.
    home.state = 'offline'
    await jest.advanceTimersByTimeAsync(5000)
    expect(outcome).toEqual({ value: `offline: ${message}` })
  })

  test('when all commanded resources are deleted, but not for one of two', async () => {
    const { home, send, wait } = setUp()
    home.answer = never
    send()
    const outcome = wait()
    home.resources.remove({ id: 'a' })
    home.tell(new Set(['a']), 'event')
    await settle()
    expect(outcome).toEqual({})
    home.resources.remove({ id: 'b' })
    home.tell(new Set(['b']), 'event')
    await settle()
    expect(outcome).toEqual({ value: 'offline: it was removed from the bridge' })
  })

  test('when the request is aborted', async () => {
    const { home, send, wait, controller } = setUp(['a'])
    home.answer = never
    send()
    const outcome = wait()
    controller.abort(new Failure('offline', untranslated('no answer within 5 s')))
    await settle()
    expect(outcome).toEqual({ value: 'offline: no answer within 5 s' })
  })

  test('and removes its listeners', () => {
    const { home, confirmation } = setUp()
    expect([home.listeners.size, home.lostListeners.size]).toEqual([1, 1])
    confirmation.end()
    expect([home.listeners.size, home.lostListeners.size]).toEqual([0, 0])
  })
})
