import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { LoadContext } from '../config/load.ts'
import { isSecretKey, redactedMark } from '../config/redact.ts'
import { applianceKeys, schema } from '../config/schema.ts'
import { parseSource, Secret } from '../config/yaml/source.ts'
import { keysOf, schemaAt } from '../util/zodIntrospect.ts'

type Path = readonly string[]

/**
 * A configuration as it may be shown: without its remarks, in which anything may stand, without what stands under keys of
 * secrets, and without what stands under keys that nobody knows, which may be the same with a slip in them.
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
  const used = connectionTypes(value)
  const known = new Map(
    await Promise.all(
      Object.entries(drivers).flatMap(([type, load]) =>
        [...used.values()].includes(type) ? [load().then((driver) => [type, driver] as const)] : [],
      ),
    ),
  )
  const keysAt = ([first, second, ...rest]: Path, driver: string): readonly string[] | undefined => {
    const entry = known.get(used.get(driver) ?? '')
    if (first === undefined) return keysOf(schema)
    if (first === 'drivers' && second !== undefined && rest.length === 0) return ['type', ...keysOf(entry?.config)]
    if (first === 'appliances' && second !== undefined && rest.length === 0)
      return [...Object.keys(applianceKeys), ...keysOf(entry?.appliance)]
    if (first === 'drivers' || first === 'appliances' || first === 'scenes') return undefined
    const keys = keysOf(schemaAt(schema, second === undefined ? [first] : [first, second, ...rest]))
    return keys.length > 0 ? keys : undefined
  }
  return stringify(redact(value, [], ''), { lineWidth: 0 })

  /** @param driver the connection that this is of */
  function redact(value: unknown, path: Path, driver: string): unknown {
    if (value instanceof Secret) return `!secret ${value.name}`
    if (Array.isArray(value)) return value.map((item, i) => redact(item, [...path, String(i)], driver))
    if (typeof value !== 'object' || value === null) return value
    const own = connectionOf(path, value) ?? driver
    const keys = keysAt(path, own)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const isHidden = (isSecretKey(key) && !(inner instanceof Secret)) || (keys !== undefined && !keys.includes(key))
        return [key, isHidden ? redactedMark : redact(inner, [...path, key], own)]
      }),
    )
  }
}

/** The name of the connection that an entry under `drivers` is, or that an appliance belongs to. */
function connectionOf([first, second, ...rest]: Path, value: object): string | undefined {
  if (rest.length > 0 || second === undefined) return undefined
  if (first === 'drivers') return second
  const { driver } = value as { readonly driver?: unknown }
  return first === 'appliances' ? String(driver) : undefined
}

/** The driver type of each connection, by the connection's name. */
function connectionTypes(value: unknown): ReadonlyMap<string, string> {
  const { drivers } = (value ?? {}) as { readonly drivers?: unknown }
  if (typeof drivers !== 'object' || drivers === null) return new Map()
  return new Map(
    Object.entries(drivers).map(([name, entry]) => [name, String((entry as { readonly type?: unknown } | null)?.type)]),
  )
}
