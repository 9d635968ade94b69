import { connectBridge } from '../../drivers/hue/bridge.ts'
import { config } from '../../drivers/hue/config.ts'
import { connection } from '../../drivers/hue/index.ts'
import { type Timings, usualTimings } from '../../drivers/hue/timings.ts'
import type { Connection, Context } from '../../src/home/device.ts'
import { testContext } from './context.ts'
import type { Bridge } from './hueBridge.ts'

/** Impatient, in milliseconds. */
export const quick: Timings = {
  ...usualTimings,
  first: 20,
  most: 50,
  refused: 50,
  connect: 2000,
  quiet: 500,
  batch: 200,
}

/** The driver on a bridge, paired with it. */
export function hueOn(
  bridge: Pick<Bridge, 'port' | 'key' | 'certificate'>,
  also: object = {},
  { timings = quick, context = testContext() }: { timings?: Timings; context?: Context } = {},
): Connection & { readonly bridge: ReturnType<typeof connectBridge> } {
  const { port, key: applicationKey, certificate } = bridge
  const whole = config.parse({ host: '127.0.0.1', port, applicationKey, certificate, ...also })
  const line = connectBridge(whole, context, timings)
  return Object.assign(connection(line, whole, context), { bridge: line })
}
