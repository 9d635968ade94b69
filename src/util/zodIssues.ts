import type { z } from 'zod'
import { type SchemaMessage, schemaIssueMessage as say } from './schemaMessages.ts'
import { suggest, suggestion } from './suggest.ts'
import { asSentence, joinTexts, type LocalizedText, schemaText, untranslated } from './translate.ts'
import { discriminatorValues, keysOf, schemaAt, unionOptions, unionTypes } from './zodIntrospect.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** One problem that a schema found: a sentence for the user, and where. */
export interface SchemaIssue {
  readonly path: Path
  readonly key?: string
  readonly message: LocalizedText
}

const typeMessages: Readonly<Record<string, SchemaMessage>> = {
  string: 'string',
  number: 'number',
  int: 'int',
  boolean: 'boolean',
  array: 'array',
  tuple: 'array',
  object: 'object',
  record: 'object',
}

function typeName(type: string): LocalizedText {
  const message = typeMessages[type]
  return message ? say(message) : untranslated(type)
}

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
      return issue.keys.map((key) => ({
        path,
        key,
        message: joinTexts(say('unknownKey', { key }), suggestKey(key, known)),
      }))
    }
    return [
      { path, message: joinTexts(asSentence(describeIssue(schema, value, issue)), suggestValue(schema, value, issue)) },
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

function suggestKey(key: string, known: readonly string[]): LocalizedText {
  const meant = suggestion(key, known)
  if (meant.en !== '' || known.length === 0) return meant
  return say('knownKeys', { keys: `${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}` })
}

const valueAt = (value: unknown, path: Path) =>
  path.reduce<unknown>((here, step) => (here as Record<PropertyKey, unknown> | undefined)?.[step], value)

function describeIssue(schema: z.ZodType, value: unknown, issue: Issue): LocalizedText {
  const { path } = issue
  const name = nameOf(path)
  const written = valueAt(value, path)
  const mustBe = (expected: LocalizedText) =>
    written === undefined
      ? say('missing', { name, expected })
      : say('wrongType', { name, expected, actual: kind(written) })
  const mustBeOneOf = (values: readonly unknown[]) =>
    say(written === undefined ? 'missingOneOf' : 'notOneOf', { name, values: values.map(String).join(', ') })
  switch (issue.code) {
    case 'invalid_type':
      return describeExpectedText(schemaAt(schema, path), written) ?? mustBe(typeName(issue.expected))
    case 'invalid_value':
      return mustBeOneOf(issue.values)
    case 'too_small':
    case 'too_big':
      return describeLimit(issue, name)
    case 'invalid_union': {
      const only = issue.errors.flat()
      const values = only.flatMap((one) => (one.code === 'invalid_value' && one.path.length === 0 ? one.values : []))
      if (values.length > 0 && only.every(({ code }) => code === 'invalid_value')) return mustBeOneOf(values)
      const known = discriminatorValues(schemaAt(schema, path.slice(0, -1)), String(path.at(-1)))
      if (known.length > 0) return mustBeOneOf(known)
      const [first = 'object', ...more] = new Set(unionTypes(schemaAt(schema, path)))
      return mustBe(more.reduce((text, type) => joinTexts(text, say('or'), typeName(type)), typeName(first)))
    }
    case 'invalid_key':
      return schemaText(issue.issues[0]?.message ?? issue.message)
    case 'custom':
      return (issue.params as { readonly text?: LocalizedText } | undefined)?.text ?? schemaText(issue.message)
    default: {
      const text = schemaText(issue.message)
      // What zod itself says is English only.
      return text.ko === text.en ? say('wrongForm', { name, reason: issue.message }) : text
    }
  }
}

/** ` Did you mean …`, where the value must be one of a few words. */
function suggestValue(schema: z.ZodType, value: unknown, issue: Issue): LocalizedText {
  const written = valueAt(value, issue.path)
  if (typeof written !== 'string') return untranslated('')
  if (issue.code === 'invalid_value') return suggestion(written, issue.values.map(String))
  if (issue.code !== 'invalid_union') return untranslated('')
  return suggestion(written, discriminatorValues(schemaAt(schema, issue.path.slice(0, -1)), String(issue.path.at(-1))))
}

const limitMessages = {
  too_small: { string: 'tooShort', array: 'tooFewItems', other: 'tooSmall' },
  too_big: { string: 'tooLong', array: 'tooManyItems', other: 'tooBig' },
} as const

/** The smallest or greatest value, length of a text, or number of items. */
function describeLimit(issue: Issue & { readonly code: 'too_small' | 'too_big' }, name: LocalizedText): LocalizedText {
  const { code, origin } = issue
  const limit = Number(code === 'too_small' ? issue.minimum : issue.maximum)
  const kindOfLimit = origin === 'string' ? 'string' : origin === 'array' ? 'array' : 'other'
  return say(limitMessages[code][kindOfLimit], { name, limit })
}

/** `"deadline"`, and of an item of a list `item 2 of "appliances"`. */
function nameOf(path: Path): LocalizedText {
  const last = path.at(-1)
  if (last === undefined) return say('wholeFile')
  return typeof last === 'number'
    ? say('item', { n: last + 1, list: nameOf(path.slice(0, -1)) })
    : untranslated(`"${String(last)}"`)
}

/** For a number where a text of a certain form is expected: that form, which is more specific than "not a text". */
function describeExpectedText(schema: z.ZodType | undefined, written: unknown): LocalizedText | undefined {
  if (typeof written !== 'number' || schema?.def.type !== 'string') return undefined
  const message = schema.safeParse(String(written)).error?.issues[0]?.message
  return message === undefined ? undefined : schemaText(message)
}

function kind(value: unknown): LocalizedText {
  if (value === null) return say('empty')
  return typeName(Array.isArray(value) ? 'array' : typeof value)
}
