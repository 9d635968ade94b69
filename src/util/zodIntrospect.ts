import type { z } from 'zod'

/** The parts of a zod schema's definition that are used here. */
interface SchemaDefinition {
  readonly shape?: Record<string, z.ZodType>
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly innerType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly values?: readonly unknown[]
  readonly in?: z.ZodType
  readonly out?: z.ZodType
}
const definitionOf = (schema: z.ZodType | undefined) => schema?.def as SchemaDefinition | undefined

/** The schema at a path, without optional, default and transform around it. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  return unwrapped(path.reduce<z.ZodType | undefined>((here, step) => schemaUnder(unwrapped(here), step), schema))
}

/** The keys that an object of the schema may have; of a union, the keys of all its options. */
export function keysOf(schema: z.ZodType | undefined): readonly string[] {
  const def = definitionOf(unwrapped(schema))
  return [...new Set([...Object.keys(def?.shape ?? {}), ...(def?.options ?? []).flatMap(keysOf)])]
}

/** The values of the key that distinguishes the options of a union. */
export const discriminatorValues = (schema: z.ZodType | undefined, key: string): readonly string[] =>
  (definitionOf(unwrapped(schema))?.options ?? []).flatMap((option) =>
    (definitionOf(schemaUnder(option, key))?.values ?? []).map(String),
  )

/** The options of a union. */
export const unionOptions = (schema: z.ZodType | undefined): readonly z.ZodType[] =>
  definitionOf(unwrapped(schema))?.options ?? []

/** The types of the options of a union, those of nested unions included. */
export const unionTypes = (schema: z.ZodType | undefined): readonly string[] =>
  unionOptions(schema).flatMap((option) =>
    unionOptions(option).length > 0 ? unionTypes(option) : String(unwrapped(option)?.def.type),
  )

function schemaUnder(schema: z.ZodType | undefined, step: PropertyKey): z.ZodType | undefined {
  const def = definitionOf(schema)
  const own = def?.shape?.[String(step)] ?? (typeof step === 'number' ? def?.element : undefined) ?? def?.valueType
  return own ?? def?.options?.map((option) => schemaUnder(unwrapped(option), step)).find((found) => found !== undefined)
}

function unwrapped(schema: z.ZodType | undefined): z.ZodType | undefined {
  let here = schema
  for (let def = definitionOf(here); def?.innerType || def?.in; def = definitionOf(here)) here = def.innerType ?? def.in
  return here
}
