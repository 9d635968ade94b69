import { createDeadline, sleep } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { say } from '../messages.ts'
import type { BroadlinkClient } from './client.ts'
import { failureOf, isNoCodeYet } from './models.ts'
import { commands } from './packet.ts'

export interface LearnTimings {
  /** milliseconds from one question to the next */
  readonly pollIntervalMs: number
  /** milliseconds for each key press that is awaited: the device itself gives up after about so long */
  readonly pressTimeoutMs: number
  /** milliseconds that it has to end what it is doing */
  readonly cancelTimeoutMs: number
}

export const defaultLearnTimings: LearnTimings = { pollIntervalMs: 1000, pressTimeoutMs: 30_000, cancelTimeoutMs: 3000 }

const noData = Buffer.alloc(0)

/** The code of the next key that is pressed at the device. @throws as `order`; `actionFailed` if none was pressed in time */
export function learn(client: BroadlinkClient, signal: AbortSignal, timings = defaultLearnTimings): Promise<Buffer> {
  return withCancel(client, timings, async () => {
    await command(client, commands.learn, signal)
    return pollForCode(client, commands.learnt, codeFrom, signal, timings, 'noKeyAtIt')
  })
}

/**
 * The code of a radio remote: first its frequency, while a key of it is held, then the key.
 * @param onReleased is called when the key may be let go, and is to be pressed once more
 */
export function learnRadio(
  client: BroadlinkClient,
  signal: AbortSignal,
  onReleased: () => void,
  timings = defaultLearnTimings,
): Promise<Buffer> {
  return withCancel(client, timings, async () => {
    await command(client, commands.sweep, signal)
    const found = (data: Buffer) => (data[0] === 1 ? data : undefined)
    await pollForCode(client, commands.frequency, found, signal, timings, 'noRadioRemote')
    onReleased()
    await command(client, commands.learnRadio, signal)
    return pollForCode(client, commands.learnt, codeFrom, signal, timings, 'noRadioAgain')
  })
}

/** The code at the beginning of data, without the zeros behind it. */
function codeFrom(data: Buffer): Buffer | undefined {
  const length = data.length < 4 ? 0 : data.readUInt16LE(2)
  return length === 0 || data.length < 4 + length ? undefined : data.subarray(0, 4 + length)
}

/** Whatever happens, the device is not left with its ear open. */
async function withCancel(
  client: BroadlinkClient,
  { cancelTimeoutMs }: LearnTimings,
  work: () => Promise<Buffer>,
): Promise<Buffer> {
  try {
    return await work()
  } finally {
    const limit = createDeadline(cancelTimeoutMs)
    await client.command(commands.cancel, noData, limit.signal).catch(() => {})
    limit.end()
  }
}

async function command(client: BroadlinkClient, order: number, signal: AbortSignal): Promise<void> {
  const { error } = await client.command(order, noData, signal)
  if (error !== 0) throw failureOf(error)
}

async function pollForCode(
  client: BroadlinkClient,
  order: number,
  take: (data: Buffer) => Buffer | undefined,
  signal: AbortSignal,
  { pollIntervalMs, pressTimeoutMs }: LearnTimings,
  otherwise: 'noKeyAtIt' | 'noRadioRemote' | 'noRadioAgain',
): Promise<Buffer> {
  const end = performance.now() + pressTimeoutMs
  while (performance.now() < end) {
    await sleep(pollIntervalMs, signal)
    const { error, data } = await client.command(order, noData, signal)
    if (error !== 0 && !isNoCodeYet(error)) throw failureOf(error)
    const taken = error === 0 && data ? take(data) : undefined
    if (taken) return taken
  }
  throw new Failure('actionFailed', say(otherwise, { seconds: pressTimeoutMs / 1000 }))
}
