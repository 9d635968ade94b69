import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { airQualityGrader } from '../clova/airQuality.ts'
import type { ApplianceEntry, Config } from '../config/load.ts'
import type { DriverEntry } from '../config/parse.ts'
import type { DriverProblem } from '../control/api.ts'
import { toDriverProblem } from '../control/explanations/reasons.ts'
import { type Appliance, createAppliance } from '../home/appliance.ts'
import { raceAbort } from '../home/deadline.ts'
import type { Reading } from '../home/device.ts'
import type { Connection, DriverContext, Log } from '../home/driver.ts'
import { createHome, type Home } from '../home/home.ts'
import { openMemories, type StateMemories } from '../home/memory.ts'
import type { Trait } from '../home/traits.ts'
import { ListenerList } from '../util/listenerList.ts'
import { runInSlices, runSteps, type Steps } from '../util/slices.ts'
import { makeDevice, SupervisedConnection } from './connectionSupervisor.ts'
import { openAnnouncementStores } from './discovery/announcementStore.ts'
import { type DeviceReference, type MatchedDevice, toApplianceEntry } from './discovery/match.ts'
import { createDiscoveryRegistry } from './discovery/registry.ts'

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

type RuntimeLog = Log & { child(fields: object): Log }
type Connections = Map<string, Fingerprinted<Connection>>
type Appliances = Map<string, Fingerprinted<Appliance>>

/** The home that a configuration describes, with its connections. It starts to connect at once. */
export class HomeRuntime {
  readonly memories: StateMemories
  readonly #log: RuntimeLog
  readonly #readOnly: boolean
  readonly #changes = new ListenerList<[applianceId?: string]>()
  readonly #announcements: ReturnType<typeof openAnnouncementStores> | undefined
  readonly #registry: ReturnType<typeof createDiscoveryRegistry>
  #edition: Config['edition']
  #scenes: Config['scenes']
  #drivers: Config['drivers']
  #references: readonly DeviceReference[] = []
  #connections: Connections = new Map()
  /** the appliances of the configuration, by id */
  #configured: Appliances = new Map()
  /** those of the configuration and the exposed devices, by id */
  #appliances = this.#configured
  #home = createHome([], [])
  readonly #closing = new Set<Promise<unknown>>()
  /** the work after devices have announced themselves, which is done in slices; it aborts when the configuration changes */
  #rediscovering: { readonly abort: AbortController; readonly done: Promise<void> } | undefined
  /** whether devices have announced themselves since that began */
  #isOutdated = false
  /** the ids of the appliances that are being read in this request, to detect cycles */
  readonly #readChain = new AsyncLocalStorage<readonly string[]>()
  #isClosed = false

