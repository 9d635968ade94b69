import type { Spec } from '../home/spec.ts'

/** The two editions of the guide: `kr` by NAVER (live), `jp` by LINE. They differ in actions, fields, mode words and locations. */
export const editions = ['kr', 'jp'] as const
export type Edition = (typeof editions)[number]

export const languages = ['ko', 'ja', 'en'] as const
export type Language = (typeof languages)[number]

/** The edition and its options, from the configuration. */
export interface EditionSettings {
  readonly edition: Edition
  readonly language: Language
  /** `always`: `previousState` is sent for every value; `defined`: only for actions whose table in the guide has it. */
  readonly previousState: 'always' | 'defined'
  /** IANA name of the time zone of timestamps and spoken times */
  readonly timeZone: string
}

/** The edition's settings together with type and spec of the appliance that a message is about. */
export interface SpeechContext extends EditionSettings {
  readonly type: string
  readonly spec: Spec
}

/** The language of an edition's users; the configuration may name another. */
export const languageOf: Readonly<Record<Edition, Language>> = { kr: 'ko', jp: 'ja' }

/** The time zone of an edition's users; the configuration may name another. */
export const timeZoneOf: Readonly<Record<Edition, string>> = { kr: 'Asia/Seoul', jp: 'Asia/Tokyo' }

/** Where each edition's public key is published (`spec/README.md`, transport). */
export const publicKeyOf: Readonly<Record<Edition, string>> = {
  kr: 'https://clova.ai/.well-known/signature-public-key.pem',
  jp: 'https://clova-cek-requests.line.me/.well-known/signature-public-key.pem',
}

/** Where CLOVA's app goes back to after a login (`spec/README.md`, account linking). */
export const redirectUriOf: Readonly<Record<Edition, string>> = {
  kr: 'https://prod-ni-cic.clova.ai/v1/al/token/',
  jp: 'https://clova-cic.line-apps.com/v1/al/token/',
}

/** Location codes of both editions, then those of one edition only (guide: location codes of the discovery page). */
const sharedLocations = `ATTIC BALCONY BATH_ROOM BED_ROOM DINING_ROOM ENTRANCE FIRST_ROOM HALLWAY KITCHEN LIBRARY LIVING_ROOM
  POWDER_ROOM ROOM SECOND_ROOM SMALL_BATH_ROOM SMALL_CHILD_ROOM STAIRS THIRD_ROOM WAREHOUSE YARD`

const krLocations = `BALCONY_IN_LIVING_ROOM BALCONY_IN_MAIN_ROOM BALCONY_KITCHEN BATH_ROOM_IN_LIVING_ROOM BATH_ROOM_IN_MAIN_ROOM
  BIG_BATH_ROOM BIG_CHILD_ROOM BIG_ROOM BOILER_ROOM DRESS_ROOM FAMILY_ROOM FATHER_ROOM FIFTH_ROOM FOURTH_ROOM MAIN_GATE
  MAIN_ROOM MOTHER_ROOM MY_ROOM PARENTS_ROOM PLAY_ROOM SMALL_KITCHEN SMALL_LIVING_ROOM SMALL_ROOM UPSTAIRS_ROOM
  UTILITY_ROOM`

const jpLocations = 'JAPANESE_STYLE_ROOM'

/** The places where an appliance may be, by edition. */
export const locationsOf: Readonly<Record<Edition, readonly string[]>> = {
  kr: `${sharedLocations} ${krLocations}`.split(/\s+/),
  jp: `${sharedLocations} ${jpLocations}`.split(/\s+/),
}
