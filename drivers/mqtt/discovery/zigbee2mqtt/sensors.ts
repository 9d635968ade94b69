import type { TraitDescription } from '../announcement.ts'
import {
  type CombinedMeasurements,
  combineMeasurements,
  isBooleanMeasurement,
  type Measurement,
} from '../measurements.ts'
import { type Feature, findFeature, isPublished } from './exposes.ts'
import { booleanWords, pathOf, stateSource, type TopicLayout } from './topics.ts'

/** Detectors whose state is a word: property → measurement. */
const measurementByEnum: Readonly<Record<string, string>> = {
  smoke_state: 'smoke',
  presence_state: 'presence',
  motion_state: 'presence',
  human_motion_state: 'presence',
  water_warning: 'water_leak',
  opening_state: 'opening',
}
/** The words for "nothing detected", and the words that say neither. */
const absentWords = /^(none|normal|clear|clos\w*|absen\w*|no|off|no_\w+)$/i
const unknownWords = /^(unknown|disabled|detecting|invalid|fault\w*)$/i

/** The measurements of a device. */
export function measurementsOf(features: readonly Feature[], layout: TopicLayout): CombinedMeasurements {
  const published = features.filter(isPublished)
  const { traits, kinds, problems } = combineMeasurements(published.flatMap((feature) => measurement(feature, layout)))
  const quality = findFeature(published, 'air_quality')
  if (traits.airQuality || quality?.type !== 'enum') return { traits, kinds, problems }
  return {
    traits: { ...traits, airQuality: enumAirQuality(quality, layout) },
    kinds: [...kinds, 'airSensor'],
    problems,
  }
}

function measurement(feature: Feature, layout: TopicLayout): readonly Measurement[] {
  const worded = Object.hasOwn(measurementByEnum, feature.name) ? measurementByEnum[feature.name] : undefined
  if (worded !== undefined && feature.type === 'enum') return enumMeasurement(worded, feature, layout)
  const name = feature.name.replace(/^(.+)_alarm_1$/, '$1')
  const isBinary = feature.type === 'binary'
  if (isBinary !== isBooleanMeasurement(name) || !(isBinary || feature.type === 'numeric')) return []
  const { state, path } = stateSource(layout, feature)
  const source = { ...(state !== undefined && { state }), ...(path !== undefined && { path }) }
  return [{ name, source, unit: feature.unit, ...(isBinary && booleanWordsOf(name, feature)) }]
}

/** A contact that is `true` is closed, whichever of the two the converter announces as `value_on`. */
function booleanWordsOf(name: string, feature: Feature) {
  const isContact = name.endsWith('contact') && typeof feature.value_on === 'boolean'
  return isContact ? { on: false, off: true } : booleanWords(feature)
}

/** A detector whose several words mean "detected" or "not detected". */
function enumMeasurement(name: string, feature: Feature, layout: TopicLayout): readonly Measurement[] {
  const words = (feature.values ?? []).map(String).filter((word) => !unknownWords.test(word))
  const off = words.filter((word) => absentWords.test(word))
  const on = words.filter((word) => !absentWords.test(word))
  if (on.length === 0 || off.length === 0) return []
  const cases = [
    { words: off, becomes: 'no' },
    { words: on, becomes: 'yes' },
  ]
  return [{ name, source: mapWords(feature, layout, cases), on: 'yes', off: 'no' }]
}

/** Air quality that the device judges itself: the six words of Zigbee2MQTT's preset, mapped to CLOVA's four. */
const enumAirQuality = (feature: Feature, layout: TopicLayout): TraitDescription =>
  mapWords(feature, layout, [
    { words: ['excellent', 'good'], becomes: 'good' },
    { words: ['moderate'], becomes: 'normal' },
    { words: ['poor'], becomes: 'bad' },
    { words: ['unhealthy', 'hazardous', 'out_of_range'], becomes: 'verybad' },
  ])

interface Case {
  readonly words: readonly string[]
  readonly becomes: string
}

/** A template that maps several words of the device to one word. */
function mapWords(feature: Feature, layout: TopicLayout, cases: readonly Case[]) {
  const value = layout.json ? `value_json${pathOf(feature.property).slice(1)}` : 'value'
  const branches = cases.map(
    ({ words, becomes }, i) =>
      `{% ${i === 0 ? 'if' : 'elif'} ${value} in [${words.map((word) => JSON.stringify(word)).join(', ')}] %}${becomes}`,
  )
  return { state: stateSource(layout, feature).state, template: `${branches.join('')}{% endif %}` }
}
