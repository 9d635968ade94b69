import { stringify } from 'yaml'
import { isObject } from '../../util/parse.ts'
import { Secret, secretTag } from './source.ts'

const tags = { customTags: [secretTag], lineWidth: 0, doubleQuotedMinMultiLineLength: 1_000_000 }

/** On one line. */
export const toInlineYaml = (value: unknown): string =>
  stringify(value, { ...tags, collectionStyle: 'flow', defaultStringType: 'PLAIN', blockQuote: false }).trimEnd()

/** On lines of its own; what is in it on one line each. */
export function toBlockYaml(key: string, value: unknown, indent: string): string {
  const isDeep = isObject(value) && !(value instanceof Secret)
  const entries = isDeep ? Object.entries(value) : []
  if (entries.length === 0) return `${indent}${toInlineYaml(key)}: ${toInlineYaml(value)}\n`
  return `${indent}${toInlineYaml(key)}:\n${entries.map(([name, inner]) => `${indent}  ${toInlineYaml(name)}: ${toInlineYaml(inner)}\n`).join('')}`
}

/** As JSON has it; a secret by its name. */
export function toJson(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.name }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, toJson(inner)]])),
  )
}

/** What the whole would be with a value at a path. */
export function setAtPath(whole: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(whole)) return whole.map((item, i) => (i === Number(step) ? setAtPath(item, rest, value) : item))
  const map = (whole ?? {}) as Readonly<Record<string, unknown>>
  return { ...map, [step]: setAtPath(map[step], rest, value) }
}

/** What the whole would be without what is at a path. */
export function deleteAtPath(whole: unknown, [step = '', ...rest]: readonly (string | number)[]): unknown {
  if (Array.isArray(whole)) return whole.map((item, i) => (i === Number(step) ? deleteAtPath(item, rest) : item))
  const { [step]: inner, ...others } = whole as Readonly<Record<string, unknown>>
  if (rest.length > 0)
    return Object.fromEntries(
      Object.entries(whole as object).map(([key, value]) => [
        key,
        key === String(step) ? deleteAtPath(inner, rest) : value,
      ]),
    )
  return others
}

/** True for a map with something in it. */
export const isNonEmptyMap = (value: unknown) => isObject(value) && Object.keys(value).length > 0

/** With a line end at its end, so that another line may follow. */
export const ensureTrailingNewline = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** Keys as they stand in a configuration, on one line; those in `secrets` by the names of their secrets. */
export function toInlineEntries(
  keys: Readonly<Record<string, string | number>>,
  secrets: Readonly<Record<string, string>> = {},
): string {
  const flat = stringify(keys, { collectionStyle: 'flow', lineWidth: 0 })
    .trim()
    .replace(/^\{\s*|\s*\}$/g, '')
  return [flat, ...Object.entries(secrets).map(([key, name]) => `${key}: !secret ${name}`)].filter(Boolean).join(', ')
}
