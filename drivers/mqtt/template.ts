/** A payload with `${value}` in it, ready to be filled. */
export type Template = (value: unknown) => string

const placeholder = /\$\{([^}]*)\}/g

/**
 * Reads a payload template. `${value}` is the value in the device's own words, `${hue}` a field of a value that has fields.
 * In a template that is JSON, text is escaped so that it stays inside its quotes.
 * @param fields the names that may stand between the braces
 * @throws Error in plain words
 */
export function parseTemplate(text: string, fields: readonly string[]): Template {
  for (const [whole, name = ''] of text.matchAll(placeholder)) {
    if (!fields.includes(name))
      throw new Error(`${whole} is not known here; use ${fields.map((f) => `\${${f}}`).join(' or ')}`)
  }
  const isJson = /^\s*[[{]/.test(text)
  const written = (value: unknown) => {
    const plain = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return isJson && typeof value === 'string' ? JSON.stringify(plain).slice(1, -1) : plain
  }
  return (value) =>
    text.replace(placeholder, (_whole, name: string) =>
      written(name === 'value' ? value : ((value as Record<string, unknown>)[name] ?? '')),
    )
}
