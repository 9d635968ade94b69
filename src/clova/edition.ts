import type { Spec } from '../home/spec.ts'
import type { Language } from '../util/translate.ts'

/** The two editions of the guide: `kr` by NAVER (live), `jp` by LINE. They differ in actions, fields, mode words and locations. */
export const editions = ['kr', 'jp'] as const
export type Edition = (typeof editions)[number]

export const languages = ['ko', 'ja', 'en'] as const satisfies readonly Language[]

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

/** Where each edition's public key is published (CLOVA's guide, transport). */
export const publicKeyOf: Readonly<Record<Edition, string>> = {
  kr: 'https://clova.ai/.well-known/signature-public-key.pem',
  jp: 'https://clova-cek-requests.line.me/.well-known/signature-public-key.pem',
}

/** Where CLOVA's app goes back to after a login (CLOVA's guide, account linking). */
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

/** Names of rooms in Korean, English and Japanese, as bridges suggest them. */
const locationNames: readonly (readonly [name: RegExp, location: string])[] = [
  [/^(거실|living ?room|リビング(ルーム)?|居間)$/i, 'LIVING_ROOM'],
  [/^(주방|부엌|kitchen|キッチン|台所)$/i, 'KITCHEN'],
  [/^(침실|bed ?room|寝室|ベッドルーム)$/i, 'BED_ROOM'],
  [/^(안방|main (bed ?)?room|master bed ?room)$/i, 'MAIN_ROOM'],
  [/^(작은 ?방|small room)$/i, 'SMALL_ROOM'],
  [/^(큰 ?방|big room)$/i, 'BIG_ROOM'],
  [/^(드레스 ?룸|dress(ing)? ?room)$/i, 'DRESS_ROOM'],
  [/^(보일러 ?실|boiler room)$/i, 'BOILER_ROOM'],
  [/^(다용도 ?실|utility room)$/i, 'UTILITY_ROOM'],
  [/^(서재|library|study|書斎)$/i, 'LIBRARY'],
  [/^(현관|entrance|玄関)$/i, 'ENTRANCE'],
  [/^(복도|hallway|corridor|廊下)$/i, 'HALLWAY'],
  [/^(화장실|욕실|bath ?room|浴室|お?風呂)$/i, 'BATH_ROOM'],
  [/^(베란다|발코니|balcony|ベランダ|バルコニー)$/i, 'BALCONY'],
  [/^(식당|dining ?room|ダイニング(ルーム)?)$/i, 'DINING_ROOM'],
  [/^(마당|yard|garden|庭)$/i, 'YARD'],
  [/^(다락(방)?|attic|屋根裏(部屋)?)$/i, 'ATTIC'],
  [/^(창고|warehouse|storage|倉庫|物置)$/i, 'WAREHOUSE'],
]

/** The location code of a room by its name; nothing if the edition has none for it. */
export function locationNamed(edition: Edition, name: string): string | undefined {
  const location = locationNames.find(([pattern]) => pattern.test(name.trim()))?.[1]
  return location !== undefined && locationsOf[edition].includes(location) ? location : undefined
}

/** The places where an appliance may be, by edition. */
export const locationsOf: Readonly<Record<Edition, readonly string[]>> = {
  kr: `${sharedLocations} ${krLocations}`.split(/\s+/),
  jp: `${sharedLocations} ${jpLocations}`.split(/\s+/),
}
