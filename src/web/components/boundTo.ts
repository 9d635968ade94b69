import type { Signal } from '@preact/signals'

/** What makes a field show a signal and write what the user enters to it: `<TextField {...boundTo(name)} label="…" />`. */
export const boundTo = <T>(signal: Signal<T>): { readonly value: T; onValue(value: T): void } => ({
  value: signal.value,
  onValue(value) {
    signal.value = value
  },
})
