import { yamlPosition } from './yamlPosition.ts'

/** What of a JSON Schema is used here. */
export interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema | boolean
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly description?: string
}

/** One word that is offered. */
interface CompletionOption {
  readonly label: string
  readonly kind: 'key' | 'value'
  /** what is written in place of the word */
  readonly apply: string
  /** what kind of value it takes, or that it is the default */
  readonly detail?: string
  readonly isRequired?: true
}

/** What is offered for the word that begins at `from`. */
export interface Completions {
  readonly from: number
  readonly options: readonly CompletionOption[]
}

/** A key whose values are the names that another part of the text gives: the keys of `map`. */
export interface NameReference {
  readonly key: string
  readonly map: string
}

/** References by name within one schema are followed so often at most; a circle ends there. */
const maxReferences = 20

/** The schemas that a schema stands for, without `$ref`, `anyOf`, `oneOf` and `allOf`. */
function alternatives(root: JsonSchema, schema: JsonSchema | boolean | undefined, depth = 0): readonly JsonSchema[] {
  if (typeof schema !== 'object' || depth > maxReferences) return []
  const named = schema.$ref?.match(/^#\/\$defs\/(.+)$/)?.[1]
  const inner = [
    ...(named === undefined ? [] : alternatives(root, root.$defs?.[named], depth + 1)),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((one) =>
      alternatives(root, one, depth + 1),
    ),
  ]
  const { $ref: _ref, anyOf: _any, oneOf: _one, allOf: _all, $defs, ...own } = schema
  const isOnlyNote = Object.keys(own).every((key) => key === 'default' || key === 'description')
  return isOnlyNote ? inner : [own, ...inner]
}

/** The schemas that fit what is written beside: those whose fixed values are not contradicted. */
const fitting = (schemas: readonly JsonSchema[], beside: ReadonlyMap<string, string> | undefined) => {
  const fits = schemas.filter(({ properties = {} }) =>
    Object.entries(properties).every(([key, one]) => {
      const written = beside?.get(key)
      return one.const === undefined || written === undefined || written === '' || written === String(one.const)
    }),
  )
  return fits.length > 0 ? fits : schemas
}

/** The schemas of the map or list around the cursor. */
function schemasAt(root: JsonSchema, path: readonly string[], maps: readonly ReadonlyMap<string, string>[]) {
  return path.reduce<readonly JsonSchema[]>(
    (schemas, step, i) =>
      fitting(schemas, maps[i]).flatMap(({ items, properties, additionalProperties }) =>
        step === '[]' ? alternatives(root, items) : alternatives(root, properties?.[step] ?? additionalProperties),
      ),
    alternatives(root, root),
  )
}

/** Words that YAML, or a reader, would take for something other than a text. */
const needsQuotes = (text: string) =>
  !/^[\p{L}\p{N}_./+-][\p{L}\p{N}_./+:-]*$/u.test(text) || /^(on|off|yes|no|true|false|null|[-+.\d]+)$/i.test(text)
const asYaml = (value: unknown) =>
  typeof value === 'string' && needsQuotes(value) ? `'${value.replaceAll("'", "''")}'` : String(value)

/** A short note of what kind of value a schema takes. */
function kindOf(root: JsonSchema, schema: JsonSchema): string {
  const all = alternatives(root, schema)
  const words = all.flatMap(({ enum: some, const: only, type }) => {
    if (some)
      return some
        .slice(0, 3)
        .map(String)
        .concat(some.length > 3 ? ['…'] : [])
    if (only !== undefined) return [String(only)]
    return type === undefined ? [] : [type].flat().map((one) => ({ object: '{ }', array: '[ ]' })[one] ?? one)
  })
  return [...new Set(words)].slice(0, 4).join(' | ')
}

/** What may be written where the cursor stands. @returns undefined where nothing can be offered */
export function complete(
  root: JsonSchema,
  text: string,
  offset: number,
  references: readonly NameReference[] = [],
): Completions | undefined {
  const position = yamlPosition(text, offset)
  if (!position) return undefined
  const { path, maps, key, word, from } = position
  const beside = maps.at(-1)
  const around = fitting(schemasAt(root, path, maps), beside)
  if (key === undefined) {
    const keys = around.filter(({ properties }) => properties !== undefined)
    const options = new Map<string, CompletionOption>()
    for (const { properties = {}, required = [] } of keys)
      for (const [name, schema] of Object.entries(properties)) {
        if (beside?.has(name) || options.has(name)) continue
        options.set(name, {
          label: name,
          kind: 'key',
          apply: `${asYaml(name)}: `,
          detail: kindOf(root, schema),
          // In one of several forms a key may be needed and in another not; only what all need is called needed.
          ...(keys.every((one) => one.required?.includes(name)) && required.includes(name) && { isRequired: true }),
        })
      }
    // An item of a list of plain values.
    const plain = valuesOf(around)
    return offer(from, word, [...options.values(), ...plain])
  }
  const schemas = around.flatMap(({ properties, additionalProperties }) =>
    alternatives(root, properties?.[key] ?? additionalProperties),
  )
  const names = references
    .filter((one) => one.key === key && path.length > 0)
    .flatMap(({ map }) => keysBelow(text, map))
    .map((name) => ({ label: name, kind: 'value', apply: asYaml(name) }) as const)
  return offer(from, word, [...names, ...valuesOf(schemas)])
}

function valuesOf(schemas: readonly JsonSchema[]): readonly CompletionOption[] {
  const values = schemas.flatMap((schema) => [
    ...(schema.enum ?? (schema.const === undefined ? [] : [schema.const])),
    ...(schema.type === 'boolean' ? [true, false] : []),
  ])
  const normal = new Set<unknown>(schemas.flatMap((schema) => (schema.default === undefined ? [] : [schema.default])))
  return [...new Set(values)].map((value) => ({
    label: String(value),
    kind: 'value',
    apply: asYaml(value),
    ...(normal.has(value) && { detail: 'default' }),
  }))
}

function offer(from: number, word: string, options: readonly CompletionOption[]): Completions | undefined {
  const typed = word.toLowerCase()
  const matching = options.filter(({ label }) => label.toLowerCase().includes(typed))
  const rank = ({ label, isRequired }: CompletionOption) =>
    (label.toLowerCase().startsWith(typed) ? 0 : 2) + (isRequired ? 0 : 1)
  return matching.length > 0 ? { from, options: matching.toSorted((a, b) => rank(a) - rank(b)) } : undefined
}

/** The keys of the map under a key at the left edge. */
function keysBelow(text: string, map: string): readonly string[] {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`${map}:`))
  if (start === -1) return []
  const names: string[] = []
  let indent: number | undefined
  for (const line of lines.slice(start + 1)) {
    if (/^\s*(#|$)/.test(line)) continue
    const own = line.length - line.trimStart().length
    if (own === 0) break
    indent ??= own
    const name = /^\s*(['"]?)([^'":#]+)\1\s*:/.exec(line)?.[2]
    if (own === indent && name !== undefined) names.push(name)
  }
  return names
}
