import { setTimeout as pause } from 'node:timers/promises'
import { createDeadline } from '../../src/home/deadline.ts'
import type { Command, Device } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { NumberTrait, State } from '../../src/home/traits.ts'
import type { StallingProxy } from '../support/stallingProxy.ts'

/**
 * The hardware of a driver under test: a lamp with `power` and `brightness` (or another level) 0–100, both readable and
 * settable.
 */
export interface DriverFixture {
  readonly device: Device
  /** The real state of the hardware. */
  state(): State
  /**
   * Changes the hardware by hand. Resolves when the device has had time to report it, or when `assume` was called for a
   * device of assumed state.
   */
  operateByHand(patch: State): Promise<void>
  /** The hardware carries out each command, and reports it, after this delay (milliseconds). */
  delayCommands(ms: number): void
  /** The hardware ignores all commands and reports nothing. */
  setUnresponsive(isUnresponsive: boolean): void
  /** The hardware cannot be reached, and the driver is informed (availability topic, connectivity of the bridge). */
  setUnreachable(isUnreachable: boolean): Promise<void>
  /** All commands that the hardware received, in order. */
  readonly receivedCommands: readonly State[]
  close(): Promise<void>
}

/** True if a device is online and reports these values. */
export async function reportsValues(device: Device, values: State): Promise<boolean> {
  const { state, online } = await device.read({ signal: new AbortController().signal })
  return online && Object.entries(values).every(([trait, value]) => state[trait as keyof State] === value)
}

const set = (patch: State): Command => ({ kind: 'set', patch })
const reasonOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  return error instanceof Failure ? error.reason.code : error
}

/** How long ago a signal was aborted, in milliseconds, 0 before: a deadline that comes late on a busy machine does not count. */
function sinceAborted(signal: AbortSignal): () => number {
  let endedMs: number | undefined
  signal.addEventListener('abort', () => {
    endedMs = performance.now()
  })
  return () => (endedMs === undefined ? 0 : performance.now() - endedMs)
}

/** How the hardware differs from a lamp that reports its state. */
export interface ContractOptions {
  /** its state cannot be read: the state is that of the last command */
  readonly assumed?: true
  /**
   * the number trait to test: a remote control has no key for each percent of brightness, but a fan may have one for each
   * speed
   */
  readonly levelTrait?: NumberTrait
}

/** How long the network is interrupted, and the deadline of a command in that time, in milliseconds. */
const outages =
  process.env.FAULTS === 'full'
    ? [8000, 20_000, 60_000].map((outageMs) => ({ outageMs, deadlineMs: 5000 }))
    : [{ outageMs: 600, deadlineMs: 300 }]

/** A deadline that only what never happens exceeds, also on a busy machine, in milliseconds. */
const longMs = 60_000

