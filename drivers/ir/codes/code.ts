import { codeError } from './messages.ts'

/** What a code is sent by: light, or one of the two radio bands that some blasters have. */
export type Medium = 'ir' | 'rf433' | 'rf315'

/** One frame, or several with the gaps between them: what every format is converted to and from. */
export interface RemoteCode {
  readonly medium: Medium
  /** Hz; of radio 0 */
  readonly carrierHz: number
  /** marks and spaces in µs by turns, mark first, whole numbers above 0; the last is the gap behind it, if there is an even number */
  readonly pulses: readonly number[]
  /** of radio in the form of newer Broadlink blasters: the packet as it was learnt, which is sent unchanged */
  readonly packet?: Uint8Array
}

/** 38 kHz, which remotes use unless said. */
export const defaultCarrierHz = 38_000

/** The longest that a code may shine, with its spaces, in µs. */
const maxCodeUs = 1_500_000

/** The most marks and spaces that a code may have. */
export const maxPulses = 4096

/**
 * The code of these pulses.
 * @throws Error in plain words if no remote could send them
 */
export function code(pulses: readonly number[], carrier = defaultCarrierHz, medium: Medium = 'ir'): RemoteCode {
  const odd = pulses.findIndex((pulse) => !Number.isInteger(pulse) || pulse <= 0)
  if (pulses.length === 0) throw codeError('noPulses')
  if (odd >= 0) throw codeError('pulseNoTime', { place: odd + 1, time: String(pulses[odd]) })
  if (pulses.length > maxPulses) throw codeError('tooManyPulses', { count: pulses.length, max: maxPulses })
  const length = pulses.reduce((sum, pulse) => sum + pulse, 0)
  if (length > maxCodeUs) throw codeError('tooLong', { ms: Math.round(length / 1000), max: maxCodeUs / 1000 })
  if (medium === 'ir' && !(carrier >= 20_000 && carrier <= 500_000)) throw codeError('carrier', { hz: carrier })
  return { medium, carrierHz: carrier, pulses }
}

/** One way in which people write codes: a row of the table in `formats.ts`. */
export interface Format {
  /** Whether a text is meant to be one, so that its mistakes are told in its terms. */
  matches(text: string): boolean
  /** @throws Error in plain words */
  read(text: string): RawKey
  /** @throws Error in plain words if this format cannot say it */
  write(code: RemoteCode): string
}

/** A key of which only the pulses are known. */
export interface RawKey {
  readonly code: RemoteCode
  /** what follows for as long as the key is held; absent: the code itself */
  readonly repeatCode?: RemoteCode
  /** how many frames a press has at least; absent: 1 */
  readonly minFrames?: number
  /** what every second press sends instead: a receiver takes two alike for one key that is still held */
  readonly alternate?: RemoteCode
}
