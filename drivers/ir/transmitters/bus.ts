import type { Signal } from '../../../src/home/deadline.ts'
import type { Context } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { type Code, code, fromRaw, fromTuya, toTuya } from '../codes/index.ts'
import { withGap } from '../codes/pulses.ts'
import type { Transmitter } from './transmitter.ts'

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
export const zigbee2mqtt = (where: OnBus, context: Pick<Context, 'bus'>): Transmitter =>
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
export const tasmota = (where: OnBus, context: Pick<Context, 'bus'>): Transmitter =>
  onBus(where, context, {
    command: `cmnd/${where.topic}/IRsend`,
    // The frequency in kHz, then the times; 0 is the usual 38.
    send: (code, repeats) => `${Math.round(code.carrier / 1000)},${repeated(code, repeats).pulses.join(',')}`,
    learning: {
      start: '',
      topic: `tele/${where.topic}/RESULT`,
      read: (payload) => learntByTasmota(payload),
    },
  })

function onBus({ broker }: OnBus, { bus }: Pick<Context, 'bus'>, { command, send, learning }: Speech): Transmitter {
  const there = () => {
    const found = bus(broker)
    if (!found?.connected) throw new Failure('offline', `the connection ${broker} is away`)
    return found
  }
  return {
    ready: Promise.resolve(),
    online: () => (bus(broker)?.connected ? undefined : false),
    async send(code, repeats, signal) {
      if (code.medium !== 'ir') throw new Failure('unsupported', 'this blaster has no radio')
      await there().publish(command, send(code, repeats), true, signal)
    },
    ...(learning && {
      async learn(signal: Signal) {
        const way = there()
        let end = () => {}
        try {
          return await new Promise<Code>((resolve, reject) => {
            const abort = () => reject(signal.reason)
            signal.addEventListener('abort', abort, { once: true })
            const deaf = way.subscribe(learning.topic, (payload, retained) => {
              if (retained) return
              try {
                const code = learning.read(payload.toString('utf8'))
                if (code) resolve(code)
              } catch (error) {
                reject(new Failure('deviceFault', (error as Error).message))
              }
            })
            end = () => {
              deaf()
              signal.removeEventListener('abort', abort)
            }
            if (learning.start !== '') way.publish(command, learning.start, true, signal).catch(reject)
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
function repeated({ pulses, carrier, medium }: Code, repeats: number): Code {
  if (repeats === 0) return { pulses, carrier, medium }
  return code(Array.from({ length: repeats + 1 }, () => withGap(pulses)).flat(), carrier, medium)
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

/** `{"IrReceived":{"RawData":[9000,4500,…]}}`, with SetOption58. */
function learntByTasmota(payload: string): Code | undefined {
  const received = field(payload, 'IrReceived')
  const raw = typeof received === 'object' && received !== null ? Reflect.get(received, 'RawData') : undefined
  return Array.isArray(raw) ? fromRaw(raw) : undefined
}
