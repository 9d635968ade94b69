import type { Judge } from '../../../src/home/airQuality.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { describe, given, type Options } from '../options.ts'
import { type Converter, converter, openness, spelt } from '../payload/convert.ts'
import { type Message, type Reader, reader, wordReader } from '../payload/read.ts'
import type { Template } from '../payload/template.ts'
import { isHeard, limit, type TraitOptions } from '../payload/traitOptions.ts'
import { tellsBrightness, writer } from '../payload/write.ts'

/** How the values of a trait are said and understood. */
interface Speech {
  readonly converter: Converter
  readonly read: Reader
  readonly write: Template
  /** false while what the device says has no meaning */
  readonly counts: ((message: Message) => boolean) | undefined
  /** how far open it is by what it says, in percent */
  readonly openness: ((raw: unknown) => number | undefined) | undefined
  /** the words for being on its way */
  readonly moving: TraitOptions['moving']
  readonly resume: boolean
  /** the word whose coming is the point in time */
  readonly moment: string | undefined
  /** true if a colour is told with its brightness */
  readonly whole: boolean
  /** of a list: the name and unit of the measurement */
  readonly item: { readonly index: number; readonly name: string; readonly unit?: string } | undefined
}

/** One trait of one device, ready to be heard and told. */
export interface Channel {
  readonly trait: Trait
  /** shared by all that are described alike */
  readonly speech: Speech
  readonly states: readonly string[]
  readonly command?: string
}

/** What is the same for all devices that are described alike is there once: a house has many lamps and few kinds of lamps. */
export interface Kinds {
  spec(options: Options): Spec
  channels(options: Options): readonly Channel[]
}

/** How many kinds are kept: devices that announce themselves may change what they are. */
const most = 5000

/** The kinds of one connection; as many as there are different descriptions. */
export function kinds(judge: Judge): Kinds {
  const specs = new Map<string, Spec>()
  const speeches = new Map<string, Speech>()
  return {
    spec: (options) => once(specs, kindOf(options), () => describe(options)),
    channels: (options) =>
      given(options).flatMap(([trait, { state, command, items, ...rest }]): readonly Channel[] => {
        const told = command !== undefined && { command }
        const key = JSON.stringify([trait, rest, command === undefined])
        const whole = once(speeches, key, () => speech(trait, { state, command, ...rest }, judge))
        if (!items) return [{ trait, speech: whole, states: state ?? [], ...told }]
        return items.map(({ state, name, unit, ...where }, index) => {
          const { read } = once(speeches, JSON.stringify(where), () => speech(trait, { state, ...where }, judge))
          const item = { index, name, ...(unit !== undefined && { unit }) }
          return { trait, speech: { ...whole, read, item }, states: state }
        })
      }),
  }
}

/** All of a description but its topics. */
const kindOf = (options: Options) =>
  JSON.stringify([
    given(options).map(([trait, { state, command, items, path: _, payload: __, ...rest }]) => [
      trait,
      isHeard({ state, items }),
      command !== undefined,
      rest,
    ]),
    Object.keys(options.verbs),
  ])

function speech(trait: Trait, given: TraitOptions, judge: Judge): Speech {
  const { when, position } = given
  const said = when && wordReader(when)
  return {
    converter: converter(trait, given, limit(trait, given), judge),
    read: reader(given),
    write: writer(trait, given),
    counts:
      when &&
      said &&
      ((message) => {
        const word = spelt(said(message))
        // A device that does not say in which mode it is means what it says.
        return word === undefined || when.is.includes(word)
      }),
    openness: position && ((raw) => openness(raw, position)),
    moving: given.moving,
    resume: given.resume ?? false,
    moment: given.moment,
    whole: trait === 'color' && tellsBrightness(given),
    item: undefined,
  }
}

function once<V>(known: Map<string, V>, key: string, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  if (known.size >= most) known.clear()
  known.set(key, made)
  return made
}
