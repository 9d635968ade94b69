import { code, type RawKey } from '../codes/code.ts'
import { defaultCarrierHz, fromRaw, type Key } from '../codes/index.ts'
import {
  attemptKey,
  type ForeignKey,
  type ForeignRemote,
  firstFrames,
  type ImportFormat,
  linesOf,
  type ReportProblem,
  withProtocol,
} from './format.ts'
import { importError, say } from './messages.ts'

/*
 * A configuration of lircd: remotes between `begin remote` and `end remote`, with how their bits are sent, and their keys between
 * `begin codes` and `end codes`, or as times between `begin raw_codes` and `end raw_codes`.
 * Source: lircd.conf(5), and what irsimsend of lirc 0.10 sends of the configurations that it brings along.
 */

/** A remote as its lines describe it. */
interface Description {
  name?: string
  readonly flags: Set<string>
  /** the numbers behind each word */
  readonly fields: Map<string, readonly bigint[]>
  readonly keys: {
    readonly name: string
    readonly line: number
    readonly codes: readonly bigint[]
    readonly times: number[]
  }[]
  isRaw: boolean
}

const emptyDescription = (): Description => ({ flags: new Set(), fields: new Map(), keys: [], isRaw: false })

/** Flags whose remotes are sent here, and those that only concern receiving. */
const knownFlags = [
  ...['space_enc', 'rc5', 'rc6', 'shift_enc', 'rcmm', 'xmp', 'space_first', 'reverse', 'raw_codes', 'const_length'],
  ...['no_head_rep', 'no_foot_rep', 'repeat_header', 'compat_reverse'],
]

/** Behind a frame whose remote says no gap. */
const defaultGapUs = 40_000

/** How many repeats of a press are sent at most. */
const maxRepeats = 8

/** How many bits one part of a code may have, and all codes of a key together: a longer one is no key of a remote. */
const maxBits = 64
const maxKeyBits = 1024

