import { type Feature, isSet, named } from './exposes.ts'
import { switchKind } from './switchKinds.ts'
import { type Built, heard, onOff, type Place, payloadOf, spoken, told } from './topics.ts'

/** The word of a list, however it is spelt. */
const wordOf = ({ values }: Feature, word: string) => values?.find((one) => String(one).toLowerCase() === word)

/** A door or a window is not opened by whoever shouts, and an air vent is no curtain. */
const entrance = /\bgarage|\bgate\b|\bdoor\b|window (opener|pusher|handle|drive)|\bvent\b/i

/** What opens and closes. A position of 100 is open: presets in zigbee-herdsman-converters `src/lib/exposes.ts`. */
export function cover(features: readonly Feature[], place: Place, says: string): Built {
  const state = named(features, 'state')
  const position = named(features, 'position')
  if (!state) return { traits: {} }
  const [on, off, stop] = ['open', 'close', 'stop'].map((word) => wordOf(state, word))
  if (on === undefined || off === undefined) return { traits: {} }
  const [closed, open] = [position?.value_min ?? 0, position?.value_max ?? 100]
  const words = { on: String(on), off: String(off) }
  return {
    kind: entrance.test(says) && !/curtain|blind/i.test(says) ? undefined : 'curtain',
    traits: {
      open: {
        ...(position && closed !== open
          ? { ...heard(place, position), position: [closed, open], send: words }
          : { ...heard(place, state), ...words }),
        ...told(place, state),
      },
    },
    verbs: stop !== undefined && isSet(state) ? { stop: stopping(place, state, String(stop)) } : {},
  }
}

const stopping = (place: Place, { property }: Feature, word: string) => ({
  command: `${place.topic}/set`,
  payload: payloadOf({ [property]: JSON.stringify(word) }),
})

/** A door lock. */
export function lock(features: readonly Feature[], place: Place): Built {
  const state = named(features, 'state')
  const bolt = named(features, 'lock_state')
  if (!state) return { kind: 'lock', traits: {} }
  const locked = onOff(place, state)
  // Told to lock is not locked: the bolt itself says more, where it says anything.
  const template = `{{ (value_json.lock_state == 'locked') if value_json.lock_state else (value_json.${state.property} == '${locked.on}') if value_json.${state.property} else None }}`
  const isPlain = /^\w+$/.test(state.property) && bolt?.property === 'lock_state' && 'path' in locked
  if (!isPlain) return { kind: 'lock', traits: { locked } }
  const { path: _, on, off, ...rest } = locked
  return {
    kind: 'lock',
    traits: { locked: { ...rest, template, on: 'True', off: 'False', send: { on: String(on), off: String(off) } } },
  }
}

/** What is on or off: a plug, a relay, and by what its maker says of it also a valve, a fan or a siren. */
export function onlySwitch(features: readonly Feature[], place: Place, says: string): Built {
  const state = named(features, 'state', 'gas_valve_state', 'alarm')
  if (!state) return { traits: {} }
  const measures = named(features, 'power', 'energy') !== undefined
  const kind = state.name === 'alarm' ? 'siren' : state.name === 'state' ? switchKind(says, measures) : 'valve'
  if (kind !== 'valve') return { kind, traits: { power: onOff(place, state) } }
  // Water runs while it is on; what is shut is locked.
  return { kind, traits: { locked: { ...spoken(place, state), ...shut(state) } } }
}

function shut({ value_on = 'ON', value_off = 'OFF' }: Feature) {
  const isShut = /^clos/i.test(String(value_on))
  return isShut ? { on: value_on, off: value_off } : { on: value_off, off: value_on }
}

/** A siren that is only told to warn (IAS WD): nobody sees whether it still does. */
export function warning(feature: Feature, place: Place): Built {
  return {
    kind: 'siren',
    traits: {
      power: {
        command: `${place.topic}/set`,
        payload: payloadOf({ [feature.property]: '{"mode":"${value}","level":"high","duration":60}' }),
        on: 'burglar',
        off: 'stop',
      },
    },
  }
}
