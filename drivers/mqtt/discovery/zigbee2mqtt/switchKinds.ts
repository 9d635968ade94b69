import type { Kind } from '../applianceTypes.ts'

/** What a maker's description says a switch is; the first that fits counts. A new word is one row. */
interface Row {
  readonly says: RegExp
  readonly unless?: RegExp
  /** absent: it has no type, and is none by voice unless its owner says so */
  readonly kind: Kind | undefined
}

const rows: readonly Row[] = [
  // A door is not opened by whoever shouts.
  { says: /\bgarage|\bgate\b|door opener|intercom/i, kind: undefined },
  { says: /valve|irrigat|sprinkl|watering/i, unless: /radiator|thermostat|heating/i, kind: 'valve' },
  { says: /water heater/i, kind: 'waterHeater' },
  { says: /ventilat/i, kind: 'ventilator' },
  { says: /dehumidif/i, kind: 'dehumidifier' },
  { says: /humidif|diffuser/i, kind: 'humidifier' },
  { says: /air purif/i, kind: 'airPurifier' },
  { says: /siren/i, kind: 'siren' },
  { says: /power ?strip|multiprise|power board/i, kind: 'plug' },
  // A lamp in a holder is not what is plugged in.
  { says: /light socket|lamp ?holder/i, kind: 'switch' },
  { says: /\d ?-?gang switch.*(socket|outlet)|switch(es)? (and|with) .*(socket|outlet)/i, kind: 'switch' },
  { says: /\b(smart ?)?plugs?\b|plug-in|outlet|socket|steckdose|power ?point|\bGPO\b/i, kind: 'plug' },
  { says: /(energy|power) (monitor|meter)\b|wattmeter/i, unless: /switch|relay|breaker/i, kind: 'meter' },
  { says: /switch|relay|gang|module|breaker|circuit|rcbo|\bmcb\b|contactor|controller|dimmer/i, kind: 'switch' },
]

/** The kind of thing that a switch is; what measures power and says no more is a plug. */
export function switchKind(says: string, measures: boolean): Kind | undefined {
  const row = rows.find(({ says: word, unless }) => word.test(says) && !unless?.test(says))
  return row ? row.kind : measures ? 'plug' : 'switch'
}
