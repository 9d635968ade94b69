import type { Patience } from './vigil.ts'

/** In milliseconds. */
export interface Timings extends Patience {
  /** how long to wait before connecting again: at first, at most, and when it would be of no use */
  readonly first: number
  readonly most: number
  readonly refused: number
  /** how long a connection, an answer and a reading of everything may take */
  readonly connect: number
  /** how long a bridge that left somebody without an answer may take for one, before it is away */
  readonly probe: number
}
export const usualTimings: Timings = {
  first: 500,
  most: 30_000,
  refused: 60_000,
  connect: 8000,
  probe: 1500,
  quiet: 60_000,
  batch: 2500,
}
