import type { z } from 'zod'
import type { Driver, Warn } from '../home/driver.ts'
import { isObject } from '../util/parse.ts'
import { suggestion } from '../util/suggest.ts'
import { errorText, joinTexts, type LocalizedText, type Text } from '../util/translate.ts'
import { schemaAt } from '../util/zodIntrospect.ts'
import { describeZodIssues } from '../util/zodIssues.ts'
import type { PositionedEntry } from './checks/appliances.ts'
import { localize } from './messages.ts'
import type { Problem } from './problem.ts'
import { applianceKeys, driverSchema, type RawConfig, sceneAction, schema } from './schema.ts'
import { maxMistakes } from './yaml/mistakes.ts'
import type { Source } from './yaml/source.ts'

/** One connection, its options parsed by the schema of its driver. */
export interface DriverEntry {
  readonly type: string
  readonly driver: Driver
  readonly options: unknown
}

/**
 * Parses a value with a schema and adds its errors to the problems.
 * @param also keys that are allowed in addition to those of the schema
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
  const ofShape = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? { ...issue, keys: issue.keys.slice(0, 2 * maxMistakes) } : issue,
  )
  const issues = [...ofShape, ...refinementIssues(schema, value, ofShape)]
  for (const { path: inner, key, message } of describeZodIssues(schema, value, issues, also)) {
    const whole = [...path, ...inner]
    const shape = key === undefined ? shapeOf(whole, at(value, inner)) : ''
    problems.push(source.problem(whole, joinTexts(message, shape), key === undefined ? {} : { key }))
  }
  return undefined
}

type Issue = z.core.$ZodIssue

/**
 * The further errors of a schema's refinements. Zod runs refinements only on a value of the right shape, so they are run on
 * the value without its invalid parts. Errors that result from a removed part are not reported.
 */
function refinementIssues(schema: z.ZodType, value: unknown, issues: readonly Issue[]): readonly Issue[] {
  const wrong = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  )
  // A list with an invalid item is removed as a whole.
  const parts = wrong.map((path) => beforeIndex(path))
  if (parts.length > maxMistakes) return []
  const rest = parts.reduce<unknown>(without, value)
  const isAround = (path: readonly PropertyKey[], inner: readonly PropertyKey[]) =>
    path.every((step, i) => step === inner[i])
  return (schema.safeParse(rest).error?.issues ?? []).filter(
    ({ code, path }) => code === 'custom' && wrong.every((one) => !isAround(path, one)),
  )
}

/** The part of a path before the first index of a list. */
function beforeIndex(path: readonly PropertyKey[]): readonly PropertyKey[] {
  const index = path.findIndex((step) => typeof step === 'number')
  return index === -1 ? path : path.slice(0, index)
}

/** A copy of a value without the part at a path. */
function without(value: unknown, [step, ...rest]: readonly PropertyKey[]): unknown {
  if (step === undefined || !isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== step) return [[key, inner]]
      return rest.length === 0 ? [] : [[key, without(inner, rest)]]
    }),
  )
}

/** How the keys look that hold other keys or a list. They are often empty: all below them is a comment or is not indented. */
const shapes: Readonly<Record<string, string>> = {
  drivers: 'drivers: { home: { type: virtual } }',
  appliances: 'appliances: []',
  scenes: 'scenes: []',
  server: 'server: { listen: 127.0.0.1:8710 }',
  linking: 'linking: {}',
  signature: 'signature: {}',
  traits: 'traits: { power: {} }',
}

function shapeOf(path: readonly PropertyKey[], written: unknown): Text {
  const shape = Object.entries(shapes).find(([key]) => key === path.at(-1))?.[1]
  if (shape === undefined || written === undefined) return ''
  return localize(written === null ? 'emptyKey' : 'otherShape', { shape })
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((here, step) => (here as Record<PropertyKey, unknown> | null | undefined)?.[step], value)

/**
 * The options of a driver, with strings as the user wrote them: YAML turns `TRUE` and `01` into true and 1, but a device that
 * sends `TRUE` does not send `true`. Where the schema expects a number or a boolean, the value stays one.
 */
function asWritten(source: Source, schema: z.ZodType, options: unknown, path: readonly PropertyKey[]): unknown {
  const parsed = schema.safeParse(options).data
  return walk(options, [])

  function walk(value: unknown, inner: readonly PropertyKey[]): unknown {
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...inner, i]))
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...inner, key])]))
    if (typeof value !== 'number' && typeof value !== 'boolean') return value
    const text = source.writtenAs([...path, ...inner])
    if (text === undefined) return value
    return at(parsed, inner) === String(value) || isWord(schemaAt(schema, inner), value, text) ? text : value
  }
}

/** True if a schema takes a text where it does not take the value, or takes either unchanged. */
function isWord(schema: z.ZodType | undefined, value: number | boolean, text: string): boolean {
  const [ofValue, ofText] = [schema?.safeParse(value), schema?.safeParse(text)]
  if (!ofText?.success) return false
  if (!ofValue?.success) return true
  // 22.0 is a number that is written with care.
  return ofText.data === text && ofValue.data === value && !/^-?\d+\.\d+$/.test(text)
}

