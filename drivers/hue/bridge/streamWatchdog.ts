import type { Stream } from './eventStream.ts'

/** Watches over an event stream, which may be dead while its connection stands: then it is closed. */
export interface StreamWatchdog {
  /** The stream told something. */
  onEvent(): void
  /** Something happened that the stream has not told: it is closed unless it tells something within `batchMs`. */
  expectEvent(): void
  end(): void
}

export interface WatchdogTimings {
  /** after so long without an event everything is read, to see whether the stream missed something */
  readonly quietMs: number
  /** bridges tell what happened once a second: a stream that tells nothing for so long after something happened is dead */
  readonly batchMs: number
}

/** @param isCurrent reads everything; false if something had happened that was not known */
export function createStreamWatchdog(
  stream: Stream,
  { quietMs, batchMs }: WatchdogTimings,
  isCurrent: () => Promise<boolean>,
): StreamWatchdog {
  let quiet: NodeJS.Timeout | undefined
  let expected: NodeJS.Timeout | undefined
  let ended = false
  onEvent()
  return {
    onEvent,
    expectEvent,
    end() {
      ended = true
      clearTimeout(quiet)
      clearTimeout(expected)
    },
  }

  function expectEvent(): void {
    // Something else that happens meanwhile gives the stream no more time.
    if (ended || expected) return
    expected = setTimeout(() => stream.close(), batchMs)
    expected.unref()
  }

  function onEvent(): void {
    clearTimeout(expected)
    expected = undefined
    clearTimeout(quiet)
    if (ended) return
    quiet = setTimeout(() => void check(), quietMs)
    quiet.unref()
  }

  async function check(): Promise<void> {
    if (await isCurrent()) return onEvent()
    // What was read may be so new that its event is still to come.
    expectEvent()
  }
}
