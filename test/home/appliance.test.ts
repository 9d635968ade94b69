import { jest } from '@jest/globals'
import {
  type ApplianceDescription,
  assertApplied,
  createAppliance,
  elapsedMs,
  executeCommand,
  queryAppliance,
  type StepDurations,
} from '../../src/home/appliance.ts'
import type { Command, Device, Reading, ReadQuery } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import { untranslated } from '../../src/util/translate.ts'

const description: ApplianceDescription = {
  id: 'lamp',
  name: 'lamp',
  type: 'LIGHT',
  driver: 'fake',
  tags: [],
  confirm: [],
}
const spec: Spec = {
  traits: { power: { can: ['read', 'set'] }, brightness: { can: ['read', 'set'], min: 0, max: 100, step: 1 } },
  verbs: [],
}
const turnOn: Command = { kind: 'set', patch: { power: true } }
const signal = new AbortController().signal

/** A device whose reads and commands take so many milliseconds of the faked clock. */
function timedDevice({ readMs = 0, applyMs = 0, reading = { online: true, state: {} } as Reading } = {}) {
  const applied: Command[] = []
  const queries: ReadQuery[] = []
  const device: Device = {
    spec,
    async read(query) {
      queries.push(query)
      jest.advanceTimersByTime(readMs)
      return reading
    },
    async apply(command) {
      applied.push(command)
      jest.advanceTimersByTime(applyMs)
      return command.kind === 'set' ? command.patch : {}
    },
  }
  return { device, applied, queries }
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Failure ? { code: error.reason.code, message: error.message } : error),
  )

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe('the durations of the steps', () => {
  test('of a command are those of waiting, reading and applying, in ms', async () => {
    const { device } = timedDevice({ readMs: 5, applyMs: 70 })
    const durations: StepDurations = {}
    await executeCommand(createAppliance(description, device), () => turnOn, signal, durations)
    expect(durations).toEqual({ wait: 0, read: 5, apply: 70 })
  })

  test('of a command that waits include the time in the queue', async () => {
    const { device } = timedDevice({ readMs: 5, applyMs: 70 })
    const appliance = createAppliance(description, device)
    const durations: StepDurations = {}
    const first = executeCommand(appliance, () => turnOn, signal, {})
    const second = executeCommand(appliance, () => turnOn, signal, durations)
    await Promise.all([first, second])
    // The first read is over when the second command is given: both are called in one turn of the event loop.
    expect(durations).toEqual({ wait: 70, read: 5, apply: 70 })
  })

  test('of a query are those of waiting and reading', async () => {
    const { device } = timedDevice({ readMs: 12 })
    const durations: StepDurations = {}
    await queryAppliance(createAppliance(description, device), signal, {}, durations)
    expect(durations).toEqual({ wait: 0, read: 12 })
  })

  test('of a query that waits include the time in the queue', async () => {
    const { device } = timedDevice({ readMs: 5, applyMs: 70 })
    const appliance = createAppliance(description, device)
    const durations: StepDurations = {}
    const command = executeCommand(appliance, () => turnOn, signal, {})
    await Promise.all([command, queryAppliance(appliance, signal, {}, durations)])
    expect(durations).toEqual({ wait: 70, read: 5 })
  })

  test('of a command whose read fails have no time of applying', async () => {
    const { device } = timedDevice()
    const durations: StepDurations = {}
    const broken: Device = {
      ...device,
      async read() {
        jest.advanceTimersByTime(9)
        throw new Error('broken')
      },
    }
    await expect(executeCommand(createAppliance(description, broken), () => turnOn, signal, durations)).rejects.toThrow(
      'broken',
    )
    expect(durations).toEqual({ wait: 0, read: 9 })
    const ofQuery: StepDurations = {}
    await expect(queryAppliance(createAppliance(description, broken), signal, {}, ofQuery)).rejects.toThrow('broken')
    expect(ofQuery).toEqual({ wait: 0, read: 9 })
  })

  test('are rounded to microseconds', () => {
    const start = performance.now() - 1.23456
    expect(elapsedMs(start)).toBe(1.235)
  })
})

