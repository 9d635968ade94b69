/** Is called with why a device did not do what it was told, in plain words. */
type FaultListener = (reason: string) => void

/** What bridges tell of commands that failed, by the name of the device. */
export class BridgeFaults {
  readonly #listeners = new Map<string, Set<FaultListener>>()

  report = (name: string, reason: string): void => {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(reason)
  }

  /** @returns what ends that */
  listen(name: string, listener: FaultListener): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(name) === listeners) this.#listeners.delete(name)
    }
  }
}
