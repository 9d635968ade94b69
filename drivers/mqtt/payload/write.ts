import { type HueSaturation, toRgb, toXy } from '../../../src/home/color.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { localizedError } from '../../../src/util/translate.ts'
import { mqttMessage } from '../messages.ts'
import { readTemplate } from './jinja/index.ts'
import type { TraitOptions } from './traitOptions.ts'

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
      throw localizedError(
        mqttMessage('unknownPlaceholder', { placeholder: whole, known: fields.map((f) => `\${${f}}`).join(', ') }),
      )
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

/** What the parts of a colour are called in a payload: degrees and percent, the diagram's point, 0–255. */
const colorFields = ['hue', 'saturation', 'brightness', 'x', 'y', 'r', 'g', 'b'] as const

/** What the fields of a value are called in a payload. */
const fieldsOf = (name: Trait): readonly string[] => (name === 'color' ? ['value', ...colorFields] : ['value'])

/** A colour in every way that devices want it. */
function colorParts(value: HueSaturation & { readonly brightness?: number }): Record<string, number> {
  const [x, y] = toXy(value).map((n) => Math.round(n * 10_000) / 10_000) as [number, number]
  const [r, g, b] = toRgb(value)
  return { ...value, x, y, r, g, b }
}

/** The same by Home Assistant's names. */
const homeAssistantColorNames = ({ saturation, r, g, b, ...parts }: Record<string, number>) => ({
  ...parts,
  saturation,
  sat: saturation,
  red: r,
  green: g,
  blue: b,
  r,
  g,
  b,
})

/**
 * What makes the payload of a trait's command from its value in the device's words; without a template it is the value alone.
 * @throws Error in plain words
 */
export function payloadWriter(name: Trait, { payload = '${value}', payloadTemplate }: TraitOptions): PayloadWriter {
  const parts = (value: unknown) => (name === 'color' ? colorParts(value as HueSaturation) : {})
  if (payloadTemplate !== undefined) {
    const { render } = readTemplate(payloadTemplate)
    return (value) => render({ value, ...homeAssistantColorNames(parts(value)) }) ?? ''
  }
  const fill = parsePayloadTemplate(payload, fieldsOf(name))
  return (value) => fill(value, parts(value))
}

/** True if what is told of a colour has its brightness in it. */
export const includesBrightness = ({ payload, payloadTemplate }: TraitOptions): boolean =>
  /\$\{(brightness|value)\}|\bbrightness\b/.test(payloadTemplate ?? payload ?? '${value}')
