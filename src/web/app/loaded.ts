import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

type Loaded<T> = { readonly state: 'loading' } | { readonly state: 'loaded'; readonly value: T } | FailedToLoad
interface FailedToLoad {
  readonly state: 'failed'
  readonly error: Error
}

/**
 * Loads something when a component appears, and again when a dependency changes; an earlier result is then not shown any more.
 * @param load gets a signal that aborts when the component goes
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, dependencies: readonly unknown[]) {
  const result = useSignal<Loaded<T>>({ state: 'loading' })
  const attempt = useSignal(0)
  useEffect(() => {
    const controller = new AbortController()
    result.value = { state: 'loading' }
    load(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) result.value = { state: 'loaded', value }
      },
      (error: Error) => {
        if (!controller.signal.aborted) result.value = { state: 'failed', error }
      },
    )
    return () => controller.abort()
  }, [...dependencies, attempt.value])
  return {
    result: result.value,
    again() {
      attempt.value += 1
    },
  }
}
