import type { z } from 'zod'
import type { Driver, Warn } from '../home/driver.ts'
import { isObject } from '../util/parse.ts'
import { didYouMean } from '../util/suggest.ts'
import { describeZodIssues } from '../util/zodIssues.ts'
import type { PositionedEntry } from './checks/appliances.ts'
import type { Problem } from './problem.ts'
import { applianceKeys, driverSchema, type Raw, sceneAction, schema } from './schema.ts'
import type { Source } from './yaml/source.ts'

/** One connection, its options parsed by the schema of its driver. */
export interface DriverEntry {
  readonly type: string
  readonly driver: Driver
  readonly options: unknown
}

/**
 * Parses with a schema; what is wrong goes to the problems.
 * @param also keys that may stand there besides those of the schema
 */
export function parseWith<T>(
  source: Source,
  schema: z.ZodType<T>,
  value: unknown,
  path: readonly PropertyKey[],
  problems: Problem[],
  also: readonly string[] = [],
): T | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const { path: inner, key, message } of describeZodIssues(schema, value, parsed.error.issues, also)) {
    problems.push(source.problem([...path, ...inner], message, key === undefined ? {} : { key }))
  }
  return undefined
}

/** What can be understood of a configuration with mistakes in it, so that the rest is looked at too. */
export function parseLeniently(value: unknown): Raw {
  const parts = isObject(value) ? value : {}
  const alone = Object.entries(schema.shape).flatMap(([key, part]) => {
    const parsed = part.safeParse(parts[key])
    return parsed.success ? [[key, parsed.data]] : []
  })
  const drivers = isObject(parts.drivers) ? Object.entries(parts.drivers) : []
  const appliances = Array.isArray(parts.appliances) ? parts.appliances : []
  const scenes = Array.isArray(parts.scenes) ? parts.scenes : []
  return {
    ...schema.parse({}),
    ...Object.fromEntries(alone),
    drivers: Object.fromEntries(
      drivers.map(([name, entry]) => [name, driverSchema.safeParse(entry).data ?? { type: '' }]),
    ),
    appliances: appliances.map(legibleAppliance),
    scenes: scenes.map(legibleScene),
  }
}

/** An appliance with its legible keys; one of its own that is missing or wrong is empty, and told of already. */
function legibleAppliance(item: unknown): Raw['appliances'][number] {
  const given = isObject(item) ? item : {}
  const keys = Object.entries(applianceKeys).flatMap(([key, part]) => {
    const parsed = part.safeParse(given[key])
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data]] : []
  })
  const own = Object.entries(given).filter(([key]) => !Object.hasOwn(applianceKeys, key))
  return { id: '', name: '', type: '', driver: '', tags: [], confirm: [], ...Object.fromEntries([...own, ...keys]) }
}

/** A scene with its legible actions. */
function legibleScene(item: unknown): Raw['scenes'][number] {
  const { id, actions } = isObject(item) ? item : {}
  const list = Array.isArray(actions) ? actions : []
  const legible = list.map((action) => sceneAction.safeParse(action).data ?? { appliance: '', do: '' })
  return { id: typeof id === 'string' ? id : '', name: '', confirm: false, actions: legible }
}

/** Loads the drivers that are used, and parses their options. */
export async function readDrivers(
  source: Source,
  raw: Raw,
  known: Readonly<Record<string, () => Promise<Driver>>>,
  problems: Problem[],
): Promise<Map<string, DriverEntry>> {
  const entries = new Map<string, DriverEntry>()
  for (const [name, { type, ...rest }] of Object.entries(raw.drivers)) {
    const path = ['drivers', name]
    if (type === '') continue
    const load = Object.hasOwn(known, type) ? known[type] : undefined
    if (!load) {
      const names = Object.keys(known)
      const message = `there is no driver "${type}". Known are ${names.join(', ')}.${didYouMean(type, names)}`
      problems.push(source.problem([...path, 'type'], message))
      continue
    }
    const driver = await load()
    // A connection with a mistake in it still tells what its appliances are made of.
    const options = parseWith(source, driver.config, rest, path, problems, ['type'])
    entries.set(name, { type, driver, options })
    const used = options === undefined ? {} : (driver.usesConnections?.(options) ?? {})
    for (const [key, other] of Object.entries(used))
      if (other === name || !Object.hasOwn(raw.drivers, other))
        problems.push(source.problem([...path, key], noDriver(other, raw, name)))
  }
  return entries
}

/** Parses the appliances, each by the schema of its driver. */
export function readAppliances(
  source: Source,
  raw: Raw,
  drivers: ReadonlyMap<string, DriverEntry>,
  file: (name: string) => string,
  problems: Problem[],
): readonly PositionedEntry[] {
  return raw.appliances.map((appliance, index) => {
    const path = ['appliances', index]
    const { id, name, type, driver, description, location, tags, confirm, manufacturer, model, version, pace } =
      appliance
    const optional = { description, location, manufacturer, model, version }
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
    const placed = {
      path,
      description: { id, name, type, driver, tags, confirm, ...given },
      ...(pace && { pace: { maxCommands: pace.commands, windowMs: pace.within } }),
    }
    const entry = drivers.get(driver)
    if (!entry) {
      if (driver !== '' && !Object.hasOwn(raw.drivers, driver))
        problems.push(source.problem([...path, 'driver'], noDriver(driver, raw)))
      return { ...placed, options: undefined, spec: undefined, files: [] }
    }
    const own = Object.fromEntries(Object.entries(appliance).filter(([key]) => !Object.hasOwn(applianceKeys, key)))
    const options = parseWith(source, entry.driver.appliance, own, path, problems, Object.keys(applianceKeys))
    if (options === undefined) return { ...placed, options, spec: undefined, files: [] }
    const { describe, files, dependsOnAppliances: looksAt } = entry.driver
    for (const other of looksAt?.(options) ?? [])
      if (!raw.appliances.some(({ id }) => id === other))
        problems.push(source.problem(path, noAppliance(other, raw), { severity: 'warning' }))
    const found = { ...placed, options, files: (files?.(options) ?? []).map(file) }
    const warn: Warn = (message, { path: inner = [], isMistake = false } = { path: [] }) =>
      problems.push(source.problem([...path, ...inner], message, isMistake ? {} : { severity: 'warning' }))
    try {
      return { ...found, spec: describe(options, file, warn, entry.options) }
    } catch (error) {
      problems.push(source.problem(path, (error as Error).message))
      return { ...found, spec: undefined }
    }
  })
}

/** One that announces itself later is none here, so it is no mistake. */
const noAppliance = (id: string, { appliances }: Raw) =>
  `no appliance has the id "${id}" that this one looks at.${didYouMean(
    id,
    appliances.map((one) => one.id),
  )}`

/** @param own the name of who asks, which cannot be meant */
function noDriver(name: string, { drivers }: Raw, own?: string): string {
  const known = Object.keys(drivers).filter((one) => one !== own)
  const there =
    known.length > 0
      ? ` Under drivers: stand ${known.join(', ')}.`
      : ` Nothing${own === undefined ? '' : ' else'} stands under drivers: yet.`
  const wrong = name === own ? `"${name}" is this connection itself.` : `there is no driver named "${name}".`
  return `${wrong}${didYouMean(name, known) || there}`
}
