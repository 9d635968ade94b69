import type { ApplianceKind } from '../applianceTypes.ts'
import { type Feature, findFeature, findSettable } from './exposes.ts'
import { resumingPower } from './levels.ts'
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
  { pattern: /\bgarage|\bgate\b|door opener|intercom|access control/i, kind: undefined },
  // An infrared remote says what it sent, and nobody knows what came of it.
  { pattern: /\bir remote|infrared remote/i, kind: undefined },
  {
    pattern: /valve|walve|irrigat|sprinkl|watering|faucet|shut-?off/i,
    exceptPattern: /radiator|thermostat|heating/i,
    kind: 'valve',
  },
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

/** The names of features that switch something on and off; a valve and a switch may announce no expose of their own. */
const switchNames: readonly string[] = ['state', 'gas_valve_state', 'valve', 'switch']

/** The feature that switches a device without a specific expose. */
export const switchFeature = (features: readonly Feature[]): Feature | undefined =>
  findSettable(features, ...switchNames)

/** A switch expose: a plug or relay, or by its name or the maker's text a valve or a fan. */
export function switchPart(features: readonly Feature[], layout: TopicLayout, makerText: string): PartTraits {
  const state = switchFeature(features) ?? findFeature(features, 'state')
  if (!state) return { traits: {} }
  const measures = findFeature(features, 'power', 'energy') !== undefined
  const kind = /valve/.test(state.name) ? 'valve' : switchKind(makerText, measures)
  if (kind !== 'valve') return { kind, traits: { power: onOff(layout, state) } }
  // A valve is open while it is on, and closed is locked.
  return { kind, traits: { locked: { ...readWriteTrait(layout, state), ...closedWords(state) } } }
}

function closedWords({ value_on = 'ON', value_off = 'OFF' }: Feature) {
  const isShut = /^clos/i.test(String(value_on))
  return isShut ? { on: value_on, off: value_off } : { on: value_off, off: value_on }
}

/** The words of an alarm: for silence, and for an alarm with sound, the best first. */
const [silentWords, alarmWords] = [
  ['off', 'stop', 'normal', 'no_alarm'],
  ['alarm_sound_light', 'sound_light', 'alarm_sound', 'sound'],
]

/** A siren whose alarm is a property: a switch, or words for how it alarms. */
export function alarmSiren(features: readonly Feature[], layout: TopicLayout): PartTraits | undefined {
  const alarm = findSettable(features, 'alarm', 'alarm_switch', 'alarm_state', 'siren_on')
  if (!alarm) return undefined
  const power = alarm.type === 'binary' ? onOff(layout, alarm) : resumingPower(layout, alarm, alarmWords, silentWords)
  return power && { kind: 'siren', traits: { power } }
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
