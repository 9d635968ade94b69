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
  change(config: Config): void
  /** Forgets what was remembered of appliances that left long ago. */
  prune(): void
  /** Writes what is not written yet. */
  flush(): Promise<unknown>
  close(): Promise<void>
}

/** What was built, with what it was built from. */
interface Built<T> {
  readonly from: string
  readonly thing: T
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
  const finds = createDiscoveryRegistry(join(config.state, 'devices.json'), warn, visiting)
  let { edition, scenes, drivers } = config
  let meant: readonly DeviceReference[] = []
  let connections = new Map<string, Built<Connection>>()
  /** those that are described */
  let own = new Map<string, Built<Appliance>>()
  /** and those that were found */
  let appliances = own
  let now = createHome([], [])
  const leaving = new Set<Promise<unknown>>()
  /** whom a look has led to so far, each request on its own way */
  const way = new AsyncLocalStorage<readonly string[]>()
  let closed = false
  change(config)

  return {
    home: () => now,
    discovered: finds.found,
    problems: () =>
      [...connections].flatMap(([name, { thing }]) =>
        (thing.problems?.() ?? []).map((problem) => `${name}: ${problem}`),
      ),
    memories: kept,
    ready: () => Promise.all([...connections.values()].map(({ thing }) => thing.ready)),
    change,
    // What a connection keeps for itself has a space in its name, which no appliance's id has.
    prune: () => kept.prune((id) => appliances.has(id) || id.includes(' ')),
    flush: () => Promise.all([kept.flush(), finds.flush(), announcements?.flush()]),
    async close() {
      closed = true
      // Before those go who know it.
      const written = finds.close()
      await Promise.allSettled([...connections.values()].map(({ thing }) => thing.close()))
      await Promise.allSettled(leaving)
      await Promise.all([kept.flush(), announcements?.flush(), written])
    },
  }

  /** Keeps nothing of the configuration but this: of ten thousand appliances it would be a third of the memory. */
  function change(next: Config): void {
    const before = connections
    ;({ edition, scenes, drivers } = next)
    connections = new Map([...next.drivers].map(([name, entry]) => [name, connected(name, entry, next)]))
    own = new Map(next.appliances.flatMap((entry) => placed(entry)))
    meant = next.appliances.flatMap(({ description: { id, driver }, options }) => {
      const device = refersTo(driver, options)
      return device === undefined ? [] : [{ id, driver, device }]
    })
    furnish(before)
  }

  /** Puts in place what is described, and what the connections came upon and the user wants. */
  function furnish(oldConnections: typeof connections): void {
    if (closed) return
    const before = { connections: oldConnections, appliances }
    const living = new Map([...connections].map(([name, { thing }]) => [name, thing]))
    const isDescribed = (id: string) => own.has(id)
    const found = finds.look({ edition, meant, isDescribed }, living)
    const more = found.flatMap((one) => toApplianceEntry(one, isDescribed) ?? [])
    appliances = more.length === 0 ? own : new Map([...own, ...more.flatMap((entry) => placed(entry))])
    now = createHome(
      [...appliances.values()].map(({ thing }) => thing),
      scenes,
    )
    for (const id of before.appliances.keys()) if (!appliances.has(id)) kept.markRemoved(id)
    const done = retire(before.connections, before.appliances)
    leaving.add(done)
    void done.finally(() => leaving.delete(done))
  }

  function connected(
    name: string,
    entry: Parameters<typeof superviseConnection>[0],
    { file, edition }: Config,
  ): Built<Connection> {
    const from = digest([entry.type, entry.options, edition])
    const known = connections.get(name)
    if (known?.from === from) return known
    const context = {
      name,
      readOnly: visiting,
      gradeAirQuality: airQualityGrader(edition),
      log: log.child({ driver: name }),
      resolveFile: (name: string) => resolve(dirname(file), name),
      memory: kept.of,
      announcements: announcements?.of(name),
      bus: (other: string) => connections.get(other)?.thing.bus,
      readAppliance: look,
    }
    const thing = superviseConnection(entry, context)
    thing.discovery?.onChange(() => furnish(connections))
    return { from, thing }
  }

  /** One that looks at another which looks back is told nothing, or they would never end. */
  async function look(id: string, signal: AbortSignal): Promise<Reading | undefined> {
    const before = way.getStore() ?? []
    const device = appliances.get(id)?.thing.device
    if (!device || before.includes(id)) return undefined
    return way.run([...before, id], () => raceAbort(device.read({ signal }), signal))
  }

  /** The name of the device that is meant, if it is one of those that are found. */
  function refersTo(driver: string, options: unknown): string | undefined {
    return drivers.get(driver)?.driver.discoveredDeviceRef?.(options)
  }

  function placed({ description, options, pace, contents }: ApplianceEntry): [string, Built<Appliance>][] {
    const { id, driver } = description
    const connection = connections.get(driver)
    if (!connection) return []
    const from = digest([driver, connection.from, options, pace, contents])
    const known = appliances.get(id)
    // The same device under another name keeps its state and those who wait for it.
    if (known?.from === from) {
      const { device, queue, rateLimiter: gate } = known.thing
      return [[id, { from, thing: { ...description, device, queue, rateLimiter: gate } }]]
    }
    const made = makeDevice(connection.thing, id, options, log)
    const name = refersTo(driver, options)
    const device = name === undefined ? made : finds.standing(made, id, driver, name)
    return [[id, { from, thing: createAppliance(description, device, pace) }]]
  }

  /** Takes down what is no longer there, once it has finished what it does. */
  async function retire(oldConnections: typeof connections, oldAppliances: typeof appliances): Promise<void> {
    const present = new Set([...appliances.values()].map(({ thing }) => thing.device))
    const gone = [...oldAppliances.values()].filter(({ thing }) => !present.has(thing.device))
    const kept = new Set([...connections.values()].map(({ thing }) => thing))
    const closing = [...oldConnections.values()].filter(({ thing }) => !kept.has(thing))
    await Promise.allSettled(gone.map(({ thing }) => thing.queue.idle()))
    for (const { thing } of gone) thing.device.close?.()
    await Promise.allSettled(closing.map(({ thing }) => thing.close()))
  }
}
