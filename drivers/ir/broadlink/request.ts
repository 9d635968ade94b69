import type { Heard, Udp } from './udp.ts'

/** How often something is said, and how long an answer is awaited each time, in milliseconds. */
export interface Pace {
  readonly tries: number
  readonly wait: number
}

/** UDP loses packets. */
export const usualPace: Pace = { tries: 3, wait: 1000 }

/**
 * Says something until an answer has come, which may be the answer to any time that it was said.
 * @param say sends it; it is the same each time, so that the device can know it again
 * @param take the answer of a packet that has come; nothing if it is none
 * @returns nothing if no answer came
 * @throws the reason of the first signal that is aborted; nothing is said after that
 */
export function exchange<T>(
  udp: Udp,
  { tries, wait }: Pace,
  { say, take }: { say(): Promise<unknown>; take(...heard: Parameters<Heard>): T | undefined },
  signals: readonly AbortSignal[],
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let left = tries
    let over = false
    let timer: NodeJS.Timeout | undefined
    const stop = udp.hear((message, from) => {
      const taken = take(message, from)
      if (taken !== undefined) end(() => resolve(taken))
    })
    for (const signal of signals) signal.addEventListener('abort', abort, { once: true })
    if (signals.some(({ aborted }) => aborted)) abort()
    else again()

    function again() {
      if (left === 0) return end(() => resolve(undefined))
      left -= 1
      timer = setTimeout(again, wait)
      // A network that is away for a moment is a lost packet like another.
      udp
        .opened()
        .then(() => (over ? undefined : say()))
        .catch(() => {})
    }
    function abort() {
      end(() => reject(signals.find(({ aborted }) => aborted)?.reason))
    }
    function end(settle: () => void) {
      if (over) return
      over = true
      clearTimeout(timer)
      stop()
      for (const signal of signals) signal.removeEventListener('abort', abort)
      settle()
    }
  })
}
