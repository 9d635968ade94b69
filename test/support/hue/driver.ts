import { connectBridge } from '../../../drivers/hue/bridge/connection.ts'
import { type Timings, usualTimings } from '../../../drivers/hue/bridge/streamWatchdog.ts'
import { config } from '../../../drivers/hue/config.ts'
import { connection } from '../../../drivers/hue/index.ts'
import type { Search } from '../../../drivers/hue/network/mdns.ts'
import type { Connection, Context } from '../../../src/home/driver.ts'
import { testContext } from '../context.ts'
import type { Bridge } from './bridge.ts'

/** Impatient, in milliseconds. */
export const quick: Timings = {
  ...usualTimings,
  first: 20,
  most: 50,
  refused: 50,
  connect: 4000,
  probe: 300,
  quiet: 500,
  batch: 200,
}

/** The driver on a bridge, paired with it. */
export function hueOn(
  bridge: Pick<Bridge, 'port' | 'key' | 'certificate'>,
  also: object = {},
  {
    timings = quick,
    context = testContext(),
    search = {},
  }: { timings?: Timings; context?: Context; search?: Search } = {},
): Connection & { readonly bridge: ReturnType<typeof connectBridge> } {
  const { port, key: applicationKey, certificate } = bridge
  const whole = config.parse({ host: '127.0.0.1', port, applicationKey, certificate, ...also })
  const line = connectBridge(whole, context, timings, search)
  return Object.assign(connection(line, whole, context), { bridge: line })
}
