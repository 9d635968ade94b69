import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { airQualityGrader } from '../clova/airQuality.ts'
import type { ApplianceEntry, Config } from '../config/load.ts'
import type { DriverEntry } from '../config/parse.ts'
import { type Appliance, createAppliance } from '../home/appliance.ts'
import { raceAbort } from '../home/deadline.ts'
import type { Reading } from '../home/device.ts'
import type { Connection, Log } from '../home/driver.ts'
import { createHome, type Home } from '../home/home.ts'
import { openMemories, type StateMemories } from '../home/memory.ts'
import type { Trait } from '../home/traits.ts'
import { ListenerList } from '../util/listenerList.ts'
import { runInSlices, runSteps, type Steps } from '../util/slices.ts'
import { joinTexts, type LocalizedText } from '../util/translate.ts'
import { makeDevice, superviseConnection } from './connectionSupervisor.ts'
import { openAnnouncementStores } from './discovery/announcementStore.ts'
import { type DeviceReference, type MatchedDevice, toApplianceEntry } from './discovery/match.ts'
import { createDiscoveryRegistry } from './discovery/registry.ts'

/** A home with its connections. */
export interface HomeRuntime {
  /** the present home; another object after each change */
  home(): Home
  readonly memories: StateMemories
  /** whether an appliance has an entry in the configuration; else it is exposed as it announced itself */
  isConfigured(id: string): boolean
  /** the connections by their names, in the order of the configuration */
  connections(): readonly RunningConnection[]
  /** the devices that the connections discovered */
  discovered(): readonly MatchedDevice[]
  /** The present problems of the connections, each with the connection's name. */
  problems(): readonly LocalizedText[]
  /** Whether each connection has no problem now, by its name. */
  connectionStates(): ReadonlyMap<string, boolean>
  /**
   * Calls a function when what is known of an appliance, or without an id of many, may have changed, and when the home has
   * other appliances. @returns what ends that
   */
  onChange(listener: (applianceId?: string) => void): () => void
  /** Resolves once every driver has tried to connect, successfully or not. */
  ready(): Promise<unknown>
  /** Applies another configuration. Only what differs is closed, after its running requests have ended. */
  applyConfig(config: Config): void
  /** Deletes the stored state of appliances that were removed more than 30 days ago. */
  prune(): void
  /** Writes all pending changes of the state files to the disk. */
  flush(): Promise<unknown>
  close(): Promise<void>
}

/** A connection of the home, and the entry that it was made of. */
export interface RunningConnection extends DriverEntry {
  readonly name: string
  readonly connection: Connection
}

/** A connection or an appliance, with the digest of the configuration that it was created from. */
interface Fingerprinted<T> {
  readonly fingerprint: string
  readonly value: T
}

/** A short digest, so that ten thousand of them need little memory. */
const digest = (value: unknown) => createHash('sha1').update(JSON.stringify(value)).digest('base64')

/**
 * Creates the home that a configuration describes, and starts to connect.
 * @param readOnly true for a command that only inspects the home: it stores no discovered devices
 */
