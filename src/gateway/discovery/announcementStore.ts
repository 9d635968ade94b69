import * as z from 'zod'
import type { AnnouncementStore } from '../../home/driver.ts'
import { openStore, type StoreOptions } from '../../storage/jsonStore.ts'

/** A device that was absent for so long is forgotten. */
const maxAbsenceMs = 30 * 86_400_000

/** Repeated announcements are written at most so often: an SD card wears out. */
const noteIntervalMs = 6 * 3_600_000

/** The greatest number of announcements and of present devices of one connection, and the size of all announcements. */
const [maxAnnouncements, maxDevices, maxCharacters] = [20_000, 20_000, 32 * 1024 * 1024]

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
export interface AnnouncementStores {
  of(connection: string): AnnouncementStore
  flush(): Promise<void>
}

/** Opens `announcements.json`. */
export function openAnnouncementStores(
  options: Pick<StoreOptions<Content>, 'file' | 'warn'>,
  now: () => number = Date.now,
): AnnouncementStores {
  const file = openStore<Content>({ ...options, schema: content, empty: Object.create(null) })
  return {
    of(name) {
      // Keys come from the network, so they are no keys of an object with a prototype.
      const stored = Object.hasOwn(file.value, name) ? file.value[name] : undefined
      const announcements = new Map(Object.entries(stored?.announcements ?? {}))
      const presentAt = new Map(Object.entries(stored?.presentAt ?? {}))
      let characters = 0
      for (const { payload } of announcements.values()) characters += payload.length
      const save = () => {
        file.value[name] = {
          announcements: Object.fromEntries(announcements),
          presentAt: Object.fromEntries(presentAt),
        }
        file.markChanged()
      }
      return {
        all: () => [...announcements].map(([topic, { payload, isRetained }]) => ({ topic, payload, isRetained })),
        has: (topic) => announcements.has(topic),
        set(topic, payload, isRetained) {
          const before = announcements.get(topic)
          const isNew = !before || before.payload !== payload || (isRetained && !before.isRetained)
          if (!isNew && now() - before.receivedAt < noteIntervalMs) return
          const size = characters + payload.length - (before?.payload.length ?? 0)
          if (size > maxCharacters || (!before && announcements.size >= maxAnnouncements)) return
          characters = size
          announcements.set(topic, {
            payload,
            isRetained: isRetained || (before?.isRetained ?? false),
            receivedAt: now(),
          })
          save()
        },
        remove(topic) {
          const before = announcements.get(topic)
          if (!before) return
          characters -= before.payload.length
          announcements.delete(topic)
          save()
        },
        isExpired(topic) {
          const receivedAt = announcements.get(topic)?.receivedAt
          return receivedAt !== undefined && now() - receivedAt > maxAbsenceMs
        },
        markPresent(key) {
          const before = presentAt.get(key)
          if (before !== undefined ? now() - before < noteIntervalMs : presentAt.size >= maxDevices) return
          presentAt.set(key, now())
          save()
        },
        isPresent: (key) => now() - (presentAt.get(key) ?? Number.NEGATIVE_INFINITY) <= maxAbsenceMs,
      }
    },
    flush: file.flush,
  }
}
