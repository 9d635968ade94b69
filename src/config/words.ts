import type { z } from 'zod'
import { didYouMean } from './suggest.ts'

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
  return issues.flatMap((issue) => describe(schema, value, issue, also))
}

function describe(schema: z.ZodType, value: unknown, issue: Issue, also: readonly string[]): readonly Finding[] {
  const { path } = issue
  const name = String(path.at(-1) ?? 'the file')
  const written = path.reduce<unknown>(
    (here, step) => (here as Record<PropertyKey, unknown> | undefined)?.[step],
    value,
  )
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = [...(path.length === 0 ? also : []), ...keysAt(schema, path)]
      return issue.keys.map((key) => ({
        path,
        key,
        message: `"${key}" is not known here.${didYouMean(key, known) || (known.length > 0 ? ` Known are ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.` : '')}`,
      }))
    }
    case 'invalid_type':
      return written === undefined
        ? [{ path, message: `"${name}" is missing; it is ${kinds[issue.expected] ?? issue.expected}.` }]
        : [{ path, message: `"${name}" must be ${kinds[issue.expected] ?? issue.expected}, and is ${kind(written)}.` }]
    case 'invalid_value': {
      const values = issue.values.map(String)
      const missing = written === undefined
      return [
        {
          path,
          message: `"${name}" ${missing ? 'is missing; it is' : 'must be'} one of ${values.join(', ')}.${missing ? '' : didYouMean(String(written), values)}`,
        },
      ]
    }
    case 'too_small':
      return [{ path, message: `"${name}" must be at least ${issue.minimum}${sized(issue.origin)}.` }]
    case 'too_big':
      return [{ path, message: `"${name}" must be at most ${issue.maximum}${sized(issue.origin)}.` }]
    case 'invalid_union':
      return [{ path, message: `"${name}" has none of the forms that it can have.` }]
    case 'invalid_key':
      return [{ path, message: issue.issues[0]?.message ?? issue.message }]
    default:
      return [{ path, message: `${issue.message.replace(/^./, (first) => first.toUpperCase())}.` }]
  }
}

const sized = (origin: string) => (origin === 'string' ? ' characters long' : origin === 'array' ? ' long' : '')

function kind(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'keys and values'
  return `${kinds[typeof value] ?? typeof value}`
}

/** The keys that an object of the schema may have at a path. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  const end = path.reduce<z.ZodType | undefined>((here, step) => inside(here, step), schema)
  const def = unwrapped(end)?.def as { shape?: object } | undefined
  return Object.keys(def?.shape ?? {})
}

interface Def {
  readonly shape?: Record<string, z.ZodType>
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly out?: z.ZodType
}
const defOf = (schema: z.ZodType | undefined) => schema?.def as Def | undefined

function inside(schema: z.ZodType | undefined, step: PropertyKey): z.ZodType | undefined {
  const def = defOf(unwrapped(schema))
  return def?.shape?.[String(step)] ?? def?.element ?? def?.valueType
}

function unwrapped(schema: z.ZodType | undefined): z.ZodType | undefined {
  let here = schema
  for (let def = defOf(here); def?.innerType || def?.out; def = defOf(here))
    here = def.innerType ?? (defOf(def.in)?.shape ? def.in : def.out)
  return here
}