/** The valid parts of a configuration with mistakes, so that they can be checked too. */
export function parseLeniently(value: unknown): RawConfig {
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

/** An appliance with its valid keys. A missing or invalid key becomes an empty text; it was reported already. */
function legibleAppliance(item: unknown): RawConfig['appliances'][number] {
  const entry = isObject(item) ? item : {}
  const keys = Object.entries(applianceKeys).flatMap(([key, part]) => {
    const parsed = part.safeParse(entry[key])
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data]] : []
  })
  const own = Object.entries(entry).filter(([key]) => !Object.hasOwn(applianceKeys, key))
  return {
    id: '',
    name: '',
    type: '',
    driver: '',
    tags: [],
    expose: true,
    confirm: [],
    ...Object.fromEntries([...own, ...keys]),
  }
}

/** A scene with its valid actions. */
function legibleScene(item: unknown): RawConfig['scenes'][number] {
  const { id, actions } = isObject(item) ? item : {}
  const list = Array.isArray(actions) ? actions : []
  const legible = list.map((action) => sceneAction.safeParse(action).data ?? { appliance: '', do: '' })
  return { id: typeof id === 'string' ? id : '', name: '', confirm: false, actions: legible }
}

/** Loads the drivers that are used, and parses their options. */
export async function readDrivers(
  source: Source,
  raw: RawConfig,
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
      const message = localize('unknownDriverType', { type, names: names.join(', ') })
      problems.push(source.problem([...path, 'type'], joinTexts(message, suggestion(type, names))))
      continue
    }
    const driver = await load()
    // A connection with a mistake still determines the schema of its appliances.
    const written = asWritten(source, driver.config, rest, path)
    const options = parseWith(source, driver.config, written, path, problems, ['type'])
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
  raw: RawConfig,
  drivers: ReadonlyMap<string, DriverEntry>,
  file: (name: string) => string,
  problems: Problem[],
): readonly PositionedEntry[] {
  return raw.appliances.map((appliance, index) => {
    const path = ['appliances', index]
    const { id, name, type, driver, description, location, tags, expose, confirm, manufacturer, model, version, pace } =
      appliance
    const optional = { description, location, manufacturer, model, version }
    const optionalKeys = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
    const placed = {
      path,
      description: {
        id,
        name,
        type,
        driver,
        tags,
        confirm,
        ...optionalKeys,
        ...(!expose && { isHidden: true as const }),
      },
      ...(pace && { pace: { maxCommands: pace.commands, windowMs: pace.within } }),
    }
    const entry = drivers.get(driver)
    if (!entry) {
      if (driver !== '' && !Object.hasOwn(raw.drivers, driver))
        problems.push(source.problem([...path, 'driver'], noDriver(driver, raw)))
      return { ...placed, options: undefined, spec: undefined, files: [] }
    }
    const keys = Object.entries(appliance).filter(([key]) => !Object.hasOwn(applianceKeys, key))
    const own = asWritten(source, entry.driver.appliance, Object.fromEntries(keys), path)
    const options = parseWith(source, entry.driver.appliance, own, path, problems, Object.keys(applianceKeys))
    if (options === undefined) return { ...placed, options, spec: undefined, files: [] }
    const { describe, files, dependsOnAppliances: looksAt } = entry.driver
    for (const other of looksAt?.(options) ?? [])
      if (!raw.appliances.some(({ id }) => id === other))
        problems.push(source.problem(path, noAppliance(other, raw), { severity: 'warning' }))
    const found = { ...placed, options, files: (files?.(options) ?? []).map(file) }
    const warn: Warn = (text, { path: inner = [], isMistake = false } = { path: [] }) =>
      problems.push(source.problem([...path, ...inner], text, isMistake ? {} : { severity: 'warning' }))
    try {
      return { ...found, spec: describe(options, file, warn, entry.options) }
    } catch (error) {
      problems.push(source.problem(path, errorText(error)))
      return { ...found, spec: undefined }
    }
  })
}

/** One that announces itself later is none here, so it is no mistake. */
const noAppliance = (id: string, { appliances }: RawConfig) =>
  localize('noReferredAppliance', {
    id,
    hint: suggestion(
      id,
      appliances.map((one) => one.id),
    ),
  })

/** The message for an unknown connection. @param own the name of the asking connection, which cannot be the intended one */
function noDriver(name: string, { drivers }: RawConfig, own?: string): LocalizedText {
  const known = Object.keys(drivers).filter((one) => one !== own)
  const meant = suggestion(name, known)
  const there =
    known.length > 0
      ? localize('driversThere', { names: known.join(', ') })
      : localize(own === undefined ? 'noDriversYet' : 'noOtherDriversYet')
  return joinTexts(localize(name === own ? 'ownDriver' : 'noDriver', { name }), meant.en === '' ? there : meant)
}
