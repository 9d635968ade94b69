import { randomInt } from 'node:crypto'
import type { Located } from './locate.ts'
import { commands, decode, encode, firstKey, open } from './packet.ts'
import { exchange, type Pace } from './request.ts'
import type { Udp } from './udp.ts'

/** What a device has given to those who may order it. */
export interface Session {
  readonly id: number
  readonly key: Buffer
}

/** Its error, 0 if there is none, and what is in the packet. */
export interface Answer {
  readonly error: number
  readonly content: Buffer
}

/** Says one packet and gives its answer; nothing if none came. @throws the signal's reason */
export type Talk = (
  to: Located,
  command: number,
  content: Buffer,
  session: Session,
  signal?: AbortSignal,
) => Promise<Answer | undefined>

/** The session of before the first. */
export const noSession: Session = { id: 0, key: firstKey }

/** What a device is told when a session begins. Source: python-broadlink, device.py. */
export const introduction = Buffer.alloc(0x50)
introduction.fill(0x31, 0x04, 0x14)
introduction[0x1e] = 1
introduction[0x2d] = 1
introduction.write('clova-home', 0x30, 'latin1')

/** The session that the answer to an introduction gives. */
export function sessionOf({ content }: Answer): Session | undefined {
  return content.length < 20 ? undefined : { id: content.readUInt32LE(0), key: Buffer.from(content.subarray(4, 20)) }
}

/** Each packet has the next counter, and a packet that is said again the same. */
export function talker(udp: Udp, pace: Pace, closing: AbortSignal): Talk {
  let last = randomInt(0x8000, 0x10000)
  return (to, command, content, { id, key }, signal) => {
    last = ((last + 1) & 0xffff) | 0x8000
    const counter = last
    const packet = encode({ type: to.type, command, error: 0, counter, mac: to.mac, session: id }, content, key)
    return exchange(
      udp,
      pace,
      {
        say: () => udp.send(packet, to.port, to.address),
        take(message, { address }) {
          const sealed = address === to.address ? decode(message) : undefined
          if (sealed?.command !== command + commands.answer || sealed.counter !== counter) return undefined
          // Some leave the address empty; nobody has another's.
          if (sealed.mac !== to.mac && sealed.mac !== '00:00:00:00:00:00') return undefined
          if (sealed.error !== 0) return { error: sealed.error, content: Buffer.alloc(0) }
          const opened = open(sealed, key)
          return opened && { error: 0, content: opened }
        },
      },
      signal ? [signal, closing] : [closing],
    )
  }
}
