import type { Spec } from '../../src/home/spec.ts'
import type { Trait } from '../../src/home/traits.ts'
import { type Converter, converter } from './convert.ts'
import { describe, given, limit, type Options, type TraitOptions, template } from './options.ts'
import { parsePathOrShape, type Shape } from './shape.ts'
import type { Template } from './template.ts'

/** How the values of a trait are said and understood. */
interface Speech {
  readonly converter: Converter
  readonly shape: Shape
  readonly template: Template
}

/** One trait of one device, ready to be heard and told. */
export interface Channel extends Speech {
  readonly trait: Trait
  readonly state?: string
  readonly command?: string
}

/** What is the same for all devices that are described alike is there once: a house has many lamps and few kinds of lamps. */
export interface Kinds {
  spec(options: Options): Spec
  channels(options: Options): readonly Channel[]
}

/** The kinds of one connection; as many as there are different descriptions in the configuration. */
export function kinds(): Kinds {
  const specs = new Map<string, Spec>()
  const speeches = new Map<string, Speech>()
  return {
    spec: (options) => once(specs, kindOf(options), () => describe(options)),
    channels: (options) =>
      given(options).map(([trait, { state, command, ...rest }]) => ({
        trait,
        ...once(speeches, JSON.stringify([trait, rest, command === undefined]), () =>
          speech(trait, { state, command, ...rest }),
        ),
        ...(state !== undefined && { state }),
        ...(command !== undefined && { command }),
      })),
  }
}

/** All of a description but its topics. */
const kindOf = (options: Options) =>
  JSON.stringify([
    given(options).map(([trait, { state, command, path: _, payload: __, ...rest }]) => [
      trait,
      state !== undefined,
      command !== undefined,
      rest,
    ]),
    Object.keys(options.verbs),
  ])

function speech(trait: Trait, given: TraitOptions): Speech {
  return {
    converter: converter(trait, given, limit(trait, given)),
    shape: given.path === undefined ? { path: [] } : parsePathOrShape(given.path),
    template: template(trait, given),
  }
}

function once<V>(known: Map<string, V>, key: string, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}
