/** The parameters of a query or of a form. */
export interface Parameters {
  /** the value; an empty one counts as missing (RFC 6749, 3.1) */
  get(name: string): string | undefined
  /** the names that appear more than once, which RFC 6749 (3.1, 3.2) forbids */
  readonly repeated: readonly string[]
  readonly names: readonly string[]
}

/** Parameters after this many count as repeated. */
const maxParameters = 50

/** Parses a query, or a form that is encoded like one. */
export function parseParameters(text: string): Parameters {
  const values = new Map<string, string>()
  const repeated = new Set<string>()
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1
    if (values.has(name) || count > maxParameters) repeated.add(name)
    else values.set(name, value)
  }
  return { get: (name) => values.get(name) || undefined, repeated: [...repeated], names: [...values.keys()] }
}

/** True for printable ASCII, of which a state, a code and a token are made (RFC 6749, appendix A). */
export const isPrintable = (text: string): boolean => /^[\x20-\x7e]+$/.test(text)
