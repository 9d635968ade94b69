/** Finds out which kept announcements are there no longer: they were taken back while nobody listened. */
export interface StaleTopics {
  /** The broker kept, or somebody sent, an announcement under this topic. */
  seen(topic: string): void
  /** The connection is new: what is not heard again in time is gone. */
  connected(): void
  close(): void
}

/** How long whoever announces may take to come back to a broker that lost what it kept, in milliseconds. */
const defaultReannounceTimeoutMs = 60_000

/** @param onStale is told each topic whose announcement is there no longer */
export function removeStaleTopics(
  onStale: (topic: string) => void,
  reannounceTimeoutMs = defaultReannounceTimeoutMs,
): StaleTopics {
  let before = new Set<string>()
  let now = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  return {
    seen(topic) {
      now.add(topic)
    },
    connected() {
      before = new Set([...before, ...now])
      now = new Set()
      clearTimeout(timer)
      timer = setTimeout(sweep, reannounceTimeoutMs)
      timer.unref()
    },
    close: () => clearTimeout(timer),
  }

  function sweep(): void {
    // Where nothing at all came, it is the broker that forgot, or whoever announces is away.
    const missing = now.size > 0 ? [...before].filter((topic) => !now.has(topic)) : []
    if (now.size > 0) before = new Set()
    for (const topic of missing) onStale(topic)
  }
}
