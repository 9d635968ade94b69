import { countValues, jsonCodes } from './boundedJson.ts'
import type { Steps } from './slices.ts'

/** How deep a document is taken apart: `{ "data": [ … ] }` and `{ "lights": { "1": … } }` have their many entries at the second level. */
const splitLevels = 2
/** The largest entry, which is parsed in one step: a scene of 500 lamps has some 100 KB and 6,500 values. */
const [maxEntryBytes, maxEntryValues] = [2 * 1024 * 1024, 50_000]
/** So many bytes are looked at in one step. */
const stepBytes = 64 * 1024
/** What an entry costs besides its bytes. */
const entryBytes = 256

const { quote, backslash, comma, colon, bracket, closingBracket, brace, closingBrace } = jsonCodes

/**
 * Parses JSON as `JSON.parse` does, in steps: its entries are parsed one by one, since a document that holds a whole house
 * takes longer to parse than the event loop may be kept. Even its text, as one string, would take too long to make.
 * @param bytes of UTF-8
 * @param maxEntries of a list or an object, as far as it is taken apart, so many entries are parsed; those after them count as one
 *   value each, need not be valid, and are undefined in the result
 * @throws SyntaxError if it is no JSON, RangeError if it holds more than `maxValues` values, an entry of it more than 50,000
 *   or 2 MiB, or one is nested too deep
 */
export function* parseJsonInSlices(
  bytes: Buffer,
  maxValues: number,
  maxEntries = Number.POSITIVE_INFINITY,
): Steps<unknown> {
  return yield* new SlicedReader(bytes, maxValues, maxEntries).read()
}

class SlicedReader {
  readonly #bytes: Buffer
  readonly #maxValues: number
  readonly #maxEntries: number
  #position = 0
  #values = 0
  #sinceYield = 0

  constructor(bytes: Buffer, maxValues: number, maxEntries: number) {
    this.#bytes = bytes
    this.#maxValues = maxValues
    this.#maxEntries = maxEntries
  }

  *read(): Steps<unknown> {
    const value = yield* this.#value(0)
    if ((yield* this.#nextByte()) !== undefined) throw new SyntaxError('something follows the end of the JSON')
    return value
  }

  *#value(level: number): Steps<unknown> {
    const first = yield* this.#nextByte()
    if (level < splitLevels && (first === bracket || first === brace)) return yield* this.#entries(level, first)
    const start = this.#position
    yield* this.#skip()
    const entry = this.#textFrom(start, this.#position)
    this.#count(countValues(entry, maxEntryValues))
    return JSON.parse(entry)
  }

  /** Goes to where the next value ends. */
  *#skip(): Steps<undefined> {
    const start = this.#position
    this.#position = (yield* endOfValue(this.#bytes, start)) ?? this.#bytes.length
    if (this.#isStepOver(this.#position - start + entryBytes)) yield
  }

  /** Whether the step has lasted long enough with so many further bytes. */
  #isStepOver(bytes: number): boolean {
    this.#sinceYield += bytes
    if (this.#sinceYield < stepBytes) return false
    this.#sinceYield = 0
    return true
  }

  /** The entries of a list or an object, whose bracket is next. */
  *#entries(level: number, opening: number): Steps<unknown> {
    const isList = opening === bracket
    const closing = isList ? closingBracket : closingBrace
    const list: unknown[] = []
    const members: Record<string, unknown> = {}
    let count = 0
    this.#count(1)
    // One that is empty costs as much as any entry.
    if (this.#isStepOver(entryBytes)) yield
    this.#position += 1
    if ((yield* this.#nextByte()) === closing) this.#position += 1
    else
      for (let isLast = false; !isLast; ) {
        const isParsed = count < this.#maxEntries
        const name = isList ? undefined : yield* this.#name()
        if (!isParsed) this.#count(1)
        const value = isParsed ? yield* this.#value(level + 1) : yield* this.#skip()
        count += 1
        if (name === undefined) list.push(value)
        else setMember(members, name, value)
        const next = yield* this.#nextByte()
        if (next !== comma && next !== closing) throw new SyntaxError('a comma or a bracket is missing in the JSON')
        isLast = next === closing
        this.#position += 1
      }
    return isList ? list : members
  }

  /** The name of a member, and the colon behind it. */
  *#name(): Steps<string> {
    if ((yield* this.#nextByte()) !== quote) throw new SyntaxError('a name is missing in the JSON')
    const start = this.#position
    yield* this.#skip()
    if (this.#bytes[this.#position] !== colon) throw new SyntaxError('a colon is missing in the JSON')
    const name = JSON.parse(this.#textFrom(start, this.#position)) as string
    this.#position += 1
    return name
  }

  #textFrom(start: number, end: number): string {
    if (end - start > maxEntryBytes) throw new RangeError(`an entry of it is longer than ${maxEntryBytes} bytes`)
    return this.#bytes.toString('utf8', start, end)
  }

  #count(values: number): void {
    this.#values += values
    if (this.#values > this.#maxValues) throw new RangeError(`it holds more than ${this.#maxValues} values`)
  }

  /** The next byte that is no space. */
  *#nextByte(): Steps<number | undefined> {
    const start = this.#position
    if (isSpace(this.#bytes[start])) {
      this.#position = yield* skipSpace(this.#bytes, start)
      if (this.#isStepOver(this.#position - start)) yield
    }
    return this.#bytes[this.#position]
  }
}

/** As JSON.parse does it: also `__proto__` is a name like any other. */
function setMember(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') members[name] = value
  else Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true })
}

/**
 * Where the value or name ends that begins here: at the comma, the colon or the bracket behind it. Nothing if there is none.
 */
export function* endOfValue(bytes: Buffer, start: number): Steps<number | undefined> {
  let depth = 0
  let isInText = false
  let nextYield = start + stepBytes
  for (let i = start; i < bytes.length; i += 1) {
    if (i >= nextYield) {
      nextYield = i + stepBytes
      yield
    }
    const byte = bytes[i]
    if (byte === quote) isInText = !isInText
    else if (isInText) i += byte === backslash ? 1 : 0
    else if (byte === bracket || byte === brace) depth += 1
    else if (byte === closingBracket || byte === closingBrace) {
      if (depth === 0) return i
      depth -= 1
    } else if (depth === 0 && (byte === comma || byte === colon)) return i
  }
  return undefined
}

/** Where the first byte stands from here on that is no space of JSON: a document may hold millions of spaces. */
export function* skipSpace(bytes: Buffer, start: number): Steps<number> {
  let position = start
  for (; isSpace(bytes[position]); position += 1) if ((position - start) % stepBytes === stepBytes - 1) yield
  return position
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