describe('a command', () => {
  test('returns what was planned, and the states before and after it', async () => {
    const { device } = timedDevice({ reading: { online: true, state: { power: false } } })
    const done = await executeCommand(createAppliance(description, device), () => turnOn, signal, {})
    expect(done).toEqual({ command: turnOn, before: { power: false }, after: { power: true } })
  })

  test('reads the device with its signal and the traits that it needs, and so does a query', async () => {
    const { device, queries } = timedDevice()
    const appliance = createAppliance(description, device)
    await executeCommand(appliance, () => turnOn, signal, {})
    await executeCommand(appliance, () => turnOn, signal, {}, ['power'])
    const period = { start: new Date(0), end: new Date(1) }
    await queryAppliance(appliance, signal, { period }, {})
    expect(queries).toEqual([
      { signal, needed: [] },
      { signal, needed: ['power'] },
      { signal, period },
    ])
  })

  test.each([
    ['says why', untranslated('the plug was pulled'), 'the plug was pulled'],
    ['does not say why', undefined, 'the device cannot be reached'],
  ])('is not applied to a device that is offline and %s', async (_name, offlineReason, message) => {
    const reading = { online: false, state: {}, ...(offlineReason !== undefined && { offlineReason }) }
    const { device, applied } = timedDevice({ reading })
    const appliance = createAppliance(description, device)
    expect(await failureOf(executeCommand(appliance, () => turnOn, signal, {}))).toEqual({ code: 'offline', message })
    expect(applied).toEqual([])
  })

  test('is not applied after its signal was aborted, since CLOVA already has an error as its answer', async () => {
    const controller = new AbortController()
    const { device, applied } = timedDevice()
    const build = () => {
      controller.abort(new Failure('offline', untranslated('too late')))
      return turnOn
    }
    const failed = await failureOf(executeCommand(createAppliance(description, device), build, controller.signal, {}))
    expect(failed).toEqual({ code: 'offline', message: 'too late' })
    await Promise.resolve()
    expect(applied).toEqual([])
  })

  test('is refused beyond the rate limit, and a query is not', async () => {
    const { device, applied } = timedDevice()
    const appliance = createAppliance(description, device, { maxCommands: 2, windowMs: 1000 })
    const command = () => failureOf(executeCommand(appliance, () => turnOn, signal, {}))
    expect([await command(), await command()]).toEqual([undefined, undefined])
    expect(await command()).toMatchObject({ code: 'busy' })
    expect(await failureOf(queryAppliance(appliance, signal, {}, {}))).toBeUndefined()
    jest.advanceTimersByTime(1000)
    expect(await command()).toBeUndefined()
    expect(applied).toHaveLength(3)
  })

  test('is refused when 32 requests wait for the appliance', async () => {
    const { device } = timedDevice()
    const never: Device = { ...device, read: () => new Promise(() => {}) }
    const appliance = createAppliance(description, never)
    const ended = new AbortController()
    const waiting = Array.from({ length: 32 }, () => failureOf(queryAppliance(appliance, ended.signal, {}, {})))
    expect(await failureOf(queryAppliance(appliance, signal, {}, {}))).toMatchObject({ code: 'busy' })
    ended.abort(new Failure('offline'))
    expect(new Set((await Promise.all(waiting)).map((one) => (one as { code: string }).code))).toEqual(
      new Set(['offline']),
    )
  })
})

describe('the state after a command', () => {
  const set = (patch: State): Command => ({ kind: 'set', patch })
  const cases: readonly (readonly [
    name: string,
    command: Command,
    before: State,
    after: State,
    reported: readonly Trait[],
    message?: string,
  ])[] = [
    ['is what was asked for', set({ power: true }), { power: false }, { power: true }, []],
    ['is another boolean', set({ power: true }), {}, { power: false }, [], 'power was to be true and is false'],
    [
      'is another boolean, though the answer reports it',
      set({ locked: true }),
      {},
      { locked: false },
      ['locked'],
      'locked was to be true and is false',
    ],
    [
      'is another boolean that changed, though the answer reports it',
      set({ locked: true }),
      { locked: true },
      { locked: false },
      ['locked'],
      'locked was to be true and is false',
    ],
    [
      'is another number that the answer reports',
      set({ brightness: 40 }),
      { brightness: 10 },
      { brightness: 39 },
      ['brightness'],
    ],
    [
      'is another number that the answer does not report',
      set({ brightness: 40 }),
      { brightness: 10 },
      { brightness: 39 },
      [],
      'brightness was to be 40 and is 39',
    ],
    [
      'is the number of before, though the answer reports it',
      set({ brightness: 40 }),
      { brightness: 10 },
      { brightness: 10 },
      ['brightness'],
      'brightness was to be 40 and is 10',
    ],
    [
      'is the word of before, though the answer reports it',
      set({ mode: 'cool' }),
      { mode: 'heat' },
      { mode: 'heat' },
      ['mode'],
      'mode was to be cool and is heat',
    ],
    [
      'is another number, and nobody knows whether it was so before',
      set({ brightness: 40 }),
      {},
      { brightness: 10 },
      ['brightness'],
      'brightness was to be 40 and is 10',
    ],
    [
      'is another word, and nobody knows whether it was so before',
      set({ mode: 'cool' }),
      {},
      { mode: 'heat' },
      ['mode'],
      'mode was to be cool and is heat',
    ],
    [
      'is nearly the number, and nobody knows what was before',
      set({ brightness: 40 }),
      {},
      { brightness: 39.76 },
      ['brightness'],
    ],
    [
      'is half a step from the number, and nobody knows what was before',
      set({ brightness: 40 }),
      {},
      { brightness: 39.5 },
      ['brightness'],
      'brightness was to be 40 and is 39.5',
    ],
    [
      'is another word that looks like a number, and nobody knows what was before',
      set({ channelName: '7.1' }),
      {},
      { channelName: '7.2' },
      ['channelName'],
      'channelName was to be 7.1 and is 7.2',
    ],
    [
      'is the number of before, which is what was asked for',
      set({ brightness: 10 }),
      { brightness: 10 },
      { brightness: 10 },
      ['brightness'],
    ],
    ['is not known', set({ power: true }), { power: false }, {}, []],
    [
      'is a colour, which the driver compares',
      set({ color: { hue: 1, saturation: 2 } }),
      {},
      { color: { hue: 3, saturation: 4 } },
      [],
    ],
    [
      'follows in one of two traits only',
      set({ power: true, brightness: 40 }),
      {},
      { power: true, brightness: 10 },
      [],
      'brightness was to be 40 and is 10',
    ],
    [
      'is whatever a step led to',
      { kind: 'step', trait: 'brightness', by: 5 },
      { brightness: 5 },
      { brightness: 5 },
      [],
    ],
  ]
  test.each(cases.map(([name, ...given]) => ({ name, given })))('$name', ({ given }) => {
    const [command, before, after, reported, message] = given
    const check = () => assertApplied(command, before, after, reported)
    if (message === undefined) return expect(check).not.toThrow()
    expect(check).toThrow(message)
    return expect(check).toThrow(expect.objectContaining({ reason: { code: 'actionFailed' } }))
  })
})
