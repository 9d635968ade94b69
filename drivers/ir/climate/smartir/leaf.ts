import { fromBase64 } from '../../codes/bits.ts'
import { type Code, code, fromBroadlink, fromPronto, fromRaw, parseText } from '../../codes/index.ts'
import { fromXiaomi } from './xiaomi.ts'

/** How the codes of a file are written: what it says of itself. */
export interface Encoding {
  readonly supportedController: string
  readonly commandsEncoding: string
}

const isTimes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((time) => typeof time === 'number')

/** Between codes that one leaf names, in µs. */
const pause = 100_000

/**
 * The code of a leaf of a file: a text, a list of times, or several codes that are sent in turn.
 * @throws Error in plain words
 */
export function codeOfLeaf(leaf: unknown, encoding: Encoding): Code {
  if (isTimes(leaf)) return fromRaw(leaf)
  if (Array.isArray(leaf)) return joined(leaf.map((part) => codeOfLeaf(part, encoding)))
  if (leaf === null || leaf === '' || (typeof leaf === 'string' && leaf.trim() === '')) throw new Error('it is empty')
  if (typeof leaf !== 'string') throw new Error('it is no code but something else')
  const bare = leaf.trim()
  switch (encoding.commandsEncoding.toLowerCase()) {
    case 'base64':
    case 'hex': {
      const { code: once, repeats } = fromBroadlink(bare)
      return joined(Array.from({ length: repeats + 1 }, () => once))
    }
    case 'pronto':
      return fromPronto(bare).code
    default:
      return encoding.supportedController.toLowerCase() === 'xiaomi' && !/[\s,]/.test(bare)
        ? fromXiaomi(fromBase64(bare))
        : ofText(bare)
  }
}

/** Whatever text it is: of MQTT blasters the code is often inside of a JSON message. */
function ofText(text: string): Code {
  const inside = /"(?:ir_code_to_send|code|data|raw)"\s*:\s*"([^"]+)"/i.exec(text)?.[1]
  const key = parseText(inside ?? text)
  if ('protocol' in key) throw new Error('it names a protocol, where times are wanted')
  return key.code
}

/** Codes one behind the other. */
function joined(codes: readonly Code[]): Code {
  const [first, ...others] = codes
  if (!first) throw new Error('it is empty')
  if (others.length === 0) return first
  const pulses = codes.flatMap((one, i) =>
    one.pulses.length % 2 === 0 || i === codes.length - 1 ? one.pulses : [...one.pulses, pause],
  )
  return code(pulses, first.carrier, first.medium)
}
