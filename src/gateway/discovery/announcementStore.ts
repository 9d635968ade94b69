import * as z from 'zod'
import type { AnnouncementStore } from '../../home/driver.ts'
import { JsonStore, type StoreOptions } from '../../storage/jsonStore.ts'

/** A device that was absent for so long is forgotten. */
const maxAbsenceMs = 30 * 86_400_000

/** Repeated announcements are written at most so often: an SD card wears out. */
const noteIntervalMs = 6 * 3_600_000

/**
 * The greatest number of announcements and of present devices of one connection, and the size of all announcements: the file is
 * written as a whole, in one turn of the event loop. A house of 2,000 entities has some 2 MiB.
 */
const [maxAnnouncements, maxDevices, maxCharacters] = [20_000, 20_000, 8 * 1024 * 1024]

const connection = z.object({
  /** by topic; `receivedAt` in milliseconds since 1970 */
  announcements: z.record(
    z.string(),
    z.object({ payload: z.string(), isRetained: z.boolean(), receivedAt: z.number() }),
  ),
  /** by key of the device: when it was there last, in milliseconds since 1970 */
  presentAt: z.record(z.string(), z.number()),
})
const content = z.record(z.string(), connection)
type Content = z.infer<typeof content>

/** The announcements of all connections. */
interface AnnouncementStores {
  of(connection: string): AnnouncementStore
  flush(): Promise<void>
}

/** Opens `announcements.json`. */
export function openAnnouncementStores(
  options: Pick<StoreOptions<Content>, 'file' | 'warn'>,
  now: () => number = Date.now,
): AnnouncementStores {
  const file = new JsonStore<Content>({ ...options, schema: content, empty: Object.create(null) })
  return {
    of: (name) => new ConnectionAnnouncements(stored(file.value, name), () => file.markChanged(), now),
    flush: () => file.flush(),
  }
}

/** The part of one connection; keys come from the network, so the objects have no prototype. */
function stored(all: Content, name: string): Content[string] {
  const before = Object.hasOwn(all, name) ? all[name] : undefined
  const part = {
    announcements: Object.assign(Object.create(null), before?.announcements),
    presentAt: Object.assign(Object.create(null), before?.presentAt),
  }
  if (name !== '__proto__') all[name] = part
  return part
}

class ConnectionAnnouncements implements AnnouncementStore {
  readonly #part: Content[string]
  readonly #markChanged: () => void
  readonly #now: () => number
  #announcementCount: number
  #deviceCount: number
  #characters = 0

  constructor(part: Content[string], markChanged: () => void, now: () => number) {
    this.#part = part
    this.#markChanged = markChanged
    this.#now = now
    const announcements = Object.values(part.announcements)
    this.#announcementCount = announcements.length
    this.#deviceCount = Object.keys(part.presentAt).length
    for (const { payload } of announcements) this.#characters += payload.length
  }

  all() {
    return Object.entries(this.#part.announcements).map(([topic, { payload, isRetained }]) => ({
      ...{ topic, payload, isRetained },
    }))
  }

  has(topic: string): boolean {
    return topic in this.#part.announcements
  }

  set(topic: string, payload: string, isRetained: boolean): void {
    const before = this.#part.announcements[topic]
    const isNew = !before || before.payload !== payload || (isRetained && !before.isRetained)
    if (!isNew && this.#now() - before.receivedAt < noteIntervalMs) return
    const characters = this.#characters + payload.length - (before?.payload.length ?? 0)
    if (characters > maxCharacters || (!before && this.#announcementCount >= maxAnnouncements)) return
    this.#characters = characters
    if (!before) this.#announcementCount += 1
    this.#part.announcements[topic] = {
      ...{ payload, isRetained: isRetained || (before?.isRetained ?? false), receivedAt: this.#now() },
    }
    this.#markChanged()
  }

  remove(topic: string): void {
    const before = this.#part.announcements[topic]
    if (!before) return
    this.#characters -= before.payload.length
    this.#announcementCount -= 1
    delete this.#part.announcements[topic]
    this.#markChanged()
  }

  isExpired(topic: string): boolean {
    const receivedAt = this.#part.announcements[topic]?.receivedAt
    return receivedAt !== undefined && this.#now() - receivedAt > maxAbsenceMs
  }

  markPresent(key: string): void {
    const before = this.#part.presentAt[key]
    if (before !== undefined ? this.#now() - before < noteIntervalMs : this.#deviceCount >= maxDevices) return
    if (before === undefined) this.#deviceCount += 1
    this.#part.presentAt[key] = this.#now()
    this.#markChanged()
  }

  isPresent(key: string): boolean {
    const at = this.#part.presentAt[key]
    return at !== undefined && this.#now() - at <= maxAbsenceMs
  }
}
