import type { Model } from './models.ts'

/** What a blaster can be told. Source: python-broadlink, remote.py. */
export const orders = {
  sensors: 1,
  send: 2,
  learn: 3,
  learnt: 4,
  sweep: 0x19,
  frequency: 0x1a,
  learnRadio: 0x1b,
  cancel: 0x1e,
} as const

/** The content of a packet that carries an order and its data. */
export function wrap(framing: Model['framing'], order: number, data: Buffer): Buffer {
  const start = framing === 'old' ? 0 : 2
  const content = Buffer.alloc(start + 4 + data.length)
  if (framing === 'new') content.writeUInt16LE(data.length + 4)
  content.writeUInt32LE(order, start)
  data.copy(content, start + 4)
  return content
}

/** The data of an answer; nothing if it is not as the framing says. An old one ends in zeros that fill it up. */
export function unwrap(framing: Model['framing'], content: Buffer): Buffer | undefined {
  if (content.length < 6) return undefined
  if (framing === 'old') return content.subarray(4)
  const end = content.readUInt16LE(0) + 2
  return end < 6 || end > content.length ? undefined : content.subarray(6, end)
}
