import { createAssumedState } from '../../../drivers/ir/assumedState.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import { testContext } from '../../support/context.ts'

const { signal } = new AbortController()
const spec: Spec = {
  assumed: true,
  traits: {
    power: { can: ['read', 'set'] },
    mode: { can: ['read', 'set'], values: ['cool', 'heat'] },
    targetTemperature: { can: ['read', 'set'], min: 16, max: 30, step: 1 },
    currentTemperature: { can: ['read'], min: -50, max: 100, step: 0.1 },
  },
  verbs: [],
}

/** What is assumed of an appliance that remembers `kept`; another appliance sees `seen` for it. */
function setUp(kept: State = {}, seen: State = {}, initial: State = {}) {
  const memory = testContext().memory('it')
  if (Object.keys(kept).length > 0) memory.merge(kept)
  const merges: State[] = []
  const asked: (readonly Trait[] | undefined)[] = []
  const lender = { commands: 0, seen }
  const state = createAssumedState(
    {
      get: memory.get,
      merge(patch, unknown) {
        merges.push(patch)
        return memory.merge(patch, unknown)
      },
    },
    {
      traits: {},
      seesPower: true,
      commandSent() {
        lender.commands += 1
      },
      async readState(_signal, needed) {
        asked.push(needed)
        return lender.seen
      },
    },
    spec,
    initial,
  )
  return { state, kept: memory.get, merges, asked, lender }
}

test.each<[string, kept: State, initial: State, known: State, merges: number]>([
  ['taken where nothing is remembered', {}, { power: false }, { power: false }, 1],
  ['left out where something is remembered', { mode: 'heat' }, { power: false }, { mode: 'heat' }, 0],
  ['not written where there is none', {}, {}, {}, 0],
])('the state at the start is %s', (_what, kept, initial, known, merges) => {
  const home = setUp(kept, {}, initial)
  expect([home.state.current(), home.kept(), home.merges.length]).toEqual([known, known, merges])
})

describe('a reading of another appliance', () => {
  test('is added to the state and not stored, except the power', async () => {
    const { state, kept, asked } = setUp({ power: false, mode: 'cool' }, { power: true, currentTemperature: 21 })
    const known = { power: true, mode: 'cool', currentTemperature: 21 }
    expect(await state.read(signal, ['power'])).toEqual(known)
    expect(state.current()).toEqual(known)
    expect(kept()).toEqual({ power: true, mode: 'cool' })
    expect(asked).toEqual([['power']])
  })

  test.each<[string, State]>([
    ['is as remembered', { power: true }],
    ['is not known', {}],
  ])('is not written when it %s', async (_what, seen) => {
    const { state, merges } = setUp({ power: true }, seen)
    expect(await state.read(signal)).toEqual({ power: true })
    expect(merges).toEqual([])
  })

  test('is valid until the next reading', async () => {
    const { state, lender } = setUp({}, { currentTemperature: 21 })
    await state.read(signal)
    lender.seen = {}
    expect(await state.read(signal)).toEqual({})
  })
})

describe('a command that was sent', () => {
  test('is remembered in the traits that can be set, and makes others unknown', () => {
    const { state, kept, lender } = setUp({ mode: 'heat', targetTemperature: 20 })
    const known = { power: true, targetTemperature: 24 }
    expect(state.commanded({ ...known, brightness: 50, currentTemperature: 30 }, ['mode'])).toEqual(known)
    expect(kept()).toEqual(known)
    expect(lender.commands).toBe(1)
  })

  test('that was cancelled makes the traits unknown that it would have changed, and no others', () => {
    const { state, kept, lender } = setUp({ power: true, mode: 'heat', targetTemperature: 20 })
    state.unconfirmed({ power: true, targetTemperature: 24 }, ['mode'])
    expect(kept()).toEqual({ power: true })
    expect(state.lastKnown()).toEqual({ mode: 'heat', targetTemperature: 20 })
    expect(lender.commands).toBe(1)
  })

  test('that was cancelled leaves no earlier value if none was known', () => {
    const { state } = setUp({ mode: 'heat' })
    state.unconfirmed({ power: true })
    expect(state.lastKnown()).toStrictEqual({})
    expect(state.current()).toEqual({ mode: 'heat' })
  })

  test('makes the traits known that it contains, and no others', () => {
    const { state } = setUp({ power: false, mode: 'heat', targetTemperature: 20 })
    state.unconfirmed({ power: true })
    state.unconfirmed({ mode: 'cool', targetTemperature: 24 })
    expect(state.lastKnown()).toEqual({ power: false, mode: 'heat', targetTemperature: 20 })
    state.commanded({ mode: 'cool' })
    expect(state.lastKnown()).toEqual({ power: false, targetTemperature: 20 })
    state.commanded({}, ['power'])
    expect(state.lastKnown()).toEqual({ targetTemperature: 20 })
  })
})

describe('a correction by the user', () => {
  test('is remembered', () => {
    const { state, kept, lender } = setUp({ power: true, mode: 'heat' })
    expect(state.assume({ power: false }, ['mode'])).toEqual({ power: false })
    expect(kept()).toEqual({ power: false })
    expect(lender.commands).toBe(1)
  })

  test('can change more traits than it names', () => {
    const { state } = setUp({ mode: 'heat' })
    const change = { patch: { power: true, mode: 'cool' }, unknown: [] }
    expect(state.assume({ mode: 'cool' }, [], change)).toEqual({ power: true, mode: 'cool' })
  })

  test.each<[string, State, readonly Trait[], code: string]>([
    ['a trait that it lacks', { brightness: 5 }, [], 'unsupported'],
    ['an unknown trait that it lacks', {}, ['brightness'], 'unsupported'],
    ['a trait that is only measured', { currentTemperature: 20 }, [], 'unsupported'],
    ['a value that it cannot have', { targetTemperature: 99 }, [], 'badValue'],
  ])('by %s is refused, and nothing changes', (_what, patch, unknown, code) => {
    const { state, merges } = setUp({ power: true })
    expect(() => state.assume({ power: false, ...patch }, unknown)).toThrow(
      expect.objectContaining({ constructor: Failure, reason: { code } }),
    )
    expect(merges).toEqual([])
  })
})

test('a stored value that the spec no longer allows is unknown, since another device may have the name', () => {
  const kept = { power: true, mode: 'dry', targetTemperature: 99, brightness: 50, currentTemperature: 20 }
  expect(setUp(kept).state.current()).toEqual({ power: true })
})
