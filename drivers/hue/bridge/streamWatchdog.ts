import type { Stream } from './eventStream.ts'

/** Watches an event stream, which can stop delivering events while its connection stays open: such a stream is closed. */
export interface StreamWatchdog {
  /** An event arrived. */
  onEvent(): void
  /** A change happened without an event yet: the stream is closed unless an event arrives within `eventTimeoutMs`. */
  expectEvent(): void
  end(): void
}

export interface WatchdogTimings {
  /** after this time without an event all resources are read, to see whether the stream missed a change */
  readonly maxSilenceMs: number
  /** the longest time from a change to its event: a bridge sends its events in batches, once a second */
  readonly eventTimeoutMs: number
}

/** @param isCurrent reads all resources; false if one had changed without an event */
export function createStreamWatchdog(
  stream: Stream,
  { maxSilenceMs, eventTimeoutMs }: WatchdogTimings,
  isCurrent: () => Promise<boolean>,
): StreamWatchdog {
  let silenceTimer: NodeJS.Timeout | undefined
  let eventTimer: NodeJS.Timeout | undefined
  let ended = false
  onEvent()
  return {
    onEvent,
    expectEvent,
    end() {
      ended = true
      clearTimeout(silenceTimer)
      clearTimeout(eventTimer)
    },
  }

  function expectEvent(): void {
    // A further change does not restart the running timeout.
    if (ended || eventTimer) return
    eventTimer = setTimeout(() => stream.close(), eventTimeoutMs)
    eventTimer.unref()
  }

  function onEvent(): void {
    clearTimeout(eventTimer)
    eventTimer = undefined
    clearTimeout(silenceTimer)
    if (ended) return
    silenceTimer = setTimeout(() => void checkForMissedEvents(), maxSilenceMs)
    silenceTimer.unref()
  }

  async function checkForMissedEvents(): Promise<void> {
    if (await isCurrent()) return onEvent()
    // The change may be so new that its event is still to come.
    expectEvent()
  }
}
