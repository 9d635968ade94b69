import { localizedError } from '../../../../src/util/translate.ts'
import { say } from '../../messages.ts'
import type { Format, RawKey } from '../code.ts'
import { code, defaultCarrierHz, type RemoteCode } from '../code.ts'
import { codeError } from '../messages.ts'
import type { FrameFields } from '../protocol.ts'
import { type ProtocolName, protocols } from '../protocols/index.ts'
import { ensureGap } from '../pulses.ts'

/** Pronto's clock: one unit of the carrier word in µs. */
const clockUs = 0.241246

function wordsOf(text: string): readonly number[] {
  const bare = text.trim()
  const words = /^[0-9a-f]{20,}$/i.test(bare) ? (bare.match(/.{1,4}/g) ?? []) : bare.split(/[\s,]+/)
  const odd = words.find((word) => !/^[0-9a-f]{4}$/i.test(word))
  if (odd !== undefined) throw codeError('prontoWord', { word: odd.slice(0, 20) })
  return words.map((word) => Number.parseInt(word, 16))
}

/**
 * Reads Pronto hex: 0000 (or 0100, without a carrier, whose times are told all the same), the carrier word, how many pairs
 * are sent once and how many for as long as the key is held, then the pairs in cycles of the carrier.
 * @throws Error in plain words
 */
export function fromPronto(text: string): RawKey {
  const [kind, word = 0, once = 0, held = 0, ...cycles] = wordsOf(text)
  const name = kind?.toString(16).toUpperCase().padStart(4, '0')
  if (predefined.test(text.trim())) return keyOfNumbers(String(name), cycles)
  if (kind !== 0x0000 && kind !== 0x0100) throw codeError('prontoKind')
  if (word === 0) throw codeError('prontoCarrier')
  if (once + held === 0) throw codeError('prontoNoPairs')
  if (cycles.length !== 2 * (once + held))
    throw localizedError(say('prontoPairs', { said: once + held, count: cycles.length / 2 }))
  const unit = word * clockUs
  const carrier = Math.round(1e6 / unit)
  const isUsable = kind === 0x0000 || (carrier >= 20_000 && carrier <= 500_000)
  const codeOf = (some: readonly number[]) => {
    const times = some.map((cycle) => Math.round(cycle * unit))
    return code(times.at(-1) === 0 ? times.slice(0, -1) : times, isUsable ? carrier : defaultCarrierHz)
  }
  if (once === 0) return { code: codeOf(cycles) }
  return {
    code: codeOf(cycles.slice(0, 2 * once)),
    ...(held > 0 && { repeatCode: codeOf(cycles.slice(2 * once)) }),
  }
}

/**
 * Pronto hex of a code: sent once, then `again` for as long as the key is held. Pronto wants a gap behind; where there is none it gets one.
 * @throws Error for a radio code, or a time that four hex digits cannot hold
 */
export function toPronto(first: RemoteCode, again?: RemoteCode): string {
  if (first.medium !== 'ir') throw codeError('prontoRadio')
  const word = Math.round(1e6 / (first.carrierHz * clockUs))
  const cyclesOf = (some: RemoteCode | undefined) =>
    (some ? ensureGap(some.pulses) : []).map((pulse) => Math.max(1, Math.round(pulse / (word * clockUs))))
  const [once, held] = [cyclesOf(first), cyclesOf(again)]
  const words = [0, word, once.length / 2, held.length / 2, ...once, ...held]
  const far = words.find((one) => one > 0xffff)
  if (far !== undefined) throw codeError('prontoTooLong', { cycles: far })
  return words.map((one) => one.toString(16).toUpperCase().padStart(4, '0')).join(' ')
}

/** Codes by number: RC5, RC5X, RC6 and NEC. Source: remotecentral.com, "Pronto's IR code formats". */
const predefined = /^(5000|5001|6000|6001|7000|8000|900a|900b)([\s,]*0[0-9a-f]{3}){2}([\s,]*[0-9a-f]{4})*\s*$/i

/** What two words behind such a head mean. Source: IrpTransmogrifier, ShortPronto. */
const numbered: Readonly<
  Record<
    string,
    { readonly protocol: ProtocolName; readonly max: number; fields(first: number, second: number): FrameFields }
  >
> = {
  '5000': { protocol: 'rc5', max: 0x7f, fields: (address, command) => ({ address, command }) },
  '6000': { protocol: 'rc6', max: 0xff, fields: (address, command) => ({ address, command }) },
  // Each word is a byte and the one behind it: of the command its inverse, of an address of 8 bits too.
  '900A': {
    protocol: 'nec',
    max: 0xffff,
    fields(first, second) {
      const [device, next, command] = [first >> 8, first & 0xff, second >> 8]
      return { address: next === 0xff - device ? device : device + next * 256, command }
    },
  },
}

/** The key of a head and two numbers. @throws Error in plain words */
function keyOfNumbers(name: string, [first, second, ...more]: readonly number[]): RawKey {
  const known = numbered[name]
  if (!known || first === undefined || second === undefined || more.length > 0)
    throw codeError('prontoNumber', { name })
  const { protocol, max, fields } = known
  const { carrierHz, encode, hasToggle, input, minFrames = 1 } = protocols[protocol]
  const isWhole = name !== '900A' || ((second >> 8) ^ (second & 0xff)) === 0xff
  const parsed = input.safeParse(fields(first, second))
  if (!isWhole || Math.max(first, second) > max || !parsed.success) throw codeError('prontoFields', { name })
  const codeOf = (toggle: boolean) => code(encode(parsed.data, minFrames, toggle), carrierHz)
  return { code: codeOf(false), ...(hasToggle && { alternate: codeOf(true) }) }
}

export const pronto: Format = {
  matches: (text) => predefined.test(text) || /^0[01]00([\s,]+[0-9a-z]{4}){2}|^0[01]00[0-9a-f]{16,}$/i.test(text),
  read: fromPronto,
  write: (code) => toPronto(code),
}
