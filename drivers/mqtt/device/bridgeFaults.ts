import type { LocalizedText } from '../../../src/util/translate.ts'

/** Receives why a device did not carry out a command. */
type FaultListener = (reason: LocalizedText) => void

/** The failures of commands that bridges report, by the name of the device. */
export class BridgeFaults {
  readonly #listeners = new Map<string, Set<FaultListener>>()

  report = (name: string, reason: LocalizedText): void => {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(reason)
  }

  /** @returns a function that removes the listener */
  listen(name: string, listener: FaultListener): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(name) === listeners) this.#listeners.delete(name)
    }
  }
}