  /** @param readOnly true for a command that only inspects the home: it stores no discovered devices */
  constructor(config: Config, log: RuntimeLog, { readOnly = false }: { readonly readOnly?: boolean } = {}) {
    const warn = (fields: object, message: string) => log.warn(fields, message)
    const file = (name: string) => join(config.state, name)
    this.#log = log
    this.#readOnly = readOnly
    this.memories = openMemories({ file: file('memory.json'), warn, onChange: (id) => this.#changes.call(id) })
    this.#announcements = readOnly ? undefined : openAnnouncementStores({ file: file('announcements.json'), warn })
    this.#registry = createDiscoveryRegistry(file('devices.json'), warn, readOnly)
    this.#edition = config.edition
    this.#scenes = config.scenes
    this.#drivers = config.drivers
    this.applyConfig(config)
  }

  /** The present home; another object after each change. It can be passed on as a function. */
  readonly home = (): Home => this.#home

  /** Whether an appliance has an entry in the configuration; else it is exposed as it announced itself. */
  isConfigured(id: string): boolean {
    return this.#configured.has(id)
  }

  /** The connections by their names, in the order of the configuration. */
  connections(): readonly RunningConnection[] {
    return [...this.#connections].flatMap(([name, { value: connection }]) => {
      const entry = this.#drivers.get(name)
      return entry ? [{ name, connection, ...entry }] : []
    })
  }

  /** The devices that the connections discovered. */
  discovered(): readonly MatchedDevice[] {
    return this.#registry.devices()
  }

  /** The present problems of the connections, with what mends them. */
  problems(): DriverProblem[] {
    return this.connections().flatMap(({ name, connection, driver, options }) =>
      (connection.problems?.() ?? []).map((problem) =>
        toDriverProblem(name, problem, driver.remedy?.(problem, options)),
      ),
    )
  }

  /** Whether each connection has no problem now, by its name. */
  connectionStates(): ReadonlyMap<string, boolean> {
    return new Map([...this.#connections].map(([name, { value }]) => [name, (value.problems?.() ?? []).length === 0]))
  }

  /**
   * Calls a function when what is known of an appliance, or without an id of many, may have changed, and when the home has
   * other appliances. @returns what ends that
   */
  onChange(listener: (applianceId?: string) => void): () => void {
    return this.#changes.add(listener)
  }

  /** A request arrived that may hold a command: connections prepare for it. */
  expectCommand(): void {
    for (const { value: connection } of this.#connections.values()) connection.expectCommand?.()
  }

  /** Resolves once every driver has tried to connect, successfully or not. */
  async ready(): Promise<void> {
    await Promise.all([...this.#connections.values()].map(({ value: connection }) => connection.ready))
    await this.#rediscovering?.done
  }

  /** Deletes the stored state of appliances that were removed more than 30 days ago. */
  prune(): void {
    // The keys of connections contain a space, so they never collide with the ids of appliances.
    this.memories.prune((id) => this.#appliances.has(id) || id.includes(' '))
  }

  /** Writes all pending changes of the state files to the disk. */
  async flush(): Promise<void> {
    await Promise.all([this.memories.flush(), this.#registry.flush(), this.#announcements?.flush()])
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#rediscovering?.abort.abort()
    await this.#rediscovering?.done
    // The devices must be read from the connections before these are closed.
    const written = this.#registry.close()
    await Promise.allSettled([...this.#connections.values()].map(({ value: connection }) => connection.close()))
    await Promise.allSettled(this.#closing)
    await Promise.all([this.memories.close(), this.#announcements?.flush(), written])
  }

  /**
   * Applies another configuration. Only what differs is closed, after its running requests have ended. Only these parts of the
   * configuration are kept: all of it, with ten thousand appliances, would be a third of the memory.
   */
  applyConfig(newConfig: Config): void {
    const oldConnections = this.#connections
    this.#edition = newConfig.edition
    this.#scenes = newConfig.scenes
    this.#drivers = newConfig.drivers
    this.#connections = new Map(
      [...newConfig.drivers].map(([name, entry]) => [name, this.#connectionFor(name, entry, newConfig)]),
    )
    this.#configured = new Map(newConfig.appliances.flatMap((entry) => this.#applianceFor(entry)))
    this.#references = newConfig.appliances.flatMap(({ description: { id, driver }, options }) => {
      const device = this.#deviceReferenceOf(driver, options)
      return device === undefined ? [] : [{ id, driver, device }]
    })
    this.#rediscovering?.abort.abort()
    this.#rediscovering = undefined
    if (!this.#isClosed) runSteps(this.#reconcile(oldConnections))
  }

  /** Thousands of devices may have announced themselves, while commands must still be carried out. */
  #rediscover(): void {
    if (this.#isClosed) return
    this.#isOutdated = true
    if (this.#rediscovering) return
    const work = { abort: new AbortController(), done: Promise.resolve() }
    this.#rediscovering = work
    work.done = this.#reconcileUntilCurrent(work.abort.signal)
  }

  async #reconcileUntilCurrent(signal: AbortSignal): Promise<void> {
    try {
      while (this.#isOutdated) {
        this.#isOutdated = false
        await runInSlices(this.#reconcile(this.#connections), signal)
      }
    } catch (err) {
      if (!signal.aborted) this.#log.error({ err }, 'the devices that were discovered cannot be made appliances')
    } finally {
      if (this.#rediscovering?.abort.signal === signal) this.#rediscovering = undefined
    }
  }

  /**
   * Rebuilds the home from the configured appliances and the exposed devices, and closes what was removed. Until the last step
   * the home is what it was.
   */
  *#reconcile(oldConnections: Connections): Steps<void> {
    const previous = this.#appliances
    const next = new Map(this.#configured)
    let isDone = false
    try {
      const openConnections = new Map([...this.#connections].map(([name, { value: connection }]) => [name, connection]))
      const isConfigured = (id: string) => this.#configured.has(id)
      for (const one of yield* this.#registry.update(
        { edition: this.#edition, references: this.#references, isConfigured },
        openConnections,
      )) {
        const entry = toApplianceEntry(one, isConfigured, this.#edition)
        if (entry) for (const [id, appliance] of this.#applianceFor(entry)) next.set(id, appliance)
        yield
      }
      isDone = true
    } finally {
      if (!isDone) this.#finishClosing(this.#closeRemoved(this.#connections, next))
    }
    this.#appliances = next.size === this.#configured.size ? this.#configured : next
    this.#home = createHome(
      [...this.#appliances.values()].map(({ value: appliance }) => appliance),
      this.#scenes,
    )
    this.#changes.call()
    for (const id of previous.keys()) if (!this.#appliances.has(id)) this.memories.markRemoved(id)
    this.#finishClosing(this.#closeRemoved(oldConnections, previous))
  }

  /** The runtime is closed only after this. */
  #finishClosing(done: Promise<void>): void {
    this.#closing.add(done)
    void done.finally(() => this.#closing.delete(done))
  }

  /** The open connection of this name if its configuration is unchanged, else a new one. */
  #connectionFor(name: string, entry: DriverEntry, { file, edition }: Config): Fingerprinted<Connection> {
    const fingerprint = digest([entry.type, entry.options, edition])
    const existing = this.#connections.get(name)
    if (existing?.fingerprint === fingerprint) return existing
    const context: DriverContext = {
      home: this,
      name,
      readOnly: this.#readOnly,
      gradeAirQuality: airQualityGrader(edition),
      log: this.#log.child({ driver: name }),
      resolveFile: (name: string) => resolve(dirname(file), name),
      memory: this.memories.of,
      announcements: this.#announcements?.of(name),
      bus: (connectionName: string) => this.#connections.get(connectionName)?.value.bus,
      readAppliance: (id, signal, needed) => this.#readAppliance(id, signal, needed),
      ...(!this.#readOnly && {
        reportChange: (id?: string) => (id === undefined ? this.#reportConnection(name) : this.#changes.call(id)),
      }),
    }
    const connection = new SupervisedConnection(entry, context)
    connection.discovery?.onChange(() => this.#rediscover())
    return { fingerprint, value: connection }
  }

  /** What is known of all appliances of a connection may have changed. */
  #reportConnection(name: string): void {
    for (const [id, { value: appliance }] of this.#appliances) if (appliance.driver === name) this.#changes.call(id)
  }

  /** Reads an appliance for another one; undefined in a cycle, where each would wait for the other. */
  async #readAppliance(id: string, signal: AbortSignal, needed: readonly Trait[] = []): Promise<Reading | undefined> {
    const readers = this.#readChain.getStore() ?? []
    const device = this.#appliances.get(id)?.value.device
    if (!device || readers.includes(id)) return undefined
    return this.#readChain.run([...readers, id], () => raceAbort(device.read({ signal, needed }), signal))
  }

  /** The name or key of the discovered device that the options refer to; undefined if they describe the device fully. */
  #deviceReferenceOf(driver: string, options: unknown): string | undefined {
    return this.#drivers.get(driver)?.driver.discoveredDeviceRef?.(options)
  }

  /** The appliance of an entry; none if its connection does not exist. */
  #applianceFor({ description, options, pace, contents }: ApplianceEntry): [string, Fingerprinted<Appliance>][] {
    const { id, driver } = description
    const connection = this.#connections.get(driver)
    if (!connection) return []
    const fingerprint = digest([driver, connection.fingerprint, options, pace, contents])
    const existing = this.#appliances.get(id)
    // Only the description has changed, such as the name: the device keeps its state, and its queued requests stay.
    if (existing?.fingerprint === fingerprint) {
      const { device, queue, rateLimiter } = existing.value
      return [[id, { fingerprint, value: { ...description, device, queue, rateLimiter } }]]
    }
    const ownDevice = makeDevice(connection.value, id, options, this.#log)
    const reference = this.#deviceReferenceOf(driver, options)
    const device =
      reference === undefined ? ownDevice : this.#registry.withLastKnownSpec(ownDevice, id, driver, reference)
    return [[id, { fingerprint, value: createAppliance(description, device, pace) }]]
  }

  /** Closes removed devices and connections after their queues are empty. */
  async #closeRemoved(oldConnections: Connections, oldAppliances: Appliances): Promise<void> {
    const present = new Set([...this.#appliances.values()].map(({ value: appliance }) => appliance.device))
    const removed = [...oldAppliances.values()].filter(({ value: appliance }) => !present.has(appliance.device))
    const stillUsed = new Set([...this.#connections.values()].map(({ value: connection }) => connection))
    const closing = [...oldConnections.values()].filter(({ value: connection }) => !stillUsed.has(connection))
    await Promise.allSettled(removed.map(({ value: appliance }) => appliance.queue.idle()))
    for (const { value: appliance } of removed) appliance.device.close?.()
    await Promise.allSettled(closing.map(({ value: connection }) => connection.close()))
  }
}
