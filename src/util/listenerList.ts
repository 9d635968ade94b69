/**
 * Functions that are called together, for lists that each request changes. A Set or a Map would do the same, but V8 replaces
 * its table after some additions, and the old table, once it is in the old generation, keeps what it contained until the next
 * full garbage collection: with each request some kilobytes more (benchmark row "CPU a request").
 */
export class ListenerList<Arguments extends readonly unknown[]> {
  #listeners: readonly ((...given: Arguments) => void)[] = []

  /** Adds a function. @returns what removes it */
  add(listener: (...given: Arguments) => void): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      const at = this.#listeners.indexOf(listener)
      if (at !== -1) this.#listeners = this.#listeners.toSpliced(at, 1)
    }
  }

  /** Calls those that are in the list now, in the order of their addition. */
  call(...values: Arguments): void {
    for (const listener of this.#listeners) listener(...values)
  }
}
