import type { Bus } from '../../../src/home/driver.ts'

/** A broker in memory: it keeps retained messages, and counts what was published to it. */
export interface TestBus extends Bus {
  connected: boolean
  readonly published: { readonly topic: string; readonly payload: string }[]
  /** A message of a device. */
  say(topic: string, payload: unknown, options?: { readonly retain?: boolean }): void
  /** What a device does when something is published to it. */
  onPublish: (topic: string, payload: string) => void
}

export function testBus(): TestBus {
  const retained = new Map<string, Buffer>()
  const listeners = new Map<string, Set<(payload: Buffer, retained: boolean) => void>>()
  const self: TestBus = {
    connected: true,
    published: [],
    onPublish: () => {},
    async publish(topic, payload, _confirmed, signal) {
      signal.throwIfAborted()
      self.published.push({ topic, payload })
      queueMicrotask(() => self.onPublish(topic, payload))
    },
    subscribe(topic, listener) {
      const those = listeners.get(topic) ?? new Set()
      listeners.set(topic, those.add(listener))
      const kept = retained.get(topic)
      if (kept) queueMicrotask(() => those.has(listener) && listener(kept, true))
      return () => those.delete(listener)
    },
    say(topic, payload, { retain = false } = {}) {
      const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
      if (retain) retained.set(topic, bytes)
      for (const listener of [...(listeners.get(topic) ?? [])]) listener(bytes, false)
    },
  }
  return self
}
