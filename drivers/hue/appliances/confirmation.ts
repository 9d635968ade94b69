import { raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Bridge } from '../bridge/bridge.ts'
import type { HueCommand } from './command.ts'

/**
 * When the bridge is asked whether it is so, in milliseconds since the order was taken: at once, since its events may
 * come a second later, and again, since lamps and groups take their time. What is otherwise at last has not followed.
 */
const pollDelaysMs = [0, 120, 400, 1000, 2000] as const
/** So many of a type are asked for one by one; more of them all at once. */
const maxSingleReads = 2

const gone = () => new Failure('offline', 'it was removed from the bridge')

/** What waits for an order to have come true. */
export interface Confirmation {
  /** The order goes out now: what was known before confirms nothing. */
  onSent(): void
  /**
   * Resolves once the bridge says that it is so, or that it stays otherwise: then what it says is the answer.
   * @throws Failure `offline` if the bridge or the thing goes away, or the bridge cannot be asked
   */
  confirmed(signal: AbortSignal): Promise<void>
  end(): void
}

/** Watches from now on, so that nothing is missed that comes before the order is answered. */
export function watchConfirmation(order: HueCommand, bridge: Bridge): Confirmation {
  let seen: () => void = () => {}
  let lost: (reason: Failure) => void = () => {}
  const come = new Promise<void>((resolve, reject) => {
    seen = resolve
    lost = reject
  })
  come.catch(() => {})
  /** what was said since the order went out */
  const said = new Set<string>()
  let before = ''
  let taken = false
  const ends = [
    bridge.onChange((changed) => {
      if (changed !== 'all') for (const [, id] of order.confirmedBy) if (changed.has(id)) said.add(id)
      if (!bridge.resources.get(order.id)) lost(gone())
      else if (taken && isSo()) seen()
    }),
    bridge.onLost(() => lost(new Failure('offline', bridge.problem() ?? 'the bridge went away'))),
  ]
  return {
    onSent() {
      said.clear()
      before = known()
    },
    async confirmed(signal) {
      taken = true
      if (isSo()) return
      const start = performance.now()
      let problem: unknown
      for (const at of pollDelaysMs) {
        const left = start + at - performance.now()
        if (left > 0 && (await within(left, signal))) return
        const isTold = said.size > 0
        try {
          await raceAbort(Promise.race([come, ask(signal)]), signal)
          problem = undefined
        } catch (error) {
          signal.throwIfAborted()
          if (bridge.state === 'away' || !bridge.resources.get(order.id)) throw error
          // Once more, later: an order that was taken is not undone by a bridge that has too much to do.
          problem = error
        }
        if (!isSo()) continue
        // A stream that goes on in silence though something became otherwise is dead.
        if (!isTold && known() !== before) bridge.expectEvent()
        return
      }
      if (problem !== undefined) throw problem
    },
    end() {
      for (const end of ends) end()
    },
  }

  function isSo(): boolean {
    return order.confirmedBy.every(([, id]) => said.has(id)) && order.isApplied()
  }

  function known(): string {
    return JSON.stringify(order.confirmedBy.map(([, id]) => bridge.resources.get(id)))
  }

  async function ask(signal: AbortSignal): Promise<void> {
    const types = [...new Set(order.confirmedBy.map(([type]) => type))]
    const asked = types.flatMap((type) => {
      const of = order.confirmedBy.filter((one) => one[0] === type)
      return of.length > maxSingleReads
        ? [bridge.refresh(type, undefined, signal)]
        : of.map(([, id]) => bridge.refresh(type, id, signal))
    })
    await Promise.all(asked)
    if (!bridge.resources.get(order.id)) throw gone()
    for (const [, id] of order.confirmedBy) said.add(id)
  }

  /** @returns true if it came true within so many milliseconds */
  async function within(ms: number, signal: AbortSignal): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ms)
    })
    try {
      return await raceAbort(Promise.race([come.then(() => true), over]), signal)
    } finally {
      clearTimeout(timer)
    }
  }
}
