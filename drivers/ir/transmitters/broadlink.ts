import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { type Client, client, type Timings, usualTimings } from '../broadlink/client.ts'
import { fault } from '../broadlink/faults.ts'
import { orders } from '../broadlink/framing.ts'
import { type LearnTimings, learn, learnRadio, usualLearning } from '../broadlink/learn.ts'
import { type Model, modelOf } from '../broadlink/models.ts'
import type { Which } from '../broadlink/search.ts'
import { measured, measures } from '../broadlink/sensors.ts'
import type { Code } from '../codes/code.ts'
import { fromPacket, packet } from '../codes/index.ts'
import type { Transmitter } from '../transmitter.ts'

/** A Broadlink RM: light, on some radio, and sensors on some. What it cannot do it refuses as `unsupported`. */
export function broadlink(
  which: Which,
  log: Log,
  timings: Timings & LearnTimings = { ...usualTimings, ...usualLearning },
): Required<Omit<Transmitter, 'isEarly'>> & Pick<Client, 'device'> {
  const device = client(which, log, timings)
  const closing = new AbortController()
  let learning: Promise<unknown> | undefined

  return {
    ready: device.ready,
    online: device.online,
    seek: device.seek,
    problem: device.problem,
    device: device.device,
    async send(code, repeats, signal) {
      signal.throwIfAborted()
      const data = packed(code, repeats)
      if (code.medium !== 'ir') needRadio()
      const { error } = await device.order(orders.send, data, signal)
      if (error !== 0) throw fault(error)
    },
    abilities() {
      const { name, radio, sensors, unknown } = model() ?? { unknown: true }
      if (unknown || name === undefined) return undefined
      return { name, radio, measures: measures(sensors) }
    },
    learn: (signal) => alone(signal, (either) => learn(device, either, timings)),
    learnRadio: (signal, held) =>
      alone(signal, async (either) => {
        await device.ready
        needRadio()
        return learnRadio(device, either, held, timings)
      }),
    async measure(signal) {
      await device.ready
      const sensors = model()?.sensors
      if (sensors === undefined) return {}
      const { error, data } = await device.order(sensors, Buffer.alloc(0), signal)
      // One of an unknown type may have none.
      if (error === -4) return {}
      if (error !== 0) throw fault(error)
      return data ? measured(sensors, data) : {}
    },
    async close() {
      closing.abort(new Failure('offline', 'it is no longer used'))
      await learning?.catch(() => {})
      await device.close()
    },
  }

  function model(): Model | undefined {
    const known = device.device()
    return known && modelOf(known.type)
  }

  function needRadio(): void {
    const { radio = true, name } = model() ?? {}
    if (!radio) throw new Failure('unsupported', `the ${name} sends and learns no radio, only light`)
  }

  /** It has one ear. What is learnt ends with the signal, or when all is closed. */
  async function alone(signal: AbortSignal, begin: (either: AbortSignal) => Promise<Buffer>): Promise<Code> {
    signal.throwIfAborted()
    closing.signal.throwIfAborted()
    if (learning) throw new Failure('busy', 'it is learning already')
    const either = new AbortController()
    const end = () => either.abort(signal.aborted ? signal.reason : closing.signal.reason)
    for (const each of [signal, closing.signal]) each.addEventListener('abort', end, { once: true })
    const work = begin(either.signal)
    learning = work
    try {
      return heard(await work)
    } finally {
      learning = undefined
      for (const each of [signal, closing.signal]) each.removeEventListener('abort', end)
    }
  }
}

function packed(code: Code, repeats: number): Buffer {
  try {
    return packet(code, repeats)
  } catch (error) {
    throw new Failure('unsupported', words(error), { cause: error })
  }
}

function heard(data: Buffer): Code {
  try {
    return fromPacket(data).code
  } catch (error) {
    throw new Failure('deviceFault', `it heard something that is no code: ${words(error)}`, { cause: error })
  }
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error))
