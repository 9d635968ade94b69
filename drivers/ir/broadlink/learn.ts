import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { sleep } from '../../../src/home/sleep.ts'
import type { Client } from './client.ts'
import { fault, isNothingYet } from './faults.ts'
import { orders } from './framing.ts'

export interface LearnTimings {
  /** milliseconds from one question to the next */
  readonly poll: number
  /** milliseconds for each key press that is awaited: the device itself gives up after about so long */
  readonly patience: number
  /** milliseconds that it has to end what it is doing */
  readonly cancel: number
}

export const usualLearning: LearnTimings = { poll: 1000, patience: 30_000, cancel: 3000 }

const nothing = Buffer.alloc(0)

/** The code of the next key that is pressed at the device. @throws as `order`; `actionFailed` if none was pressed in time */
export function learn(client: Client, signal: AbortSignal, timings = usualLearning): Promise<Buffer> {
  return cancelled(client, timings, async () => {
    await told(client, orders.learn, signal)
    return polled(client, orders.learnt, learnt, signal, timings, 'no key was pressed at it')
  })
}

/**
 * The code of a radio remote: first its frequency, while a key of it is held, then the key.
 * @param held is called when the key may be let go, and is to be pressed once more
 */
export function learnRadio(
  client: Client,
  signal: AbortSignal,
  held: () => void,
  timings = usualLearning,
): Promise<Buffer> {
  return cancelled(client, timings, async () => {
    await told(client, orders.sweep, signal)
    const found = (data: Buffer) => (data[0] === 1 ? data : undefined)
    await polled(client, orders.frequency, found, signal, timings, 'no radio remote was heard')
    held()
    await told(client, orders.learnRadio, signal)
    return polled(client, orders.learnt, learnt, signal, timings, 'the radio remote was not heard again')
  })
}

/** The code at the beginning of data, without the zeros behind it. */
function learnt(data: Buffer): Buffer | undefined {
  const length = data.length < 4 ? 0 : data.readUInt16LE(2)
  return length === 0 || data.length < 4 + length ? undefined : data.subarray(0, 4 + length)
}

/** Whatever happens, the device is not left with its ear open. */
async function cancelled(client: Client, { cancel }: LearnTimings, work: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await work()
  } finally {
    const limit = createDeadline(cancel)
    await client.order(orders.cancel, nothing, limit.signal).catch(() => {})
    limit.end()
  }
}

async function told(client: Client, order: number, signal: AbortSignal): Promise<void> {
  const { error } = await client.order(order, nothing, signal)
  if (error !== 0) throw fault(error)
}

async function polled(
  client: Client,
  order: number,
  take: (data: Buffer) => Buffer | undefined,
  signal: AbortSignal,
  { poll, patience }: LearnTimings,
  otherwise: string,
): Promise<Buffer> {
  const end = performance.now() + patience
  while (performance.now() < end) {
    await sleep(poll, signal)
    const { error, data } = await client.order(order, nothing, signal)
    if (error !== 0 && !isNothingYet(error)) throw fault(error)
    const taken = error === 0 && data ? take(data) : undefined
    if (taken) return taken
  }
  throw new Failure('actionFailed', `${otherwise} within ${patience / 1000} s`)
}
