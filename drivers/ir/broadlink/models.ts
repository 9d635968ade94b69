import { Failure } from '../../../src/home/failure.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import type { RoomMeasurement } from '../transmitter.ts'

/** What a device says of itself when it is called. */
export interface BlasterInfo {
  readonly type: number
  readonly mac: string
  /** as its owner calls it; may be empty */
  readonly name: string
  /** it obeys its own app only */
  readonly locked: boolean
}

/** What a kind of device can do and how it is spoken to. */
export interface Model {
  readonly name: string
  /** `old`: a command and its data; `new`: their length before that */
  readonly framing: 'old' | 'new'
  /** it sends and learns radio, too */
  readonly radio: boolean
  /** the command that reads its sensors, if it has any */
  readonly sensors?: 1 | 0x24
  /** it is in no list: how it is spoken to is a guess */
  readonly isUnknown?: true
}

const pro = { framing: 'old', radio: true, sensors: 1 } as const
const mini = { framing: 'old', radio: false } as const
const miniNew = { framing: 'new', radio: false } as const
const mini4 = { framing: 'new', radio: false, sensors: 0x24 } as const
const pro4 = { framing: 'new', radio: true, sensors: 0x24 } as const

/** The types that devices give themselves. Source: python-broadlink, SUPPORTED_TYPES. */
const models: readonly (Model & { readonly types: readonly number[] })[] = [
  { name: 'RM pro', ...pro, types: [0x2712, 0x272a, 0x273d, 0x2787] },
  { name: 'RM home', ...pro, types: [0x277c, 0x2783] },
  { name: 'RM plus', ...pro, types: [0x278b, 0x27a1, 0x27a6] },
  { name: 'RM pro+', ...pro, types: [0x2797, 0x279d, 0x27a9, 0x27c3] },
  { name: 'RM mini', ...mini, types: [0x278f] },
  {
    name: 'RM mini 3',
    ...mini,
    types: [0x2737, 0x27b7, 0x27c2, 0x27c7, 0x27cc, 0x27cd, 0x27d0, 0x27d1, 0x27d3, 0x27dc, 0x27de],
  },
  { name: 'RM mini 3', ...miniNew, types: [0x5f36, 0x6507, 0x6508] },
  { name: 'RM4 mini', ...mini4, types: [0x51da, 0x520c, 0x5216, 0x521c, 0x610e, 0x62bc, 0x648d, 0x653a] },
  { name: 'RM4C mini', ...mini4, types: [0x520d, 0x6070, 0x610f, 0x62be, 0x6539] },
  { name: 'RM4 TV mate', ...mini4, types: [0x5209, 0x5212] },
  { name: 'RM4C mate', ...mini4, types: [0x5211] },
  { name: 'RM4S', ...mini4, types: [0x6364] },
  { name: 'RM4 pro', ...pro4, types: [0x520b, 0x5213, 0x6026, 0x61a2, 0x649b, 0x653c] },
  { name: 'RM4C pro', ...pro4, types: [0x5218, 0x6184] },
]

const byType = new Map(models.flatMap(({ types, ...model }) => types.map((type) => [type, model] as const)))

/** All types that are known to be blasters. */
export const knownTypes: readonly number[] = [...byType.keys()]

/** The model of a type. One in no list is taken for a new one that may have everything: it says itself what it cannot do. */
export function modelOf(type: number): Model {
  return byType.get(type) ?? { name: `type 0x${type.toString(16).padStart(4, '0')}`, ...pro4, isUnknown: true }
}

/**
 * What the data of a device's sensors mean: a whole number and a fraction for each. Source: python-broadlink, remote.py.
 * New ones have their sensors in a cable, and say zeros without it.
 */
export function decodeMeasurement(sensors: Model['sensors'], data: Buffer): RoomMeasurement {
  if (sensors === 1)
    return data.length < 2 ? {} : { temperature: roundHundredths(data.readInt8(0), data.readInt8(1) / 10) }
  if (sensors === undefined || data.length < 4) return {}
  const temperature = roundHundredths(data.readInt8(0), data.readInt8(1) / 100)
  const humidity = roundHundredths(data.readUInt8(2), data.readUInt8(3) / 100)
  if (humidity > 0) return { temperature, humidity }
  return temperature === 0 ? {} : { temperature }
}

/** What a device with these sensors may measure: the old ones have none for humidity. */
export const measurementsOf = (sensors: Model['sensors']): readonly (keyof RoomMeasurement)[] =>
  sensors === undefined ? [] : sensors === 1 ? ['temperature'] : ['temperature', 'humidity']

const roundHundredths = (whole: number, fraction: number) => Math.round((whole + fraction) * 100) / 100

/** The session is not, or no longer, known there: it restarted, or somebody else began one. */
export const isSessionLost = (error: number): boolean => error === -1 || error === -2 || error === -7

/** It does not know the command, or did not understand the packet: as one that is spoken to in the framing of others. */
export const isMisunderstood = (error: number): boolean => error === -4 || error === -6

/** No code has come yet: −10 of an RM pro or mini 3, −5 of an RM4. */
export const isNoCodeYet = (error: number): boolean => error === -10 || error === -5

/** What the numbers mean. Source: python-broadlink, exceptions.py. */
const errorWords: Readonly<Record<number, LocalizedText>> = {
  [-1]: say('errorKey'),
  [-2]: say('errorLoggedOut'),
  [-3]: say('errorOffline'),
  [-4]: say('errorUnknownCommand'),
  [-5]: say('errorFull'),
  [-6]: say('errorPacket'),
  [-7]: say('errorKeyExpired'),
  [-8]: say('errorSend'),
  [-9]: say('errorWrite'),
  [-10]: say('errorRead'),
}

/** The failure that an error of the device is. */
export function failureOf(error: number): Failure {
  const problem = say('error', { words: errorWords[error] ?? say('errorOther'), code: error })
  return new Failure(error === -3 ? 'offline' : error === -4 ? 'unsupported' : 'deviceFault', problem)
}

/** What to do about a device that obeys its own app only. */
export const lockedHint = ({ name, mac }: Pick<BlasterInfo, 'name' | 'mac'>): LocalizedText =>
  say('locked', { name: name || mac })
