import type { Verb } from '../../../../src/home/spec.ts'
import type { Trait } from '../../../../src/home/traits.ts'
import { errorText, type LocalizedText, type Text } from '../../../../src/util/translate.ts'
import { readTemplate } from '../../payload/jinja/index.ts'
import { type TraitOptions, traitLimit } from '../../payload/traitOptions.ts'
import type { Description, TraitDescription } from '../announcement.ts'
import type { ApplianceKind } from '../applianceTypes.ts'
import type { Measurement } from '../measurements.ts'
import { announcementError, say } from '../messages.ts'
import type { AnnouncedFields } from './fields.ts'

/** The topic on which a value is published, and where in the payload it stands. */
export type StateSource = Pick<TraitDescription, 'path' | 'template'> & { readonly state?: string }
/** The topic on which a value is set, and the form of the payload. */
export type CommandTarget = Pick<TraitDescription, 'command' | 'payload' | 'payloadTemplate'>

/** Where a template finds the value in a payload; a template that is only a path becomes that path, which is cheaper. */
export function valueSource(template: string | undefined): Pick<StateSource, 'path' | 'template'> {
  if (template === undefined) return {}
  const { path } = readTemplate(template)
  if (!path) return { template }
  if (path.length === 0) return {}
  const keys = path.map((key) =>
    typeof key === 'number'
      ? `[${key}]`
      : /^[\p{L}\p{N}_-]+$/u.test(key)
        ? `.${key}`
        : key.includes("'")
          ? ''
          : `['${key}']`,
  )
  return keys.includes('') ? { template } : { path: `$${keys.join('')}` }
}

/** The state topic under a key, with its template; empty if the entity has none. */
export function stateSource(of: AnnouncedFields, topicKey: string, ...templates: readonly string[]): StateSource {
  const state = of.stateTopic(topicKey)
  return state === undefined ? {} : { state, ...valueSource(of.template(...templates)) }
}

/** The command topic under a key, with its template; empty if the entity has none. */
export function commandTarget(of: AnnouncedFields, topicKey: string, templateKey?: string): CommandTarget {
  const command = of.topic(topicKey)
  const payloadTemplate = templateKey === undefined ? undefined : of.template(templateKey)
  return command === undefined ? {} : { command, ...(payloadTemplate !== undefined && { payloadTemplate }) }
}

/**
 * A trait with a state topic, a command topic or both; nothing if it has neither.
 * Where both are the same topic the state is left out: what comes back there is our own command.
 */
export function traitFrom(
  state: StateSource,
  target: CommandTarget,
  details: TraitDescription = {},
): TraitDescription | undefined {
  const source = state.state === undefined || state.state === target.command ? {} : state
  if (source.state === undefined && target.command === undefined) return undefined
  return { ...source, ...target, ...details }
}

/** A template that works on the result of another one, which it knows as `was`. */
export const chainTemplate = (inner: string | undefined, outer: string): string =>
  `{% set was %}${inner ?? '{{ value }}'}{% endset %}{% set was = was | trim %}${outer}`

