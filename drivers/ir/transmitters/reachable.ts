import type { Reading } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Transmitter } from '../transmitter.ts'

/** Nobody waits for a blaster of which it is known that it is away. @throws Failure `offline` */
export function mustBeReachable({ online, problem }: Pick<Transmitter, 'online' | 'problem'>): void {
  if (online() === false) throw new Failure('offline', problem?.() ?? 'its blaster cannot be reached')
}

/** Whether a blaster answers, as far as anybody knows, and if not why; one that was away is looked for, since somebody needs it now. */
export async function reached(
  { online, seek, problem }: Pick<Transmitter, 'online' | 'seek' | 'problem'>,
  signal: AbortSignal,
): Promise<Pick<Reading, 'online' | 'why'>> {
  if (online() === false) await seek?.(signal)
  if (online() !== false) return { online: true }
  const why = problem?.()
  return { online: false, ...(why !== undefined && { why: `its blaster cannot be reached: ${why}` }) }
}
