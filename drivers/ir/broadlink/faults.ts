import { Failure } from '../../../src/home/failure.ts'
import type { Said } from './handshake.ts'

/** The session is not, or no longer, known there: it restarted, or somebody else began one. */
export const isForgotten = (error: number): boolean => error === -1 || error === -2 || error === -7

/** No code has come yet: −10 of an RM pro or mini 3, −5 of an RM4. */
export const isNothingYet = (error: number): boolean => error === -10 || error === -5

/** What the numbers mean. Source: python-broadlink, exceptions.py. */
const words: Readonly<Record<number, string>> = {
  [-1]: 'it refuses the key of this gateway',
  [-2]: 'it has logged this gateway out',
  [-3]: 'it says that it is offline',
  [-4]: 'it does not know this command',
  [-5]: 'it says that its storage is full',
  [-6]: 'it did not understand the packet',
  [-7]: 'it says that the key has expired',
  [-8]: 'it could not send',
  [-9]: 'it could not write',
  [-10]: 'it could not read',
}

/** The failure that an error of the device is. */
export function fault(error: number): Failure {
  const said = `${words[error] ?? 'it answers an error'} (${error})`
  return new Failure(error === -3 ? 'offline' : error === -4 ? 'unsupported' : 'deviceFault', said)
}

/** What to do about a device that obeys its own app only. */
export const locked = ({ name, mac }: Pick<Said, 'name' | 'mac'>): string =>
  `${name || mac} is locked: in the Broadlink app open its properties and switch "Lock device" off`