/** A text as a string literal of a template. */
export const quoteForTemplate = (word: string): string =>
  `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

export type TraitDescriptions = { readonly [T in Trait]?: TraitDescription }

type VerbDescriptions = { readonly [V in Verb]?: NonNullable<NonNullable<Description['verbs']>[V]> }

/** What one entity can do by itself. */
export interface EntityTraits {
  /** absent if CLOVA has no type for it */
  readonly kind?: ApplianceKind
  readonly traits: TraitDescriptions
  readonly verbs: VerbDescriptions
  readonly problems: readonly LocalizedText[]
}

/** What a sensor entity measures for its device. */
export interface EntityMeasurement extends Measurement {
  /** it reports an event and never its end (`off_delay`) */
  readonly isMomentary?: boolean
  /** a sum that only grows */
  readonly isTotal?: boolean
}

/** Traits and verbs that a select, number or button gives to another entity of its device that lacks them. */
export interface Addition {
  /** the kinds of appliance that can have them */
  readonly kinds: readonly ApplianceKind[]
  readonly traits: TraitDescriptions
  readonly verbs: VerbDescriptions
}

/** What is made of one entity: an appliance of its own, a measurement of its device, or additions to another entity. */
export interface BuiltEntity extends EntityTraits {
  readonly measurement?: EntityMeasurement
  readonly additions?: readonly Addition[]
}

/** One function for each part of an entity; each may throw an Error for the user. */
interface EntityBuilders {
  readonly kind?: ApplianceKind | (() => ApplianceKind | undefined)
  readonly traits: { readonly [T in Trait]?: () => TraitDescription | undefined }
  readonly verbs?: { readonly [V in Verb]?: () => VerbDescriptions[V] | undefined }
}

/** @throws Error for the user if a trait cannot be used as it is described, such as a range without width */
function checkTrait(trait: Trait, made: TraitDescription): TraitDescription {
  for (const [key, ends] of [
    ['range', made.range],
    ['position', made.position],
  ] as const)
    if (ends && ends[0] === ends[1]) throw announcementError('sameEnds', { key })
  for (const template of [made.template, made.payloadTemplate]) if (template !== undefined) readTemplate(template)
  traitLimit(trait, made as TraitOptions)
  return made
}

/** Builds each part by itself: a part that fails is reported as a problem, and the others are kept. */
export function build({ kind, traits, verbs = {} }: EntityBuilders): EntityTraits {
  const problems: LocalizedText[] = []
  const attempt = <T>(what: Text, make: () => T): T | undefined => {
    try {
      return make()
    } catch (error) {
      problems.push(say('about', { what, why: errorText(error) }))
      return undefined
    }
  }
  const all = <T>(
    makers: Readonly<Record<string, (() => T | undefined) | undefined>>,
    check: (name: string, made: T) => T,
  ) =>
    Object.fromEntries(
      Object.entries(makers).flatMap(([name, make]) => {
        const made = attempt(name, () => {
          const found = make?.()
          return found === undefined ? undefined : check(name, found)
        })
        return made === undefined ? [] : [[name, made] as const]
      }),
    )
  const ownKind = typeof kind === 'function' ? attempt(say('kind'), kind) : kind
  return {
    ...(ownKind && { kind: ownKind }),
    traits: all<TraitDescription>(traits, (name, made) => checkTrait(name as Trait, made)),
    verbs: all<NonNullable<VerbDescriptions[Verb]>>(verbs, (_, made) => made),
    problems,
  }
}

/** The range of the brightness in the unit of the device: 0 to `brightness_scale`. */
export const brightnessScale = (of: AnnouncedFields): [number, number] => {
  const scale = of.number('brightness_scale', 255)
  if (scale < 1) throw announcementError('belowOne', { key: 'brightness_scale' })
  return [0, scale]
}

/** The range of the colour temperature; Home Assistant's defaults are 153–500 mirek and 2000–6535 K. */
export function temperatureScale(of: AnnouncedFields): Pick<TraitDescription, 'range' | 'unit'> {
  const [coldest, warmest] = [of.number('max_kelvin', 6535), of.number('min_kelvin', 2000)]
  if (!(warmest > 0 && warmest < coldest))
    throw announcementError('notBelow', { low: 'min_kelvin', high: 'max_kelvin' })
  if (of.flag('color_temp_kelvin')) return { unit: 'kelvin', range: [warmest, coldest] }
  const isInKelvin = of.has('min_kelvin') || of.has('max_kelvin')
  const mirek: [number, number] = isInKelvin
    ? [Math.round(1e6 / coldest), Math.round(1e6 / warmest)]
    : [of.number('min_mireds', 153), of.number('max_mireds', 500)]
  if (!(mirek[0] > 0 && mirek[0] < mirek[1]))
    throw announcementError('notBelow', { low: 'min_mireds', high: 'max_mireds' })
  return { unit: 'mirek', range: mirek }
}
