import { readFileSync } from 'node:fs'
import type { Device } from '../../src/home/device.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { Spec } from '../../src/home/spec.ts'
import { assumed } from './assumed.ts'
import type { Lender } from './borrow.ts'
import { type Climate, climateDevice, describeClimate, ofFile, ofProtocol } from './climate/device.ts'
import { protocolOf } from './climate/protocols/index.ts'
import { readClimateText } from './climate/smartir.ts'
import type { Options } from './options.ts'
import { describeRemote, type Habits } from './remote/abilities.ts'
import { type Presser, remoteDevice } from './remote/device.ts'
import { type Keys, readKeys } from './remote/file.ts'
import { sensorDevice, sensorSpec } from './sensors.ts'

/** What an appliance is, its files read. */
export interface Described {
  readonly spec: Spec
  /** what is broken in its files, in plain words */
  readonly problems: readonly string[]
  /** Makes the device. */
  device(transmitter: Presser, memory: Memory, lender: Lender): Device
}

/** Reads what an appliance is. @throws Error in plain words if a file that it names cannot be used */
export function described(
  options: Options,
  file: (name: string) => string,
  { traits, seesPower }: Pick<Lender, 'traits' | 'seesPower'>,
): Described {
  const { remote, sensors, channels, inputs, gap, assume } = options
  if (sensors) return { spec: sensorSpec, problems: [], device: sensorDevice }
  const lent = (spec: Spec): Spec => ({ ...spec, traits: { ...spec.traits, ...traits } as Spec['traits'] })
  if (remote === undefined) {
    const climate = climateOf(options, file)
    const spec = lent(describeClimate(climate))
    return {
      spec,
      problems: climate.problems,
      device: (transmitter, memory, lender) =>
        climateDevice(climate, spec, assumed(memory, lender, spec, assume), transmitter),
    }
  }
  const { keys, problems } =
    typeof remote === 'string' ? readKeys(file(remote)) : { keys: remote as Keys, problems: [] }
  const habits: Habits = { channels, inputs, seesPower }
  const spec = lent(describeRemote(new Set(Object.keys(keys)), habits))
  return {
    spec,
    problems,
    device: (transmitter, memory, lender) =>
      remoteDevice({ keys, habits, gap }, spec, assumed(memory, lender, spec, assume), transmitter),
  }
}

function climateOf({ climate }: Options, file: (name: string) => string): Climate {
  if (climate && 'protocol' in climate) {
    const protocol = protocolOf(climate.protocol)
    if (!protocol) throw new Error(`no protocol ${climate.protocol} is built in`)
    return ofProtocol(protocol)
  }
  const name = file(climate?.codes ?? '')
  try {
    return ofFile(readClimateText(readFileSync(name, 'utf8'), name))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(code === undefined ? message : `${name} cannot be read (${code})`, { cause: error })
  }
}
