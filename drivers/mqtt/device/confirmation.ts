import { Failure } from '../../../src/home/failure.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import { isSameValue } from '../payload/convert.ts'
import type { Channel } from './channel.ts'
import { type StateListener, listenersOf, type DeviceState } from './deviceState.ts'

/** A trait with what it is wished to become. */
interface PlannedWrite {
  readonly channel: Channel
  readonly value: unknown
}

/** What of a wish the device tells: the brightness of a colour is often told elsewhere. */
function told(value: unknown, now: unknown): unknown {
  if (typeof value !== 'object' || value === null || typeof now !== 'object' || now === null || 'brightness' in now)
    return value
  const { brightness: _, ...rest } = value as { readonly brightness?: number }
  return rest
}

/** A device that repeats its old value may yet act, a door or an oven: it gets so many times `settle`. */
const settleFactor = 3

/** How far something must have moved to be seen moving, in percent of its way. */
const minMovePercent = 1

/**
 * Watches a device for the confirmation of a command; begun before the command is sent, so that no answer is too quick.
 * `done` resolves
 *  - as soon as the device itself has said every value that was wished for, or that it moves there (then with that trait), or
 *  - when it said others, and did not move on for `settle`: those are the answer then, or
 *  - when it had the values already, says nothing for `settle`, and its availability says that it is alive.
 * A device that says nothing for `settle` is asked, once.
 * It rejects with `offline` when the broker or the device goes, with `deviceFault` when its bridge says that it failed,
 * and with the signal's reason at the deadline.
 * @param sign there is nothing to see, so that any word of the device will do
 */
export function watchConfirmation(
  unit: DeviceState,
  wanted: readonly PlannedWrite[],
  signal: AbortSignal,
  { sign = false } = {},
) {
  const { broker, reported: known, settle, ask, faults } = unit
  const hearers = listenersOf(unit)
  const before = known.state
  let start = known.openness
  let last = before
  let quiet: NodeJS.Timeout | undefined
  const missing = new Set(wanted.map(({ channel }) => channel.trait))
  const already = wanted.every(isThere)
  let timer: NodeJS.Timeout | undefined
  let underWay: Trait | undefined
  let end = () => {}

  const done = new Promise<Trait | undefined>((settled, reject) => {
    const resolve = () => settled(underWay)
    const hearer: StateListener = (named, retained) => {
      // What the broker had kept was said before the command.
      if (retained) return
      if (sign && named.size > 0) return resolve()
      if (known.available === false) reject(new Failure('offline', 'the device says that it is not there'))
      const heard = wanted.filter(({ channel }) => named.has(channel.trait))
      if (heard.length > 0) clearTimeout(quiet)
      start ??= known.openness
      for (const wish of heard) {
        const { trait } = wish.channel
        underWay = !isThere(wish) && isOnItsWay(wish) ? trait : undefined
        if (underWay || isThere(wish)) missing.delete(trait)
        // It was there and went on: a lamp that fades through the value, a hand at the switch.
        else missing.add(trait)
      }
      if (missing.size === 0) return resolve()
      const differs = (than: State) =>
        heard.some(({ channel: { trait } }) => !isSameValue(than[trait], known.state[trait], 0))
      if (differs(last)) patience(settle, resolve)
      else if (heard.length > 0 && !timer) patience(differs(before) ? settle : settle * settleFactor, resolve)
      last = known.state
    }
    const lose = () => reject(new Failure('offline', 'the broker went away'))
    const abort = () => reject(signal.reason)
    hearers.add(hearer)
    const ends = [broker.onDisconnect(lose), faults?.listen((reason) => reject(new Failure('deviceFault', reason)))]
    signal.addEventListener('abort', abort, { once: true })
    if (missing.size === 0 && !sign) resolve()
    else quiet = setTimeout(() => (already && known.available ? resolve() : requestState()), settle)
    end = () => {
      hearers.delete(hearer)
      for (const one of ends) one?.()
      signal.removeEventListener('abort', abort)
      clearTimeout(timer)
      clearTimeout(quiet)
    }
  })
  done.catch(() => {})
  return { done, end: () => end() }

  function patience(ms: number, then: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(then, ms)
  }

  function isThere({ channel, value }: PlannedWrite): boolean {
    // Half open is not yet as open as it was wished.
    if (channel.codec.openness && known.openness !== undefined && value === true)
      return known.openness >= 100 - minMovePercent
    const now = known.state[channel.trait]
    return isSameValue(told(value, now), now, channel.codec.converter.tolerance)
  }

  function isOnItsWay({ channel, value }: PlannedWrite): boolean {
    if (channel.codec.moving && known.movingTo === value) return true
    if (!channel.codec.openness || known.openness === undefined || start === undefined) return false
    return value ? known.openness >= start + minMovePercent : known.openness <= start - minMovePercent
  }

  /** It says nothing, perhaps because nothing changed: it is asked, and its answer is the confirmation. */
  function requestState(): void {
    if (ask) broker.publish(ask.topic, ask.payload, false, signal).catch(() => {})
  }
}

/** The first that is said of any trait. */
export function firstReport(): { readonly promise: Promise<void>; readonly hearer: StateListener } {
  let hearer: StateListener = () => {}
  const promise = new Promise<void>((resolve) => {
    hearer = (named) => named.size > 0 && resolve()
  })
  return { promise, hearer }
}
