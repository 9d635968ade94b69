import type { Edition } from '../../src/clova/edition.ts'
import type { ApplianceDescription } from '../../src/home/appliance.ts'
import type { Command, DeviceInfo } from '../../src/home/device.ts'
import type { Reason } from '../../src/home/failure.ts'
import type { Scene } from '../../src/home/home.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'
import type { Language, LocalizedText } from '../../src/util/translate.ts'

export type Payload = Readonly<Record<string, unknown>>

/** An appliance of a case, with a fake device. */
export interface CaseAppliance {
  readonly type: string
  readonly spec: Spec
  readonly state?: State
  readonly online?: boolean
  /** when the device reported its state, ISO 8601 */
  readonly reportedAt?: string
  /** the device fails each command for this reason, or throws this error */
  readonly failure?: Reason | Error
  /** the state that the device reports after a command, where it is not the state of the command */
  readonly stateAfterCommand?: State
  /** what the device reports only to a read that needs the trait */
  readonly onRequest?: State
  /** whether the device can answer for a period */
  readonly answersPeriods?: boolean
  /** keys of its entry in the configuration, where they matter */
  readonly description?: Partial<Omit<ApplianceDescription, 'id' | 'type' | 'driver'>>
  /** manufacturer, model and version as the driver read them from the device */
  readonly deviceInfo?: DeviceInfo
}

/** One case of the protocol: a request, the appliances of the home, the expected answer and the expected commands. */
export interface ClovaCase {
  /** what is tested, in a few words */
  readonly name: string
  readonly edition: Edition
  /** the language of the answer; without it, that of the edition */
  readonly language?: Language
  /** default: `always` */
  readonly previousState?: 'always' | 'defined'
  /** the action, without `Request` */
  readonly action: string
  /** the appliance with the id `it`, to which the request is sent; without one the home is empty */
  readonly it?: CaseAppliance
  /** further appliances, by their ids */
  readonly otherAppliances?: Readonly<Record<string, CaseAppliance>>
  readonly scenes?: readonly Scene[]
  /** the payload beyond token and appliance */
  readonly payload?: Payload
  /** default: `good` */
  readonly token?: 'good' | 'expired' | 'unknown' | 'missing'
  /** what is wrong with the header of the message */
  readonly problem?: LocalizedText
  /** the whole payload that must come back, under this name */
  readonly answer: readonly [name: string, payload: Payload]
  /** the commands that the devices must have received, those of `it` first; without it, none */
  readonly commands?: readonly Command[]
  /** the period for which `it` must have been read; without it, none */
  readonly asked?: { readonly start: string; readonly end: string }
}
