import type { ApplianceKind } from '../applianceTypes.ts'
import { type Feature, findFeature } from './exposes.ts'
import { onOff, type PartTraits, payloadOf, readWriteTrait, type TopicLayout } from './topics.ts'

/** The kind of a switch by the maker's text; the first row that matches counts. */
interface SwitchKindRow {
  readonly pattern: RegExp
  readonly exceptPattern?: RegExp
  /** undefined: it has no type, so it is an appliance only where the configuration names it */
  readonly kind: ApplianceKind | undefined
}

const rows: readonly SwitchKindRow[] = [
  // A voice from outside must not open a door.
  { pattern: /\bgarage|\bgate\b|door opener|intercom/i, kind: undefined },
  { pattern: /valve|irrigat|sprinkl|watering/i, exceptPattern: /radiator|thermostat|heating/i, kind: 'valve' },
  { pattern: /water heater/i, kind: 'waterHeater' },
  { pattern: /ventilat/i, kind: 'ventilator' },
  { pattern: /dehumidif/i, kind: 'dehumidifier' },
  { pattern: /humidif|diffuser/i, kind: 'humidifier' },
  { pattern: /air purif/i, kind: 'airPurifier' },
  { pattern: /siren/i, kind: 'siren' },
  { pattern: /power ?strip|multiprise|power board/i, kind: 'plug' },
  // A lamp holder is no plug.
  { pattern: /light socket|lamp ?holder/i, kind: 'switch' },
  { pattern: /\d ?-?gang switch.*(socket|outlet)|switch(es)? (and|with) .*(socket|outlet)/i, kind: 'switch' },
  { pattern: /\b(smart ?)?plugs?\b|plug-in|outlet|socket|steckdose|power ?point|\bGPO\b/i, kind: 'plug' },
  { pattern: /(energy|power) (monitor|meter)\b|wattmeter/i, exceptPattern: /switch|relay|breaker/i, kind: 'meter' },
  { pattern: /switch|relay|gang|module|breaker|circuit|rcbo|\bmcb\b|contactor|controller|dimmer/i, kind: 'switch' },
]

/** The kind of a switch; one that measures power and that no row knows is a plug. */
function switchKind(makerText: string, measures: boolean): ApplianceKind | undefined {
  const row = rows.find(({ pattern, exceptPattern }) => pattern.test(makerText) && !exceptPattern?.test(makerText))
  return row ? row.kind : measures ? 'plug' : 'switch'
}

/** A switch expose: a plug or relay, or by the maker's text a valve, a fan or a siren. */
export function switchPart(features: readonly Feature[], layout: TopicLayout, makerText: string): PartTraits {
  const state = findFeature(features, 'state', 'gas_valve_state', 'alarm')
  if (!state) return { traits: {} }
  const measures = findFeature(features, 'power', 'energy') !== undefined
  const kind = state.name === 'alarm' ? 'siren' : state.name === 'state' ? switchKind(makerText, measures) : 'valve'
  if (kind !== 'valve') return { kind, traits: { power: onOff(layout, state) } }
  // A valve is open while it is on, and closed is locked.
  return { kind, traits: { locked: { ...readWriteTrait(layout, state), ...closedWords(state) } } }
}

function closedWords({ value_on = 'ON', value_off = 'OFF' }: Feature) {
  const isShut = /^clos/i.test(String(value_on))
  return isShut ? { on: value_on, off: value_off } : { on: value_off, off: value_on }
}

/** A siren with nothing but the IAS WD command `warning`: it publishes no state. */
export function warningSiren(feature: Feature, layout: TopicLayout): PartTraits {
  return {
    kind: 'siren',
    traits: {
      power: {
        command: `${layout.topic}/set`,
        payload: payloadOf({ [feature.property]: '{"mode":"${value}","level":"high","duration":60}' }),
        on: 'burglar',
        off: 'stop',
      },
    },
  }
}
