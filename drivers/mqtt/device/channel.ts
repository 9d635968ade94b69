import type { AirQualityGrader } from '../../../src/home/driver.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { describe, given, type Options } from '../options.ts'
import { type Converter, converter, openness, asWord } from '../payload/convert.ts'
import { type MqttMessage, type PayloadReader, payloadReader, payloadWordReader } from '../payload/read.ts'
import type { PayloadWriter } from '../payload/template.ts'
import { hasStateTopic, traitLimit, type TraitOptions } from '../payload/traitOptions.ts'
import { includesBrightness, payloadWriter } from '../payload/write.ts'

/** How the values of a trait are said and understood. */
interface TraitCodec {
  readonly converter: Converter
  readonly read: PayloadReader
  readonly write: PayloadWriter
  /** false while what the device says has no meaning */
  readonly isRelevant: ((message: MqttMessage) => boolean) | undefined
  /** how far open it is by what it says, in percent */
  readonly openness: ((raw: unknown) => number | undefined) | undefined
  /** the words for being on its way */
  readonly moving: TraitOptions['moving']
  readonly restoresLastValue: boolean
  /** the word whose coming is the point in time */
  readonly eventWord: string | undefined
  /** true if a colour is told with its brightness */
  readonly includesBrightness: boolean
  /** of a list: the name and unit of the measurement */
  readonly item: { readonly index: number; readonly name: string; readonly unit?: string } | undefined
}

/** One trait of one device, ready to be heard and told. */
export interface Channel {
  readonly trait: Trait
  /** shared by all that are described alike */
  readonly codec: TraitCodec
  readonly states: readonly string[]
  readonly command?: string
}

/** What is the same for all devices that are described alike is there once: a house has many lamps and few kinds of lamps. */
export interface DeviceProfiles {
  spec(options: Options): Spec
  channels(options: Options): readonly Channel[]
}

/** How many kinds are kept: devices that announce themselves may change what they are. */
const maxProfiles = 5000

/** The kinds of one connection; as many as there are different descriptions. */
export function deviceProfiles(judge: AirQualityGrader): DeviceProfiles {
  const specs = new Map<string, Spec>()
  const speeches = new Map<string, TraitCodec>()
  return {
    spec: (options) => memoized(specs, profileKey(options), () => describe(options)),
    channels: (options) =>
      given(options).flatMap(([trait, { state, command, items, ...rest }]): readonly Channel[] => {
        const told = command !== undefined && { command }
        const key = JSON.stringify([trait, rest, command === undefined])
        const whole = memoized(speeches, key, () => speech(trait, { state, command, ...rest }, judge))
        if (!items) return [{ trait, codec: whole, states: state ?? [], ...told }]
        return items.map(({ state, name, unit, ...where }, index) => {
          const { read } = memoized(speeches, JSON.stringify(where), () => speech(trait, { state, ...where }, judge))
          const item = { index, name, ...(unit !== undefined && { unit }) }
          return { trait, codec: { ...whole, read, item }, states: state }
        })
      }),
  }
}

/** All of a description but its topics. */
const profileKey = (options: Options) =>
  JSON.stringify([
    given(options).map(([trait, { state, command, items, path: _, payload: __, ...rest }]) => [
      trait,
      hasStateTopic({ state, items }),
      command !== undefined,
      rest,
    ]),
    Object.keys(options.verbs),
  ])

function speech(trait: Trait, given: TraitOptions, judge: AirQualityGrader): TraitCodec {
  const { when, position } = given
  const said = when && payloadWordReader(when)
  return {
    converter: converter(trait, given, traitLimit(trait, given), judge),
    read: payloadReader(given),
    write: payloadWriter(trait, given),
    isRelevant:
      when &&
      said &&
      ((message) => {
        const word = asWord(said(message))
        // A device that does not say in which mode it is means what it says.
        return word === undefined || when.is.includes(word)
      }),
    openness: position && ((raw) => openness(raw, position)),
    moving: given.moving,
    restoresLastValue: given.resume ?? false,
    eventWord: given.moment,
    includesBrightness: trait === 'color' && includesBrightness(given),
    item: undefined,
  }
}

function memoized<V>(known: Map<string, V>, key: string, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  if (known.size >= maxProfiles) known.clear()
  known.set(key, made)
  return made
}
