import type { AnnouncedDevice, Convention, ConventionOptions } from '../../../../drivers/mqtt/discovery/announcement.ts'
import { runSteps } from '../../../../src/util/slices.ts'

/** A parser that does all its steps at once. */
export interface SyncParser {
  readonly topics: readonly string[]
  parse(topic: string, payload: Buffer): boolean
  devices(): readonly AnnouncedDevice[]
}

export function syncParser(convention: Convention, options: Partial<ConventionOptions> = {}): SyncParser {
  const parser = convention({ reportFailure: () => {}, ...options })
  let devices: readonly AnnouncedDevice[] | undefined
  return {
    topics: parser.topics,
    parse(topic, payload) {
      const isChanged = runSteps(parser.parse(topic, payload))
      if (isChanged) devices = undefined
      return isChanged
    },
    devices() {
      devices ??= runSteps(parser.build())
      return devices
    },
  }
}
