import type { Edition, Language } from '../../src/clova/edition.ts'
import type { ApplianceDescription } from '../../src/home/appliance.ts'
import type { Command, DeviceInfo } from '../../src/home/device.ts'
import type { Reason } from '../../src/home/failure.ts'
import type { Scene } from '../../src/home/home.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'

export type Payload = Readonly<Record<string, unknown>>

/** An appliance of the house. */
export interface Thing {
  readonly type: string
  readonly spec: Spec
  readonly state?: State
  readonly online?: boolean
  /** when the device said its state, ISO 8601 */
  readonly at?: string
  /** the device refuses for this reason, or throws this */
  readonly fails?: Reason | Error
  /** the device says this afterwards, where that is not what was wished */
  readonly says?: State
  /** what the device reports only to a read that needs the trait */
  readonly onRequest?: State
  /** whether the device can answer for a period */
  readonly answersPeriods?: boolean
  /** what the user says of it, where it matters */
  readonly described?: Partial<Omit<ApplianceDescription, 'id' | 'type' | 'driver'>>
  /** who made it, as its driver learnt */
  readonly about?: DeviceInfo
}

/** One case of the protocol: a request, the appliance that it meets, and what must come of it. */
export interface Case {
  /** what it shows, in a few words */
  readonly name: string
  readonly edition: Edition
  /** else the edition's own */
  readonly language?: Language
  /** else `always` */
  readonly previousState?: 'always' | 'defined'
  /** the action, without `Request` */
  readonly action: string
  /** the appliance `it`, which is asked; without one the house is empty */
  readonly it?: Thing
  /** further appliances, by their ids */
  readonly others?: Readonly<Record<string, Thing>>
  readonly scenes?: readonly Scene[]
  /** the payload beyond token and appliance */
  readonly payload?: Payload
  /** else a good one */
  readonly token?: 'good' | 'expired' | 'unknown' | 'missing'
  /** what is wrong with the header of the message */
  readonly problem?: string
  /** the whole payload that must come back, under this name */
  readonly answer: readonly [name: string, payload: Payload]
  /** what the devices must have been told, those of `it` first; else nothing */
  readonly told?: readonly Command[]
  /** the period that `it` must have been asked about; else none */
  readonly asked?: { readonly start: string; readonly end: string }
}
