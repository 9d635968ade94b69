import type { Device, Reading } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'
import { isUnreachable, type KnownState } from './appliances/command.ts'
import { watchConfirmation } from './appliances/confirmation.ts'
import { commandFor, stateOf } from './appliances/kinds.ts'
import type { HueThing } from './appliances/things.ts'
import type { Bridge } from './bridge/bridge.ts'
import type { Reference } from './naming/registry.ts'

/** What the devices of one bridge share. */
export interface Shared {
  readonly bridge: Bridge
  readonly known: KnownState
}

const nothing: Spec = { traits: {}, verbs: [] }

/** A device that is what the bridge has under a name or an id: now, and after each change of that. */
export function hueDevice({ kind, name, thing }: Reference, { bridge, known }: Shared): Device {
  return {
    get spec() {
      return thing()?.spec ?? nothing
    },
    get deviceInfo() {
      return thing()?.about
    },
    async read({ signal }) {
      const one = thing()
      if (!one) return offline({})
      if (bridge.state === 'mute') {
        // It is there if it answers, and only then.
        const ids = [one.primary, ...one.radios.slice(0, 1), ...one.services].flatMap(
          (id) => known.resources.get(id ?? '') ?? [],
        )
        try {
          await Promise.all(ids.map(({ type, id }) => bridge.refresh(type, id, signal)))
        } catch {
          signal.throwIfAborted()
          return offline(stateOf(one, known))
        }
      }
      return isOnline(one) ? { online: true, state: stateOf(one, known) } : offline(stateOf(one, known))
    },
    async apply(command, signal) {
      signal.throwIfAborted()
      if (bridge.state === 'away') throw new Failure('offline', whyNot())
      const one = thing()
      if (!one) throw new Failure('offline', whyNot())
      if (command.kind !== 'set') throw new Failure('unsupported', 'it can only be set')
      const order = commandFor(one, command.patch, known)
      if (!isOnline(one)) throw new Failure('offline', whyNot())
      const confirmation = watchConfirmation(order, bridge)
      try {
        await bridge.put(order.type, order.id, order.body, order.rate, signal, confirmation.onSent)
        if (order.asked) known.sent.set(order.id, order.asked)
        await confirmation.confirmed(signal)
        const after = stateOf(one, known)
        const unknown = Object.keys(command.patch).filter((trait) => after[trait as keyof State] === undefined)
        // It may have been done or not; that it was would be a guess.
        if (unknown.length > 0)
          throw new Failure('actionFailed', `the bridge does not say what came of the ${unknown.join(' and ')}`)
        return after
      } finally {
        confirmation.end()
      }
    },
  }

  function offline(state: State): Reading {
    return { online: false, state, offlineReason: whyNot() }
  }

  /** Why it cannot be reached, in plain words. */
  function whyNot(): string {
    if (bridge.state === 'away') return bridge.problem() ?? 'the bridge is away'
    return thing() ? 'the bridge does not reach it' : `the bridge has no ${kind} called "${name}"`
  }

  function isOnline({ radios }: HueThing): boolean {
    if (bridge.state === 'away') return false
    const states = radios.flatMap((id) => known.resources.get(id) ?? [])
    return states.length === 0 || !states.every(isUnreachable)
  }
}
