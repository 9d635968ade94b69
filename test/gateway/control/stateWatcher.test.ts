import { jest } from '@jest/globals'
import { StateWatcher } from '../../../src/gateway/control/stateWatcher.ts'
import { createAppliance } from '../../../src/home/appliance.ts'
import { createHome } from '../../../src/home/home.ts'
import type { State } from '../../../src/home/traits.ts'
import { ListenerList } from '../../../src/util/listenerList.ts'

describe('the states that an open page shows', () => {
  const changes = new ListenerList<[applianceId?: string]>()
  let states: Record<string, State>
  let reads: string[]
  let events: string[]
  let home: ReturnType<typeof createHome>
  let watcher: StateWatcher
  /** what a device takes until it answers */
  let answered: Promise<void>

  const lamp = (id: string) =>
    createAppliance(
      { id, name: id, type: 'LIGHT', driver: 'v', tags: [], confirm: [] },
      {
        spec: { traits: {}, verbs: [] },
        async read() {
          reads.push(id)
          const state = states[id] ?? {}
          await answered
          return { online: true, state }
        },
        apply: async () => ({}),
      },
    )

  beforeEach(async () => {
    jest.useFakeTimers()
    answered = Promise.resolve()
    states = { a: { brightness: 1 }, b: { brightness: 1 } }
    ;[reads, events] = [[], []]
    home = createHome([lamp('a'), lamp('b')], [])
    watcher = new StateWatcher(
      { home: () => home, onChange: (listener) => changes.add(listener) },
      {
        onChange: (id, { state }) => events.push(`${id} ${state.brightness}`),
        onHomeChange: () => events.push('home'),
      },
    )
    watcher.setWatching(true)
    await jest.advanceTimersByTimeAsync(0)
    reads = []
  })
  afterEach(() => {
    watcher.setWatching(false)
    jest.useRealTimers()
  })

  test('are read when their driver reports a possible change, and once for many such reports', async () => {
    for (let i = 2; i <= 50; i += 1) {
      states.a = { brightness: i }
      changes.call('a')
    }
    await jest.advanceTimersByTimeAsync(80)
    expect(reads).toEqual(['a'])
    expect(events).toEqual(['a 50'])
  })

  test('are read again as soon as a reading has ended that may be older than the change, also during a full round', async () => {
    let answer = () => {}
    answered = new Promise((resolve) => {
      answer = resolve
    })
    changes.call('a')
    await jest.advanceTimersByTimeAsync(80)
    states.a = { brightness: 9 }
    changes.call('a')
    await jest.advanceTimersByTimeAsync(2000)
    expect(events).toEqual([])
    answer()
    await jest.advanceTimersByTimeAsync(80)
    expect(events).toEqual(['a 9'])
  })

  test('cause no event if they have not changed', async () => {
    states.a = { brightness: 1 }
    changes.call('a')
    await jest.advanceTimersByTimeAsync(80)
    expect([reads, events]).toEqual([['a'], []])
  })

  test('are all read every two seconds, for changes that no driver reports', async () => {
    states.b = { brightness: 7 }
    await jest.advanceTimersByTimeAsync(1900)
    expect([reads, events]).toEqual([[], []])
    await jest.advanceTimersByTimeAsync(200)
    expect(events).toEqual(['b 7'])
  })

  test('a changed home is reported at once', async () => {
    home = createHome([lamp('a')], [])
    changes.call()
    await jest.advanceTimersByTimeAsync(80)
    expect(events).toEqual(['home'])
  })

  test('are not read while no page is open', async () => {
    watcher.setWatching(false)
    changes.call('a')
    await jest.advanceTimersByTimeAsync(5000)
    expect([reads, jest.getTimerCount()]).toEqual([[], 0])
  })
})
