import { countValues, endOfText } from './boundedJson.ts'
import type { Steps } from './slices.ts'

/** How deep a document is taken apart: `{ "data": [ … ] }` and `{ "lights": { "1": … } }` have their many entries at the second level. */
const splitLevels = 2
/** The greatest number of values of one entry, which is parsed in one step. */
const maxEntryValues = 50_000
/** So many characters are looked at in one step. */
const stepCharacters = 64 * 1024
/** What an entry costs besides its characters. */
const entryCharacters = 256

/**
 * Parses JSON as `JSON.parse` does, in steps: its entries are parsed one by one, since a document that holds a whole house
 * takes longer to parse than the event loop may be kept.
 * @param maxEntries of a list or an object, as far as it is taken apart, so many entries are parsed; those after them count as one
 *   value each, need not be valid, and are undefined in the result
 * @throws SyntaxError if it is no JSON, RangeError if it holds more than `maxValues` values, an entry of it more than 50,000, or
 *   one is nested too deep
 */
export function* parseJsonInSlices(
  text: string,
  maxValues: number,
  maxEntries = Number.POSITIVE_INFINITY,
): Steps<unknown> {
  return yield* new SlicedReader(text, maxValues, maxEntries).read()
}

class SlicedReader {
  readonly #text: string
  readonly #maxValues: number
  readonly #maxEntries: number
  #position = 0
  #values = 0
  #sinceYield = 0

  constructor(text: string, maxValues: number, maxEntries: number) {
    this.#text = text
    this.#maxValues = maxValues
    this.#maxEntries = maxEntries
  }

  *read(): Steps<unknown> {
    const value = yield* this.#value(0)
    if (this.#nextCharacter() !== undefined) throw new SyntaxError('something follows the end of the JSON')
    return value
  }

  *#value(level: number): Steps<unknown> {
    const first = this.#nextCharacter()
    if (level < splitLevels && (first === '[' || first === '{')) return yield* this.#entries(level, first)
    const start = this.#position
    yield* this.#skip()
    const entry = this.#text.slice(start, this.#position)
    this.#count(countValues(entry, maxEntryValues))
    return JSON.parse(entry)
  }

  /** Goes to where the next value ends. */
  *#skip(): Steps<undefined> {
    const start = this.#position
    this.#position = (yield* endOfValue(this.#text, start)) ?? this.#text.length
    if (this.#isStepOver(this.#position - start)) yield
  }

  /** Whether the step has lasted long enough with this entry of so many characters. */
  #isStepOver(characters: number): boolean {
    this.#sinceYield += characters + entryCharacters
    if (this.#sinceYield < stepCharacters) return false
    this.#sinceYield = 0
    return true
  }

  /** The entries of a list or an object, whose bracket is next. */
  *#entries(level: number, bracket: '[' | '{'): Steps<unknown> {
    const isList = bracket === '['
    const closing = isList ? ']' : '}'
    const list: unknown[] = []
    const members: (readonly [string, unknown])[] = []
    this.#count(1)
    // One that is empty costs as much as any entry.
    if (this.#isStepOver(0)) yield
    this.#position += 1
    if (this.#nextCharacter() === closing) this.#position += 1
    else
      for (let isLast = false; !isLast; ) {
        const isParsed = list.length + members.length < this.#maxEntries
        const name = isList ? undefined : this.#name()
        if (!isParsed) this.#count(1)
        const value = isParsed ? yield* this.#value(level + 1) : yield* this.#skip()
        if (name === undefined) list.push(value)
        else members.push([name, value])
        const next = this.#nextCharacter()
        if (next !== ',' && next !== closing) throw new SyntaxError('a comma or a bracket is missing in the JSON')
        isLast = next === closing
        this.#position += 1
      }
    return isList ? list : Object.fromEntries(members)
  }

  /** The name of a member, and the colon behind it. */
  #name(): string {
    if (this.#nextCharacter() !== '"') throw new SyntaxError('a name is missing in the JSON')
    const end = endOfText(this.#text, this.#position) + 1
    const name = JSON.parse(this.#text.slice(this.#position, end)) as string
    this.#position = end
    if (this.#nextCharacter() !== ':') throw new SyntaxError('a colon is missing in the JSON')
    this.#position += 1
    return name
  }

  #count(values: number): void {
    this.#values += values
    if (this.#values > this.#maxValues) throw new RangeError(`it holds more than ${this.#maxValues} values`)
  }

  /** The next character that is no space. */
  #nextCharacter(): string | undefined {
    this.#position = skipSpace(this.#text, this.#position)
    return this.#text[this.#position]
  }
}

/** Where the value ends that begins here: at the comma or the bracket behind it. Nothing if there is none. */
export function* endOfValue(text: string, start: number): Steps<number | undefined> {
  let depth = 0
  let nextYield = start + stepCharacters
  for (let i = start; i < text.length; i += 1) {
    if (i >= nextYield) {
      nextYield = i + stepCharacters
      yield
    }
    const char = text[i]
    if (char === '"') i = endOfText(text, i)
    else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') {
      if (depth === 0) return i
      depth -= 1
    } else if (char === ',' && depth === 0) return i
  }
  return undefined
}

/** Where the first character stands from here on that is no space of JSON. One search: a document may hold millions of spaces. */
export function skipSpace(text: string, start: number): number {
  // Mostly there is none, and a search makes garbage.
  if (text.charCodeAt(start) > 0x20) return start
  const noSpace = /[^ \t\n\r]/g
  noSpace.lastIndex = start
  return noSpace.exec(text)?.index ?? text.length
}
