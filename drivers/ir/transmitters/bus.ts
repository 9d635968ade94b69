import { sleep } from '../../../src/home/deadline.ts'
import type { DriverContext } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { type Code, code, fromRaw, fromTuya, toTuya } from '../codes/index.ts'
import { durationUs, ensureGap, withoutGap } from '../codes/pulses.ts'
import type { Transmitter } from '../transmitter.ts'
import { fromRawData, toIrSend } from './tasmotaRaw.ts'

/** A blaster that hangs on a broker. */
export interface OnBus {
  /** the name of the connection to the broker */
  readonly broker: string
  readonly topic: string
}

/** How a blaster on a broker is spoken to. */
interface Speech {
  readonly command: string
  send(code: Code, repeats: number): string
  /** what makes it wait for a key, where it says it, and how to find the code there */
  readonly learning?: {
    readonly start: string
    readonly topic: string
    read(payload: string): Code | undefined
  }
}

/** One that Zigbee2MQTT knows, such as the ZS06: its codes are those of Tuya. @param topic as `zigbee2mqtt/blaster` */
export const zigbee2mqtt = (where: OnBus, context: Pick<DriverContext, 'bus'>): Transmitter =>
  onBus(where, context, {
    command: `${where.topic}/set`,
    send: (code, repeats) => JSON.stringify({ ir_code_to_send: toTuya(repeated(code, repeats)) }),
    learning: {
      start: JSON.stringify({ learn_ir_code: 'ON' }),
      topic: where.topic,
      read(payload) {
        const learnt = field(payload, 'learned_ir_code')
        return typeof learnt === 'string' && learnt !== '' ? fromTuya(learnt) : undefined
      },
    },
  })

/** One that runs Tasmota: raw times by `IRsend` (Tasmota-IR, "Sending raw"). @param topic its own, as in `cmnd/topic/IRsend` */
export const tasmota = (where: OnBus, context: Pick<DriverContext, 'bus'>): Transmitter =>
  onBus(where, context, {
    command: `cmnd/${where.topic}/IRsend`,
    send: (code, repeats) => toIrSend(repeated(code, repeats).pulses, code.carrierHz, where.topic),
    learning: {
      start: '',
      topic: `tele/${where.topic}/RESULT`,
      read: (payload) => learntByTasmota(payload),
    },
  })

function onBus(
  { broker }: OnBus,
  { bus }: Pick<DriverContext, 'bus'>,
  { command, send, learning }: Speech,
): Transmitter {
  const problem = () => {
    const found = bus(broker)
    if (!found) return `the connection "${broker}" is not there, or is none that takes messages, such as a broker`
    return found.connected ? undefined : `the connection "${broker}" is away`
  }
  const encode = (code: Code, repeats: number) => {
    try {
      return send(code, repeats)
    } catch (error) {
      throw new Failure('unsupported', (error as Error).message)
    }
  }
  const there = () => {
    const found = bus(broker)
    if (!found?.connected) throw new Failure('offline', problem())
    return found
  }
  /** when the light of the last code is over */
  let busyUntilMs = 0
  return {
    ready: Promise.resolve(),
    resolvesBeforeSent: true,
    online: () => (bus(broker)?.connected ? undefined : false),
    problem,
    async send(code, repeats, signal) {
      if (code.medium !== 'ir') throw new Failure('unsupported', 'this blaster has no radio')
      const text = encode(code, repeats)
      there()
      const begin = Math.max(busyUntilMs, performance.now())
      busyUntilMs = begin + (durationUs(withoutGap(code.pulses)) * (repeats + 1)) / 1000
      if (begin > performance.now()) await sleep(begin - performance.now(), signal)
      await there().publish(command, text, true, signal)
    },
    ...(learning && {
      async learn(signal: AbortSignal) {
        const bus = there()
        let end = () => {}
        try {
          return await new Promise<Code>((resolve, reject) => {
            const abort = () => reject(signal.reason)
            signal.addEventListener('abort', abort, { once: true })
            const unsubscribe = bus.subscribe(learning.topic, (payload, retained) => {
              if (retained) return
              try {
                const code = learning.read(payload.toString('utf8'))
                if (code) resolve(code)
              } catch (error) {
                reject(new Failure('deviceFault', (error as Error).message))
              }
            })
            end = () => {
              unsubscribe()
              signal.removeEventListener('abort', abort)
            }
            if (learning.start !== '') bus.publish(command, learning.start, true, signal).catch(reject)
          })
        } finally {
          end()
        }
      },
    }),
    close: async () => {},
  }
}

/** A code with its gap, so many times more than once. */
function repeated({ pulses, carrierHz, medium }: Code, repeats: number): Code {
  if (repeats === 0) return { pulses, carrierHz, medium }
  return code(Array.from({ length: repeats + 1 }, () => ensureGap(pulses)).flat(), carrierHz, medium)
}

/** A field of a JSON object; nothing of anything else. */
function field(payload: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? Reflect.get(value, name)
      : undefined
  } catch {
    return undefined
  }
}

/** `{"IrReceived":{…,"RawData":"+9000-4500+560…"}}`. @throws Error in plain words */
function learntByTasmota(payload: string): Code | undefined {
  const received = field(payload, 'IrReceived')
  if (typeof received !== 'object' || received === null) return undefined
  const raw: unknown = Reflect.get(received, 'RawData')
  if (raw === undefined)
    throw new Error('it does not tell the times of what it hears: give it the command SetOption58 1')
  return fromRaw(fromRawData(raw))
}
