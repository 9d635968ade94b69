import type { AnnouncementStore } from '../../../src/home/driver.ts'

/** Finds the announcements that are out of date: they were removed, or their device is gone, while the gateway was away. */
export interface StaleTopics {
  /** An announcement was received on this topic. @param isRetained the broker has retained it */
  received(topic: string, isRetained: boolean): void
  /** The connection is new: a retained announcement that does not come again in time is stale. */
  connected(): void
  close(): void
}

interface StaleTopicsOptions {
  /** holds announcements that are not retained: they are stale only when their device was absent for `maxAbsenceMs` */
  readonly store?: AnnouncementStore | undefined
  /** true if bridges announce devices without retaining it, so that silence alone means nothing */
  readonly keepsUnretained?: boolean
  /** True if the device of this topic was seen lately, although it did not announce itself. */
  isPresent?(topic: string): boolean
  /** how long a bridge may take to announce its devices again to a broker that lost its retained messages */
  readonly reannounceTimeoutMs?: number
}

/** How long a bridge may take to announce its devices again to a broker that lost its retained messages. */
const defaultReannounceTimeoutMs = 60_000

/** @param onStale receives each topic whose announcement is out of date */
export function createStaleTopics(
  onStale: (topic: string) => void,
  {
    store,
    keepsUnretained = false,
    isPresent = () => false,
    reannounceTimeoutMs = defaultReannounceTimeoutMs,
  }: StaleTopicsOptions = {},
): StaleTopics {
  /** received over an earlier connection, and over the present one; with whether the broker retained them */
  let before = new Map<string, boolean>()
  let now = new Map<string, boolean>()
  let timer: NodeJS.Timeout | undefined
  return {
    received(topic, isRetained) {
      now.set(topic, isRetained || now.get(topic) === true || before.get(topic) === true)
    },
    connected() {
      before = new Map([
        ...(store?.all() ?? []).map(({ topic, isRetained }) => [topic, isRetained] as const),
        ...before,
        ...now,
      ])
      now = new Map()
      clearTimeout(timer)
      timer = setTimeout(findStale, reannounceTimeoutMs)
      timer.unref()
    },
    close: () => clearTimeout(timer),
  }

  function findStale(): void {
    // Where no announcement came at all, the broker lost its retained messages, or the bridge is away.
    const absent = now.size > 0 ? [...before].filter(([topic]) => !now.has(topic)) : []
    if (now.size > 0) before = new Map()
    for (const [topic, isRetained] of absent)
      if (!keepsUnretained || isRetained || (store?.isExpired(topic) && !isPresent(topic))) onStale(topic)
      else before.set(topic, isRetained)
  }
}
