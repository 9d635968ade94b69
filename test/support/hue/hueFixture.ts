import { type ConnectionTimings, connectBridge, defaultTimings } from '../../../drivers/hue/bridge/connection.ts'
import { hueConfigSchema } from '../../../drivers/hue/config.ts'
import { connection } from '../../../drivers/hue/index.ts'
import type { Search } from '../../../drivers/hue/network/mdns.ts'
import { hueApplianceSchema } from '../../../drivers/hue/options.ts'
import { createDeadline, type Deadline } from '../../../src/home/deadline.ts'
import type { Device } from '../../../src/home/device.ts'
import type { Connection, DriverContext } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { State } from '../../../src/home/traits.ts'
import { testContext } from '../context.ts'
import { type Bridge, type BridgeOptions, hueBridge } from './bridge.ts'
import type { Resource } from './bridgeHome.ts'

/** A bridge, the driver on it, and everything that is to be closed afterwards. */
interface HueHome {
  readonly bridge: Bridge
  readonly connection: ReturnType<typeof hueOn>
  device(options: object): Device
  /** What a device reports now. */
  read(device: Device): ReturnType<Device['read']>
  /** What is known after a command, or why it could not be met. */
  set(device: Device, patch: State, ms?: number): Promise<State | string>
}

/** A time that only what never happens exceeds, also on a busy machine, in milliseconds. */
const longMs = 60_000

/** Opens worlds and closes them all. */
export function hueHomes() {
  const ends: (() => Promise<void>)[] = []
  return {
    /** Not before the first try to connect is over. */
    async open(
      options: BridgeOptions = {},
      also: object = {},
      how: Parameters<typeof hueOn>[2] = {},
    ): Promise<HueHome> {
      const bridge = await hueBridge(options)
      const connection = hueOn(bridge, also, how)
      ends.push(async () => {
        await connection.close()
        await bridge.close()
      })
      await connection.ready
      let count = 0
      return {
        bridge,
        connection,
        device: (options) => connection.device(`appliance-${count++}`, hueApplianceSchema.parse(options)),
        read: (device) => within(longMs, ({ signal }) => device.read({ signal })),
        set: (device, patch, ms = longMs) =>
          within(ms, ({ signal }) => device.apply({ kind: 'set', patch }, signal)).catch(reasonOf),
      }
    },
    /** For `afterEach`. */
    async close() {
      for (const end of ends.splice(0)) await end()
    },
  }
}

async function within<T>(ms: number, work: (limit: Deadline) => Promise<T>): Promise<T> {
  const limit = createDeadline(ms)
  try {
    return await work(limit)
  } finally {
    limit.end()
  }
}

/** @throws what is no failure */
export function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.reason.code
  throw error
}

/** One of the resources of a part of the home. */
export function part(parts: readonly Resource[], type: string): Resource {
  const found = parts.find((one) => one.type === type)
  if (!found) throw new Error(`there is no ${type}`)
  return found
}

/** Impatient, in milliseconds. */
export const quickTimings: ConnectionTimings = {
  ...defaultTimings,
  firstBackoffMs: 20,
  maxBackoffMs: 50,
  refusedBackoffMs: 50,
  connectTimeoutMs: longMs,
  probeTimeoutMs: 300,
  maxSilenceMs: 500,
  eventTimeoutMs: 200,
}

/** For commands that fail: when the bridge is asked what became of them, and given up at last. */
export const quickPolls = { pollDelaysMs: [0, 50, 150] }

/** The driver on a bridge, paired with it. */
export function hueOn(
  bridge: Pick<Bridge, 'port' | 'key' | 'certificate'>,
  also: object = {},
  {
    timings = quickTimings,
    context = testContext(),
    search = {},
    pollDelaysMs,
  }: {
    timings?: ConnectionTimings
    context?: DriverContext
    search?: Search
    pollDelaysMs?: readonly number[]
  } = {},
): Connection & { readonly bridge: ReturnType<typeof connectBridge> } {
  const { port, key: applicationKey, certificate } = bridge
  const whole = hueConfigSchema.parse({ host: '127.0.0.1', port, applicationKey, certificate, ...also })
  const line = connectBridge(whole, context, timings, search)
  return Object.assign(connection(line, whole, context, pollDelaysMs), { bridge: line })
}
