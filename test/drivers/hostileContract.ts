import { setTimeout as sleep } from 'node:timers/promises'
import { drivers } from '../../drivers/index.ts'
import type { ControlClient } from '../../src/control/client.ts'
import type { Device } from '../../src/home/device.ts'
import type { Connection } from '../../src/home/driver.ts'
import { testContext } from '../support/context.ts'
import { collectGarbage } from '../support/garbage.ts'
import type { HostilePeer } from '../support/hostile/peer.ts'
import { threadCpuMs } from '../support/loopMeter.ts'

/**
 * Small bombs, so that they are cheap: `test/faults/hostilePeers.long.ts` sends the large ones to a gateway. A turn of the event
 * loop is measured in processor time of this thread; a pause of the garbage collector or the compiler does not come again when
 * the bomb does, one of the driver comes again.
 */
const limits = { scale: 1 / 40, maxPauseMs: 50, maxTries: 3, maxKeptMiB: 32 }

/** The part of the contract that is about counterparts that attack, over real sockets. */
export function testHostilePeer(name: string, make: () => Promise<HostilePeer>): void {
  test(`the driver contract: ${name}: bombs of size, depth, number and rate neither end nor stall the driver, and are not kept`, async () => {
    const peer = await make()
    const driver = await drivers[peer.driver]?.()
    if (!driver) throw new Error(`there is no driver ${peer.driver}`)
    const bus = await connectBus(peer)
    const connection = await driver.connect(driver.config.parse(peer.connection), testContext({ bus: () => bus?.bus }))
    try {
      const devices = (peer.appliances as readonly { readonly type?: string }[]).map(({ type: _, ...options }, i) =>
        connection.device(`attacked${i}`, driver.appliance.parse(options)),
      )
      const control = controlOf(devices[0])
      await peer.connected(control, 'attacked0')
      const beforeMiB = keptMiB()
      for (const { what, send } of peer.bombs) {
        const pausesMs: number[] = []
        do {
          await peer.connected(control, 'attacked0')
          pausesMs.push(await longestPauseMs(() => send(limits.scale)))
        } while (Math.min(...pausesMs) > limits.maxPauseMs && pausesMs.length < limits.maxTries)
        if (Math.min(...pausesMs) > limits.maxPauseMs) throw new Error(`${what}: pauses of ${pausesMs.join(', ')} ms`)
      }
      await peer.connected(control, 'attacked0')
      for (const device of devices) expect(await device.read({ signal: AbortSignal.timeout(60_000) })).toBeDefined()
      expect(keptMiB() - beforeMiB).toBeLessThan(limits.maxKeptMiB)
    } finally {
      await connection.close()
      await bus?.close()
      await peer.close()
    }
  })
}

/** The connection to a broker that stands before the counterpart. */
async function connectBus({ through }: HostilePeer): Promise<Connection | undefined> {
  const driver = through && (await drivers[through.driver]?.())
  const connection = await driver?.connect(driver.config.parse(through?.connection), testContext())
  await connection?.ready
  return connection
}

/** Commands go straight to the device: the gateway is not part of this. */
const controlOf = (device: Device | undefined) =>
  ({
    call: async (_name: string, { action, payload }: { action: string; payload: { appliance: unknown } }) => {
      const { appliance: _, ...more } = payload
      const patch = { power: action === 'TurnOn', ...more }
      await device?.apply({ kind: 'set', patch }, AbortSignal.timeout(5000))
    },
  }) as unknown as ControlClient

const turnMs = 5
/** How often in succession the event loop has next to nothing to do before a bomb counts as worked on. */
const quietTurns = 4

/** The longest turn of the event loop until a bomb was sent and worked on, in milliseconds of processor time. */
async function longestPauseMs(send: () => Promise<void>): Promise<number> {
  let longestMs = 0
  let isSent = false
  const sending = send().finally(() => {
    isSent = true
  })
  for (let quiet = 0; quiet < quietTurns; ) {
    const beforeMs = threadCpuMs()
    await sleep(turnMs)
    const pauseMs = threadCpuMs() - beforeMs
    longestMs = Math.max(longestMs, pauseMs)
    quiet = isSent && pauseMs < 1 ? quiet + 1 : 0
  }
  await sending
  return longestMs
}

/** What is held after all garbage was collected. */
function keptMiB(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}
