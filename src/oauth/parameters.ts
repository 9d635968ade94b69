/** The parameters of a query or of a form; each at most once, as RFC 6749 (3.1, 3.2) has it. */
export interface Parameters {
  /** the value, unless it is missing or empty, which are the same (RFC 6749, 3.1) */
  get(name: string): string | undefined
  /** the names that stand there more than once */
  readonly repeated: readonly string[]
  readonly names: readonly string[]
}

/** The most parameters that are looked at; who sends more has sent one too often. */
const most = 50

/** Reads what a form or a query holds. */
export function parameters(text: string): Parameters {
  const values = new Map<string, string>()
  const repeated = new Set<string>()
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1
    if (values.has(name) || count > most) repeated.add(name)
    else values.set(name, value)
  }
  return { get: (name) => values.get(name) || undefined, repeated: [...repeated], names: [...values.keys()] }
}

/** True for what RFC 6749 (appendix A) lets be a state, a code, a token: printable ASCII. */
export const isPrintable = (text: string): boolean => /^[\x20-\x7e]+$/.test(text)
