import type { z } from 'zod'
import type { DeviceInfo } from '../../../src/home/device.ts'
import type { Steps } from '../../../src/util/slices.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import type { mqttApplianceSchema } from '../options.ts'

/** A device as a user would describe it by hand, with the keys of the configuration. */
export type Description = z.input<typeof mqttApplianceSchema>
export type TraitDescription = NonNullable<NonNullable<Description['traits']>[string]>

/** A device that announced itself. */
export interface AnnouncedDevice {
  /** stays the same for the same device (IEEE address, unique id); the id of its appliance is made from it */
  readonly key: string
  /** its current name */
  readonly name: string
  /** CLOVA's type; absent if none fits, and then it is an appliance only where the configuration gives a type */
  readonly type?: string
  /** it opens a door to the house, so it is an appliance only where the configuration names it */
  readonly isEntrance?: true
  readonly about: DeviceInfo
  /** the room that the bridge suggests */
  readonly area?: string
  /** the names of the same device in other conventions, so that it becomes one appliance only */
  readonly aliases: readonly string[]
  readonly description: Description
  /** what could not be understood of its announcement */
  readonly problems: readonly LocalizedText[]
}

/** Parses the announcements of one convention on one broker. It knows no broker: messages in, devices out. */
export interface AnnouncementParser {
  /** the topics to subscribe to, with wildcards */
  readonly topics: readonly string[]
  /** the messages are not retained by every bridge, so the gateway stores them itself */
  readonly isStored?: true
  /** Handles a message that must not wait in a queue, such as a failed command. @returns true if it was one */
  handleEvent?(topic: string, payload: Buffer): boolean
  /** The keys of the devices that a topic announces. */
  keysOf?(topic: string): readonly string[]
  /**
   * Parses a message; an empty payload removes an announcement. Never throws: anything else is ignored.
   * @returns true if the devices may have changed
   */
  parse(topic: string, payload: Buffer): Steps<boolean>
  /** What was left out of the announcements because it is too large. */
  problems?(): readonly LocalizedText[]
  /** All devices that are announced now; a device whose announcements did not change is the same object as before. */
  build(): Steps<readonly AnnouncedDevice[]>
}

/** The options of a convention. */
export interface ConventionOptions {
  /** the topic that all topics of the convention begin with; absent: the default of the convention */
  readonly base?: string
  /** Reports that a command to a device failed. @param name the device's `faults` @param key the property that was set */
  reportFailure(name: string, reason: LocalizedText, key?: string): void
}

export type Convention = (options: ConventionOptions) => AnnouncementParser
