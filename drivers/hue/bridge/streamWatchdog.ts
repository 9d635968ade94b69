import type { Stream } from './eventStream.ts'

/** A watch over a stream, which may be dead without a word: then it is closed. */
export interface StreamWatchdog {
  /** It told something. */
  onEvent(): void
  /** Something happened that it did not tell: it has a last chance to. */
  expectEvent(): void
  end(): void
}

/** In milliseconds. */
export interface WatchdogTimings {
  /** after so long without a word everything is read, to see whether the stream still tells */
  readonly quietMs: number
  /** bridges tell what happened once a second: a stream that tells nothing for so long after something happened is dead */
  readonly batchMs: number
}

/** @param isCurrent false if something happened that is not known */
export function createStreamWatchdog(
  stream: Stream,
  { quietMs: quiet, batchMs: batch }: WatchdogTimings,
  isCurrent: () => Promise<boolean>,
): StreamWatchdog {
  let silence: NodeJS.Timeout | undefined
  let doubts: NodeJS.Timeout | undefined
  let over = false
  heard()
  return {
    onEvent: heard,
    expectEvent() {
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
export interface Timings extends WatchdogTimings {
  /** how long to wait before connecting again: at first, at most, and when it would be of no use */
  readonly firstBackoffMs: number
  readonly maxBackoffMs: number
  readonly refusedBackoffMs: number
  /** how long a connection, an answer and a reading of everything may take */
  readonly connectTimeoutMs: number
  /** how long a bridge that left somebody without an answer may take for one, before it is away */
  readonly probeTimeoutMs: number
}
export const defaultTimings: Timings = {
  firstBackoffMs: 500,
  maxBackoffMs: 30_000,
  refusedBackoffMs: 60_000,
  connectTimeoutMs: 8000,
  probeTimeoutMs: 1500,
  quietMs: 60_000,
  batchMs: 2500,
}
