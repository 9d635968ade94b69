import type { DeviceDiscovery, DiscoveredDevice } from '../../../src/home/discovery.ts'
import type { AnnouncementStore, Log } from '../../../src/home/driver.ts'
import type { Spec } from '../../../src/home/spec.ts'
import { comparableName, displayName } from '../../../src/util/displayName.ts'
import { runInSlices, SlicedWork, type Steps } from '../../../src/util/slices.ts'
import { type LocalizedText, mapText } from '../../../src/util/translate.ts'
import type { Broker } from '../broker/broker.ts'
import type { ConventionName, MqttConfig } from '../config.ts'
import { say } from '../messages.ts'
import { type MqttOptions, mqttApplianceSchema } from '../options.ts'
import type { AnnouncedDevice, AnnouncementParser, Convention, ConventionOptions } from './announcement.ts'
import { opensEntrance } from './entrances.ts'
import { ExposureLimit } from './exposureLimit.ts'
import { createStaleTopics, type StaleTopics } from './staleTopics.ts'
import { dropInvalidParts } from './validParts.ts'

/** Every convention by which devices announce themselves; its code is loaded only if the configuration names it. */
const conventions: Readonly<Record<ConventionName, () => Promise<Convention>>> = {
  zigbee2mqtt: async () => (await import('./zigbee2mqtt/index.ts')).zigbee2mqtt,
  homeassistant: async () => (await import('./homeassistant/index.ts')).homeAssistant,
  tasmota: async () => (await import('./tasmota/index.ts')).tasmota,
}

/** One announcement may hold the devices of a whole house. */
const maxAnnouncementBytes = 16 * 1024 * 1024

/** The greatest number of announcements that wait to be parsed, and their size. */
const [maxQueuedTopics, maxQueuedBytes] = [50_000, 64 * 1024 * 1024]

/** After an announcement, how long the next ones are waited for: until none came for `quietMs`, and no longer than `maxMs`. */
const gathering = { quietMs: 100, maxMs: 2000 }

/** How long to wait for the retained announcements at the start. */
const firstAnnouncementsTimeoutMs = 2000

/** A warning about what devices announce is logged once; this many are remembered. */
const maxWarnings = 1000

/** What the discovery of one connection needs. */
interface DiscoveryContext {
  readonly config: Pick<MqttConfig, 'discover' | 'expose' | 'birth'>
  readonly broker: Broker
  readonly log: Log
  /** announcements of bridges that do not retain them, kept for the next start */
  readonly store?: AnnouncementStore | undefined
  readonly reportFailure: ConventionOptions['reportFailure']
  specOf(options: MqttOptions): Spec
}

/** A convention that this connection listens for. */
interface Listening {
  readonly via: ConventionName
  readonly parser: AnnouncementParser
  readonly stale: StaleTopics
}

/** An announcement that waits to be parsed. */
interface QueuedAnnouncement {
  readonly listening: Listening
  readonly payload: Buffer
  readonly origin: 'live' | 'retained' | 'store'
}

/** A device with the announcement that it was made from. */
interface Entry {
  readonly announced: AnnouncedDevice
  readonly device: DiscoveredDevice<MqttOptions>
}

/** Begins to listen for announcements. */
export async function startDiscovery(context: DiscoveryContext): Promise<AnnouncementDiscovery> {
  const parsers = await Promise.all(
    context.config.discover.map(async ({ name, base }) => {
      const convention = await conventions[name]()
      return {
        via: name,
        base,
        parser: convention({ reportFailure: context.reportFailure, ...(base !== undefined && { base }) }),
      }
    }),
  )
  return new AnnouncementDiscovery(context, parsers)
}

