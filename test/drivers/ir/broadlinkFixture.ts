import type { BroadlinkTimings } from '../../../drivers/ir/broadlink/client.ts'
import type { LearnTimings } from '../../../drivers/ir/broadlink/learn.ts'
import type { DeviceSelector } from '../../../drivers/ir/broadlink/locate.ts'
import { type Code, defaultCarrierHz } from '../../../drivers/ir/codes/index.ts'
import { createBroadlinkTransmitter } from '../../../drivers/ir/transmitters/broadlink.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { type Blaster, blaster, kinds } from '../../support/broadlink.ts'
import { silent } from '../../support/log.ts'

/** Some code that every blaster can send. */
export const volume: Code = {
  medium: 'ir',
  carrierHz: defaultCarrierHz,
  pulses: [9000, 4500, 560, 560, 560, 1690, 560, 40_000],
}

export const keys = Object.keys(kinds) as (keyof typeof kinds)[]

/** The driver's timings, for tests that wait for nothing but packets. */
export const quick: BroadlinkTimings & LearnTimings = {
  retry: { tries: 3, waitMs: 120 },
  pingIntervalMs: 120_000,
  reconnectBackoff: { initialMs: 20, maxMs: 40 },
  broadcastTargets: () => [],
  pollIntervalMs: 2,
  // So long that only who never presses is late.
  pressTimeoutMs: 60_000,
  cancelTimeoutMs: 2000,
}

/** What is to be closed behind each test, the last first. */
export function beginning(): { close(): Promise<void> }[] {
  const ends: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const each of ends.splice(0).reverse()) await each.close()
  })
  return ends
}

type Opened<K> = {
  transmitter: ReturnType<typeof createBroadlinkTransmitter>
  device: K extends undefined ? undefined : Blaster
}

/** A blaster and the transmitter that knows it, once it was reached or not. */
export async function open<K extends keyof typeof kinds | undefined>(
  ends: { close(): Promise<void> }[],
  kind: K,
  { which, ...timings }: Partial<typeof quick> & { which?: DeviceSelector } = {},
  log: Partial<Log> = {},
): Promise<Opened<K>> {
  const device = kind && (await blaster(kind))
  const meant = which ?? { host: '127.0.0.1', ...(device && { port: device.port }) }
  const transmitter = createBroadlinkTransmitter(meant, { ...silent, ...log }, { ...quick, ...timings })
  if (device) ends.push(device)
  ends.push(transmitter)
  await transmitter.ready
  return { device, transmitter } as Opened<K>
}

/** The reason of the failure that work ends with; nothing if it does not. */
export async function reasonOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  return error instanceof Failure ? error.reason.code : error
}
