import { isObject } from '../../../src/util/parse.ts'
import { localizedError } from '../../../src/util/translate.ts'
import { fromRaw, fromRawData } from '../codes/index.ts'
import { say } from '../messages.ts'
import { jsonObject, type MqttAddress, type MqttDialect, type MqttReport } from './mqtt.ts'

/** Tasmota's order of the parts of a topic, unless its owner has set another. Source: its command FullTopic. */
const defaultFullTopic = '%prefix%/%topic%/'

/**
 * A blaster that runs Tasmota: raw times by `IRsend`, which it answers with `{"IRSend":"Done"}` once they have been sent.
 * Source: Tasmota-IR, "Sending raw"; `IrRemoteCmndResponse` of its xdrv_05_irremote.ino.
 */
export function tasmotaDialect({ topic }: MqttAddress, fullTopic = defaultFullTopic): MqttDialect {
  const name = `Tasmota ${topic}`
  const under = (prefix: string) =>
    `${fullTopic.replaceAll('%prefix%', prefix).replaceAll('%topic%', topic).replace(/\/*$/, '')}/`
  const commandTopic = `${under('cmnd')}IRsend`
  const willTopic = `${under('tele')}LWT`
  const replyTopic = `${under('stat')}RESULT`
  const receivedTopic = `${under('tele')}RESULT`
  return {
    name,
    commandTopic,
    topics: [willTopic, replyTopic, receivedTopic],
    confirms: 'reply',
    encode: ({ pulses, carrierHz }) => toIrSend(pulses, carrierHz, commandTopic),
    decodeLearnt: (text) => fromRaw(fromReceived(jsonObject(text) ?? {})),
    parse(from, payload): MqttReport | undefined {
      if (from === willTopic) {
        const isKnown = payload === 'Online' || payload === 'Offline'
        return isKnown ? { availability: { part: name, online: payload === 'Online' } } : undefined
      }
      const message = jsonObject(payload)
      if (from === receivedTopic) {
        const received = message?.IrReceived
        return isObject(received) ? { learntText: JSON.stringify(received) } : {}
      }
      const [, answer] = Object.entries(message ?? {}).find(([key]) => key.toLowerCase() === 'irsend') ?? []
      if (answer === undefined) return {}
      return {
        outcome:
          answer === 'Done'
            ? 'sent'
            : { failure: say('answersWords', { words: JSON.stringify(answer).slice(0, 200) }) },
      }
    },
  }
}

/** The longest time that its 16 bits hold, in µs; a longer one would begin again at 0. */
const ceiling = 65_535

/** How many bytes its buffer for a message holds, and how many of them are neither topic nor text. Source: MQTT_MAX_PACKET_SIZE of its build. */
const buffer = { all: 1200, head: 16 }

/** From how many characters on a list of times is written in the compact form. */
const longestPlain = 1000

/** By how much a time may be rounded so that a code is short enough: receivers measure worse than that. */
const coarse = 0.05

/** How many times get a letter. */
const letters = 26

/**
 * What `IRsend` takes: the frequency in kHz and the times in µs; of a long code in the compact form, and of a very long one with
 * times rounded to those next to them, or it would be lost without a word. Source: Tasmota-IR, "Sending raw", and "IRSend RAW
 * Encoding", of firmware 9 and later.
 * @param commandTopic where it is sent, which takes room in the same buffer
 * @throws Error in plain words if it is too long in any form
 */
export function toIrSend(pulses: readonly number[], carrierHz: number, commandTopic = 'cmnd//IRsend'): string {
  const frequency = Math.round(carrierHz / 1000)
  const room = buffer.all - buffer.head - Buffer.byteLength(commandTopic)
  const times = pulses.map((pulse) => Math.min(pulse, ceiling))
  const plain = `${frequency},${times.join(',')}`
  if (plain.length <= Math.min(longestPlain, room)) return plain
  const short = [times, coarsened(times)].map((some) => `${frequency},${compact(some)}`)
  const found = short.find((text) => text.length <= room)
  if (found !== undefined) return found
  throw localizedError(say('tasmotaTooLong', { count: pulses.length, bytes: short.at(-1)?.length ?? 0, max: room }))
}

/** The times with few different ones among them: each that of its neighbours which is at most so far from it. */
function coarsened(times: readonly number[]): readonly number[] {
  const groups: number[][] = []
  for (const time of [...new Set(times)].sort((a, b) => a - b)) {
    const [least = Number.NaN] = groups.at(-1) ?? []
    if (time <= least * ((1 + coarse) / (1 - coarse))) groups.at(-1)?.push(time)
    else groups.push([time])
  }
  // So far above the least of them, and so far below the greatest.
  const middle = (group: readonly number[]) => ((group[0] ?? 0) * (1 + coarse) + (group.at(-1) ?? 0) * (1 - coarse)) / 2
  const means = new Map(groups.flatMap((group) => group.map((time) => [time, middle(group)] as const)))
  return times.map((time) => means.get(time) ?? time)
}

/** `+8570-4240+550-1580C-510`: steps of 5 µs, and a letter for what came before, small for a space. */
function compact(times: readonly number[]): string {
  const known: number[] = []
  return times
    .map((time, i) => {
      const rounded = Math.max(5, Math.min(Math.round(time / 5), Math.floor(ceiling / 5)) * 5)
      const isMark = i % 2 === 0
      const at = known.indexOf(rounded)
      if (at < 0) {
        if (known.length < letters) known.push(rounded)
        return `${isMark ? '+' : '-'}${rounded}`
      }
      return String.fromCharCode((isMark ? 65 : 97) + at)
    })
    .join('')
}

/**
 * The times of an `IrReceived` message.
 * `RawDataInfo` holds two lengths, and whether the buffer of the receiver ran over. Source: IrReceiveCheck of xdrv_05_irremote.ino.
 * @throws Error in plain words
 */
function fromReceived({ RawData, RawDataInfo }: Readonly<Record<string, unknown>>): readonly number[] {
  if (Array.isArray(RawDataInfo) && Number(RawDataInfo[2] ?? 0) !== 0) throw localizedError(say('receivedTooLong'))
  return fromRawData(RawData)
}