export const lircd: ImportFormat = {
  name: 'lircd.conf',
  matches: (text) => /^[ \t]*begin[ \t]+remote\b/m.test(text),
  *read(text, report) {
    let remote: Description | undefined
    let section: 'codes' | 'raw_codes' | undefined
    for (const { number, text: whole } of linesOf(text)) {
      const [first = '', second = '', ...rest] = whole
        .replace(/(^|\s)#.*$/, '')
        .trim()
        .split(/\s+/)
      const [word, name] = [first.toLowerCase(), second.toLowerCase()]
      yield undefined
      if (word === '') continue
      if (word === 'begin' && name === 'remote') remote = emptyDescription()
      else if (word === 'end' && name === 'remote') {
        if (remote) yield finish(remote, report)
        remote = undefined
        section = undefined
      } else if (word === 'include') report(number, say('otherFile', { file: second }))
      else if (!remote) continue
      else if (word === 'begin' && (name === 'codes' || name === 'raw_codes')) {
        section = name
        remote.isRaw ||= name === 'raw_codes'
      } else if (word === 'end') section = undefined
      else if (section === 'codes') readCode(remote, first, [second, ...rest], number, report)
      else if (section === 'raw_codes') readTimes(remote, first, second, rest, number, report)
      else if (word === 'name') remote.name = second
      else if (word === 'flags')
        for (const flag of [second, ...rest].join('').split('|')) remote.flags.add(flag.toLowerCase())
      else {
        const numbers = [second, ...rest].filter((one) => /^(0x[\da-f]{1,16}|\d{1,19})$/i.test(one)).map(BigInt)
        if (numbers.length > 0) remote.fields.set(word, numbers)
      }
    }
    if (remote) {
      report(undefined, say('remoteCutOff', { name: remote.name ?? '' }))
      yield finish(remote, report)
    }
  },
}

function readCode(
  { keys }: Description,
  name: string,
  words: readonly string[],
  line: number,
  report: ReportProblem,
): void {
  const codes = words.filter((word) => /^(0x[\da-f]{1,16}|\d{1,19})$/i.test(word)).map(BigInt)
  if (codes.length === 0) report(line, say('noCode', { name }))
  else keys.push({ name, line, codes: codes.slice(0, 8), times: [] })
}

function readTimes(
  { keys }: Description,
  first: string,
  second: string,
  rest: readonly string[],
  line: number,
  report: ReportProblem,
) {
  const isName = first.toLowerCase() === 'name'
  if (isName) keys.push({ name: second, line, codes: [], times: [] })
  const last = keys.at(-1)
  const times = (isName ? rest : [first, second, ...rest]).filter((word) => word !== '')
  if (!times.every((word) => /^\d{1,8}$/.test(word))) report(line, say('timesNoNumbers', { name: last?.name ?? '' }))
  else last?.times.push(...times.map(Number))
}

function finish(remote: Description, report: ReportProblem): ForeignRemote {
  const { name, flags, keys } = remote
  const unknown = [...flags].filter((flag) => flag !== '' && !knownFlags.includes(flag))
  if (unknown.length > 0) {
    report(keys[0]?.line, say('unknownFlag', { name: name ?? '', flags: unknown.join(', ').toUpperCase() }))
    return { ...(name !== undefined && { name }), keys: [] }
  }
  if (!remote.isRaw && number(remote, 'bits') === 0) {
    report(keys[0]?.line, say('codesWithoutTimes', { name: name ?? '' }))
    return { ...(name !== undefined && { name }), keys: [] }
  }
  return { ...(name !== undefined && { name }), keys: readKeys(remote, report) }
}

function* readKeys(remote: Description, report: ReportProblem): Generator<ForeignKey | undefined> {
  for (const { name, line, codes, times } of remote.keys)
    yield attemptKey(line, name, report, (): Key => {
      if (!remote.isRaw) return withProtocol(keyOf(remote, codes))
      const whole = times.length % 2 === 0 ? times : [...times, number(remote, 'gap') || defaultGapUs]
      return withProtocol({ code: fromRaw(firstFrames(whole), carrierOf(remote)), ...repeatsOf(remote) })
    })
}

const numbers = ({ fields }: Description, word: string): readonly bigint[] => fields.get(word) ?? []
const number = (remote: Description, word: string, at = 0): number => Number(numbers(remote, word)[at] ?? 0n)
const big = (remote: Description, word: string): bigint => numbers(remote, word)[0] ?? 0n

const carrierOf = (remote: Description): number => number(remote, 'frequency') || defaultCarrierHz

const repeatsOf = (remote: Description): { readonly minFrames?: number } => {
  const repeats = Math.min(number(remote, 'min_repeat'), maxRepeats)
  return repeats > 0 ? { minFrames: repeats + 1 } : {}
}

/** Marks and spaces of a frame; halves of Manchester code that are alike are one. */
class Frame {
  readonly times: number[] = []

  mark(us: number): void {
    if (us > 0) this.#add(us)
  }
  space(us: number): void {
    if (us > 0) this.#add(-us)
  }
  pair(mark: number, space: number): void {
    this.mark(mark)
    this.space(space)
  }
  get lengthUs(): number {
    return this.times.reduce((sum, time) => sum + Math.abs(time), 0)
  }
  #add(us: number): void {
    const last = this.times.at(-1)
    if (last === undefined && us < 0) return
    if (last !== undefined && last > 0 === us > 0) this.times[this.times.length - 1] = last + us
    else this.times.push(us)
  }
}

/** @throws Error for the user */
function keyOf(remote: Description, codes: readonly bigint[]): RawKey {
  for (const word of ['pre_data_bits', 'bits', 'post_data_bits'])
    if (number(remote, word) > maxBits) throw importError('tooManyBits', { bits: number(remote, word), max: maxBits })
  if (codes.length * bitCount(remote) > maxKeyBits)
    throw importError('tooLongCodes', { bits: codes.length * bitCount(remote), max: maxKeyBits })
  const frame = (isRepeat: boolean, toggles: bigint) => codes.flatMap((one) => frameOf(remote, one, isRepeat, toggles))
  const carrierHz = carrierOf(remote)
  const codeOf = (times: readonly number[]) => code(times.map(Math.abs), carrierHz)
  const first = frame(false, 0n)
  const repeat = frame(true, 0n)
  const mask = toggleMask(remote)
  return {
    code: codeOf(first),
    ...(repeat.join() !== first.join() && { repeatCode: codeOf(repeat) }),
    ...(mask !== 0n && { alternate: codeOf(frame(false, mask)) }),
    ...repeatsOf(remote),
  }
}

const bitCount = (remote: Description) =>
  number(remote, 'pre_data_bits') + number(remote, 'bits') + number(remote, 'post_data_bits')

/** The bits that change with each press, of all bits that are sent. */
function toggleMask(remote: Description): bigint {
  const place = number(remote, 'toggle_bit') || number(remote, 'repeat_bit')
  return (
    big(remote, 'toggle_bit_mask') ||
    (place > 0 && place <= bitCount(remote) ? 1n << BigInt(bitCount(remote) - place) : 0n)
  )
}

