import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Device, Reading } from '../../home/device.ts'
import type { Home } from '../../home/home.ts'

/** The shortest interval between two rounds of reading, in milliseconds, and the largest share of the time for reading. */
const minIntervalMs = 150
const maxShare = 1 / 10

/** How long one round of reading may take, in milliseconds, and how many appliances are read before others get their turn. */
const roundTimeoutMs = 3000
const readsPerTurn = 200

/** The last reading of an appliance that was reported. */
interface Known {
  readonly online: boolean
  readonly offlineReason: string | undefined
  readonly state: Reading['state']
  /** the state as text; made only where the object is another one than before */
  readonly text: string
}

interface StateListener {
  /** The state of an appliance has changed. */
  onChange(id: string, reading: Reading): void
  /** The home has other appliances now, or other descriptions of them. */
  onHomeChange(): void
}

/**
 * Reads the states of all appliances while a client subscribes to events, and reports the changed ones. Devices do not push
 * states to the core, but drivers store the last reported state, so that reading causes no network traffic.
 */
export class StateWatcher {
  #timer: NodeJS.Timeout | undefined
  #isWatching = false
  #lastHome: Home | undefined
  readonly #last = new Map<string, Known>()
  /** the appliances whose reading has not ended yet */
  readonly #pending = new Set<string>()
  readonly #home: () => Home
  readonly #listener: StateListener

  constructor(home: () => Home, listener: StateListener) {
    this.#home = home
    this.#listener = listener
  }

  /** Starts, with the present states as the first ones, or stops. */
  setWatching(isWatching: boolean): void {
    if (isWatching === this.#isWatching) return
    this.#isWatching = isWatching
    clearTimeout(this.#timer)
    this.#last.clear()
    this.#lastHome = undefined
    if (isWatching) void this.#round()
  }

  async #round(): Promise<void> {
    const limit = createDeadline(roundTimeoutMs)
    const home = this.#home()
    if (this.#lastHome && home !== this.#lastHome) this.#listener.onHomeChange()
    this.#lastHome = home
    for (const id of this.#last.keys()) if (!home.appliances.has(id)) this.#last.delete(id)
    const all = [...home.appliances].filter(([id]) => !this.#pending.has(id))
    const reads: Promise<void>[] = []
    let workMs = 0
    for (let i = 0; i < all.length && this.#isWatching; i += readsPerTurn) {
      const start = performance.now()
      for (const [id, { device }] of all.slice(i, i + readsPerTurn)) reads.push(this.#read(id, device, limit.signal))
      // A device that answers from memory has done so before this returns; the others are not waited for.
      await new Promise((resolve) => setImmediate(resolve))
      workMs += performance.now() - start
    }
    void Promise.all(reads).finally(limit.end)
    if (!this.#isWatching) return
    this.#timer = setTimeout(() => void this.#round(), Math.max(minIntervalMs, workMs / maxShare)).unref()
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
  }

  #compare(id: string, reading: Reading): void {
    const { online, offlineReason, state } = reading
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
