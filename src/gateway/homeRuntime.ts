import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { airQualityGrader } from '../clova/airQuality.ts'
import type { ApplianceEntry, Config } from '../config/load.ts'
import { type Appliance, createAppliance } from '../home/appliance.ts'
import { raceAbort } from '../home/deadline.ts'
import type { Reading } from '../home/device.ts'
import type { Connection, Log } from '../home/driver.ts'
import { createHome, type Home } from '../home/home.ts'
import { openMemories, type StateMemories } from '../home/memory.ts'
import { makeDevice, superviseConnection } from './connectionSupervisor.ts'
import { openAnnouncementStores } from './discovery/announcementStore.ts'
import { type DeviceReference, type MatchedDevice, toApplianceEntry } from './discovery/match.ts'
import { createDiscoveryRegistry } from './discovery/registry.ts'

/** A house with its connections. */
export interface HomeRuntime {
  /** what is in it now */
  home(): Home
  readonly memories: StateMemories
  /** what its connections came upon by themselves */
  discovered(): readonly MatchedDevice[]
  /** What its owner should know of its connections, in plain words. */
  problems(): readonly string[]
  /** Resolves once every driver has tried to connect, whichever way it went. */
  ready(): Promise<unknown>
  /** Becomes what another configuration describes: only what differs is taken down, once it has finished what it does. */
  applyConfig(config: Config): void
  /** Forgets what was remembered of appliances that left long ago. */
  prune(): void
  /** Writes what is not written yet. */
  flush(): Promise<unknown>
  close(): Promise<void>
}

/** What was built, with what it was built from. */
interface Built<T> {
  readonly fingerprint: string
  readonly value: T
}

/** Short, so that ten thousand of them take no room. */
const digest = (value: unknown) => createHash('sha1').update(JSON.stringify(value)).digest('base64')

