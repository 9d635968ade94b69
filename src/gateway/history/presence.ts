import * as z from 'zod'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Reading } from '../../home/device.ts'
import type { Home } from '../../home/home.ts'
import type { State } from '../../home/traits.ts'
import { JsonStore } from '../../storage/jsonStore.ts'

/** How often every appliance is looked at, in milliseconds, and how long one round may take. */
const roundIntervalMs = 60_000
const roundTimeoutMs = 3000
/** How many appliances are read at once before the event loop gets its turn. */
const readsPerTurn = 50

/** Two looks that are further apart than this say nothing of the time between them: the machine slept, or its clock was set. */
const maxGapMs = 3 * roundIntervalMs

/** How many changes are kept of one appliance. */
const maxChanges = 20

/** How long a change waits for the disk at least, in milliseconds, to spare a memory card; without one it waits for an hour. */
const saveIntervalMs = 15 * 60_000

const hourMs = 3_600_000
const hoursPerDay = 24

/** When an appliance went offline or came back. */
interface PresenceChange {
  readonly at: number
  readonly online: boolean
  /** why it went offline, in English */
  readonly reason?: string | undefined
}

/** What is known of an appliance's being online. Times are milliseconds since 1970. */
export interface Presence {
  readonly offlineSince?: number
  readonly lastSeenAt?: number
  /** of the last day as far as it was watched, from 0 to 1; undefined until it was watched for ten minutes */
  readonly onlineShare?: number
  /** what it said before it went offline, and when; not kept over a restart */
  readonly lastKnown?: { readonly state: State; readonly at: number }
  /** the newest first */
  readonly changes: readonly PresenceChange[]
}

const minWatchedSeconds = 600

const record = z.object({
  online: z.boolean(),
  /** since when it is offline; absent if nobody saw it go */
  since: z.number().optional(),
  lastSeenAt: z.number().optional(),
  changes: z.array(z.object({ at: z.number(), online: z.boolean(), reason: z.string().optional() })).max(maxChanges),
  /** the hour of the last entry of the next two, counted since 1970 */
  hour: z.number(),
  /** seconds that it was watched and was online, of the last 24 hours; the index is the hour modulo 24 */
  watched: z.array(z.number()).length(hoursPerDay),
  online24: z.array(z.number()).length(hoursPerDay),
})
const presenceFile = z.record(z.string(), record)
type PresenceFile = z.infer<typeof presenceFile>
type Entry = PresenceFile[string]

interface PresenceOptions {
  readonly file: string
  readonly warn: (fields: object, message: string) => void
  home(): Home
  /** milliseconds since 1970 */
  readonly now?: () => number
}

/**
 * Watches which appliances are online, with some 700 bytes for each. Drivers store what their devices report, so reading them
 * once a minute costs no network traffic.
 */
export class PresenceHistory {
  readonly #store: JsonStore<PresenceFile>
  readonly #home: () => Home
  readonly #now: () => number
  /** when each appliance was last looked at, and what it said then */
  readonly #lastLooks = new Map<string, { at: number; known: Presence['lastKnown'] }>()
  #timer: NodeJS.Timeout | undefined
  #savedAt: number
  #isClosed = false
  /** true if an appliance went or came since the last write */
  #isDirty = false

  constructor({ file, warn, home, now = Date.now }: PresenceOptions) {
    this.#store = new JsonStore<PresenceFile>({ file, schema: presenceFile, empty: {}, warn })
    this.#home = home
    this.#now = now
    this.#savedAt = now()
  }

