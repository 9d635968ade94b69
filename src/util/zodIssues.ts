import type { z } from 'zod'
import { didYouMean, suggest } from './suggest.ts'
import { discriminatorValues, keysOf, schemaAt, unionOptions, unionTypes } from './zodIntrospect.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** One problem that a schema found: a sentence for the user, and where. */
export interface SchemaIssue {
  readonly path: Path
  readonly key?: string
  readonly message: string
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'keys and values',
  record: 'keys and values',
}
const typeName = (describeType: string) => typeNames[describeType] ?? describeType

/**
 * Describes the issues of a schema for the author of the file.
 * @param extraKeys keys that are allowed at the top level in addition to those of the schema
 */
export function describeZodIssues(
  schema: z.ZodType,
  value: unknown,
  issues: readonly Issue[],
  extraKeys: readonly string[] = [],
): readonly SchemaIssue[] {
  const misspelt = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [issue] : []))
  // A key that is missing because it is misspelt is reported once, as misspelt.
  const relevant = issues.filter(({ code, path }) => {
    if (code === 'custom') return misspelt.every((other) => other.path.join('.') !== path.join('.'))
    if (code !== 'invalid_type' || valueAt(value, path) !== undefined) return true
    const own = misspelt.filter((other) => other.path.join('.') === path.slice(0, -1).join('.'))
    return own.every(({ keys }) => keys.every((key) => suggest(key, [String(path.at(-1))]) === undefined))
  })
  return relevant.flatMap((issue) => {
    const { path } = issue
    const form =
      issue.code === 'invalid_union'
        ? bestUnionForm(issue.errors, schemaAt(schema, path), valueAt(value, path))
        : undefined
    // Of a union, the option that the author most likely meant is explained.
    if (form) {
      const inside = form.map((one) => ({ ...one, path: [...path, ...one.path] }))
      return describeZodIssues(schema, value, inside, extraKeys)
    }
    if (issue.code === 'unrecognized_keys') {
      const known = [...(path.length === 0 ? extraKeys : []), ...keysOf(schemaAt(schema, path))]
      return issue.keys.map((key) => ({ path, key, message: `"${key}" is not known here.${suggestKey(key, known)}` }))
    }
    const description = describeIssue(schema, value, issue)
    return [
      { path, message: `${description}${/[.?!]$/.test(description) ? '' : '.'}${suggestValue(schema, value, issue)}` },
    ]
  })
}

/**
 * The issues of the option of a union that matches what is written best: same type, most keys in common (also misspelt ones).
 * undefined if no option or several match best.
 */
function bestUnionForm(
  forms: readonly (readonly Issue[])[],
  schema: z.ZodType | undefined,
  written: unknown,
): readonly Issue[] | undefined {
  const options = unionOptions(schema)
  const candidates = forms
    .map((issues, i) => ({
      issues,
      distance: forms.length === options.length ? -matchingKeys(written, keysOf(options[i])) : 0,
    }))
    .filter(({ issues }) => !isOfAnotherType(issues))
  const [best, next] = candidates.toSorted((a, b) => a.distance - b.distance || a.issues.length - b.issues.length)
  return best && (best.distance !== next?.distance || best.issues.length !== next.issues.length)
    ? best.issues
    : undefined
}

/** Whether an option is for a value of another type, and so are all options nested in it. */
const isOfAnotherType = (issues: readonly Issue[]): boolean =>
  issues.some(
    (issue) =>
      issue.path.length === 0 &&
      (issue.code === 'invalid_type' || (issue.code === 'invalid_union' && issue.errors.every(isOfAnotherType))),
  )

/** How many of the written keys an option has; a key that resembles one counts half. */
function matchingKeys(written: unknown, known: readonly string[]): number {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return 0
  return Object.keys(written).reduce(
    (sum, key) => sum + (known.includes(key) ? 1 : suggest(key, known) === undefined ? 0 : 0.5),
    0,
  )
}

const suggestKey = (key: string, known: readonly string[]) =>
  didYouMean(key, known) ||
  (known.length > 0 ? ` Known are ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.` : '')

const valueAt = (value: unknown, path: Path) =>
  path.reduce<unknown>((here, step) => (here as Record<PropertyKey, unknown> | undefined)?.[step], value)

function describeIssue(schema: z.ZodType, value: unknown, issue: Issue): string {
  const { path } = issue
  const name = nameOf(path)
  const written = valueAt(value, path)
  const prefix = written === undefined ? `${name} is missing; it is` : `${name} must be`
  switch (issue.code) {
    case 'invalid_type': {
      const asText = describeExpectedText(schemaAt(schema, path), written)
      return (
        asText ?? `${prefix} ${typeName(issue.expected)}${written === undefined ? '' : `, and is ${kind(written)}`}`
      )
    }
    case 'invalid_value':
      return `${prefix} one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `${name} must be at least ${issue.minimum}${sizeUnit(issue.origin)}`
    case 'too_big':
      return `${name} must be at most ${issue.maximum}${sizeUnit(issue.origin)}`
    case 'invalid_union': {
      const only = issue.errors.flat()
      const values = only.flatMap((one) => (one.code === 'invalid_value' && one.path.length === 0 ? one.values : []))
      if (values.length > 0 && only.every(({ code }) => code === 'invalid_value'))
        return `${prefix} one of ${values.map(String).join(', ')}`
      const known = discriminatorValues(schemaAt(schema, path.slice(0, -1)), String(path.at(-1)))
      if (known.length > 0) return `${prefix} one of ${known.join(', ')}`
      const forms = [...new Set(unionTypes(schemaAt(schema, path)).map(typeName))]
      return `${prefix} ${forms.join(' or ')}${written === undefined ? '' : `, and is ${kind(written)}`}`
    }
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message
    default:
      return issue.message
  }
}

/** ` Did you mean …`, where the value must be one of a few words. */
function suggestValue(schema: z.ZodType, value: unknown, issue: Issue): string {
  const written = valueAt(value, issue.path)
  if (typeof written !== 'string') return ''
  if (issue.code === 'invalid_value') return didYouMean(written, issue.values.map(String))
  if (issue.code !== 'invalid_union') return ''
  return didYouMean(written, discriminatorValues(schemaAt(schema, issue.path.slice(0, -1)), String(issue.path.at(-1))))
}

/** `"deadline"`, and of an item of a list `item 2 of "appliances"`. */
function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  return typeof last === 'number' ? `item ${last + 1} of ${nameOf(path.slice(0, -1))}` : `"${String(last)}"`
}

/** For a number where a text of a certain form is expected: that form, which is more specific than "not a text". */
function describeExpectedText(schema: z.ZodType | undefined, written: unknown): string | undefined {
  if (typeof written !== 'number' || schema?.def.type !== 'string') return undefined
  return schema.safeParse(String(written)).error?.issues[0]?.message
}

const sizeUnit = (origin: string) => (origin === 'string' ? ' characters long' : origin === 'array' ? ' long' : '')

function kind(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'keys and values' : typeName(typeof value)
}
