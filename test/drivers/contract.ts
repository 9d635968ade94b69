import { setTimeout as pause } from 'node:timers/promises'
import { createDeadline } from '../../src/home/deadline.ts'
import type { Command, Device } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { NumberTrait, State } from '../../src/home/traits.ts'
import type { StallingProxy } from '../support/stallingProxy.ts'

/** The hardware of a driver under test: a lamp with `power` and `brightness` (or another level) 0–100, both readable and settable. */
export interface Bench {
  readonly device: Device
  /** What the hardware is in fact. */
  state(): State
  /** Moves it by hand: resolves when the device has had the chance to say so, or somebody who saw it has. */
  move(patch: State): Promise<void>
  /** It hears and does what it is told only so much later (milliseconds), and says so then. */
  slow(ms: number): void
  /** It does not hear at all and says nothing. */
  deaf(deaf: boolean): void
  /** It cannot be reached, and the house knows. */
  away(away: boolean): Promise<void>
  /** The network between the driver and its counterpart (broker, bridge, blaster), where there is one: see `stallingProxy`. */
  readonly network?: Pick<StallingProxy, 'idle' | 'stall' | 'resume'>
  /** All it was told, in order. */
  readonly told: readonly State[]
  close(): Promise<void>
}

const set = (patch: State): Command => ({ kind: 'set', patch })
const reasonOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  return error instanceof Failure ? error.reason.code : error
}

/** How the hardware differs from a lamp that says what it is. */
export interface Kind {
  /** nobody sees what it does: its state is what it was last told, and a blind device cannot hear of anything else */
  readonly assumed?: true
  /** what it has for brightness: a remote control has no key for each percent of light, a fan may have one for each speed */
  readonly level?: NumberTrait
  /** its commands go over TCP, so every bench has a `network` */
  readonly overTcp?: true
}

/** How long the network is away and when a command is given up in that time, in milliseconds. */
const outages =
  process.env.FAULTS === 'full'
    ? [8000, 20_000, 60_000].map((outageMs) => ({ outageMs, deadlineMs: 5000 }))
    : [{ outageMs: 600, deadlineMs: 300 }]

