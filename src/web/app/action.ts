import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { errorText } from '../components/errorText.ts'

/** Something that the user lets do: whether it is under way, and why it was not done the last time. */
interface Action {
  readonly isBusy: boolean
  /** in the language of the page; absent if it was done, or not tried yet */
  readonly error: string | undefined
  /** Does it, unless it is under way already. A failure stands in `error`. */
  run(work: () => Promise<void>): Promise<void>
}

/** An action of a component; what ends after the component is gone changes nothing. */
export function useAction(): Action {
  const isBusy = useSignal(false)
  const error = useSignal<string | undefined>(undefined)
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  return {
    isBusy: isBusy.value,
    error: error.value,
    async run(work) {
      if (isBusy.peek()) return
      isBusy.value = true
      error.value = undefined
      try {
        await work()
      } catch (reason) {
        if (!isGone.current) error.value = errorText(reason)
      }
      if (!isGone.current) isBusy.value = false
    },
  }
}
