import type { About } from './device.ts'
import type { Spec } from './spec.ts'

/** A device that a connection came upon by itself. */
export interface Found<A = unknown> {
  /** what stays while the device is the same; its appliance's id is made of it */
  readonly key: string
  readonly name: string
  /** CLOVA's type, if one fits */
  readonly type?: string
  readonly about: About
  /** how it was found, such as zigbee2mqtt */
  readonly via: string
  /** what `Driver.refersTo` may say of it, besides the key and the name */
  readonly refs?: readonly string[]
  /** the user wants it to be an appliance without describing it */
  readonly exposed: boolean
  readonly spec: Spec
  /** what an appliance of it is made with */
  readonly options: A
  /** what of it could not be understood, in plain words */
  readonly problems: readonly string[]
}

/** What a connection comes upon by itself. */
export interface Finder<A = unknown> {
  found(): readonly Found<A>[]
  /** Tells whenever that has changed. @returns what ends it */
  onChange(listener: () => void): () => void
}

/** Something on the network that could be a connection. */
export interface Sighted {
  /** what it is and what its owner calls it, in plain words */
  readonly what: string
  /** its model, if it is surely of this kind */
  readonly name?: string
  /** the keys that it would have under `drivers:`, but `type` */
  readonly keys: Readonly<Record<string, string | number>>
  /** what its owner must do first, in plain words */
  readonly problem?: string
}
