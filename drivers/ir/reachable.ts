import type { Signal } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Transmitter } from './transmitters/transmitter.ts'

/** Nobody waits for a blaster of which it is known that it is away. @throws Failure `offline` */
export function mustBeReachable({ online, problem }: Pick<Transmitter, 'online' | 'problem'>): void {
  if (online() === false) throw new Failure('offline', problem?.() ?? 'its blaster cannot be reached')
}

/** Whether a blaster answers, as far as anybody knows; one that was away is looked for, since somebody needs it now. */
export async function isReachable(
  { online, seek }: Pick<Transmitter, 'online' | 'seek'>,
  signal: Signal,
): Promise<boolean> {
  if (online() === false) await seek?.(signal)
  return online() !== false
}
