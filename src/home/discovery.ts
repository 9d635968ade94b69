import type { Text } from '../util/translate.ts'
import type { DeviceInfo } from './device.ts'
import type { Spec } from './spec.ts'

/** A device that a connection discovered. */
export interface DiscoveredDevice<A = unknown> {
  /** stays the same for one device; the appliance's id is made of it */
  readonly key: string
  readonly name: string
  /** CLOVA's type, if one fits */
  readonly type?: string
  readonly deviceInfo: DeviceInfo
  /** the room that its bridge suggests, by its owner's name for it */
  readonly area?: string
  /** the convention by which it was found, such as zigbee2mqtt */
  readonly via: string
  /** further names under which `Driver.discoveredDeviceRef` may refer to it, besides `key` and `name` */
  readonly refs?: readonly string[]
  /** whether it becomes an appliance without being described in the configuration (`expose`) */
  readonly exposed: boolean
  readonly spec: Spec
  /** the options of an appliance made of it */
  readonly options: A
  /** parts of its announcement that could not be used, in words for the user */
  readonly problems: readonly Text[]
}

/** The devices that a connection discovers. */
export interface DeviceDiscovery<A = unknown> {
  devices(): readonly DiscoveredDevice<A>[]
  /** True once the list is known: an empty list means then that there are no devices. Absent: never while it is empty. */
  readonly isComplete?: boolean
  /** Calls the listener whenever the list has changed. @returns a function that removes the listener */
  onChange(listener: () => void): () => void
}

/** A bridge, broker or blaster on the network to which a connection could be configured. */
export interface ConnectionCandidate {
  /** what it is and its owner's name for it, in words for the user */
  readonly description: Text
  /** its model, if it is certainly supported */
  readonly name?: string
  /** the keys of its entry under `drivers:`, without `type` */
  readonly keys: Readonly<Record<string, string | number>>
  /** what its owner must do first, in words for the user */
  readonly problem?: Text
}
