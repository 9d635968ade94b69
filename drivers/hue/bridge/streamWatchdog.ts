import type { Stream } from './eventStream.ts'

/** A watch over a stream, which may be dead without a word: then it is closed. */
export interface Vigil {
  /** It told something. */
  heard(): void
  /** Something happened that it did not tell: it has a last chance to. */
  doubt(): void
  end(): void
}

/** In milliseconds. */
export interface Patience {
  /** after so long without a word everything is read, to see whether the stream still tells */
  readonly quiet: number
  /** bridges tell what happened once a second: a stream that tells nothing for so long after something happened is dead */
  readonly batch: number
}

/** @param isCurrent false if something happened that is not known */
export function vigil(stream: Stream, { quiet, batch }: Patience, isCurrent: () => Promise<boolean>): Vigil {
  let silence: NodeJS.Timeout | undefined
  let doubts: NodeJS.Timeout | undefined
  let over = false
  heard()
  return {
    heard,
    doubt() {
      clearTimeout(doubts)
      doubts = setTimeout(() => stream.close(), batch)
      doubts.unref()
    },
    end() {
      over = true
      clearTimeout(silence)
      clearTimeout(doubts)
    },
  }

  function heard(): void {
    clearTimeout(doubts)
    clearTimeout(silence)
    if (over) return
    silence = setTimeout(() => void look(), quiet)
    silence.unref()
  }

  async function look(): Promise<void> {
    if (await isCurrent()) heard()
    else stream.close()
  }
}

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
