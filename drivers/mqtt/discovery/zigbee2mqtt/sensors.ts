import type { TraitDescription } from '../announcement.ts'
import { isEither, type Measured, type Measurement, measured } from '../measurements.ts'
import { type Feature, isSaid, named } from './exposes.ts'
import { either, heard, type Place, pathOf } from './topics.ts'

/** Detectors that tell by a word: what that is a measurement of. */
const byWords: Readonly<Record<string, string>> = {
  smoke_state: 'smoke',
  presence_state: 'presence',
  motion_state: 'presence',
  human_motion_state: 'presence',
  water_warning: 'water_leak',
  opening_state: 'opening',
}
/** The words for nothing being there, and those that tell nothing of it. */
const none = /^(none|normal|clear|clos\w*|absen\w*|no|off|no_\w+)$/i
const unsure = /^(unknown|disabled|detecting|invalid|fault\w*)$/i

/** What a device measures. */
export function sensing(features: readonly Feature[], place: Place): Measured {
  const said = features.filter(isSaid)
  const { traits, kinds } = measured(said.flatMap((feature) => measurement(feature, place)))
  const quality = named(said, 'air_quality')
  if (traits.airQuality || quality?.type !== 'enum') return { traits, kinds }
  return { traits: { ...traits, airQuality: judged(quality, place) }, kinds: [...kinds, 'airSensor'] }
}

function measurement(feature: Feature, place: Place): readonly Measurement[] {
  const worded = Object.hasOwn(byWords, feature.name) ? byWords[feature.name] : undefined
  if (worded !== undefined && feature.type === 'enum') return wordly(worded, feature, place)
  const name = feature.name.replace(/^(.+)_alarm_1$/, '$1')
  const isBinary = feature.type === 'binary'
  if (isBinary !== isEither(name) || !(isBinary || feature.type === 'numeric')) return []
  const { state, path } = heard(place, feature)
  const where = { ...(state !== undefined && { state }), ...(path !== undefined && { path }) }
  return [{ name, where, unit: feature.unit, ...(isBinary && yesNo(name, feature)) }]
}

/** A contact that is true is closed, whichever of the two its maker calls on. */
function yesNo(name: string, feature: Feature) {
  const isContact = name.endsWith('contact') && typeof feature.value_on === 'boolean'
  return isContact ? { on: false, off: true } : either(feature)
}

/** Several words may mean that something is there. */
function wordly(name: string, feature: Feature, place: Place): readonly Measurement[] {
  const words = (feature.values ?? []).map(String).filter((word) => !unsure.test(word))
  const off = words.filter((word) => none.test(word))
  const on = words.filter((word) => !none.test(word))
  if (on.length === 0 || off.length === 0) return []
  const cases = [
    { words: off, make: 'no' },
    { words: on, make: 'yes' },
  ]
  return [{ name, where: choosing(feature, place, cases), on: 'yes', off: 'no' }]
}

/** Air quality that the device judges itself: the six words of Zigbee2MQTT's preset, and the house's four. */
const judged = (feature: Feature, place: Place): TraitDescription =>
  choosing(feature, place, [
    { words: ['excellent', 'good'], make: 'good' },
    { words: ['moderate'], make: 'normal' },
    { words: ['poor'], make: 'bad' },
    { words: ['unhealthy', 'hazardous', 'out_of_range'], make: 'verybad' },
  ])

interface Case {
  readonly words: readonly string[]
  readonly make: string
}

/** Several words of the device are one of the house's. */
function choosing(feature: Feature, place: Place, cases: readonly Case[]) {
  const value = place.json ? `value_json${pathOf(feature.property).slice(1)}` : 'value'
  const branches = cases.map(
    ({ words, make }, i) =>
      `{% ${i === 0 ? 'if' : 'elif'} ${value} in [${words.map((word) => JSON.stringify(word)).join(', ')}] %}${make}`,
  )
  return { state: heard(place, feature).state, template: `${branches.join('')}{% endif %}` }
}