/** What every driver must do, whatever its hardware. */
export function contract(
  name: string,
  open: () => Promise<Bench>,
  { assumed, level = 'brightness', overTcp }: Kind = {},
): void {
  describe(`the contract of drivers: ${name}`, () => {
    let bench: Bench
    const long = () => createDeadline(5000)
    let limits: ReturnType<typeof createDeadline>[] = []
    const signal = (ms?: number) => {
      const limit = ms === undefined ? long() : createDeadline(ms)
      limits.push(limit)
      return limit.signal
    }
    beforeEach(async () => {
      bench = await open()
    })
    afterEach(async () => {
      for (const limit of limits) limit.end()
      limits = []
      await bench.close()
    })

    test('describes what it can do', () => {
      const { spec } = bench.device
      expect(spec.traits.power?.can).toEqual(['read', 'set'])
      expect(spec.traits[level]).toMatchObject({ can: expect.arrayContaining(['read', 'set']), min: 0, max: 100 })
      expect(spec.assumed).toBe(assumed)
    })

    test('reads what the hardware is', async () => {
      await bench.move({ power: true, [level]: 80 })
      expect(await bench.device.read({ signal: signal() })).toMatchObject({
        online: true,
        state: { power: true, [level]: 80 },
      })
    })

    test('moves the hardware, sees it, and says the state afterwards', async () => {
      await bench.move({ power: false, [level]: 80 })
      expect(await bench.device.apply(set({ [level]: 40 }), signal())).toMatchObject({ [level]: 40 })
      expect(bench.state()).toMatchObject({ [level]: 40 })
      expect(await bench.device.apply(set({ power: true }), signal())).toMatchObject({ power: true, [level]: 40 })
      expect(bench.state()).toMatchObject({ power: true })
    })

    if (assumed)
      // No hand at the switch is heard of; who saw it says so, and that sends nothing.
      test('takes what somebody saw for true, and sends nothing', async () => {
        await bench.move({ power: true, [level]: 10 })
        await bench.move({ power: false })
        expect((await bench.device.read({ signal: signal() })).state).toMatchObject({ power: false, [level]: 10 })
        expect(bench.told).toEqual([])
        expect(() => bench.device.assume?.({ battery: 10 })).toThrow(Failure)
      })
    else
      test('hears of a hand at the switch', async () => {
        await bench.move({ power: true, [level]: 10 })
        await bench.move({ power: false })
        expect((await bench.device.read({ signal: signal() })).state).toMatchObject({ power: false, [level]: 10 })
      })

    test('never says null, and never a value that a trait cannot have', async () => {
      const { state } = await bench.device.read({ signal: signal() })
      for (const value of Object.values(state)) expect(value).not.toBeNull()
    })

    test('is offline, and neither throws nor lies, when it cannot be reached', async () => {
      await bench.move({ power: false })
      await bench.away(true)
      expect(await bench.device.read({ signal: signal() })).toMatchObject({ online: false })
      const start = performance.now()
      expect(await reasonOf(bench.device.apply(set({ power: true }), signal()))).toBe('offline')
      // Far below the deadline, on a machine that has other work too.
      expect(performance.now() - start).toBeLessThan(2000)
      await bench.away(false)
      // Nothing of what was asked meanwhile is done now.
      expect(bench.told).toEqual([])
      expect(bench.state()).toMatchObject({ power: false })
      expect(await bench.device.apply(set({ power: true }), signal())).toMatchObject({ power: true })
    })

    test('stops waiting at the deadline when it never answers', async () => {
      await bench.move({ power: false })
      bench.deaf(true)
      const start = performance.now()
      expect(await reasonOf(bench.device.apply(set({ power: true }), signal(100)))).toBe('offline')
      expect(performance.now() - start).toBeLessThan(2000)
      bench.deaf(false)
      expect(await bench.device.apply(set({ [level]: 50 }), signal())).toMatchObject({ [level]: 50 })
    })

    if (assumed)
      // That an order arrived is all that a blaster says: one that failed is not known to have been done, however late it was.
      test('takes nothing for done that came after the deadline, and goes on', async () => {
        await bench.move({ power: false })
        bench.slow(250)
        expect(await reasonOf(bench.device.apply(set({ power: true }), signal(100)))).toBe('offline')
        await eventually(() => bench.told.length === 1)
        bench.slow(0)
        expect(await bench.device.apply(set({ [level]: 33 }), signal())).toMatchObject({ power: false, [level]: 33 })
        expect(bench.told).toEqual([{ power: true }, { [level]: 33 }])
      })
    else
      test('hears an answer that comes after the deadline', async () => {
        await bench.move({ power: false })
        bench.slow(250)
        expect(await reasonOf(bench.device.apply(set({ power: true }), signal(100)))).toBe('offline')
        bench.slow(0)
        // The next command ends after the late answer of the first came.
        await bench.move({ [level]: 33 })
        await eventually(async () => (await bench.device.read({ signal: signal() })).state.power === true)
        expect(bench.state()).toMatchObject({ power: true })
      })

    test('does nothing for a request that is over', async () => {
      await bench.move({ power: false })
      const limit = createDeadline(1)
      await new Promise<void>((resolve) => limit.signal.addEventListener('abort', () => resolve()))
      expect(await reasonOf(bench.device.apply(set({ power: true }), limit.signal))).toBe('offline')
      await bench.move({ [level]: 1 })
      expect(bench.told).toEqual([])
    })

    if (overTcp)
      test.each(outages)(
        'nothing arrives after the answer: the network is away for $outageMs ms under a kept connection, a command is given up after $deadlineMs ms',
        async ({ outageMs, deadlineMs }) => {
          const { device, network } = bench
          if (!network) throw new Error('a bench of a driver that sends over TCP has a network')
          await bench.move({ power: false, [level]: 10 })
          expect(await device.apply(set({ power: true }), signal())).toMatchObject({ power: true })
          const before = bench.told.length
          await network.idle()
          network.stall()
          const start = performance.now()
          expect(await reasonOf(device.apply(set({ [level]: 70 }), signal(deadlineMs)))).toBe('offline')
          expect(performance.now() - start).toBeLessThan(deadlineMs + 1000)
          await pause(Math.max(0, outageMs - (performance.now() - start)))
          network.resume()
          // What was still on its way arrives before what is sent now.
          await eventually(async () => (await device.read({ signal: signal() })).online)
          await eventually(async () => (await reasonOf(device.apply(set({ [level]: 40 }), signal()))) === undefined)
          expect(bench.told.slice(before)).toEqual([{ [level]: 40 }])
        },
        90_000,
      )

    test('does many things in their order', async () => {
      await bench.move({ [level]: 0 })
      const values = Array.from({ length: 20 }, (_, i) => (i + 1) * 5)
      for (const value of values) await bench.device.apply(set({ [level]: value }), signal())
      expect(bench.told).toEqual(values.map((value) => ({ [level]: value })))
      expect(bench.state()).toMatchObject({ [level]: 100 })
    })

    test('refuses what it cannot do', async () => {
      expect(await reasonOf(bench.device.apply({ kind: 'perform', verb: 'charge' }, signal()))).toBe('unsupported')
    })

    test('is offline once its connection is closed', async () => {
      await bench.close()
      expect(await bench.device.read({ signal: signal() })).toMatchObject({ online: false })
      expect(await reasonOf(bench.device.apply(set({ power: true }), signal()))).toBe('offline')
    })
  })
}

/** Waits for something that the outside world does in its own time, 10 s at most. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await check())) {
    if (Date.now() > end) throw new Error('it never happened')
    // A moment for others: whoever turns in a circle takes it from those that are waited for.
    await pause(2)
  }
}
