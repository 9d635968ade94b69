import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Device, Reading } from '../../home/device.ts'
import type { Home } from '../../home/home.ts'

/** How long changes are collected before the changed appliances are read together, in milliseconds. */
const coalesceMs = 75

/**
 * The shortest interval between two rounds over all appliances, in milliseconds, and the largest share of the time for them.
 * A round finds what no driver reports: values that expired, and devices that are off since something else is.
 */
const roundIntervalMs = 2000
const maxShare = 1 / 10

/** How long one reading may take, in milliseconds, and how many appliances are read before others get their turn. */
const readTimeoutMs = 3000
const readsPerTurn = 200

/** The last reading of an appliance that was reported. */
interface Known {
  readonly online: boolean
  /** in English */
  readonly offlineReason: string | undefined
  readonly state: Reading['state']
  /** the state as text; made only where the object is another one than before */
  readonly text: string
}

/** The home whose states are followed. */
interface WatchedHome {
  home(): Home
  /** Calls a function when what is known of an appliance, or without an id of many, may have changed. @returns what ends that */
  onChange(listener: (applianceId?: string) => void): () => void
}

interface StateListener {
  /** The state of an appliance has changed. */
  onChange(id: string, reading: Reading): void
  /** The home has other appliances now, or other descriptions of them. */
  onHomeChange(): void
}

/**
 * Reports changed states while a client subscribes to events. Drivers say which appliances may have changed; these are read
 * then, which causes no network traffic, and compared with what was reported before.
 */
export class StateWatcher {
  #coalesceTimer: NodeJS.Timeout | undefined
  #roundTimer: NodeJS.Timeout | undefined
  #unsubscribe: (() => void) | undefined
  #lastHome: Home | undefined
  /** the appliances that may have changed since they were last read */
  readonly #changed = new Set<string>()
  readonly #last = new Map<string, Known>()
  /** the appliances whose reading has not ended yet */
  readonly #pending = new Set<string>()
  readonly #watched: WatchedHome
  readonly #listener: StateListener

  constructor(watched: WatchedHome, listener: StateListener) {
    this.#watched = watched
    this.#listener = listener
  }

  /** Starts, with the present states as the first ones, or stops. */
  setWatching(isWatching: boolean): void {
    if (isWatching === this.#isWatching) return
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    clearTimeout(this.#coalesceTimer)
    clearTimeout(this.#roundTimer)
    this.#coalesceTimer = undefined
    this.#changed.clear()
    this.#last.clear()
    this.#lastHome = undefined
    if (!isWatching) return
    this.#unsubscribe = this.#watched.onChange((id) => this.#mark(id))
    void this.#round()
  }

  get #isWatching(): boolean {
    return this.#unsubscribe !== undefined
  }

  #mark(id: string | undefined): void {
    if (id !== undefined) this.#changed.add(id)
    else for (const each of this.#watched.home().appliances.keys()) this.#changed.add(each)
    this.#coalesceTimer ??= setTimeout(() => {
      this.#coalesceTimer = undefined
      void this.#readAll([...this.#changed])
    }, coalesceMs).unref()
  }

  async #round(): Promise<void> {
    const workMs = await this.#readAll([...this.#watched.home().appliances.keys()])
    if (!this.#isWatching) return
    const intervalMs = Math.max(roundIntervalMs, workMs / maxShare)
    clearTimeout(this.#roundTimer)
    this.#roundTimer = setTimeout(() => void this.#round(), intervalMs).unref()
  }

  /** Reads appliances, without waiting for those that do not answer from memory. @returns how long it kept the process busy, in milliseconds */
  async #readAll(ids: readonly string[]): Promise<number> {
    const home = this.#watched.home()
    if (this.#lastHome && home !== this.#lastHome) this.#listener.onHomeChange()
    this.#lastHome = home
    for (const id of this.#last.keys()) if (!home.appliances.has(id)) this.#last.delete(id)
    const limit = createDeadline(readTimeoutMs)
    const reads: Promise<void>[] = []
    let workMs = 0
    for (let i = 0; i < ids.length && this.#isWatching; i += readsPerTurn) {
      const start = performance.now()
      for (const id of ids.slice(i, i + readsPerTurn)) {
        // One that is still being read stays marked until that has ended: that reading may be older than the change.
        if (this.#pending.has(id)) continue
        this.#changed.delete(id)
        const device = home.appliances.get(id)?.device
        if (device) reads.push(this.#read(id, device, limit.signal))
      }
      // A device that answers from memory has done so before this returns; the others are not waited for.
      await new Promise((resolve) => setImmediate(resolve))
      workMs += performance.now() - start
    }
    void Promise.all(reads).finally(limit.end)
    return workMs
  }

  async #read(id: string, device: Device, signal: AbortSignal): Promise<void> {
    this.#pending.add(id)
    try {
      this.#compare(id, await raceAbort(device.read({ signal }), signal))
    } catch {
      // An appliance that could not be read in time counts as unchanged.
    } finally {
      this.#pending.delete(id)
    }
    if (this.#isWatching && this.#changed.has(id)) this.#mark(id)
  }

  #compare(id: string, reading: Reading): void {
    const { online, state } = reading
    const offlineReason = reading.offlineReason?.en
    const before = this.#last.get(id)
    if (!this.#isWatching) return
    const isSamePresence = before?.online === online && before.offlineReason === offlineReason
    if (isSamePresence && before.state === state) return
    const text = JSON.stringify(state)
    this.#last.set(id, { online, offlineReason, state, text })
    if (!before || (isSamePresence && before.text === text)) return
    this.#listener.onChange(id, reading)
  }
}
