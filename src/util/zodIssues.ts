import type { z } from 'zod'
import { didYouMean, suggest } from './suggest.ts'
import { formsOf, keysOf, kindsOf, optionsOf, schemaAt } from './zodIntrospect.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** One thing that a schema found wrong, in plain words, and where. */
export interface Finding {
  readonly path: Path
  readonly key?: string
  readonly message: string
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'keys and values',
  record: 'keys and values',
}
const kindNamed = (kind: string) => kinds[kind] ?? kind

/**
 * Puts what a schema found wrong with a value into words that its writer understands.
 * @param also keys that may stand at the top besides those of the schema
 */
export function findings(
  schema: z.ZodType,
  value: unknown,
  issues: readonly Issue[],
  also: readonly string[] = [],
): readonly Finding[] {
  const misspelt = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [issue] : []))
  // What is missing because its key is misspelt is not told besides.
  const told = issues.filter(({ code, path }) => {
    if (code === 'custom') return misspelt.every((other) => other.path.join('.') !== path.join('.'))
    if (code !== 'invalid_type' || at(value, path) !== undefined) return true
    const own = misspelt.filter((other) => other.path.join('.') === path.slice(0, -1).join('.'))
    return own.every(({ keys }) => keys.every((key) => suggest(key, [String(path.at(-1))]) === undefined))
  })
  return told.flatMap((issue) => {
    const { path } = issue
    const form =
      issue.code === 'invalid_union' ? likeliest(issue.errors, schemaAt(schema, path), at(value, path)) : undefined
    // Of several forms the one is explained that its writer had in mind.
    if (form) {
      const inside = form.map((one) => ({ ...one, path: [...path, ...one.path] }))
      return findings(schema, value, inside, also)
    }
    if (issue.code === 'unrecognized_keys') {
      const known = [...(path.length === 0 ? also : []), ...keysOf(schemaAt(schema, path))]
      return issue.keys.map((key) => ({ path, key, message: `"${key}" is not known here.${hint(key, known)}` }))
    }
    const said = sentence(schema, value, issue)
    return [{ path, message: `${said}${/[.?!]$/.test(said) ? '' : '.'}${meant(schema, value, issue)}` }]
  })
}

/**
 * What is wrong by the one form of several that has the shape of what is written, and the most of its keys, misspelt ones too;
 * nothing if none or more have it.
 */
function likeliest(
  forms: readonly (readonly Issue[])[],
  schema: z.ZodType | undefined,
  written: unknown,
): readonly Issue[] | undefined {
  const options = optionsOf(schema)
  const fit = forms
    .map((issues, i) => ({ issues, far: forms.length === options.length ? -likeness(written, keysOf(options[i])) : 0 }))
    .filter(({ issues }) => !isOfAnotherKind(issues))
  const [best, next] = fit.toSorted((a, b) => a.far - b.far || a.issues.length - b.issues.length)
  return best && (best.far !== next?.far || best.issues.length !== next.issues.length) ? best.issues : undefined
}

/** Whether a form is for something of another kind, as is every form within it. */
const isOfAnotherKind = (issues: readonly Issue[]): boolean =>
  issues.some(
    (issue) =>
      issue.path.length === 0 &&
      (issue.code === 'invalid_type' || (issue.code === 'invalid_union' && issue.errors.every(isOfAnotherKind))),
  )

/** How many of the keys that are written a form knows; of one that is like a known one, half. */
function likeness(written: unknown, known: readonly string[]): number {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return 0
  return Object.keys(written).reduce(
    (sum, key) => sum + (known.includes(key) ? 1 : suggest(key, known) === undefined ? 0 : 0.5),
    0,
  )
}

const hint = (key: string, known: readonly string[]) =>
  didYouMean(key, known) ||
  (known.length > 0 ? ` Known are ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.` : '')

const at = (value: unknown, path: Path) =>
  path.reduce<unknown>((here, step) => (here as Record<PropertyKey, unknown> | undefined)?.[step], value)

function sentence(schema: z.ZodType, value: unknown, issue: Issue): string {
  const { path } = issue
  const name = nameOf(path)
  const written = at(value, path)
  const must = written === undefined ? `${name} is missing; it is` : `${name} must be`
  switch (issue.code) {
    case 'invalid_type': {
      const asText = wantedText(schemaAt(schema, path), written)
      return asText ?? `${must} ${kindNamed(issue.expected)}${written === undefined ? '' : `, and is ${kind(written)}`}`
    }
    case 'invalid_value':
      return `${must} one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `${name} must be at least ${issue.minimum}${sized(issue.origin)}`
    case 'too_big':
      return `${name} must be at most ${issue.maximum}${sized(issue.origin)}`
    case 'invalid_union': {
      const only = issue.errors.flat()
      const values = only.flatMap((one) => (one.code === 'invalid_value' && one.path.length === 0 ? one.values : []))
      if (values.length > 0 && only.every(({ code }) => code === 'invalid_value'))
        return `${must} one of ${values.map(String).join(', ')}`
      const known = kindsOf(schemaAt(schema, path.slice(0, -1)), String(path.at(-1)))
      if (known.length > 0) return `${must} one of ${known.join(', ')}`
      const forms = [...new Set(formsOf(schemaAt(schema, path)).map(kindNamed))]
      return `${must} ${forms.join(' or ')}${written === undefined ? '' : `, and is ${kind(written)}`}`
    }
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message
    default:
      return issue.message
  }
}

/** `Did you mean`, where the value is one of a few words. */
function meant(schema: z.ZodType, value: unknown, issue: Issue): string {
  const written = at(value, issue.path)
  if (typeof written !== 'string') return ''
  if (issue.code === 'invalid_value') return didYouMean(written, issue.values.map(String))
  if (issue.code !== 'invalid_union') return ''
  return didYouMean(written, kindsOf(schemaAt(schema, issue.path.slice(0, -1)), String(issue.path.at(-1))))
}

/** `"deadline"`, and of an item of a list `item 2 of "appliances"`. */
function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  return typeof last === 'number' ? `item ${last + 1} of ${nameOf(path.slice(0, -1))}` : `"${String(last)}"`
}

/** What is wrong with a number where a text of a certain form is wanted: its form, which says more than that it is no text. */
function wantedText(schema: z.ZodType | undefined, written: unknown): string | undefined {
  if (typeof written !== 'number' || schema?.def.type !== 'string') return undefined
  return schema.safeParse(String(written)).error?.issues[0]?.message
}

const sized = (origin: string) => (origin === 'string' ? ' characters long' : origin === 'array' ? ' long' : '')

function kind(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'keys and values' : kindNamed(typeof value)
}
