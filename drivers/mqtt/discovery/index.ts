import { createHash } from 'node:crypto'
import type { DiscoveredDevice } from '../../../src/home/discovery.ts'
import type { Log } from '../../../src/home/driver.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { Broker } from '../broker/broker.ts'
import type { ConventionName, MqttConfig } from '../config.ts'
import { appliance, type Options } from '../options.ts'
import type { AnnouncedDevice, Convention, Description } from './announcement.ts'
import { typeOf } from './applianceTypes.ts'
import { removeStaleTopics } from './staleTopics.ts'

/** Every convention by which devices announce themselves; loaded only if the user listens for it. */
const conventions: Readonly<Record<ConventionName, () => Promise<Convention>>> = {
  zigbee2mqtt: async () => (await import('./zigbee2mqtt/index.ts')).zigbee2mqtt,
  homeassistant: async () => (await import('./homeassistant/index.ts')).homeAssistant,
  tasmota: async () => (await import('./tasmota/index.ts')).tasmota,
}

/** Types of what opens, or may make something open. */
const opening: readonly string[] = [typeOf('curtain'), typeOf('switch'), typeOf('plug')]

/** An announcement may tell of a whole house, in bytes. */
const announcementLimit = 16 * 1024 * 1024

/** How long announcements may go on before they are looked at, and how long a pause ends them sooner, in milliseconds. */
const gathering = { most: 2000, pause: 100 }

/** How long the first announcements may take to come, in milliseconds. */
const patience = 2000

/** What is known of a device, with what that was made of; ten thousand texts would be most of the memory. */
interface Entry {
  readonly digest: string
  readonly found: DiscoveredDevice<Options>
}

/** What announced itself on one broker. */
export interface Discovery {
  /** Resolves once what the broker kept of announcements was looked at, or could not be. */
  readonly ready: Promise<void>
  found(): readonly DiscoveredDevice<Options>[]
  /** The device of this key, else the one of this name. */
  named(name: string): DiscoveredDevice<Options> | undefined
  onChange(listener: () => void): () => void
  /** What a device said of itself; what of it cannot be used is told in the log, once. */
  describe(found: DiscoveredDevice<Options>): Options | undefined
  /** the names of devices that somebody asks for, and that nobody has */
  readonly missing: Set<string>
  problems(): readonly string[]
  close(): void
}

