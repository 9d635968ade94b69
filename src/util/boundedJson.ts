/** How deep the values may be nested: those of devices, bridges and CLOVA have no more than a dozen levels. */
const maxDepth = 64

/**
 * Parses JSON that somebody sent, in a bounded time: it depends on the number of values, of which one byte may hold one.
 * 100,000 values take some 25 ms on a PC. What is nested deep would exhaust the stack of whoever walks through it.
 * @throws SyntaxError if it is no JSON, RangeError if it holds too many values or is nested too deep
 */
export function parseBoundedJson(text: string, maxValues = 50_000): unknown {
  countValues(text, maxValues)
  return JSON.parse(text)
}

/**
 * How many values a text of JSON holds at most, without parsing it.
 * @throws RangeError if they are more than `maxValues`, or nested too deep
 */
export function countValues(text: string, maxValues: number): number {
  // Each value but the first one follows a comma, a colon or an opening bracket.
  let values = 1
  let depth = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === quote) i = endOfText(text, i)
    else if (code === closingBracket || code === closingBrace) depth -= 1
    else if (code === comma || code === colon || code === bracket || code === brace) {
      values += 1
      if (values > maxValues) throw new RangeError(`it holds more than ${maxValues} values`)
      if (code === bracket || code === brace) depth += 1
      if (depth > maxDepth) throw new RangeError('it is nested too deep')
    }
  }
  return values
}

/** What JSON is made of besides its values: the same as characters and as bytes of UTF-8. */
export const jsonCodes = {
  ...{ quote: 0x22, backslash: 0x5c, comma: 0x2c, colon: 0x3a },
  ...{ bracket: 0x5b, closingBracket: 0x5d, brace: 0x7b, closingBrace: 0x7d },
}
const { quote, backslash, comma, colon, bracket, closingBracket, brace, closingBrace } = jsonCodes

/** Where the quotation mark stands that ends the text which begins here; behind the end if there is none. */
function endOfText(text: string, start: number): number {
  for (let i = text.indexOf('"', start + 1); i >= 0; i = text.indexOf('"', i + 1)) {
    let slashes = 0
    while (text.charCodeAt(i - 1 - slashes) === backslash) slashes += 1
    if (slashes % 2 === 0) return i
  }
  return text.length
}
