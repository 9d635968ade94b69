import type { z } from 'zod'
import type { About } from '../../../src/home/device.ts'
import type { appliance } from '../options.ts'

/** A device as a user would describe it by hand, in the very words of the configuration. */
export type Description = z.input<typeof appliance>
export type TraitDescription = NonNullable<NonNullable<Description['traits']>[string]>

/** A device that announced itself. */
export interface Announced {
  /** what stays while the device is the same (IEEE address, unique id); its appliance's id is made of it */
  readonly key: string
  /** what its owner calls it now */
  readonly name: string
  /** CLOVA's type; absent if none fits, and then it is an appliance only if its user says of which type */
  readonly type?: string
  readonly about: About
  /** what other conventions call the same device, so that it is there once */
  readonly aliases: readonly string[]
  readonly description: Description
  /** what of it could not be understood, in plain words */
  readonly problems: readonly string[]
}

/** What hears the announcements of one convention on one broker. Knows nothing of brokers: messages in, devices out. */
export interface Ear {
  /** the topics to hear, with wildcards */
  readonly topics: readonly string[]
  /**
   * Takes a message; an empty payload takes an announcement back. Never throws: what is no announcement is left.
   * @returns true if what is announced may have changed by it
   */
  hear(topic: string, payload: Buffer): boolean
  /** All that is announced now. */
  announced(): readonly Announced[]
}

/** What an ear is told to listen for. */
export interface Listening {
  /** the topic that all topics of the convention begin with; absent: the usual one */
  readonly base?: string
  /** Says that a device, by the name that is its `faults`, did not do what it was told. */
  fault(name: string, reason: string): void
}

export type Convention = (listening: Listening) => Ear
