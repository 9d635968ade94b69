import * as z from 'zod'
import { errorText, localizedError } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import type { Format, RemoteCode } from './code.ts'
import { defaultCarrierHz, type RawKey } from './code.ts'
import { toBroadlink } from './formats/broadlink.ts'
import { formats } from './formats/index.ts'
import { fromRaw, toRaw } from './formats/raw.ts'
import { codeError } from './messages.ts'
import { type FrameFields, transformOrIssue } from './protocol.ts'
import { type ProtocolName, protocolNames, protocols } from './protocols/index.ts'

/** A key of a known protocol. */
export interface ProtocolKey {
  readonly protocol: ProtocolName
  readonly fields: FrameFields
  /** how many frames a press has at least; absent: as many as the protocol demands */
  readonly minFrames?: number
  /** Hz, where it is not the protocol's own, as of Pioneer, who speaks NEC at 40 kHz */
  readonly carrierHz?: number
}

/** What one key of a remote sends. */
export type Key = ProtocolKey | RawKey

/** The longest text that is read as a code. */
const maxTextLength = 65_536

/**
 * Reads a code in whichever format it is: Pronto, Broadlink (Base64 or hex), Tuya, LIRC's mode2 and raw_codes, ir-ctl, a list of times.
 * @throws Error for the user
 */
export function parseText(text: string): Key {
  const bare = text.trim()
  if (bare === '') throw codeError('empty')
  if (bare.length > maxTextLength) throw codeError('textTooLong', { count: bare.length })
  const found = Object.entries<Format>(formats).find(([, { matches }]) => matches(bare))
  if (!found) throw localizedError(say('codeUnknown', { text: bare.slice(0, 20).replace(/\s+/g, ' ') }))
  return readFormat(found[0], found[1], bare)
}

/** Reads a text by one format; errors say which. */
function readFormat(name: string, format: Format, text: string): RawKey {
  try {
    if (text.length > maxTextLength) throw codeError('tooManyCharacters', { count: text.length })
    return format.read(text)
  } catch (error) {
    throw Object.assign(localizedError(say('codeUnreadable', { format: name, why: errorText(error) })), {
      cause: error,
    })
  }
}

const text = z.string().min(1)
const times = z.array(z.number()).min(1)

/** What a user may write for a key: the code by its protocol, in a format, or as a bare text or list. */
const keyObjectSchema = z.strictObject({
  ...(Object.fromEntries(protocolNames.map((name) => [name, protocols[name].input.optional()])) as {
    [N in ProtocolName]: z.ZodOptional<z.ZodType<FrameFields>>
  }),
  raw: z.union([times, text]).optional(),
  pronto: text.optional(),
  broadlink: text.optional(),
  tuya: text.optional(),
  /** Hz; of raw, Broadlink and Tuya codes, which do not say it */
  carrier: z.number().int().min(20_000).max(500_000).optional(),
  /** how many frames one press has at least; of codes that are no protocol */
  times: z.number().int().min(1).max(20).optional(),
  /** what every second press sends instead, where a code has a toggle bit that is not known */
  alternate: z.lazy((): z.ZodType<Key> => keySchema).optional(),
  /** what follows for as long as the key is held, where that is not the code itself */
  repeat: z.lazy((): z.ZodType<Key> => keySchema).optional(),
})

/**
 * The schema of a key as a user writes it: `{ nec: 0x20DF10EF }`, `{ nec: { address: 4, command: 8 } }`, `{ pronto: "0000 …" }`,
 * `{ raw: [9000, -4500, …], carrier: 38000 }`, or the bare text or list. Its issues are for the user.
 */
export const keySchema: z.ZodType<Key> = z.union([
  text.transform(transformOrIssue(parseText)),
  times.transform(transformOrIssue((list: readonly number[]): Key => ({ code: fromRaw(list) }))),
  keyObjectSchema.transform(transformOrIssue(keyFromObject)),
])

type KeyObject = z.output<typeof keyObjectSchema>

function keyFromObject({ carrier, times, alternate, repeat, ...codes }: KeyObject): Key {
  const given = Object.entries(codes).filter(([, value]) => value !== undefined)
  const [name, value] = given[0] ?? []
  if (name === undefined)
    throw codeError('writeCode', { names: [...protocolNames, 'raw', 'pronto', 'broadlink', 'tuya'].join(', ') })
  if (given.length > 1) throw codeError('oneCode', { names: given.map(([one]) => one).join(', ') })
  const protocol = protocolNames.find((one) => one === name)
  if (protocol) {
    if (carrier !== undefined && protocol !== 'nec') throw codeError('ownCarrier', { protocol })
    if (alternate) throw codeError('ownToggle', { protocol })
    if (repeat) throw codeError('ownRepeat', { protocol })
    return {
      protocol,
      fields: value as FrameFields,
      ...(times !== undefined && { minFrames: times }),
      ...(carrier !== undefined && { carrierHz: carrier }),
    }
  }
  const key = Array.isArray(value)
    ? { code: fromRaw(value) }
    : readFormat(name, formatFor(name, String(value)), String(value))
  return {
    ...withCarrier(key, name, carrier),
    ...(times !== undefined && { minFrames: times }),
    ...(alternate && { alternate: pulsesOf(alternate, 'alternate') }),
    ...(repeat && { repeatCode: pulsesOf(repeat, 'repeat') }),
  }
}

function pulsesOf(key: Key, name: string): RemoteCode {
  if ('code' in key) return key.code
  throw codeError('notByProtocol', { name })
}

/** `raw` is every spelling of times. */
const formatFor = (name: string, text: string): Format =>
  name === 'raw' && formats.mode2.matches(text) ? formats.mode2 : formats[name as keyof typeof formats]

function withCarrier(key: RawKey, name: string, carrier: number | undefined): RawKey {
  if (carrier === undefined) return key
  if (name === 'pronto') throw codeError('prontoOwnCarrier')
  if (key.code.medium !== 'ir') throw codeError('radioNoCarrier')
  return { ...key, code: { ...key.code, carrierHz: carrier } }
}

/** A key as it is written to a file, so that `keySchema` reads the same again. */
export function keyToYaml(key: Key): Readonly<Record<string, unknown>> {
  if ('protocol' in key)
    return {
      [key.protocol]: key.fields,
      ...(key.minFrames !== undefined && { times: key.minFrames }),
      ...(key.carrierHz !== undefined && { carrier: key.carrierHz }),
    }
  const { code, minFrames, alternate, repeatCode } = key
  const more = {
    ...(minFrames !== undefined && minFrames > 1 && { times: minFrames }),
    ...(alternate && { alternate: { raw: toRaw(alternate) } }),
    ...(repeatCode && { repeat: { raw: toRaw(repeatCode) } }),
  }
  if (code.medium !== 'ir') return { broadlink: toBroadlink(code), ...more }
  return { raw: toRaw(code), ...(code.carrierHz !== defaultCarrierHz && { carrier: code.carrierHz }), ...more }
}
