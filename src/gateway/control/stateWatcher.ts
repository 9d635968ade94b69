import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Reading } from '../../home/device.ts'
import type { Home } from '../../home/home.ts'

/** The shortest interval between two rounds of reading, in milliseconds, and the largest share of the time for reading. */
const minIntervalMs = 1000
const maxShare = 1 / 20

/** How long one round of reading may take, in milliseconds. */
const roundTimeoutMs = 3000

/** The changed state of an appliance. */
export interface StateChange {
  readonly appliance: string
  readonly online: boolean
  readonly offlineReason?: string
  readonly state: Record<string, unknown>
}

/**
 * Reads the states of all appliances while a client subscribes to events, and reports the changed ones. Devices do not push
 * states to the core, but most drivers store the last reported state, so that reading causes no network traffic.
 */
export class StateWatcher {
  #timer: NodeJS.Timeout | undefined
  #isWatching = false
  readonly #last = new Map<string, string>()
  readonly #home: () => Home
  readonly #onChange: (change: StateChange) => void

  constructor(home: () => Home, onChange: (change: StateChange) => void) {
    this.#home = home
    this.#onChange = onChange
  }

  /** Starts, with the present states as the first ones, or stops. */
  setWatching(isWatching: boolean): void {
    if (isWatching === this.#isWatching) return
    this.#isWatching = isWatching
    clearTimeout(this.#timer)
    this.#last.clear()
    if (isWatching) void this.#round()
  }

  async #round(): Promise<void> {
    const start = performance.now()
    const limit = createDeadline(roundTimeoutMs)
    const { appliances } = this.#home()
    for (const id of this.#last.keys()) if (!appliances.has(id)) this.#last.delete(id)
    await Promise.all(
      [...appliances].map(async ([id, { device }]) => {
        try {
          this.#compare(id, await raceAbort(device.read({ signal: limit.signal }), limit.signal))
        } catch {
          // An appliance that could not be read in time counts as unchanged.
        }
      }),
    )
    limit.end()
    if (!this.#isWatching) return
    const interval = Math.max(minIntervalMs, (performance.now() - start) / maxShare)
    this.#timer = setTimeout(() => void this.#round(), interval).unref()
  }

  #compare(id: string, { online, offlineReason, state }: Reading): void {
    const text = JSON.stringify([online, offlineReason, state])
    const before = this.#last.get(id)
    if (!this.#isWatching || before === text) return
    this.#last.set(id, text)
    if (before !== undefined)
      this.#onChange({
        appliance: id,
        online,
        ...(offlineReason !== undefined && { offlineReason }),
        state: { ...state },
      })
  }
}