/** One frame with the gap behind it, spaces negative. */
function frameOf(remote: Description, value: bigint, isRepeat: boolean, toggles: bigint): readonly number[] {
  const { flags } = remote
  const frame = new Frame()
  const header = () => frame.pair(number(remote, 'header'), number(remote, 'header', 1))
  const isSign = isRepeat && number(remote, 'repeat') > 0
  if (isSign ? flags.has('repeat_header') : !isRepeat || !flags.has('no_head_rep')) header()
  frame.mark(number(remote, 'plead'))
  if (isSign) frame.pair(number(remote, 'repeat'), number(remote, 'repeat', 1))
  else {
    const [pre, bits, post] = ['pre_data_bits', 'bits', 'post_data_bits'].map((word) => number(remote, word))
    const data = isRepeat ? value ^ big(remote, 'repeat_mask') : value
    sendBits(remote, frame, big(remote, 'pre_data'), pre ?? 0, 0, toggles)
    frame.pair(number(remote, 'pre'), number(remote, 'pre', 1))
    sendBits(remote, frame, data, bits ?? 0, pre ?? 0, toggles)
    frame.pair(number(remote, 'post'), number(remote, 'post', 1))
    sendBits(remote, frame, big(remote, 'post_data'), post ?? 0, (pre ?? 0) + (bits ?? 0), toggles)
  }
  frame.mark(number(remote, 'ptrail'))
  if (!isSign && (!isRepeat || !flags.has('no_foot_rep'))) {
    frame.space(number(remote, 'foot', 1))
    frame.mark(number(remote, 'foot'))
  }
  const gap = (isRepeat && number(remote, 'repeat_gap')) || number(remote, 'gap') || defaultGapUs
  frame.space(flags.has('const_length') ? Math.max(gap - frame.lengthUs, 10_000) : gap)
  return frame.times
}

/** @param done how many bits were sent before @throws Error for the user */
function sendBits(
  remote: Description,
  frame: Frame,
  value: bigint,
  count: number,
  done: number,
  toggles: bigint,
): void {
  const { flags } = remote
  const all = bitCount(remote)
  const [toggled, wide] = [toggleMask(remote), big(remote, 'rc6_mask')]
  const isReverse = flags.has('reverse')
  const wordOf = (word: string) => [number(remote, word), number(remote, word, 1)] as const
  const bits = Array.from({ length: count }, (_, i) => {
    const mask = 1n << BigInt(all - 1 - done - i)
    const bit = (value >> BigInt(isReverse ? i : count - 1 - i)) & 1n
    const isToggle = (toggled & mask) !== 0n
    // A single toggle bit is 0 and 1 by turns, whatever the code has there; of several all are turned.
    const isSingle = isToggle && toggled === mask
    const sent = isSingle ? (toggles & mask ? 1n : 0n) : isToggle && toggles & mask ? bit ^ 1n : bit
    return { isOne: sent === 1n, width: wide & mask ? 2 : 1 }
  })
  if (flags.has('rcmm') || flags.has('xmp')) {
    const sent = bits.map(({ isOne }) => (isOne ? 1 : 0))
    sendGroups(remote, frame, sent)
    return
  }
  const isBiphase = ['rc5', 'rc6', 'shift_enc'].some((flag) => flags.has(flag))
  for (const { isOne, width } of bits) {
    const [mark, space] = wordOf(isOne ? 'one' : 'zero')
    const isSpaceFirst = isBiphase ? isOne : flags.has('space_first')
    if (isSpaceFirst) frame.space(space * width)
    frame.mark(mark * width)
    if (!isSpaceFirst) frame.space(space * width)
  }
}

/** Two bits at a time of RC-MM, four of XMP. */
function sendGroups(remote: Description, frame: Frame, bits: readonly number[]): void {
  const isXmp = remote.flags.has('xmp')
  const size = isXmp ? 4 : 2
  if (bits.length % size !== 0) throw importError('noMultiple', { size })
  for (let i = 0; i < bits.length; i += size) {
    const group = bits.slice(i, i + size).reduce((sum, bit) => sum * 2 + bit, 0)
    const word = isXmp ? 'zero' : (['zero', 'one', 'two', 'three'][group] ?? 'zero')
    const [mark, space] = [number(remote, word), number(remote, word, 1)]
    frame.pair(mark, isXmp ? space + group * number(remote, 'one', 1) : space)
  }
}
