import { readFileSync } from 'node:fs'
import { mustBePossible } from '../../src/home/allowedValues.ts'
import type { Device } from '../../src/home/device.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import { assumed } from './assumedState.ts'
import type { Lender } from './borrowedReadings.ts'
import { sendable } from './capabilities.ts'
import { type Climate, climateDevice, describeClimate, nothingOf, ofFile, ofProtocol } from './climate/device.ts'
import { protocolOf } from './climate/protocols/index.ts'
import { readClimateText } from './climate/smartir/index.ts'
import type { Code } from './codes/index.ts'
import type { Config } from './config.ts'
import type { Options } from './options.ts'
import { remoteDevice } from './remote/device.ts'
import { type Keys, type ReadKeys, type RemoteKey, readKeys } from './remote/file.ts'
import { describeRemote, type Habits } from './remote/keymap.ts'
import { levelsInTime } from './remote/levels.ts'
import { sensorDevice, sensorSpec } from './sensors.ts'
import type { Presser } from './transmitter.ts'

/** What an appliance is, its files read. */
export interface Described {
  readonly spec: Spec
  /** what is broken in its files, in plain words */
  readonly problems: readonly string[]
  /** what is assumed of it and cannot be, by the trait */
  readonly mistakes: readonly { readonly trait: string; readonly message: string }[]
  /** some of its keys are radio */
  readonly hasRadio?: boolean
  /** Makes the device. */
  device(transmitter: Presser, memory: Memory, lender: Lender): Device
}

/**
 * Reads what an appliance is.
 * @param config that of its connection: what it can never send is not offered
 * @throws Error in plain words if a file that it names cannot be used
 */
export function described(
  options: Options,
  file: (name: string) => string,
  { traits, seesPower }: Pick<Lender, 'traits' | 'seesPower'>,
  config?: Config,
): Described {
  const { remote, sensors, channels, inputs, gap, assume } = options
  const can = sendable(config)
  if (sensors) return ofSensors(can.sensors())
  const lent = (spec: Spec): Spec => ({ ...spec, traits: { ...spec.traits, ...traits } as Spec['traits'] })
  if (remote === undefined) {
    const climate = climateOf(options, file, can.code)
    const spec = lent(describeClimate(climate))
    return {
      spec,
      problems: climate.problems,
      mistakes: mistakesIn(assume, spec),
      device: (transmitter, memory, lender) =>
        climateDevice(climate, spec, assumed(memory, lender, spec, assume), transmitter),
    }
  }
  const read: ReadKeys = typeof remote === 'string' ? readKeys(file(remote)) : { keys: remote as Keys, problems: [] }
  const { keys, problems: unsent } = sentKeys(read.keys, can.key)
  const { levels, problems: slow } = levelsInTime(keys, options.levels ?? read.levels ?? {}, gap)
  const habits: Habits = { channels, inputs, seesPower, levels }
  const spec = lent(describeRemote(new Set(Object.keys(keys)), habits))
  return {
    spec,
    problems: [...read.problems, ...unsent, ...slow],
    mistakes: mistakesIn(assume, spec),
    hasRadio: Object.values(keys).some((key) => 'code' in key && key.code.medium !== 'ir'),
    device: (transmitter, memory, lender) =>
      remoteDevice({ keys, habits, gap }, spec, assumed(memory, lender, spec, assume), transmitter),
  }
}

/** What is assumed and cannot be. */
function mistakesIn(assume: State, spec: Spec): Described['mistakes'] {
  return Object.entries(assume).flatMap(([trait, value]) => {
    try {
      mustBePossible(spec, trait as Trait, value)
      return []
    } catch (error) {
      return [{ trait, message: (error as Error).message }]
    }
  })
}

const nothing: Spec = { traits: {}, verbs: [] }

/** What a blaster measures. @param why it never does */
function ofSensors(why: string | undefined): Described {
  if (why === undefined) return { spec: sensorSpec, problems: [], mistakes: [], device: sensorDevice }
  return {
    spec: nothing,
    problems: [`it is to show the sensors of its blaster, and there are none: ${why}`],
    mistakes: [],
    device: (transmitter) => ({ ...sensorDevice({ online: transmitter.online }), spec: nothing }),
  }
}

/** The keys that can be sent, and why the others cannot; one line for all that have the same reason. */
function sentKeys(
  keys: Keys,
  refusal: (key: RemoteKey) => string | undefined,
): { readonly keys: Keys; readonly problems: readonly string[] } {
  const all = Object.entries(keys).map(([name, key]) => ({ name, key, why: refusal(key) }))
  const reasons = new Set(all.flatMap(({ why }) => why ?? []))
  const problems = [...reasons].map((reason) => {
    const names = all.filter(({ why }) => why === reason).map(({ name }) => name)
    return `${names.join(', ')} cannot be sent, so it is not offered: ${reason}`
  })
  const sent = all.filter(({ why }) => why === undefined).map(({ name, key }) => [name, key] as const)
  return { keys: Object.fromEntries(sent), problems }
}

function climateOf(
  { climate }: Options,
  file: (name: string) => string,
  refusal: (code: Code) => string | undefined,
): Climate {
  if (climate && 'protocol' in climate) {
    const protocol = protocolOf(climate.protocol)
    if (!protocol) throw new Error(`no protocol ${climate.protocol} is built in`)
    const whole = ofProtocol(protocol)
    const why = whole.modes
      .map((mode) => refusal(protocol.encode({ power: true, mode })))
      .find((one) => one !== undefined)
    return why === undefined
      ? whole
      : nothingOf(whole, `${protocol.name} cannot be sent, so nothing is offered: ${why}`)
  }
  const name = file(climate?.codes ?? '')
  try {
    return ofFile(readClimateText(readFileSync(name, 'utf8'), name, refusal))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(code === undefined ? message : `${name} cannot be read (${code})`, { cause: error })
  }
}