  /** Looks at every appliance each minute from now on. @param firstMs when the first time, in milliseconds */
  start(firstMs = roundIntervalMs / 6): void {
    if (this.#isClosed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#round().finally(() => this.start(roundIntervalMs)), firstMs).unref()
  }

  /** Notes what a reading says; readings that were made for other purposes count too. @returns true if it went or came */
  observe(id: string, { online, offlineReason, state, reportedAt }: Reading): boolean {
    const now = this.#now()
    const look = this.#lastLooks.get(id)
    const entry = this.#entryOf(id, online, reportedAt)
    this.#count(entry, look, now)
    const isChanged = entry.online !== online
    if (isChanged) {
      const change = {
        at: now,
        online,
        ...(!online && offlineReason !== undefined && { reason: offlineReason.en }),
      }
      entry.changes = [change, ...entry.changes].slice(0, maxChanges)
      if (online) delete entry.since
      else {
        entry.since = now
        entry.lastSeenAt = reportedAt?.getTime() ?? look?.at ?? now
      }
      entry.online = online
      this.#isDirty = true
    }
    const known = online && Object.keys(state).length > 0 ? { state, at: reportedAt?.getTime() ?? now } : look?.known
    if (look) Object.assign(look, { at: now, known })
    else this.#lastLooks.set(id, { at: now, known })
    return isChanged
  }

  /** What is known of one appliance. */
  of(id: string): Presence {
    const entry = Object.hasOwn(this.#store.value, id) ? this.#store.value[id] : undefined
    if (!entry) return { changes: [] }
    const hours = this.#hoursOf(entry)
    const watched = hours.reduce((sum, hour) => sum + (entry.watched[hour] ?? 0), 0)
    const online = hours.reduce((sum, hour) => sum + (entry.online24[hour] ?? 0), 0)
    const known = this.#lastLooks.get(id)?.known
    return {
      ...(!entry.online && entry.since !== undefined && { offlineSince: entry.since }),
      ...(!entry.online && entry.lastSeenAt !== undefined && { lastSeenAt: entry.lastSeenAt }),
      ...(watched >= minWatchedSeconds && { onlineShare: Math.min(1, online / watched) }),
      ...(known && { lastKnown: known }),
      changes: entry.changes,
    }
  }

  /** True if an appliance was offline when it was last looked at. */
  isOffline(id: string): boolean {
    return Object.hasOwn(this.#store.value, id) && this.#store.value[id]?.online === false
  }

  /** Writes what is known to the disk. */
  flush(): Promise<void> {
    this.#store.markChanged()
    this.#savedAt = this.#now()
    this.#isDirty = false
    return this.#store.flush()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.flush()
  }

  async #round(): Promise<void> {
    const { appliances } = this.#home()
    for (const id of Object.keys(this.#store.value)) if (!appliances.has(id)) delete this.#store.value[id]
    for (const id of this.#lastLooks.keys()) if (!appliances.has(id)) this.#lastLooks.delete(id)
    const limit = createDeadline(roundTimeoutMs)
    const all = [...appliances]
    for (let start = 0; start < all.length && !limit.signal.aborted; start += readsPerTurn) {
      const reads = all.slice(start, start + readsPerTurn).map(async ([id, { device }]) => {
        try {
          this.observe(id, await raceAbort(device.read({ signal: limit.signal }), limit.signal))
        } catch {
          // One that cannot be read in time is not known to be offline.
        }
      })
      await Promise.all(reads)
      await new Promise((resolve) => setImmediate(resolve))
    }
    limit.end()
    if (this.#now() - this.#savedAt >= (this.#isDirty ? saveIntervalMs : hourMs)) await this.flush()
  }

  #entryOf(id: string, online: boolean, reportedAt: Date | undefined): Entry {
    const found = Object.hasOwn(this.#store.value, id) ? this.#store.value[id] : undefined
    if (found) return found
    const made: Entry = {
      online,
      // One that was offline at the first look has been so for longer than is known.
      ...(!online && reportedAt && { since: reportedAt.getTime(), lastSeenAt: reportedAt.getTime() }),
      changes: [],
      hour: Math.floor(this.#now() / hourMs),
      watched: new Array(hoursPerDay).fill(0),
      online24: new Array(hoursPerDay).fill(0),
    }
    this.#store.value[id] = made
    return made
  }

  /** Counts the time since the last look, in the state of that look. */
  #count(entry: Entry, look: { readonly at: number } | undefined, now: number): void {
    const hour = Math.floor(now / hourMs)
    const passed = hour - entry.hour
    // Of a clock that was set back nothing before can be told apart any more.
    for (let i = 1; i <= (passed < 0 ? hoursPerDay : Math.min(passed, hoursPerDay)); i++) {
      entry.watched[(entry.hour + i) % hoursPerDay] = 0
      entry.online24[(entry.hour + i) % hoursPerDay] = 0
    }
    entry.hour = hour
    const elapsedMs = look ? now - look.at : 0
    if (elapsedMs <= 0 || elapsedMs > maxGapMs) return
    const index = hour % hoursPerDay
    entry.watched[index] = (entry.watched[index] ?? 0) + elapsedMs / 1000
    if (entry.online) entry.online24[index] = (entry.online24[index] ?? 0) + elapsedMs / 1000
  }

  /** The indexes of the hours that lie within the last day. */
  #hoursOf(entry: Entry): readonly number[] {
    const age = Math.floor(this.#now() / hourMs) - entry.hour
    const count = Math.max(0, hoursPerDay - Math.max(0, age))
    return Array.from({ length: count }, (_, i) => (entry.hour - i) % hoursPerDay)
  }
}