/** Builds the house that a configuration describes, and begins to connect. */
export function createHomeRuntime(
  config: Config,
  log: Log & { child(fields: object): Log },
  { visiting = false }: { readonly visiting?: boolean } = {},
): HomeRuntime {
  const warn = (fields: object, message: string) => log.warn(fields, message)
  const kept = openMemories({ file: join(config.state, 'memory.json'), warn })
  const announcements = visiting
    ? undefined
    : openAnnouncementStores({ file: join(config.state, 'announcements.json'), warn })
  const discoveryRegistry = createDiscoveryRegistry(join(config.state, 'devices.json'), warn, visiting)
  let { edition, scenes, drivers } = config
  let references: readonly DeviceReference[] = []
  let connections = new Map<string, Built<Connection>>()
  /** those that are described */
  let configured = new Map<string, Built<Appliance>>()
  /** and those that were found */
  let appliances = configured
  let now = createHome([], [])
  const closing = new Set<Promise<unknown>>()
  /** whom a look has led to so far, each request on its own way */
  const readChain = new AsyncLocalStorage<readonly string[]>()
  let closed = false
  change(config)

  return {
    home: () => now,
    discovered: discoveryRegistry.devices,
    problems: () =>
      [...connections].flatMap(([name, { value: thing }]) =>
        (thing.problems?.() ?? []).map((problem) => `${name}: ${problem}`),
      ),
    memories: kept,
    ready: () => Promise.all([...connections.values()].map(({ value: thing }) => thing.ready)),
    applyConfig: change,
    // What a connection keeps for itself has a space in its name, which no appliance's id has.
    prune: () => kept.prune((id) => appliances.has(id) || id.includes(' ')),
    flush: () => Promise.all([kept.flush(), discoveryRegistry.flush(), announcements?.flush()]),
    async close() {
      closed = true
      // Before those go who know it.
      const written = discoveryRegistry.close()
      await Promise.allSettled([...connections.values()].map(({ value: thing }) => thing.close()))
      await Promise.allSettled(closing)
      await Promise.all([kept.flush(), announcements?.flush(), written])
    },
  }

  /** Keeps nothing of the configuration but this: of ten thousand appliances it would be a third of the memory. */
  function change(next: Config): void {
    const before = connections
    ;({ edition, scenes, drivers } = next)
    connections = new Map([...next.drivers].map(([name, entry]) => [name, connectionFor(name, entry, next)]))
    configured = new Map(next.appliances.flatMap((entry) => applianceFor(entry)))
    references = next.appliances.flatMap(({ description: { id, driver }, options }) => {
      const device = deviceReferenceOf(driver, options)
      return device === undefined ? [] : [{ id, driver, device }]
    })
    reconcile(before)
  }

  /** Puts in place what is described, and what the connections came upon and the user wants. */
  function reconcile(oldConnections: typeof connections): void {
    if (closed) return
    const before = { connections: oldConnections, appliances }
    const living = new Map([...connections].map(([name, { value: thing }]) => [name, thing]))
    const isDescribed = (id: string) => configured.has(id)
    const found = discoveryRegistry.update({ edition, references, isConfigured: isDescribed }, living)
    const more = found.flatMap((one) => toApplianceEntry(one, isDescribed, edition) ?? [])
    appliances =
      more.length === 0 ? configured : new Map([...configured, ...more.flatMap((entry) => applianceFor(entry))])
    now = createHome(
      [...appliances.values()].map(({ value: thing }) => thing),
      scenes,
    )
    for (const id of before.appliances.keys()) if (!appliances.has(id)) kept.markRemoved(id)
    const done = closeRemoved(before.connections, before.appliances)
    closing.add(done)
    void done.finally(() => closing.delete(done))
  }

  function connectionFor(
    name: string,
    entry: Parameters<typeof superviseConnection>[0],
    { file, edition }: Config,
  ): Built<Connection> {
    const from = digest([entry.type, entry.options, edition])
    const known = connections.get(name)
    if (known?.fingerprint === from) return known
    const context = {
      name,
      readOnly: visiting,
      gradeAirQuality: airQualityGrader(edition),
      log: log.child({ driver: name }),
      resolveFile: (name: string) => resolve(dirname(file), name),
      memory: kept.of,
      announcements: announcements?.of(name),
      bus: (other: string) => connections.get(other)?.value.bus,
      readAppliance: readOther,
    }
    const thing = superviseConnection(entry, context)
    thing.discovery?.onChange(() => reconcile(connections))
    return { fingerprint: from, value: thing }
  }

  /** One that looks at another which looks back is told nothing, or they would never end. */
  async function readOther(id: string, signal: AbortSignal): Promise<Reading | undefined> {
    const before = readChain.getStore() ?? []
    const device = appliances.get(id)?.value.device
    if (!device || before.includes(id)) return undefined
    return readChain.run([...before, id], () => raceAbort(device.read({ signal }), signal))
  }

  /** The name of the device that is meant, if it is one of those that are found. */
  function deviceReferenceOf(driver: string, options: unknown): string | undefined {
    return drivers.get(driver)?.driver.discoveredDeviceRef?.(options)
  }

  function applianceFor({ description, options, pace, contents }: ApplianceEntry): [string, Built<Appliance>][] {
    const { id, driver } = description
    const connection = connections.get(driver)
    if (!connection) return []
    const from = digest([driver, connection.fingerprint, options, pace, contents])
    const known = appliances.get(id)
    // The same device under another name keeps its state and those who wait for it.
    if (known?.fingerprint === from) {
      const { device, queue, rateLimiter: gate } = known.value
      return [[id, { fingerprint: from, value: { ...description, device, queue, rateLimiter: gate } }]]
    }
    const made = makeDevice(connection.value, id, options, log)
    const name = deviceReferenceOf(driver, options)
    const device = name === undefined ? made : discoveryRegistry.withLastKnownSpec(made, id, driver, name)
    return [[id, { fingerprint: from, value: createAppliance(description, device, pace) }]]
  }

  /** Takes down what is no longer there, once it has finished what it does. */
  async function closeRemoved(oldConnections: typeof connections, oldAppliances: typeof appliances): Promise<void> {
    const present = new Set([...appliances.values()].map(({ value: thing }) => thing.device))
    const gone = [...oldAppliances.values()].filter(({ value: thing }) => !present.has(thing.device))
    const kept = new Set([...connections.values()].map(({ value: thing }) => thing))
    const closing = [...oldConnections.values()].filter(({ value: thing }) => !kept.has(thing))
    await Promise.allSettled(gone.map(({ value: thing }) => thing.queue.idle()))
    for (const { value: thing } of gone) thing.device.close?.()
    await Promise.allSettled(closing.map(({ value: thing }) => thing.close()))
  }
}
