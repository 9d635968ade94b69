import type { Signal } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { Broker } from './broker.ts'
import { same } from './convert.ts'
import type { Hearer, Known } from './device.ts'

/** What a command wishes for, and where the device is heard. */
interface Watched {
  readonly wanted: readonly { readonly trait: Trait; readonly value: unknown; readonly tolerance: number }[]
  readonly known: Known
  readonly hearers: Set<Hearer>
}

interface Circumstances {
  readonly broker: Broker
  /** how long the device may be at another value before that is the answer, in milliseconds */
  readonly settle: number
  readonly ask: { readonly topic: string; readonly payload: string } | undefined
  readonly signal: Signal
}

/** A device that repeats its old value may yet act, a door or an oven: it gets so many times `settle`. */
const slack = 3

/**
 * Watches a device for the confirmation of a command; begun before the command is sent, so that no answer is too quick.
 * `done` resolves
 *  - as soon as the device itself has said every value that was wished for, or
 *  - when it said others, and did not move on for `settle`: those are the answer then, or
 *  - when it had the values already, says nothing for `settle`, and its availability says that it is alive;
 * and rejects with `offline` when the broker or the device goes, and with the signal's reason at the deadline.
 */
export function watch({ wanted, known, hearers }: Watched, { broker, settle, ask, signal }: Circumstances) {
  const before = known.state
  let last = before
  const missing = new Set(wanted.map(({ trait }) => trait))
  const already = wanted.every(({ trait, value, tolerance }) => same(value, known.state[trait], tolerance))
  let timer: NodeJS.Timeout | undefined
  let end = () => {}

  const done = new Promise<void>((resolve, reject) => {
    const hearer: Hearer = (named) => {
      if (known.available === false) reject(new Failure('offline', 'the device says that it is not there'))
      const heard = wanted.filter(({ trait }) => named.has(trait))
      for (const { trait, value, tolerance } of heard) {
        if (same(value, known.state[trait], tolerance)) missing.delete(trait)
        // It was there and went on: a lamp that fades through the value, a hand at the switch.
        else missing.add(trait)
      }
      if (missing.size === 0) return resolve()
      const differs = (than: State) => heard.some(({ trait }) => !same(than[trait], known.state[trait], 0))
      if (differs(last)) patience(settle, resolve)
      else if (heard.length > 0 && !timer) patience(differs(before) ? settle : settle * slack, resolve)
      last = known.state
    }
    const lose = () => reject(new Failure('offline', 'the broker went away'))
    const abort = () => reject(signal.reason)
    hearers.add(hearer)
    const found = broker.onLost(lose)
    signal.addEventListener('abort', abort, { once: true })
    if (missing.size === 0) resolve()
    else if (already) patience(settle, () => (known.available ? resolve() : inquire()))
    end = () => {
      hearers.delete(hearer)
      found()
      signal.removeEventListener('abort', abort)
      clearTimeout(timer)
    }
  })
  done.catch(() => {})
  return { done, end: () => end() }

  function patience(ms: number, then: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(then, ms)
  }

  /** It says nothing, perhaps because nothing changed: it is asked, and its answer is the confirmation. */
  function inquire(): void {
    if (ask) broker.publish(ask.topic, ask.payload, false, signal).catch(() => {})
  }
}