/** The devices that announce themselves on one broker. */
export class AnnouncementDiscovery implements DeviceDiscovery<MqttOptions> {
  /** Resolves once the retained announcements were parsed, or could not be received. */
  readonly ready: Promise<void>
  /** the names that the configuration refers to and that no device has */
  readonly missing = new Set<string>()
  /** the appliances that what was announced last is still to be made of */
  readonly devicesToBuild = new SlicedWork((err) => this.#context.log.error({ err }, 'a device cannot be built'))
  readonly #context: DiscoveryContext
  readonly #listening: readonly Listening[]
  readonly #closing = new AbortController()
  readonly #ends: (() => void)[] = []
  readonly #listeners = new Set<() => void>()
  readonly #warnings = new Set<string>()
  /** by topic: of several announcements on one topic only the last one counts */
  readonly #queue = new Map<string, QueuedAnnouncement>()
  #queuedBytes = 0
  #droppedAnnouncements = 0
  #exposure = new ExposureLimit()
  #entries = new Map<string, Entry>()
  #byName = new Map<string, DiscoveredDevice<MqttOptions>>()
  #duplicateNames: readonly string[] = []
  #hasReceived = false
  #isComplete = false
  /** the devices may differ from `#entries` since then */
  #changedSinceMs: number | undefined
  /** until the retained announcements were parsed: the devices are built as soon as the queue is empty */
  #isStarting = false
  #refreshAtMs = 0
  #refreshedAtMs = Number.NEGATIVE_INFINITY
  #working: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(
    context: DiscoveryContext,
    parsers: readonly {
      readonly via: ConventionName
      readonly base: string | undefined
      readonly parser: AnnouncementParser
    }[],
  ) {
    const { broker, store } = context
    this.#context = context
    this.#listening = parsers.map(({ via, base, parser }) => {
      const stale = createStaleTopics((topic) => this.#enqueue(listening, topic, Buffer.alloc(0), 'live'), {
        store: parser.isStored ? store : undefined,
        keepsUnretained: parser.isStored ?? false,
        isPresent: (topic) => parser.keysOf?.(topic).some((key) => store?.isPresent(key)) ?? false,
      })
      const listening: Listening = { via, parser, stale }
      for (const { topic, payload } of parser.isStored ? (store?.all() ?? []) : [])
        this.#enqueue(listening, topic, Buffer.from(payload), 'store')
      this.#ends.push(
        ...parser.topics.map((pattern) =>
          broker.subscribe(
            pattern,
            (payload, isRetained, topic) => this.#receive(listening, topic, payload, isRetained),
            maxAnnouncementBytes,
          ),
        ),
        broker.onConnect(() => this.#connected(listening, base)),
        stale.close,
      )
      return listening
    })
    this.ready = this.#start()
  }

  devices(): readonly DiscoveredDevice<MqttOptions>[] {
    return [...this.#entries.values()].map(({ device }) => device)
  }

  /** True once an announcement was received, be it of a removal: an empty list means then that there is no device. */
  get isComplete(): boolean {
    return this.#isComplete
  }

  /** The device with this key, else the one with this name. */
  named(name: string): DiscoveredDevice<MqttOptions> | undefined {
    return this.#entries.get(name)?.device ?? this.#byName.get(comparableName(name))
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The options that a device announced; what of them cannot be used is logged once. */
  describe(device: DiscoveredDevice<MqttOptions>): MqttOptions | undefined {
    const announced = this.#entries.get(device.key)?.announced
    if (!announced) return undefined
    const { options, problems } = dropInvalidParts(announced.description)
    this.#warnOnce(device.name, [...announced.problems, ...problems])
    return options
  }

  /** Notes that a device is there although it does not announce itself again. */
  markPresent(key: string): void {
    this.#context.store?.markPresent(key)
  }

  problems(): readonly LocalizedText[] {
    const { expose } = this.#context.config
    const exposed = Array.isArray(expose) ? expose.filter((name) => this.named(name) === undefined) : []
    return [
      ...[...new Set([...this.missing, ...exposed])].map((name) => say('notAnnouncedName', { name })),
      ...this.#duplicateNames.map((name) => say('sameNames', { name })),
      ...this.#listening.flatMap(({ parser }) => parser.problems?.() ?? []),
      ...this.#exposure.problems(),
      ...(this.#droppedAnnouncements > 0 ? [say('droppedAnnouncements', { count: this.#droppedAnnouncements })] : []),
    ]
  }

  close(): void {
    this.#closing.abort(new Error('the discovery was closed'))
    clearTimeout(this.#timer)
    for (const end of this.#ends) end()
  }

  async #start(): Promise<void> {
    const { broker } = this.#context
    await broker.ready
    await broker.retainedReceived(AbortSignal.timeout(firstAnnouncementsTimeoutMs)).catch(() => {})
    this.#isStarting = true
    this.#changedSinceMs ??= performance.now()
    // A house of thousands of entities goes on in the background.
    const timeout = AbortSignal.timeout(firstAnnouncementsTimeoutMs)
    const timedOut = new Promise<void>((resolve) => timeout.addEventListener('abort', () => resolve(), { once: true }))
    while (this.#changedSinceMs !== undefined && !timeout.aborted && !this.#closing.signal.aborted) {
      this.#work()
      await Promise.race([this.#working, timedOut])
    }
    this.#isStarting = false
  }

  #connected({ stale, via }: Listening, base = 'homeassistant'): void {
    stale.connected()
    if (via !== 'homeassistant' || !this.#context.config.birth) return
    // Bridges that do not retain their announcements send them when Home Assistant starts.
    this.#context.broker.publish(`${base}/status`, 'online', false, AbortSignal.timeout(5000)).catch(() => {})
  }

  #receive(listening: Listening, topic: string, payload: Buffer, isRetained: boolean): void {
    if (listening.parser.handleEvent?.(topic, payload)) return
    this.#hasReceived = true
    if (payload.length > 0) listening.stale.received(topic, isRetained)
    this.#enqueue(listening, topic, payload, isRetained ? 'retained' : 'live')
  }

  #enqueue(listening: Listening, topic: string, payload: Buffer, origin: QueuedAnnouncement['origin']): void {
    const before = this.#queue.get(topic)
    const bytes = this.#queuedBytes + payload.length - (before?.payload.length ?? 0)
    if ((!before && this.#queue.size >= maxQueuedTopics) || bytes > maxQueuedBytes) {
      this.#droppedAnnouncements += 1
      return
    }
    this.#queuedBytes = bytes
    this.#queue.set(topic, { listening, payload, origin })
    this.#work()
  }

  /** Parses what waits, then builds the devices when it is time; all in slices that yield to the event loop. */
  #work(): void {
    if (this.#closing.signal.aborted) return
    this.#working ??= this.#workUntilDone()
      .catch((err: unknown) => {
        if (!this.#closing.signal.aborted) this.#context.log.error({ err }, 'announcements could not be read')
      })
      .finally(() => {
        this.#working = undefined
      })
  }

  async #workUntilDone(): Promise<void> {
    // The message that woke it is not parsed in the turn in which it was received: a command may come with it.
    await new Promise(setImmediate)
    const { signal } = this.#closing
    for (;;) {
      signal.throwIfAborted()
      await runInSlices(this.#parseQueue(), signal)
      if (this.#changedSinceMs === undefined) return
      const waitMs = this.#isStarting ? 0 : this.#refreshAtMs - performance.now()
      if (waitMs > 0) {
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => this.#work(), waitMs)
        this.#timer.unref()
        return
      }
      this.#changedSinceMs = undefined
      await this.#refresh(signal)
    }
  }

  *#parseQueue(): Steps<void> {
    for (const [topic, queued] of this.#queue) {
      this.#queue.delete(topic)
      this.#queuedBytes -= queued.payload.length
      const { parser } = queued.listening
      const isChanged = yield* parser.parse(topic, queued.payload)
      if (parser.isStored && queued.origin !== 'store') this.#store(topic, queued, isChanged)
      if (isChanged) this.#scheduleRefresh()
      yield
    }
  }

  #store(topic: string, { payload, origin }: QueuedAnnouncement, isChanged: boolean): void {
    const { store } = this.#context
    if (payload.length === 0) store?.remove(topic)
    // A payload that is no announcement is not stored.
    else if (isChanged || store?.has(topic)) store?.set(topic, payload.toString('utf8'), origin === 'retained')
  }

  /** The first announcement after a quiet time counts at once, since its device may publish its state right after it. */
  #scheduleRefresh(): void {
    const now = performance.now()
    this.#changedSinceMs ??= now
    const isFirst = now - this.#refreshedAtMs > gathering.maxMs && this.#refreshedAtMs > 0
    this.#refreshAtMs = isFirst ? now : Math.min(now + gathering.quietMs, this.#changedSinceMs + gathering.maxMs)
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const before = this.#entries
    await runInSlices(this.#build(), signal)
    this.#refreshedAtMs = performance.now()
    const isNowComplete = this.#hasReceived && !this.#isComplete
    this.#isComplete = this.#hasReceived
    const isSame =
      before.size === this.#entries.size &&
      [...this.#entries].every(([key, { device }]) => before.get(key)?.device === device)
    if (isSame && !(isNowComplete && this.#entries.size === 0)) return
    this.#context.log.info({ devices: this.#entries.size }, 'devices announced themselves')
    for (const listener of [...this.#listeners]) listener()
  }

  /** Builds the devices of all conventions; of a device that two conventions announce, the first one counts. */
  *#build(): Steps<void> {
    const entries = new Map<string, Entry>()
    const byName = new Map<string, DiscoveredDevice<MqttOptions>>()
    const duplicates = new Set<string>()
    const taken = new Set<string>()
    const exposure = new ExposureLimit()
    for (const { via, parser } of this.#listening) {
      const announcedDevices = yield* parser.build()
      for (const announced of announcedDevices) {
        if (entries.size % 100 === 0) yield
        if ([announced.key, ...announced.aliases].some((name) => taken.has(name))) continue
        const before = this.#entries.get(announced.key)
        const isExposed = exposure.admit(announced.type !== undefined && this.#isExposed(announced))
        const isSame =
          before?.device.via === via &&
          before.device.exposed === isExposed &&
          isSameAnnouncement(before.announced, announced)
        const entry = isSame ? before : { announced, device: this.#toDevice(announced, via, isExposed) }
        entries.set(announced.key, entry)
        const name = comparableName(entry.device.name)
        const other = byName.get(name)
        if (!other) byName.set(name, entry.device)
        else if (other.exposed && entry.device.exposed) duplicates.add(entry.device.name)
      }
      for (const { key, aliases } of announcedDevices) for (const name of [key, ...aliases]) taken.add(name)
    }
    this.#entries = entries
    this.#byName = byName
    this.#duplicateNames = [...duplicates].slice(0, 20)
    this.#exposure = exposure
  }

  #toDevice(announced: AnnouncedDevice, via: ConventionName, exposed: boolean): DiscoveredDevice<MqttOptions> {
    const { specOf } = this.#context
    const { key, type, about, area, description, problems } = announced
    const name = displayName(announced.name) || displayName(key) || 'device'
    return {
      key,
      name,
      ...(type !== undefined && { type }),
      deviceInfo: Object.fromEntries(Object.entries(about).map(([field, text]) => [field, displayName(text)])),
      ...(area !== undefined && { area: displayName(area) }),
      via,
      exposed,
      // Made when it is read: of a thousand devices the specs would be most of the memory.
      get spec() {
        return specOf(dropInvalidParts(description).options)
      },
      options: { ...noOptions, device: key },
      get problems() {
        return [...problems, ...dropInvalidParts(description).problems].map((problem) => mapText(problem, displayName))
      },
    }
  }

  #isExposed(announced: AnnouncedDevice): boolean {
    const { expose } = this.#context.config
    if (!Array.isArray(expose)) return expose === 'all' && !opensEntrance(announced)
    const names = [announced.key, announced.name].map(comparableName)
    return expose.some((wanted) => names.includes(comparableName(wanted)))
  }

  #warnOnce(name: string, problems: readonly LocalizedText[]): void {
    for (const problem of problems.map(({ en }) => displayName(en))) {
      const text = `${name}: ${problem}`
      if (this.#warnings.has(text) || this.#warnings.size >= maxWarnings) continue
      this.#warnings.add(text)
      this.#context.log.warn({ device: name, problem }, 'part of what a device announced cannot be used')
    }
  }
}

const noOptions = mqttApplianceSchema.parse({})

const isSameAnnouncement = (a: AnnouncedDevice, b: AnnouncedDevice) =>
  a === b || JSON.stringify(a) === JSON.stringify(b)
