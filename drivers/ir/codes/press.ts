import { isDeepStrictEqual } from 'node:util'
import { code, type RemoteCode } from './code.ts'
import type { Key, ProtocolKey } from './key.ts'
import { codeError } from './messages.ts'
import type { FrameFields, Protocol } from './protocol.ts'
import { protocolNames, protocols } from './protocols/index.ts'
import { ensureGap, near, splitAtGaps, withoutGap } from './pulses.ts'

/** How a key is pressed. */
export interface PressOptions {
  /** how many frames long it is held; 1 unless said */
  readonly times?: number
  /** of RC5 and RC6: turn it with every press, or the second of two is taken for the first that is still held */
  readonly toggle?: boolean
}

/**
 * All that is sent for one press, as real remotes do: the frames at their period, or what the protocol has for a held key,
 * at least as many as it demands.
 * @throws Error for the user if it is held for longer than 1.5 s
 */
export function encodePress(key: Key, { times = 1, toggle = false }: PressOptions = {}): RemoteCode {
  if (!Number.isInteger(times) || times < 1) throw codeError('noFrames', { times })
  if ('protocol' in key) {
    const { carrierHz, encode } = protocols[key.protocol]
    return code(encode(key.fields, Math.max(times, key.minFrames ?? 1), toggle), key.carrierHz ?? carrierHz)
  }
  const { code: first, minFrames = 1, alternate } = key
  if (first.packet) return first
  const known = recogniseCached(first)
  if (known && !alternate && protocols[known.protocol].hasToggle)
    return encodePress({ ...known, minFrames, carrierHz: first.carrierHz }, { times, toggle })
  const start = toggle && alternate ? alternate : first
  const repeat = key.repeatCode ?? start
  const isSingle = known !== undefined && splitAtGaps(first.pulses).length === 1
  const demanded = isSingle ? (protocols[known.protocol].minFrames ?? 1) : 1
  const others = Math.max(times, minFrames, demanded) - 1
  if (others === 0) return start
  const pulses = [ensureGap(start.pulses), ...Array<readonly number[]>(others).fill(ensureGap(repeat.pulses))].flat()
  return code(pulses, start.carrierHz, start.medium)
}

const recognised = new WeakMap<RemoteCode, { readonly key: ProtocolKey | undefined }>()

function recogniseCached(code: RemoteCode): ProtocolKey | undefined {
  const cached = recognised.get(code) ?? { key: recognise(code) }
  recognised.set(code, cached)
  return cached.key
}

/**
 * The key of which these pulses are a press, if a known protocol has it: all checks must be right, and whatever follows the first
 * frame must be the same again or the sign of a held key; the last may be cut off. The carrier is not looked at: learners do not tell it.
 */
export function recognise({ medium, pulses }: RemoteCode): ProtocolKey | undefined {
  if (medium !== 'ir') return undefined
  for (const protocol of protocolNames) {
    const fields = readFields(protocols[protocol], pulses)
    if (fields) return { protocol, fields }
  }
  return undefined
}

function readFields({ read }: Pick<Protocol, 'read'>, pulses: readonly number[]): FrameFields | undefined {
  const first = read(pulses, 0)
  if (!first?.fields) return undefined
  // What follows may be a frame as the first, one without its leader, as of JVC, or one as the second, as of Sharp.
  const frames = [pulses.slice(0, first.next), pulses.slice(2, first.next)]
  for (let at = first.next; at < pulses.length; ) {
    const more = read(pulses, at)
    const rest = pulses.slice(at)
    if (!more) return frames.some((frame) => isTruncated(frame, rest)) ? first.fields : undefined
    if (more.fields && !isDeepStrictEqual(more.fields, first.fields)) return undefined
    frames[2] ??= pulses.slice(at, more.next)
    at = more.next
  }
  return first.fields
}

/** Whether a rest is the beginning of a frame, or of the three pulses of a held key; where it was cut its last pulse may be short. */
const isTruncated = (frame: readonly number[], rest: readonly number[]) =>
  rest.length <= 3 || (rest.length < frame.length && rest.slice(0, -1).every((pulse, i) => near(pulse, frame[i] ?? 0)))

/** Whether two codes do the same: of a known protocol the same key, else pulses as alike as a receiver tells them; a gap at the end says nothing. */
export function isSameCode(a: RemoteCode, b: RemoteCode): boolean {
  if (a.medium !== b.medium) return false
  const [one, other] = [recognise(a), recognise(b)]
  if (one && other) return isDeepStrictEqual(one, other)
  return areAlike(withoutGap(a.pulses), withoutGap(b.pulses))
}

/** From how many µs on one pause between frames is like another. */
const minPauseUs = 20_000

/** Whether pulses are as alike as a receiver tells them. */
export const areAlike = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length &&
  a.every((pulse, i) => near(pulse, b[i] ?? 0) || (i % 2 === 1 && Math.min(pulse, b[i] ?? 0) >= minPauseUs))
