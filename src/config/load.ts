import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { z } from 'zod'
import type { Description } from '../home/appliance.ts'
import type { Driver } from '../home/device.ts'
import type { Scene } from '../home/home.ts'
import { checkAppliances, type Placed } from './checkAppliances.ts'
import { checkScenes } from './checkScenes.ts'
import { parseSource, type Source } from './document.ts'
import type { Problem } from './problem.ts'
import type { Edition, Protocol } from './protocol.ts'
import { applianceKeys, type Raw, schema } from './schema.ts'
import { reveal } from './secrets.ts'
import { didYouMean } from './suggest.ts'
import { findings } from './words.ts'

/** One connection, its options parsed by the schema of its driver. */
export interface DriverEntry {
  readonly type: string
  readonly driver: Driver
  readonly options: unknown
}

/** One appliance, its options parsed by the schema of its driver. */
export interface ApplianceEntry {
  readonly description: Description
  readonly options: unknown
}

/** A configuration that is right. */
export interface Config {
  /** the full name of its file */
  readonly file: string
  readonly edition: Edition
  readonly language: 'ko' | 'ja' | 'en'
  readonly previousState: Raw['previousState']
  readonly server: Raw['server']
  /** a URL, or the full name of a PEM file */
  readonly publicKey: string
  /** the folder for what the gateway keeps */
  readonly state: string
  readonly drivers: ReadonlyMap<string, DriverEntry>
  readonly appliances: readonly ApplianceEntry[]
  readonly scenes: readonly Scene[]
  /** what a log must never hold */
  readonly secrets: readonly string[]
}

/** A configuration, unless something is wrong with it; all that is, at once. */
export interface Loaded {
  readonly config?: Config
  readonly problems: readonly Problem[]
}

/** What a configuration is read against. */
export interface World {
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  readonly protocol: Protocol
  readonly env: NodeJS.ProcessEnv
}

/** Reads a configuration. Never throws: a file that cannot be read is a problem too. */
export async function loadConfig(file: string, world: World): Promise<Loaded> {
  const full = resolve(file)
  let text: string
  try {
    text = readFileSync(full, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const message =
      code === 'ENOENT'
        ? 'there is no such file; make one like config/gateway.example.yaml'
        : `this file cannot be read (${code})`
    return { problems: [{ severity: 'error', file, line: 1, column: 1, message }] }
  }
  return parseConfig(full, text, world)
}

/** Reads the text of a configuration that stands, or would stand, in `file`. */
export async function parseConfig(file: string, text: string, world: World): Promise<Loaded> {
  const source = parseSource(file, text)
  if (source.problems.length > 0) return { problems: source.problems }
  const { value, problems: secretProblems, secrets } = reveal(source, world.env)
  const problems: Problem[] = [...secretProblems]
  const raw = check(source, schema, value ?? {}, [], problems)
  // What is wrong at the top leaves the rest to be looked at as far as it can be understood.
  const usable = raw ?? partly(value)
  const { edition } = usable
  const drivers = await readDrivers(source, usable, world, problems)
  const entries = readAppliances(source, usable, drivers, problems)
  problems.push(...checkAppliances(source, entries, edition, world.protocol))
  problems.push(...checkScenes(source, usable.scenes, entries, edition, world.protocol))
  problems.push(...notYet(source, usable))
  const sorted = problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
  if (!raw || sorted.some(({ severity }) => severity === 'error')) return { problems: sorted }
  const { publicKey = world.protocol.publicKey(edition) } = raw.signature
  return {
    problems: sorted,
    config: {
      file,
      edition,
      language: raw.language ?? world.protocol.language(edition),
      previousState: raw.previousState,
      server: raw.server,
      publicKey: /^https?:/.test(publicKey) ? publicKey : resolve(dirname(file), publicKey),
      state: raw.state ? resolve(dirname(file), raw.state) : stateFolder(file),
      drivers,
      appliances: entries.map(({ description, options }) => ({ description, options })),
      scenes: raw.scenes.map((scene) => ({
        ...scene,
        actions: scene.actions.map(({ value, ...action }) => ({ ...action, ...(value !== undefined && { value }) })),
      })),
      secrets,
    },
  }
}

/** Where the gateway keeps its state if nobody says: `/var/lib` for the installed one, else beside the configuration. */
export const stateFolder = (file: string): string =>
  dirname(file) === '/etc/clova-home' ? '/var/lib/clova-home' : resolve(dirname(file), 'state')

/** Parses with a schema; what is wrong goes to the problems. */
function check<T>(
  source: Source,
  schema: z.ZodType<T>,
  value: unknown,
  path: readonly PropertyKey[],
  problems: Problem[],
  known: readonly string[] = [],
): T | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const { path: inner, key, message } of findings(schema, value, parsed.error.issues, known)) {
    problems.push(source.problem([...path, ...inner], message, key === undefined ? {} : { key }))
  }
  return undefined
}

