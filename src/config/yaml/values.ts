import { stringify } from 'yaml'
import { isObject } from '../../util/parse.ts'
import { Secret, secretTag } from './source.ts'

const tags = { customTags: [secretTag], lineWidth: 0, doubleQuotedMinMultiLineLength: 1_000_000 }

/** The YAML of a value on one line. */
export const toInlineYaml = (value: unknown): string =>
  stringify(value, { ...tags, collectionStyle: 'flow', defaultStringType: 'PLAIN', blockQuote: false }).trimEnd()

/** The YAML of an entry of a map in block style; the values of an inner map are on one line each. */
export function toBlockYaml(key: string, value: unknown, indent: string): string {
  const isDeep = isObject(value) && !(value instanceof Secret)
  const entries = isDeep ? Object.entries(value) : []
  if (entries.length === 0) return `${indent}${toInlineYaml(key)}: ${toInlineYaml(value)}\n`
  return `${indent}${toInlineYaml(key)}:\n${entries.map(([name, inner]) => `${indent}  ${toInlineYaml(name)}: ${toInlineYaml(inner)}\n`).join('')}`
}

/** The value as JSON; a secret becomes `{ secret: name }`. */
export function toJson(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.name }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, toJson(inner)]])),
  )
}

/** A copy of `whole` with a value at a path. */
export function setAtPath(whole: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(whole)) return whole.map((item, i) => (i === Number(step) ? setAtPath(item, rest, value) : item))
  const map = (whole ?? {}) as Readonly<Record<string, unknown>>
  return { ...map, [step]: setAtPath(map[step], rest, value) }
}

/** A copy of `whole` without the value at a path. */
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

/** True for a map that is not empty. */
export const isNonEmptyMap = (value: unknown) => isObject(value) && Object.keys(value).length > 0

/** The text with a newline at its end, so that another line can be added. */
export const ensureTrailingNewline = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** Entries of a map on one line, as in a configuration; those of `secrets` are written as `!secret name`. */
export function toInlineEntries(
  keys: Readonly<Record<string, string | number>>,
  secrets: Readonly<Record<string, string>> = {},
): string {
  const flat = stringify(keys, { collectionStyle: 'flow', lineWidth: 0 })
    .trim()
    .replace(/^\{\s*|\s*\}$/g, '')
  return [flat, ...Object.entries(secrets).map(([key, name]) => `${key}: !secret ${name}`)].filter(Boolean).join(', ')
}
