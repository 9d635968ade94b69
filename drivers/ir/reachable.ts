import { Failure } from '../../src/home/failure.ts'
import type { Transmitter } from './transmitters/transmitter.ts'

/** Nobody waits for a blaster of which it is known that it is away. @throws Failure `offline` */
export function mustBeReachable({ online, problem }: Pick<Transmitter, 'online' | 'problem'>): void {
  if (online() === false) throw new Failure('offline', problem?.() ?? 'its blaster cannot be reached')
}