/** The parts of a broken configuration that can be checked further by themselves. */
function partly(value: unknown): Raw {
  const parts = typeof value === 'object' && value !== null ? value : {}
  const alone = Object.entries(schema.shape).flatMap(([key, part]) => {
    const parsed = part.safeParse(Reflect.get(parts, key))
    return parsed.success ? [[key, parsed.data]] : []
  })
  return { ...schema.parse({}), ...Object.fromEntries(alone) }
}

async function readDrivers(
  source: Source,
  raw: Raw,
  { drivers }: World,
  problems: Problem[],
): Promise<Map<string, DriverEntry>> {
  const entries = new Map<string, DriverEntry>()
  for (const [name, { type, ...rest }] of Object.entries(raw.drivers)) {
    const path = ['drivers', name]
    const load = Object.hasOwn(drivers, type) ? drivers[type] : undefined
    if (!load) {
      const known = Object.keys(drivers)
      problems.push(
        source.problem(
          [...path, 'type'],
          `there is no driver "${type}". Known are ${known.join(', ')}.${didYouMean(type, known)}`,
        ),
      )
      continue
    }
    const driver = await load()
    const options = check(source, driver.config, rest, path, problems, ['type'])
    // A connection with a mistake in it still tells what its appliances are made of.
    entries.set(name, { type, driver, options })
  }
  return entries
}

function readAppliances(
  source: Source,
  raw: Raw,
  drivers: ReadonlyMap<string, DriverEntry>,
  problems: Problem[],
): readonly Placed[] {
  return raw.appliances.flatMap((appliance, index) => {
    const path = ['appliances', index]
    const own = Object.fromEntries(Object.entries(appliance).filter(([key]) => !Object.hasOwn(applianceKeys, key)))
    const entry = drivers.get(appliance.driver)
    if (!entry) {
      if (!Object.hasOwn(raw.drivers, appliance.driver)) {
        const known = Object.keys(raw.drivers)
        const hint =
          known.length > 0
            ? didYouMean(appliance.driver, known) || ` Under drivers: stand ${known.join(', ')}.`
            : ' Nothing stands under drivers: yet.'
        problems.push(source.problem([...path, 'driver'], `there is no driver named "${appliance.driver}".${hint}`))
      }
      return []
    }
    const options = check(source, entry.driver.appliance, own, path, problems, Object.keys(applianceKeys))
    const { id, name, type, driver, description, location, tags, confirm, manufacturer, model, version } = appliance
    const optional = { description, location, manufacturer, model, version }
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
    return [
      {
        path,
        description: { id, name, type, driver, tags, confirm, ...given },
        options,
        spec: options === undefined ? undefined : entry.driver.describe(options),
      },
    ]
  })
}

/** What may be written already and does nothing yet: said, so that nobody relies on it. */
function notYet(source: Source, raw: Raw): readonly Problem[] {
  return (['linking', 'admin'] as const)
    .filter((key) => raw[key])
    .map((key) => source.problem([], `"${key}" has no effect in this version yet.`, { key, severity: 'warning' }))
}