/** The tests that every driver must pass. */
export function testDriverContract(
  name: string,
  open: () => Promise<DriverFixture>,
  { assumed, levelTrait = 'brightness' }: ContractOptions = {},
): void {
  describe(`the driver contract: ${name}`, () => {
    let fixture: DriverFixture
    const long = () => createDeadline(longMs)
    let deadlines: ReturnType<typeof createDeadline>[] = []
    const signal = (ms?: number) => {
      const deadline = ms === undefined ? long() : createDeadline(ms)
      deadlines.push(deadline)
      return deadline.signal
    }
    beforeEach(async () => {
      fixture = await open()
    })
    afterEach(async () => {
      for (const limit of deadlines) limit.end()
      deadlines = []
      await fixture.close()
    })

    test('describes its traits in its spec', () => {
      const { spec } = fixture.device
      expect(spec.traits.power?.can).toEqual(['read', 'set'])
      expect(spec.traits[levelTrait]).toMatchObject({ can: expect.arrayContaining(['read', 'set']), min: 0, max: 100 })
      expect(spec.assumed).toBe(assumed)
    })

    test('reads the real state of the hardware', async () => {
      await fixture.operateByHand({ power: true, [levelTrait]: 80 })
      expect(await fixture.device.read({ signal: signal() })).toMatchObject({
        online: true,
        state: { power: true, [levelTrait]: 80 },
      })
    })

    test('a command changes the hardware and returns the state that was reported after it', async () => {
      await fixture.operateByHand({ power: false, [levelTrait]: 80 })
      expect(await fixture.device.apply(set({ [levelTrait]: 40 }), signal())).toMatchObject({ [levelTrait]: 40 })
      expect(fixture.state()).toMatchObject({ [levelTrait]: 40 })
      expect(await fixture.device.apply(set({ power: true }), signal())).toMatchObject({
        power: true,
        [levelTrait]: 40,
      })
      expect(fixture.state()).toMatchObject({ power: true })
    })

    if (assumed)
      // The device cannot report a change by hand; the user tells the gateway with `assume`, which sends nothing.
      test('an assumed state is taken over and no command is sent', async () => {
        await fixture.operateByHand({ power: true, [levelTrait]: 10 })
        await fixture.operateByHand({ power: false })
        expect((await fixture.device.read({ signal: signal() })).state).toMatchObject({
          power: false,
          [levelTrait]: 10,
        })
        expect(fixture.receivedCommands).toEqual([])
        expect(() => fixture.device.assume?.({ battery: 10 })).toThrow(Failure)
      })
    else
      test('a change at the device itself is reported', async () => {
        await fixture.operateByHand({ power: true, [levelTrait]: 10 })
        await fixture.operateByHand({ power: false })
        expect((await fixture.device.read({ signal: signal() })).state).toMatchObject({
          power: false,
          [levelTrait]: 10,
        })
      })

    test('no value of the state is null', async () => {
      const { state } = await fixture.device.read({ signal: signal() })
      for (const value of Object.values(state)) expect(value).not.toBeNull()
    })

    test('an unreachable device is read as offline, a command fails with "offline" and is not carried out later', async () => {
      await fixture.operateByHand({ power: false })
      await fixture.setUnreachable(true)
      expect(await fixture.device.read({ signal: signal() })).toMatchObject({ online: false })
      // At the deadline that a command of CLOVA may have, it would be too late.
      const limit = signal(5000)
      expect(await reasonOf(fixture.device.apply(set({ power: true }), limit))).toBe('offline')
      expect(limit.aborted).toBe(false)
      await fixture.setUnreachable(false)
      // No command of the meantime is carried out now.
      expect(fixture.receivedCommands).toEqual([])
      expect(fixture.state()).toMatchObject({ power: false })
      expect(await fixture.device.apply(set({ power: true }), signal())).toMatchObject({ power: true })
    })

    test('a command of an unresponsive device fails at its deadline', async () => {
      await fixture.operateByHand({ power: false })
      fixture.setUnresponsive(true)
      const limit = signal(100)
      const overMs = sinceAborted(limit)
      expect(await reasonOf(fixture.device.apply(set({ power: true }), limit))).toBe('offline')
      expect(overMs()).toBeLessThan(2000)
      fixture.setUnresponsive(false)
      // On a busy machine the first command may not have been read by its deadline: then its connection was reset.
      await eventually(async () => (await fixture.device.read({ signal: signal() })).online)
      expect(await fixture.device.apply(set({ [levelTrait]: 50 }), signal())).toMatchObject({ [levelTrait]: 50 })
    })

    if (assumed)
      // A blaster only acknowledges that a command arrived: after a failed command it is not known whether it was carried out.
      test('after a cancelled command its traits are unknown, and all others are known', async () => {
        await fixture.operateByHand({ power: false, [levelTrait]: 20 })
        fixture.delayCommands(250)
        expect(await reasonOf(fixture.device.apply(set({ power: true }), signal(100)))).toBe('offline')
        // The hardware carries it out after the deadline, or not at all: its result is unknown.
        await eventually(() => fixture.receivedCommands.length === 1)
        fixture.delayCommands(0)
        await eventually(async () => (await fixture.device.read({ signal: signal() })).online)
        const { state } = await fixture.device.read({ signal: signal() })
        expect(state.power).toBeUndefined()
        expect(state).toMatchObject({ [levelTrait]: 20 })
        expect(await fixture.device.apply(set({ power: false }), signal())).toMatchObject({
          power: false,
          [levelTrait]: 20,
        })
        expect(fixture.receivedCommands).toEqual([{ power: true }, { power: false }])
      })

    if (assumed)
      test('a cancelled command leaves the traits known that it would not have changed', async () => {
        await fixture.operateByHand({ power: true, [levelTrait]: 20 })
        fixture.delayCommands(250)
        expect(await reasonOf(fixture.device.apply(set({ power: true }), signal(100)))).toBe('offline')
        fixture.delayCommands(0)
        expect((await fixture.device.read({ signal: signal() })).state).toMatchObject({ power: true, [levelTrait]: 20 })
      })
    else
      test('a report that arrives after the deadline of its command updates the state', async () => {
        await fixture.operateByHand({ power: false })
        fixture.delayCommands(250)
        expect(await reasonOf(fixture.device.apply(set({ power: true }), signal(100)))).toBe('offline')
        fixture.delayCommands(0)
        // This change is reported after the late report of the command.
        await fixture.operateByHand({ [levelTrait]: 33 })
        await eventually(async () => (await fixture.device.read({ signal: signal() })).state.power === true)
        expect(fixture.state()).toMatchObject({ power: true })
      })

    test('a command whose deadline is over is not sent', async () => {
      await fixture.operateByHand({ power: false })
      const limit = createDeadline(1)
      await new Promise<void>((resolve) => limit.signal.addEventListener('abort', () => resolve()))
      expect(await reasonOf(fixture.device.apply(set({ power: true }), limit.signal))).toBe('offline')
      await fixture.operateByHand({ [levelTrait]: 1 })
      expect(fixture.receivedCommands).toEqual([])
    })

    test('commands are carried out in their order', async () => {
      await fixture.operateByHand({ [levelTrait]: 0 })
      const values = Array.from({ length: 20 }, (_, i) => (i + 1) * 5)
      for (const value of values) await fixture.device.apply(set({ [levelTrait]: value }), signal())
      expect(fixture.receivedCommands).toEqual(values.map((value) => ({ [levelTrait]: value })))
      expect(fixture.state()).toMatchObject({ [levelTrait]: 100 })
    })

    test('a verb that the device does not support is refused with "unsupported"', async () => {
      expect(await reasonOf(fixture.device.apply({ kind: 'perform', verb: 'charge' }, signal()))).toBe('unsupported')
    })

    test('a device is offline after its connection was closed', async () => {
      await fixture.close()
      expect(await fixture.device.read({ signal: signal() })).toMatchObject({ online: false })
      expect(await reasonOf(fixture.device.apply(set({ power: true }), signal()))).toBe('offline')
    })
  })
}

