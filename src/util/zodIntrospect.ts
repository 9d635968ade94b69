import type { z } from 'zod'

/** What is looked at of the inside of a schema. */
interface Def {
  readonly shape?: Record<string, z.ZodType>
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly innerType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly values?: readonly unknown[]
  readonly in?: z.ZodType
  readonly out?: z.ZodType
}
const defOf = (schema: z.ZodType | undefined) => schema?.def as Def | undefined

/** The schema of the value at a path, without its wrappers. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  return unwrapped(path.reduce<z.ZodType | undefined>((here, step) => inside(unwrapped(here), step), schema))
}

/** The keys that an object of the schema may have; of one that has several forms, those of all. */
export function keysOf(schema: z.ZodType | undefined): readonly string[] {
  const def = defOf(unwrapped(schema))
  return [...new Set([...Object.keys(def?.shape ?? {}), ...(def?.options ?? []).flatMap(keysOf)])]
}

/** What tells the forms of a schema apart under one key: the values that this key may have. */
export const kindsOf = (schema: z.ZodType | undefined, key: string): readonly string[] =>
  (defOf(unwrapped(schema))?.options ?? []).flatMap((option) => (defOf(inside(option, key))?.values ?? []).map(String))

/** The forms of a schema that has several. */
export const optionsOf = (schema: z.ZodType | undefined): readonly z.ZodType[] =>
  defOf(unwrapped(schema))?.options ?? []

/** The kinds of value that a schema with several forms takes, those of forms within forms as well. */
export const formsOf = (schema: z.ZodType | undefined): readonly string[] =>
  optionsOf(schema).flatMap((option) =>
    optionsOf(option).length > 0 ? formsOf(option) : String(unwrapped(option)?.def.type),
  )

function inside(schema: z.ZodType | undefined, step: PropertyKey): z.ZodType | undefined {
  const def = defOf(schema)
  const own = def?.shape?.[String(step)] ?? (typeof step === 'number' ? def?.element : undefined) ?? def?.valueType
  return own ?? def?.options?.map((option) => inside(unwrapped(option), step)).find((found) => found !== undefined)
}

function unwrapped(schema: z.ZodType | undefined): z.ZodType | undefined {
  let here = schema
  for (let def = defOf(here); def?.innerType || def?.in; def = defOf(here)) here = def.innerType ?? def.in
  return here
}
