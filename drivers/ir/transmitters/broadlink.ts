import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { errorText } from '../../../src/util/translate.ts'
import { BroadlinkClient, type BroadlinkTimings, defaultTimings } from '../broadlink/client.ts'
import { defaultLearnTimings, type LearnTimings, learn, learnRadio } from '../broadlink/learn.ts'
import type { DeviceSelector } from '../broadlink/locate.ts'
import { decodeMeasurement, failureOf, type Model, measurementsOf, modelOf } from '../broadlink/models.ts'
import { commands } from '../broadlink/packet.ts'
import type { RemoteCode } from '../codes/code.ts'
import { decodeBroadlinkPacket, encodeBroadlinkPacket } from '../codes/index.ts'
import { say } from '../messages.ts'
import type { Transmitter } from '../transmitter.ts'

/** A Broadlink RM: light, on some radio, and sensors on some. What it cannot do it refuses as `unsupported`. */
export function createBroadlinkTransmitter(
  which: DeviceSelector,
  log: Log,
  timings: BroadlinkTimings & LearnTimings = { ...defaultTimings, ...defaultLearnTimings },
): Required<Omit<Transmitter, 'resolvesBeforeSent' | 'confirm' | 'onReceived'>> & Pick<BroadlinkClient, 'device'> {
  const device = new BroadlinkClient(which, log, timings)
  const closing = new AbortController()
  let learning: Promise<unknown> | undefined

  return {
    ready: device.ready,
    online: device.online,
    seek: device.seek,
    problem: device.problem,
    device: () => device.device(),
    async send(code, repeats, signal) {
      signal.throwIfAborted()
      const data = encodePacket(code, repeats)
      if (code.medium !== 'ir') assertRadio()
      const { error } = await device.command(commands.send, data, signal)
      if (error !== 0) throw failureOf(error)
    },
    capabilities() {
      const { name, radio, sensors, isUnknown } = model() ?? { isUnknown: true }
      if (isUnknown || name === undefined) return undefined
      return { name, radio, measures: measurementsOf(sensors) }
    },
    learn: (signal) => learnExclusively(signal, (signalOrClosing) => learn(device, signalOrClosing, timings)),
    learnRadio: (signal, onReleased) =>
      learnExclusively(signal, async (either) => {
        await device.ready
        assertRadio()
        return learnRadio(device, either, onReleased, timings)
      }),
    async measure(signal) {
      await device.ready
      const sensors = model()?.sensors
      if (sensors === undefined) return {}
      const { error, data } = await device.command(sensors, Buffer.alloc(0), signal)
      // One of an unknown type may have none.
      if (error === -4) return {}
      if (error !== 0) throw failureOf(error)
      return data ? decodeMeasurement(sensors, data) : {}
    },
    async close() {
      closing.abort(new Failure('offline', say('unused')))
      await learning?.catch(() => {})
      await device.close()
    },
  }

  function model(): Model | undefined {
    const known = device.device()
    return known && modelOf(known.type)
  }

  function assertRadio(): void {
    const { radio = true, name = '' } = model() ?? {}
    if (!radio) throw new Failure('unsupported', say('noRadioIn', { name }))
  }

  /** It has one ear. What is learnt ends with the signal, or when all is closed. */
  async function learnExclusively(
    signal: AbortSignal,
    begin: (either: AbortSignal) => Promise<Buffer>,
  ): Promise<RemoteCode> {
    signal.throwIfAborted()
    closing.signal.throwIfAborted()
    if (learning) throw new Failure('busy', say('learningAlready'))
    const either = new AbortController()
    const end = () => either.abort(signal.aborted ? signal.reason : closing.signal.reason)
    for (const each of [signal, closing.signal]) each.addEventListener('abort', end, { once: true })
    const work = begin(either.signal)
    learning = work
    try {
      return decodePacket(await work)
    } finally {
      learning = undefined
      for (const each of [signal, closing.signal]) each.removeEventListener('abort', end)
    }
  }
}

function encodePacket(code: RemoteCode, repeats: number): Buffer {
  try {
    return encodeBroadlinkPacket(code, repeats)
  } catch (error) {
    throw new Failure('unsupported', say('cannotEncode', { why: errorText(error) }), { cause: error })
  }
}

function decodePacket(data: Buffer): RemoteCode {
  try {
    return decodeBroadlinkPacket(data).code
  } catch (error) {
    throw new Failure('deviceFault', say('noCodeReceived', { why: errorText(error) }), { cause: error })
  }
}