export function createHomeRuntime(
  config: Config,
  log: Log & { child(fields: object): Log },
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): HomeRuntime {
  const warn = (fields: object, message: string) => log.warn(fields, message)
  const changes = new ListenerList<[applianceId?: string]>()
  const memories = openMemories({ file: join(config.state, 'memory.json'), warn, onChange: (id) => changes.call(id) })
  const announcements = readOnly
    ? undefined
    : openAnnouncementStores({ file: join(config.state, 'announcements.json'), warn })
  const discoveryRegistry = createDiscoveryRegistry(join(config.state, 'devices.json'), warn, readOnly)
  let { edition, scenes, drivers } = config
  let references: readonly DeviceReference[] = []
  let connections = new Map<string, Fingerprinted<Connection>>()
  /** the appliances of the configuration, by id */
  let configured = new Map<string, Fingerprinted<Appliance>>()
  /** those of the configuration and the exposed devices, by id */
  let appliances = configured
  let currentHome = createHome([], [])
  const closing = new Set<Promise<unknown>>()
  /** the work after devices have announced themselves, which is done in slices; it aborts when the configuration changes */
  let rediscovering: { readonly abort: AbortController; readonly done: Promise<void> } | undefined
  /** whether devices have announced themselves since that began */
  let isOutdated = false
  /** the ids of the appliances that are being read in this request, to detect cycles */
  const readChain = new AsyncLocalStorage<readonly string[]>()
  let closed = false
  applyConfig(config)

  return {
    home: () => currentHome,
    isConfigured: (id) => configured.has(id),
    connections: () =>
      [...connections].flatMap(([name, { value: connection }]) => {
        const entry = drivers.get(name)
        return entry ? [{ name, connection, ...entry }] : []
      }),
    discovered: discoveryRegistry.devices,
    problems: () =>
      [...connections].flatMap(([name, { value: connection }]) =>
        (connection.problems?.() ?? []).map((problem) => joinTexts(`${name}: `, problem)),
      ),
    connectionStates: () =>
      new Map([...connections].map(([name, { value }]) => [name, (value.problems?.() ?? []).length === 0])),
    memories,
    onChange: (listener) => changes.add(listener),
    async ready() {
      await Promise.all([...connections.values()].map(({ value: connection }) => connection.ready))
      await rediscovering?.done
    },
    applyConfig,
    // The keys of connections contain a space, so they never collide with the ids of appliances.
    prune: () => memories.prune((id) => appliances.has(id) || id.includes(' ')),
    flush: () => Promise.all([memories.flush(), discoveryRegistry.flush(), announcements?.flush()]),
    async close() {
      closed = true
      rediscovering?.abort.abort()
      await rediscovering?.done
      // The devices must be read from the connections before these are closed.
      const written = discoveryRegistry.close()
      await Promise.allSettled([...connections.values()].map(({ value: connection }) => connection.close()))
      await Promise.allSettled(closing)
      await Promise.all([memories.close(), announcements?.flush(), written])
    },
  }

  /** Only these parts of the configuration are kept: all of it, with ten thousand appliances, would be a third of the memory. */
  function applyConfig(newConfig: Config): void {
    const oldConnections = connections
    ;({ edition, scenes, drivers } = newConfig)
    connections = new Map([...newConfig.drivers].map(([name, entry]) => [name, connectionFor(name, entry, newConfig)]))
    configured = new Map(newConfig.appliances.flatMap((entry) => applianceFor(entry)))
    references = newConfig.appliances.flatMap(({ description: { id, driver }, options }) => {
      const device = deviceReferenceOf(driver, options)
      return device === undefined ? [] : [{ id, driver, device }]
    })
    rediscovering?.abort.abort()
    rediscovering = undefined
    if (!closed) runSteps(reconcile(oldConnections))
  }

  /** Thousands of devices may have announced themselves, while commands must still be carried out. */
  function rediscover(): void {
    if (closed) return
    isOutdated = true
    if (rediscovering) return
    const work = { abort: new AbortController(), done: Promise.resolve() }
    rediscovering = work
    work.done = reconcileUntilCurrent(work.abort.signal)
  }

  async function reconcileUntilCurrent(signal: AbortSignal): Promise<void> {
    try {
      while (isOutdated) {
        isOutdated = false
        await runInSlices(reconcile(connections), signal)
      }
    } catch (err) {
      if (!signal.aborted) log.error({ err }, 'the devices that were discovered cannot be made appliances')
    } finally {
      if (rediscovering?.abort.signal === signal) rediscovering = undefined
    }
  }

  /**
   * Rebuilds the home from the configured appliances and the exposed devices, and closes what was removed. Until the last step
   * the home is what it was.
   */
  function* reconcile(oldConnections: typeof connections): Steps<void> {
    const previous = appliances
    const next = new Map(configured)
    let isDone = false
    try {
      const openConnections = new Map([...connections].map(([name, { value: connection }]) => [name, connection]))
      const isConfigured = (id: string) => configured.has(id)
      for (const one of yield* discoveryRegistry.update({ edition, references, isConfigured }, openConnections)) {
        const entry = toApplianceEntry(one, isConfigured, edition)
        if (entry) for (const [id, appliance] of applianceFor(entry)) next.set(id, appliance)
        yield
      }
      isDone = true
    } finally {
      if (!isDone) finishClosing(closeRemoved(connections, next))
    }
    appliances = next.size === configured.size ? configured : next
    currentHome = createHome(
      [...appliances.values()].map(({ value: appliance }) => appliance),
      scenes,
    )
    changes.call()
    for (const id of previous.keys()) if (!appliances.has(id)) memories.markRemoved(id)
    finishClosing(closeRemoved(oldConnections, previous))
  }

  /** The runtime is closed only after this. */
  function finishClosing(done: Promise<void>): void {
    closing.add(done)
    void done.finally(() => closing.delete(done))
  }

  /** The open connection of this name if its configuration is unchanged, else a new one. */
  function connectionFor(
    name: string,
    entry: Parameters<typeof superviseConnection>[0],
    { file, edition }: Config,
  ): Fingerprinted<Connection> {
    const fingerprint = digest([entry.type, entry.options, edition])
    const existing = connections.get(name)
    if (existing?.fingerprint === fingerprint) return existing
    const context = {
      home: connections,
      name,
      readOnly,
      gradeAirQuality: airQualityGrader(edition),
      log: log.child({ driver: name }),
      resolveFile: (name: string) => resolve(dirname(file), name),
      memory: memories.of,
      announcements: announcements?.of(name),
      bus: (connectionName: string) => connections.get(connectionName)?.value.bus,
      readAppliance,
      ...(!readOnly && {
        reportChange: (id?: string) => (id === undefined ? reportConnection(name) : changes.call(id)),
      }),
    }
    const connection = superviseConnection(entry, context)
    connection.discovery?.onChange(rediscover)
    return { fingerprint, value: connection }
  }

  /** What is known of all appliances of a connection may have changed. */
  function reportConnection(name: string): void {
    for (const [id, { value: appliance }] of appliances) if (appliance.driver === name) changes.call(id)
  }

  /** Reads an appliance for another one; undefined in a cycle, where each would wait for the other. */
  async function readAppliance(
    id: string,
    signal: AbortSignal,
    needed: readonly Trait[] = [],
  ): Promise<Reading | undefined> {
    const readers = readChain.getStore() ?? []
    const device = appliances.get(id)?.value.device
    if (!device || readers.includes(id)) return undefined
    return readChain.run([...readers, id], () => raceAbort(device.read({ signal, needed }), signal))
  }

  /** The name or key of the discovered device that the options refer to; undefined if they describe the device fully. */
  function deviceReferenceOf(driver: string, options: unknown): string | undefined {
    return drivers.get(driver)?.driver.discoveredDeviceRef?.(options)
  }

  /** The appliance of an entry; none if its connection does not exist. */
  function applianceFor({
    description,
    options,
    pace,
    contents,
  }: ApplianceEntry): [string, Fingerprinted<Appliance>][] {
    const { id, driver } = description
    const connection = connections.get(driver)
    if (!connection) return []
    const fingerprint = digest([driver, connection.fingerprint, options, pace, contents])
    const existing = appliances.get(id)
    // Only the description has changed, such as the name: the device keeps its state, and its queued requests stay.
    if (existing?.fingerprint === fingerprint) {
      const { device, queue, rateLimiter } = existing.value
      return [[id, { fingerprint, value: { ...description, device, queue, rateLimiter } }]]
    }
    const ownDevice = makeDevice(connection.value, id, options, log)
    const reference = deviceReferenceOf(driver, options)
    const device =
      reference === undefined ? ownDevice : discoveryRegistry.withLastKnownSpec(ownDevice, id, driver, reference)
    return [[id, { fingerprint, value: createAppliance(description, device, pace) }]]
  }

  /** Closes removed devices and connections after their queues are empty. */
  async function closeRemoved(oldConnections: typeof connections, oldAppliances: typeof appliances): Promise<void> {
    const present = new Set([...appliances.values()].map(({ value: appliance }) => appliance.device))
    const removed = [...oldAppliances.values()].filter(({ value: appliance }) => !present.has(appliance.device))
    const stillUsed = new Set([...connections.values()].map(({ value: connection }) => connection))
    const closing = [...oldConnections.values()].filter(({ value: connection }) => !stillUsed.has(connection))
    await Promise.allSettled(removed.map(({ value: appliance }) => appliance.queue.idle()))
    for (const { value: appliance } of removed) appliance.device.close?.()
    await Promise.allSettled(closing.map(({ value: connection }) => connection.close()))
  }
}
