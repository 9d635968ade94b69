/** A payload with `${value}` in it, ready to be filled; its fields are the value's own, if no others are given. */
export type PayloadWriter = (value: unknown, fields?: Readonly<Record<string, unknown>>) => string

const placeholder = /\$\{([^}]*)\}/g

/**
 * Reads a payload template. `${value}` is the value in the device's own words, `${hue}` a field of a value that has fields.
 * In a template that is JSON, text is escaped so that it stays inside its quotes.
 * @param fields the names that may stand between the braces
 * @throws Error in plain words
 */
export function parsePayloadTemplate(text: string, fields: readonly string[]): PayloadWriter {
  for (const [whole, name = ''] of text.matchAll(placeholder)) {
    if (!fields.includes(name))
      throw new Error(`${whole} is not known here; use ${fields.map((f) => `\${${f}}`).join(' or ')}`)
  }
  const isJson = /^\s*[[{]/.test(text)
  // Texts and names by turns, beginning with a text.
  const [first = '', ...parts] = text.split(placeholder)
  return (value, given = typeof value === 'object' ? (value as Record<string, unknown>) : {}) => {
    let filled = first
    for (let i = 0; i < parts.length; i += 2) {
      const name = parts[i] ?? ''
      filled += asText(name === 'value' ? value : (given[name] ?? ''), isJson) + parts[i + 1]
    }
    return filled
  }
}

function asText(value: unknown, isJson: boolean): string {
  if (typeof value === 'string') return isJson ? JSON.stringify(value).slice(1, -1) : value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
