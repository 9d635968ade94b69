/** A rest that can be cut short. */
export interface Nap {
  rest(ms: number): Promise<void>
  wake(): void
}

export function nap(): Nap {
  let timer: NodeJS.Timeout | undefined
  let wake: () => void = () => {}
  return {
    rest: (ms) =>
      new Promise((resolve) => {
        wake = resolve
        timer = setTimeout(resolve, ms)
        timer.unref()
      }),
    wake() {
      clearTimeout(timer)
      wake()
    },
  }
}
