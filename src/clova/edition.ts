import type { Spec } from '../home/spec.ts'
import type { Language, LocalizedText } from '../util/translate.ts'

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

/** Names of rooms in Korean, English and Japanese, as bridges suggest them; in lower case and without blanks. */
const roomNames: Readonly<Record<string, string>> = {
  LIVING_ROOM: '거실 livingroom リビング リビングルーム 居間',
  KITCHEN: '주방 부엌 kitchen キッチン 台所',
  BED_ROOM: '침실 bedroom 寝室 ベッドルーム',
  MAIN_ROOM: '안방 mainroom mainbedroom masterbedroom',
  SMALL_ROOM: '작은방 smallroom',
  BIG_ROOM: '큰방 bigroom',
  DRESS_ROOM: '드레스룸 dressroom dressingroom',
  BOILER_ROOM: '보일러실 boilerroom',
  UTILITY_ROOM: '다용도실 utilityroom',
  LIBRARY: '서재 library study 書斎',
  ENTRANCE: '현관 entrance 玄関',
  HALLWAY: '복도 hallway corridor 廊下',
  BATH_ROOM: '화장실 욕실 bathroom 浴室 風呂 お風呂',
  BALCONY: '베란다 발코니 balcony ベランダ バルコニー',
  DINING_ROOM: '식당 diningroom ダイニング ダイニングルーム',
  YARD: '마당 yard garden 庭',
  ATTIC: '다락 다락방 attic 屋根裏 屋根裏部屋',
  WAREHOUSE: '창고 warehouse storage 倉庫 物置',
}
const locationByRoomName = new Map(
  Object.entries(roomNames).flatMap(([location, rooms]) => rooms.split(' ').map((room) => [room, location] as const)),
)

/** The location code of a room by its name; nothing if the edition has none for it. */
export function locationNamed(edition: Edition, name: string): string | undefined {
  const location = locationByRoomName.get(name.toLowerCase().replaceAll(' ', ''))
  return locationsOf[edition].find((one) => one === location)
}

/** The places where an appliance may be, by edition. */
export const locationsOf: Readonly<Record<Edition, readonly string[]>> = {
  kr: `${sharedLocations} ${krLocations}`.split(/\s+/),
  jp: `${sharedLocations} ${jpLocations}`.split(/\s+/),
}

/** What CLOVA's locations are called: ko, ja, en. */
const locationLabels: Readonly<Record<string, readonly [ko: string, ja: string, en: string]>> = {
  ATTIC: ['다락', '屋根裏', 'Attic'],
  BALCONY: ['베란다', 'ベランダ', 'Balcony'],
  BATH_ROOM: ['욕실', '浴室', 'Bathroom'],
  BED_ROOM: ['침실', '寝室', 'Bedroom'],
  DINING_ROOM: ['식당', 'ダイニング', 'Dining room'],
  ENTRANCE: ['현관', '玄関', 'Entrance'],
  FIRST_ROOM: ['첫 번째 방', '1番目の部屋', 'First room'],
  HALLWAY: ['복도', '廊下', 'Hallway'],
  KITCHEN: ['부엌', 'キッチン', 'Kitchen'],
  LIBRARY: ['서재', '書斎', 'Library'],
  LIVING_ROOM: ['거실', 'リビング', 'Living room'],
  POWDER_ROOM: ['파우더룸', '洗面所', 'Powder room'],
  ROOM: ['방', '部屋', 'Room'],
  SECOND_ROOM: ['두 번째 방', '2番目の部屋', 'Second room'],
  SMALL_BATH_ROOM: ['작은 욕실', '小さい浴室', 'Small bathroom'],
  SMALL_CHILD_ROOM: ['작은 아이 방', '小さい子ども部屋', "Small child's room"],
  STAIRS: ['계단', '階段', 'Stairs'],
  THIRD_ROOM: ['세 번째 방', '3番目の部屋', 'Third room'],
  WAREHOUSE: ['창고', '倉庫', 'Storage'],
  YARD: ['마당', '庭', 'Yard'],
  BALCONY_IN_LIVING_ROOM: ['거실 베란다', 'リビングのベランダ', 'Living room balcony'],
  BALCONY_IN_MAIN_ROOM: ['안방 베란다', '主寝室のベランダ', 'Main room balcony'],
  BALCONY_KITCHEN: ['부엌 베란다', 'キッチンのベランダ', 'Kitchen balcony'],
  BATH_ROOM_IN_LIVING_ROOM: ['거실 욕실', 'リビングの浴室', 'Living room bathroom'],
  BATH_ROOM_IN_MAIN_ROOM: ['안방 욕실', '主寝室の浴室', 'Main room bathroom'],
  BIG_BATH_ROOM: ['큰 욕실', '大きい浴室', 'Big bathroom'],
  BIG_CHILD_ROOM: ['큰 아이 방', '大きい子ども部屋', "Big child's room"],
  BIG_ROOM: ['큰방', '大きい部屋', 'Big room'],
  BOILER_ROOM: ['보일러실', 'ボイラー室', 'Boiler room'],
  DRESS_ROOM: ['드레스룸', '衣装部屋', 'Dressing room'],
  FAMILY_ROOM: ['가족실', 'ファミリールーム', 'Family room'],
  FATHER_ROOM: ['아빠 방', 'お父さんの部屋', "Father's room"],
  FIFTH_ROOM: ['다섯 번째 방', '5番目の部屋', 'Fifth room'],
  FOURTH_ROOM: ['네 번째 방', '4番目の部屋', 'Fourth room'],
  MAIN_GATE: ['대문', '正門', 'Main gate'],
  MAIN_ROOM: ['안방', '主寝室', 'Main room'],
  MOTHER_ROOM: ['엄마 방', 'お母さんの部屋', "Mother's room"],
  MY_ROOM: ['내 방', '自分の部屋', 'My room'],
  PARENTS_ROOM: ['부모님 방', '両親の部屋', "Parents' room"],
  PLAY_ROOM: ['놀이방', 'プレイルーム', 'Playroom'],
  SMALL_KITCHEN: ['작은 부엌', '小さいキッチン', 'Small kitchen'],
  SMALL_LIVING_ROOM: ['작은 거실', '小さいリビング', 'Small living room'],
  SMALL_ROOM: ['작은방', '小さい部屋', 'Small room'],
  UPSTAIRS_ROOM: ['위층 방', '上の階の部屋', 'Upstairs room'],
  UTILITY_ROOM: ['다용도실', 'ユーティリティ', 'Utility room'],
  JAPANESE_STYLE_ROOM: ['일본식 방', '和室', 'Japanese-style room'],
}

/** What a location is called, in the three languages. */
export function locationLabel(location: string): LocalizedText {
  const found = Object.hasOwn(locationLabels, location) ? locationLabels[location] : undefined
  const [ko, ja, en] = found ?? [location, location, location]
  return { ko, ja, en }
}