/** Listens for announcements from now on. */
export async function discover(
  { discover: wanted, expose }: MqttConfig,
  broker: Broker,
  fault: (name: string, reason: string) => void,
  log: Log,
  specOf: (options: Options) => Spec,
): Promise<Discovery> {
  const ears = await Promise.all(
    wanted.map(async ({ name, base }) => ({
      via: name,
      ear: (await conventions[name]())({ reportFailure: fault, ...(base !== undefined && { base }) }),
    })),
  )
  let known = new Map<string, Entry>()
  let byName = new Map<string, DiscoveredDevice<Options>>()
  let timer: NodeJS.Timeout | undefined
  let since: number | undefined
  const listeners = new Set<() => void>()
  const complained = new Set<string>()
  const missing = new Set<string>()
  const ends = ears.flatMap(({ ear }) => {
    const sweep = removeStaleTopics((topic) => ear.parse(topic, Buffer.alloc(0)) && schedule())
    const heard = ear.topics.map((topic) =>
      broker.subscribe(
        topic,
        (payload, _retained, from) => {
          if (payload.length > 0) sweep.seen(from)
          if (ear.parse(from, payload)) schedule()
        },
        announcementLimit,
      ),
    )
    return [...heard, broker.onConnect(sweep.connected), sweep.close]
  })

  return {
    ready: broker.ready.then(first),
    found: () => [...known.values()].map(({ found }) => found),
    named: (name) => known.get(name)?.found ?? byName.get(name),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    missing,
    describe(found) {
      const announced = described.get(found)
      if (!announced) return undefined
      const { options, problems } = dropInvalidParts(announced.description)
      complain(found.name, [...announced.problems, ...problems])
      return options
    },
    problems() {
      const exposed = Array.isArray(expose) ? expose.filter((name) => !known.has(name) && !byName.has(name)) : []
      return [...new Set([...missing, ...exposed])].map((name) => `no device announces itself as "${name}"`)
    },
    close() {
      clearTimeout(timer)
      for (const end of ends) end()
    },
  }

  async function first(): Promise<void> {
    await broker.retainedReceived(AbortSignal.timeout(patience)).catch(() => {})
    clearTimeout(timer)
    look()
  }

  /** Announcements come in crowds: they are looked at when the crowd is over. */
  function schedule(): void {
    const now = performance.now()
    since ??= now
    clearTimeout(timer)
    timer = setTimeout(look, Math.max(0, Math.min(gathering.pause, since + gathering.most - now)))
    timer.unref()
  }

  function look(): void {
    since = undefined
    const before = known
    known = new Map()
    byName = new Map()
    const taken = new Set<string>()
    for (const { via, ear } of ears) {
      const all = ear.devices()
      for (const announced of all) {
        // Another convention told of it already.
        if ([announced.key, ...announced.aliases].some((name) => taken.has(name))) continue
        const entry = entryOf(announced, via, before.get(announced.key))
        known.set(announced.key, entry)
        if (!byName.has(announced.name)) byName.set(announced.name, entry.found)
      }
      for (const { key, aliases } of all) for (const name of [key, ...aliases]) taken.add(name)
    }
    const isSame =
      before.size === known.size && [...known].every(([key, { found }]) => before.get(key)?.found === found)
    if (isSame) return
    log.info({ devices: known.size }, 'devices announced themselves')
    for (const listener of [...listeners]) listener()
  }

  /** What is announced as it was before is the same object. */
  function entryOf(announced: AnnouncedDevice, via: ConventionName, before: Entry | undefined): Entry {
    const digest = createHash('sha1')
      .update(JSON.stringify([via, announced]))
      .digest('base64')
    if (before?.digest === digest) return before
    const { key, name, type, about } = announced
    const exposed =
      (expose === 'all' && !isEntrance(announced)) ||
      (Array.isArray(expose) && [key, name].some((one) => expose.includes(one)))
    const found: DiscoveredDevice<Options> = {
      key,
      name,
      ...(type !== undefined && { type }),
      deviceInfo: about,
      via,
      exposed: exposed && type !== undefined,
      // Made when somebody looks: of a thousand devices what they can do is most of the memory.
      get spec() {
        return specOf(dropInvalidParts(announced.description).options)
      },
      options: { ...nothing, device: key },
      get problems() {
        return [...announced.problems, ...dropInvalidParts(announced.description).problems]
      },
    }
    described.set(found, announced)
    return { digest, found }
  }

  /** What a device announces over and over is told once. */
  function complain(device: string, problems: readonly string[]): void {
    for (const problem of problems) {
      const text = `${device}: ${problem}`
      if (complained.has(text) || complained.size >= 1000) continue
      complained.add(text)
      log.warn({ device, problem }, 'part of what a device announced cannot be used')
    }
  }
}

/** What lets somebody in or out, where nothing but its name says so: it is taken only by name, not with all. */
const entrance = /garage|\bgate\b|차고|대문|ガレージ|車庫|門扉/i
const isEntrance = ({ name, type }: AnnouncedDevice) =>
  type !== undefined && opening.includes(type) && entrance.test(name)

/** What each found device announced of itself. */
const described = new WeakMap<DiscoveredDevice<Options>, AnnouncedDevice>()
const nothing = appliance.parse({})

/**
 * What can be believed of a device's own description: a part that the schema refuses is left out, and said.
 * @returns the options, and what is wrong in plain words
 */
export function dropInvalidParts(description: Description): {
  readonly options: Options
  readonly problems: readonly string[]
} {
  const problems: string[] = []
  let remaining: Record<string, unknown> = description
  // Each round takes out at least one part, so it ends.
  for (;;) {
    const parsed = appliance.safeParse(remaining)
    if (parsed.success) return { options: parsed.data, problems }
    const parts = new Set<string>()
    for (const { path, message } of parsed.error.issues) {
      problems.push(`${path.join('.')}: ${message}`)
      parts.add(JSON.stringify(path.slice(0, path[0] === 'traits' || path[0] === 'verbs' ? 2 : 1)))
    }
    const before = remaining
    for (const part of parts) remaining = omit(remaining, JSON.parse(part))
    if (JSON.stringify(remaining) === JSON.stringify(before)) return { options: appliance.parse({}), problems }
  }
}

export function omit(from: Record<string, unknown>, [first, second]: readonly string[]): Record<string, unknown> {
  if (first === undefined) return from
  const { [first]: part, ...rest } = from
  if (second === undefined || typeof part !== 'object' || part === null) return rest
  const { [second]: _, ...others } = part as Record<string, unknown>
  return { ...rest, [first]: others }
}
