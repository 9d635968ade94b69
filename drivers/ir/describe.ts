import { assertValue } from '../../src/home/allowedValues.ts'
import type { Device } from '../../src/home/device.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import { errorText, isSameText, localizedError, type Text } from '../../src/util/translate.ts'
import { readUtf8File } from '../../src/util/utf8.ts'
import { createAssumedState } from './assumedState.ts'
import type { ReadingSource } from './borrowedReadings.ts'
import { transmitterLimits } from './capabilities.ts'
import {
  type Climate,
  climateDevice,
  climateFromFile,
  climateFromProtocol,
  describeClimate,
  type PromisedFor,
  withoutCapabilities,
} from './climate/device.ts'
import { type ModeKey, modeOfKey } from './climate/protocol.ts'
import { protocolOf } from './climate/protocols/index.ts'
import type { Code } from './codes/index.ts'
import type { IrConfig } from './config.ts'
import type { PressMatcher } from './following.ts'
import { say } from './messages.ts'
import type { IrOptions } from './options.ts'
import { remoteDevice } from './remote/device.ts'
import { type Keys, type ReadKeys, type RemoteKey, readKeys } from './remote/file.ts'
import { describeRemote, type RemoteSettings, unpairedKeys } from './remote/keymap.ts'
import { reachableLevels } from './remote/timing.ts'
import { sensorDevice, sensorSpec } from './sensors.ts'
import { parseClimate } from './smartir/climate.ts'
import type { KeyTransmitter } from './transmitter.ts'

/** What an appliance is, its files read. */
export interface DescribedAppliance {
  readonly spec: Spec
  /** what is broken in its files */
  readonly problems: readonly Text[]
  /** what is assumed of it and cannot be, by the trait */
  readonly invalidAssumed: readonly { readonly trait: string; readonly message: Text }[]
  /** some of its keys are radio */
  readonly hasRadio?: boolean
  /** Makes the device. */
  device(
    transmitter: KeyTransmitter,
    memory: Memory,
    source: ReadingSource,
  ): Device & { readonly matchPress?: PressMatcher }
}

/**
 * Reads what an appliance is.
 * @param config that of its connection: what it can never send is not offered
 * @throws Error in plain words if a file that it names cannot be used
 */
export function describeAppliance(
  options: IrOptions,
  resolveFile: (name: string) => string,
  { traits, seesPower }: Pick<ReadingSource, 'traits' | 'seesPower'>,
  config?: IrConfig,
): DescribedAppliance {
  const { remote, sensors, channels, inputs, gap, assume } = options
  const limits = transmitterLimits(config)
  if (sensors) return describeSensors(limits.sensors())
  const withBorrowed = (spec: Spec): Spec => ({ ...spec, traits: { ...spec.traits, ...traits } as Spec['traits'] })
  if (remote === undefined) {
    const climate = loadClimate(options, resolveFile, limits.code, seesPower)
    const specFor = (promised: PromisedFor) => withBorrowed(describeClimate(climate, promised))
    const any = specFor('any')
    return {
      spec: specFor('common'),
      problems: climate.problems,
      invalidAssumed: invalidAssumptions(assume, any),
      device: (transmitter, memory, source) =>
        climateDevice(climate, specFor, { memory, source, initial: assume }, transmitter),
    }
  }
  const read: ReadKeys =
    typeof remote === 'string' ? readKeys(resolveFile(remote)) : { keys: remote as Keys, problems: [] }
  const { keys, problems: unsent } = sendableKeys(read.keys, limits.key)
  const { levels, problems: slow } = reachableLevels(keys, options.levels ?? read.levels ?? {}, gap)
  const settings: RemoteSettings = { channels, inputs, seesPower, levels }
  const unpaired = unpairedKeys(new Set(Object.keys(keys))).map((problem) =>
    typeof remote === 'string' ? say('inFile', { file: remote, why: problem }) : problem,
  )
  const spec = withBorrowed(describeRemote(new Set(Object.keys(keys)), settings))
  return {
    spec,
    problems: [...read.problems, ...unsent, ...slow, ...unpaired],
    invalidAssumed: invalidAssumptions(assume, spec),
    hasRadio: Object.values(keys).some(isRadio),
    device: (transmitter, memory, source) =>
      remoteDevice({ keys, settings, gapMs: gap }, spec, createAssumedState(memory, source, spec, assume), transmitter),
  }
}

/** What is assumed and cannot be. */
function invalidAssumptions(assume: State, spec: Spec): DescribedAppliance['invalidAssumed'] {
  return Object.entries(assume).flatMap(([trait, value]) => {
    try {
      assertValue(spec, trait as Trait, value)
      return []
    } catch (error) {
      return [{ trait, message: errorText(error) }]
    }
  })
}

const emptySpec: Spec = { traits: {}, verbs: [] }

/** What a blaster measures. @param why it never does */
function describeSensors(why: Text | undefined): DescribedAppliance {
  if (why === undefined) return { spec: sensorSpec, problems: [], invalidAssumed: [], device: sensorDevice }
  return {
    spec: emptySpec,
    problems: [say('noSensors', { why })],
    invalidAssumed: [],
    device: (transmitter) => ({
      ...sensorDevice({ online: transmitter.online, ...(transmitter.problem && { problem: transmitter.problem }) }),
      spec: emptySpec,
    }),
  }
}

/** The keys that can be sent, and why the others cannot; one line for all that have the same reason. */
function sendableKeys(
  keys: Keys,
  refusal: (key: RemoteKey) => Text | undefined,
): { readonly keys: Keys; readonly problems: readonly Text[] } {
  const all = Object.entries(keys).map(([name, key]) => ({ name, key, why: refusal(key) }))
  const byReason: { readonly why: Text; readonly names: string[] }[] = []
  for (const { name, why } of all) {
    if (why === undefined) continue
    const same = byReason.find((one) => isSameText(one.why, why))
    if (same) same.names.push(name)
    else byReason.push({ why, names: [name] })
  }
  const problems = byReason.map(({ why, names }) => say('keysUnsendable', { names: names.join(', '), why }))
  const sent = all.filter(({ why }) => why === undefined).map(({ name, key }) => [name, key] as const)
  return { keys: Object.fromEntries(sent), problems }
}

function loadClimate(
  { climate }: IrOptions,
  file: (name: string) => string,
  refusal: (code: Code) => Text | undefined,
  seesPower: boolean,
): Climate {
  if (climate && 'protocol' in climate) {
    const protocol = protocolOf(climate.protocol)
    if (!protocol) throw localizedError(say('noProtocol', { name: climate.protocol }))
    const built = climateFromProtocol(protocol)
    const why = (Object.keys(built.modes) as ModeKey[])
      .map((key) => refusal(protocol.encode({ power: true, ...modeOfKey(key) })))
      .find((one) => one !== undefined)
    return why === undefined
      ? built
      : withoutCapabilities(built, say('protocolUnsendable', { name: protocol.name, why }))
  }
  const name = file(climate?.codes ?? '')
  try {
    return climateFromFile(parseClimate(readUtf8File(name), name, refusal, climate?.toggle), seesPower)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === undefined
      ? error
      : Object.assign(localizedError(say('unreadable', { file: name, code })), { cause: error })
  }
}

function isRadio(key: RemoteKey): boolean {
  const codes = 'sequence' in key ? key.sequence : 'code' in key ? [key.code] : []
  return codes.some(({ medium }) => medium !== 'ir')
}
