import { type Signal, until } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Bridge } from './bridge.ts'
import type { Order } from './order.ts'

/**
 * How long an event may take to come before the bridge is asked, the times at which it is asked again, and how long a
 * lamp that is not yet there may take to come round, in milliseconds since the order was taken.
 */
const asking = [120, 500, 1200, 2000] as const

const gone = () => new Failure('offline', 'it was removed from the bridge')

/** What waits for an order to have come true. */
export interface Watch {
  /**
   * Resolves once the bridge says that it is so, or that it stays otherwise: then what it says is the answer.
   * @throws Failure `offline` if the bridge or the thing goes away
   */
  done(signal: Signal): Promise<void>
  end(): void
}

/** Watches from now on, so that nothing is missed that comes before the order is answered. */
export function watch(order: Order, bridge: Bridge): Watch {
  let seen: () => void = () => {}
  let lost: (reason: Failure) => void = () => {}
  const come = new Promise<void>((resolve, reject) => {
    seen = resolve
    lost = reject
  })
  come.catch(() => {})
  let told = false
  let taken = false
  const ends = [
    bridge.onChange((changed) => {
      if (changed !== 'all' && order.says.some(([, id]) => changed.has(id))) told = true
      if (!bridge.resources.get(order.id)) lost(gone())
      else if (taken && order.isThere()) seen()
    }),
    bridge.onLost(() => lost(new Failure('offline', 'the bridge went away'))),
  ]
  return {
    async done(signal) {
      taken = true
      if (order.isThere()) return
      const start = performance.now()
      for (const at of asking) {
        if (await within(Math.max(0, start + at - performance.now()), signal)) return
        const before = told
        await until(Promise.all(order.says.map(([type, id]) => bridge.refresh(type, id, signal))), signal)
        if (!bridge.resources.get(order.id)) throw gone()
        if (!order.isThere()) continue
        if (!before) bridge.suspect()
        return
      }
    },
    end() {
      for (const end of ends) end()
    },
  }

  /** @returns true if it came true within so many milliseconds */
  async function within(ms: number, signal: Signal): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ms)
    })
    try {
      return await until(Promise.race([come.then(() => true), over]), signal)
    } finally {
      clearTimeout(timer)
    }
  }
}
