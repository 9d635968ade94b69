import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import * as z from 'zod'
import type { LoadContext } from '../config/load.ts'
import { redactedMark } from '../config/redact.ts'
import { applianceKeys, schema } from '../config/schema.ts'
import { secretsFile } from '../config/secretsFile.ts'
import { parseSource, Secret } from '../config/yaml/source.ts'
import { isSecretKey } from '../util/secretKeys.ts'
import { schemaAt, unionTypes } from '../util/zodIntrospect.ts'

/**
 * A configuration that may be shown to others: without comments, without the values of secret keys, and without everything
 * that the schema does not know, at every depth, since a password may be at a wrong place.
 */
export async function redactedConfig(file: string, { drivers }: Pick<LoadContext, 'drivers'>): Promise<string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code})`
  }
  const { value, problems } = parseSource(file, text)
  if (problems.length > 0) return 'is no YAML, and is not shown; what is wrong with it is told below'
  const types = connectionTypes(value)
  const used = Object.entries(drivers).filter(([type]) => [...types.values()].includes(type))
  const loaded = new Map(await Promise.all(used.map(async ([type, load]) => [type, await load()] as const)))
  const driverOf = (connection: unknown) => loaded.get(types.get(String(connection)) ?? '')
  const secretNames = knownSecrets(file)
  const entries = { drivers: redactConnections, appliances: redactAppliances }
  const shown = isMap(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => {
          const special = Object.hasOwn(entries, key) ? entries[key as keyof typeof entries] : undefined
          return [key, special ? special(inner) : redactKey(key, inner, [schema])]
        }),
      )
    : redactedMark
  return stringify(shown, { lineWidth: 0 })

  function redactConnections(value: unknown): unknown {
    if (!isMap(value)) return redactedMark
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [name, redact(entry, [typeSchema, driverOf(name)?.config])]),
    )
  }

  function redactAppliances(value: unknown): unknown {
    if (!Array.isArray(value)) return redactedMark
    return value.map((entry) => {
      const { driver } = (entry ?? {}) as { readonly driver?: unknown }
      return redact(entry, [applianceSchema, driverOf(driver)?.appliance])
    })
  }

  /** @param schemas the value matches one of these */
  function redact(value: unknown, schemas: readonly (z.ZodType | undefined)[]): unknown {
    // Behind `!secret` a password may have been typed instead of a name.
    if (value instanceof Secret) return `!secret ${secretNames.has(value.name) ? value.name : redactedMark}`
    if (value === null || value === undefined) return value
    if (Array.isArray(value)) {
      const elements = schemas.map((one) => one && schemaAt(one, [0]))
      return elements.some(Boolean) ? value.map((item) => redact(item, elements)) : redactedMark
    }
    // In the place of a text, the keys may be parts of it, as in `{{ password }}`.
    const knows = (key: string) => schemas.some((one) => one && schemaAt(one, [key]))
    if (typeof value === 'object' && schemas.some(acceptsScalar) && !Object.keys(value).some(knows)) return redactedMark
    if (typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactKey(key, inner, schemas)]))
    if (!schemas.some(acceptsScalar)) return redactedMark
    return typeof value === 'string' ? redactPayload(value) : value
  }

  function redactKey(key: string, value: unknown, schemas: readonly (z.ZodType | undefined)[]): unknown {
    if (isSecretKey(key) && !(value instanceof Secret)) return redactedMark
    const known = schemas.map((one) => one && schemaAt(one, [key])).filter((one) => one !== undefined)
    return known.length > 0 ? redact(value, known) : redactedMark
  }
}

const typeSchema = z.object({ type: z.string() })
const applianceSchema = z.object(applianceKeys)

const isMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Secret)

/** True if a value of the schema may be a text, a number or a boolean. */
function acceptsScalar(schema: z.ZodType | undefined): boolean {
  const inner = schema && schemaAt(schema, [])
  if (!inner) return false
  const types = unionTypes(inner)
  return (types.length > 0 ? types : [String(inner.def.type)]).some(
    (type) => !['object', 'array', 'record', 'tuple'].includes(type),
  )
}

/** A payload in JSON without its constants that hold a digit: a code may be among them. */
const redactPayload = (text: string): string =>
  text.replace(/("[^"\\]*"\s*:\s*)"(?=[^"]*\d)(?![^"]*\$\{)[^"]*"/g, `$1"${redactedMark}"`)

/** The names of the secrets that the secrets file or the environment provides. */
function knownSecrets(file: string): ReadonlySet<string> {
  try {
    const { value } = parseSource('', readFileSync(secretsFile(file), 'utf8'))
    return new Set([...Object.keys((value ?? {}) as object), ...Object.keys(process.env)])
  } catch {
    return new Set(Object.keys(process.env))
  }
}

/** The driver type of each connection, by the connection's name. */
function connectionTypes(value: unknown): ReadonlyMap<string, string> {
  const { drivers } = (value ?? {}) as { readonly drivers?: unknown }
  if (typeof drivers !== 'object' || drivers === null) return new Map()
  return new Map(
    Object.entries(drivers).map(([name, entry]) => [name, String((entry as { readonly type?: unknown } | null)?.type)]),
  )
}