/** What `testNetworkOutages` needs of the fixture of a driver. */
export type NetworkFixture = Pick<DriverFixture, 'device' | 'operateByHand' | 'receivedCommands' | 'close'> & {
  readonly network: Pick<StallingProxy, 'idle' | 'stall' | 'resume'>
}

/**
 * The network is interrupted while a command is on its way, and the command fails at its deadline: once the network is
 * back, the counterpart must never get it. Every driver that sends over a network must pass this.
 */
export function testNetworkOutages(
  name: string,
  open: () => Promise<NetworkFixture>,
  { levelTrait = 'brightness' }: Pick<ContractOptions, 'levelTrait'> = {},
): void {
  test.each(outages)(
    `${name}: a command that failed while the network was interrupted is not delivered later: interrupted for $outageMs ms, deadline $deadlineMs ms`,
    async ({ outageMs, deadlineMs }) => {
      const deadlines: ReturnType<typeof createDeadline>[] = []
      const signal = (ms = longMs) => {
        const deadline = createDeadline(ms)
        deadlines.push(deadline)
        return deadline.signal
      }
      const fixture = await open()
      try {
        const { device, network } = fixture
        await fixture.operateByHand({ power: false, [levelTrait]: 10 })
        expect(await device.apply(set({ power: true }), signal())).toMatchObject({ power: true })
        const before = fixture.receivedCommands.length
        await network.idle()
        network.stall()
        const start = performance.now()
        const limit = signal(deadlineMs)
        const overMs = sinceAborted(limit)
        expect(await reasonOf(device.apply(set({ [levelTrait]: 70 }), limit))).toBe('offline')
        expect(overMs()).toBeLessThan(1000)
        await pause(Math.max(0, outageMs - (performance.now() - start)))
        network.resume()
        // Bytes that are still on their way arrive before those that are sent now.
        await eventually(async () => (await device.read({ signal: signal() })).online, 60_000)
        await eventually(
          async () => (await reasonOf(device.apply(set({ [levelTrait]: 40 }), signal()))) === undefined,
          60_000,
        )
        expect(fixture.receivedCommands.slice(before)).toEqual([{ [levelTrait]: 40 }])
      } finally {
        for (const deadline of deadlines) deadline.end()
        await fixture.close()
      }
    },
    180_000,
  )
}

/** Waits until the check succeeds. @param timeoutMs how long at most: so long that only what never happens takes longer, also on a busy machine */
export async function eventually(check: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const end = Date.now() + timeoutMs
  for (let pauseMs = 2; !(await check()); pauseMs = Math.min(2 * pauseMs, 16)) {
    if (Date.now() > end) throw new Error(`the condition was not met within ${timeoutMs} ms`)
    // A loop without a pause would take the processor from what it waits for.
    await pause(pauseMs)
  }
}
