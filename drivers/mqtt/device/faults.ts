/** Told why a device did not do what it was told. */
type FaultListener = (reason: string) => void

/** What bridges tell of commands that failed, by the name of the device. */
export interface BridgeFaults {
  report(name: string, reason: string): void
  /** The faults of one device. */
  of(name: string): { listen(told: FaultListener): () => void }
}

/** Nobody listens yet. */
export function bridgeFaults(): BridgeFaults {
  const listeners = new Map<string, Set<FaultListener>>()
  return {
    report(name, reason) {
      for (const told of [...(listeners.get(name) ?? [])]) told(reason)
    },
    of: (name) => ({
      listen(told) {
        const those = listeners.get(name) ?? new Set()
        listeners.set(name, those.add(told))
        return () => {
          those.delete(told)
          if (those.size === 0 && listeners.get(name) === those) listeners.delete(name)
        }
      },
    }),
  }
}
