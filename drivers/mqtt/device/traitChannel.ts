import type { AirQualityGrader } from '../../../src/home/driver.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { describe, describedTraits, type MqttOptions } from '../options.ts'
import { asWord, type Converter, converter, openness } from '../payload/convert.ts'
import { type MqttMessage, type PayloadReader, payloadReader, payloadWordReader } from '../payload/read.ts'
import { hasStateTopic, isConfirmed, type TraitOptions, traitLimit } from '../payload/traitOptions.ts'
import { includesBrightness, type PayloadWriter, payloadWriter } from '../payload/write.ts'

/** How a device says that it moves, or that it stands still. */
interface MovementCodec {
  readonly read: PayloadReader['read']
  readonly on: readonly string[]
  readonly off: readonly string[]
  readonly stopped: readonly string[]
}

/** How a device says whether what it says of a trait means anything: in which mode a lamp is. */
interface ModeCodec {
  readonly read: PayloadReader['read']
  readonly words: readonly string[]
}

/** How the values of a trait are written and read. */
export interface TraitCodec {
  readonly converter: Converter
  readonly reader: PayloadReader
  readonly write: PayloadWriter
  readonly mode: ModeCodec | undefined
  /** how far open it is by what it says, in percent */
  readonly openness: ((raw: unknown) => number | undefined) | undefined
  readonly movement: MovementCodec | undefined
  /** words by which it says that it failed */
  readonly faultWords: readonly string[]
  /** words by which it says that it is on its way to another value */
  readonly pendingWords: readonly string[]
  /** words of the device that are no value of the trait, and nothing to report */
  readonly ignoredWords: readonly string[]
  /** on is any word but "off", and turning on restores the last of them */
  readonly restoresLastValue: boolean
  /** of a point in time: the word whose coming it is */
  readonly eventWord: string | undefined
  /** true if a colour is written with its brightness */
  readonly includesBrightness: boolean
  readonly turnsOn: TraitOptions['turnsOn']
  /** its value is unknown when it was not published for so long */
  readonly expireAfterMs: number | undefined
  /** of a list: the name and unit of the measurement */
  readonly item: { readonly index: number; readonly name: string; readonly unit?: string } | undefined
}

/** One trait of one device: the topics that report it and that command it, and their payloads. */
export interface TraitChannel {
  readonly trait: Trait
  /** shared by all devices that are described alike */
  readonly codec: TraitCodec
  /** topics on which its value comes */
  readonly states: readonly string[]
  /** topics on which its movement or its mode comes, if those are others */
  readonly movementStates: readonly string[]
  readonly modeStates: readonly string[]
  /** false if the device never says what became of a command */
  readonly isConfirmed: boolean
  readonly command: string | undefined
  /** further topics to which each command is sent */
  readonly alsoCommand: readonly string[] | undefined
}

/** What is the same for all devices that are described alike exists once: a house has many lamps and few kinds of lamps. */
export interface DeviceProfiles {
  spec(options: MqttOptions): Spec
  channels(options: MqttOptions): readonly TraitChannel[]
}

/** How many profiles are kept: devices that announce themselves may change what they are. */
const maxProfiles = 5000

/** A lock that cannot turn says so instead of a state (Home Assistant's `state_jammed`, Zigbee's "motor jammed"). */
const lockFaults = ['JAMMED', 'jammed', 'motor_jammed']

/** A lock that is turning says so for some seconds (Home Assistant's `state_locking` and `state_unlocking`). */
const lockPending = ['LOCKING', 'UNLOCKING', 'locking', 'unlocking']

const none: readonly string[] = []

/** The profiles of one connection; as many as there are different descriptions. */
export function deviceProfiles(grade: AirQualityGrader): DeviceProfiles {
  const specs = new Map<string, Spec>()
  const codecs = new Map<string, TraitCodec>()
  return {
    spec: (options) => memoized(specs, profileKey(options), () => describe(options)),
    channels: (options) =>
      describedTraits(options).flatMap(([trait, { state, command, items, ...rest }]): readonly TraitChannel[] => {
        const key = JSON.stringify([trait, rest, command === undefined])
        const codec = memoized(codecs, key, () => traitCodec(trait, { state, command, ...rest }, grade))
        const common = {
          trait,
          codec,
          states: state ?? none,
          movementStates: rest.moving?.state ?? none,
          modeStates: rest.when?.state ?? none,
          isConfirmed: isConfirmed({ state, items, optimistic: rest.optimistic }),
          command,
          alsoCommand: rest.alsoCommand,
        }
        if (!items) return [common]
        return items.map(({ state, name, unit, ...source }, index) => {
          const { reader } = memoized(codecs, JSON.stringify(source), () =>
            traitCodec(trait, { state, ...source }, grade),
          )
          const item = { index, name, ...(unit !== undefined && { unit }) }
          const expireAfterMs = source.expireAfter
          return { ...common, codec: { ...codec, reader, item, expireAfterMs }, states: state }
        })
      }),
  }
}

/** All of a description but its topics. */
const profileKey = (options: MqttOptions) =>
  JSON.stringify([
    describedTraits(options).map(([trait, { state, command, items, path: _, payload: __, ...rest }]) => [
      trait,
      hasStateTopic({ state, items }),
      command !== undefined,
      rest,
    ]),
    Object.keys(options.verbs),
  ])

function traitCodec(trait: Trait, options: TraitOptions, grade: AirQualityGrader): TraitCodec {
  const { position } = options
  return {
    converter: converter(trait, options, traitLimit(trait, options), grade),
    reader: payloadReader(options),
    write: payloadWriter(trait, options),
    mode: options.when && { read: payloadWordReader(options.when), words: words(options.when.is) },
    openness: position && ((raw) => openness(raw, position)),
    movement: options.moving && movementCodec(options.moving, options),
    faultWords: words(options.fault ?? (trait === 'locked' ? lockFaults : none)),
    pendingWords: words(options.pending ?? (trait === 'locked' ? lockPending : none)).filter(
      (word) => word !== asWord(options.on) && word !== asWord(options.off),
    ),
    ignoredWords: words(options.ignore ?? none).map((word) => word.toLowerCase()),
    restoresLastValue: options.resume ?? false,
    eventWord: options.moment,
    includesBrightness: trait === 'color' && includesBrightness(options),
    turnsOn: options.turnsOn,
    expireAfterMs: options.expireAfter,
    item: undefined,
  }
}

/** Where nothing else is said, a device says in the words of its state that it moves. */
function movementCodec(moving: NonNullable<TraitOptions['moving']>, options: TraitOptions): MovementCodec {
  const isElsewhere = moving.path !== undefined || moving.template !== undefined || moving.state !== undefined
  return {
    read: payloadWordReader(isElsewhere ? moving : options),
    on: words(moving.on),
    off: words(moving.off),
    stopped: words(moving.stopped),
  }
}

const words = (written: readonly string[]) => written.map((word) => asWord(word) ?? '')

/** True if a message says that what it tells of a trait means nothing. A device that names no mode means what it says. */
export function isIrrelevant({ mode }: TraitCodec, message: MqttMessage): boolean {
  const word = mode && asWord(mode.read(message))
  return word !== undefined && mode?.words.includes(word) === false
}

function memoized<V>(known: Map<string, V>, key: string, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  if (known.size >= maxProfiles) known.clear()
  known.set(key, made)
  return made
}
