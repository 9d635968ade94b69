import type { AirQualityLevel, State, Trait } from '../../home/traits.ts'
import { traitNames } from '../../home/traits.ts'
import type { Language } from '../../util/translate.ts'
import type { SpeechContext } from '../edition.ts'
import type { JsonObject } from '../envelope.ts'
import { toClovaFanSpeed } from '../fanSpeed.ts'
import { toOneDecimal } from '../units.ts'
import { measureName, modeName } from './names.ts'
import { spokenCount, spokenDuration, spokenTime } from './time.ts'

type Spoken = Readonly<Record<Language, string>>
type Unit = 'celsius' | 'percentage'

/** A word in the three languages, in the order ko, ja, en. */
const text = (ko: string, ja: string, en: string): Spoken => ({ ko, ja, en })

/** Spoken names of the traits. `unit`: the protocol has only °C and percent (StateObject). */
const names: { readonly [T in Trait]: { readonly name: Spoken; readonly unit?: Unit } } = {
  power: { name: text('전원', '電源', 'power') },
  brightness: { name: text('밝기', '明るさ', 'brightness'), unit: 'percentage' },
  color: { name: text('색상', '色', 'color') },
  colorTemperature: { name: text('색온도', '色温度', 'color temperature') },
  targetTemperature: { name: text('설정 온도', '設定温度', 'target temperature'), unit: 'celsius' },
  freezerTemperature: { name: text('냉동실 설정 온도', '冷凍室の設定温度', 'freezer temperature'), unit: 'celsius' },
  fridgeTemperature: { name: text('냉장실 설정 온도', '冷蔵室の設定温度', 'fridge temperature'), unit: 'celsius' },
  hotwaterTemperature: { name: text('온수 설정 온도', '温水の設定温度', 'hot water temperature'), unit: 'celsius' },
  coldwaterTemperature: { name: text('냉수 설정 온도', '冷水の設定温度', 'cold water temperature'), unit: 'celsius' },
  fanSpeed: { name: text('풍량', '風量', 'fan speed') },
  mode: { name: text('모드', 'モード', 'mode') },
  volume: { name: text('음량', '音量', 'volume') },
  muted: { name: text('음소거', 'ミュート', 'mute') },
  channel: { name: text('채널', 'チャンネル', 'channel') },
  subChannel: { name: text('부채널', 'サブチャンネル', 'sub-channel') },
  channelName: { name: text('방송', '放送局', 'station') },
  inputSource: { name: text('외부 입력', '入力', 'input') },
  intensity: { name: text('강도', '強さ', 'intensity') },
  open: { name: text('열림 상태', '開閉', 'opening') },
  locked: { name: text('잠금', '鍵', 'lock') },
  oscillation: { name: text('회전', '首振り', 'oscillation') },
  recording: { name: text('녹화', '録画', 'recording') },
  airQuality: { name: text('공기질', '空気の状態', 'air quality') },
  fineDust: { name: text('미세먼지', 'PM10', 'fine dust') },
  ultraFineDust: { name: text('초미세먼지', 'PM2.5', 'ultrafine dust') },
  humidity: { name: text('습도', '湿度', 'humidity'), unit: 'percentage' },
  currentTemperature: { name: text('현재 온도', '現在の温度', 'current temperature'), unit: 'celsius' },
  battery: { name: text('배터리', 'バッテリー', 'battery'), unit: 'percentage' },
  phase: { name: text('진행 단계', '工程', 'phase') },
  remainingTime: { name: text('남은 시간', '残り時間', 'remaining time') },
  keepWarmTime: { name: text('보온 시간', '保温時間', 'keep-warm time') },
  cleaningCycle: { name: text('청소까지 남은 시간', 'お手入れまでの時間', 'time until cleaning') },
  openedAt: { name: text('열린 시각', '開いた時刻', 'last opened') },
  closedAt: { name: text('닫힌 시각', '閉まった時刻', 'last closed') },
  detectedAt: { name: text('감지 시각', '検知した時刻', 'last detected') },
  detected: { name: text('감지', '検知', 'detection') },
  detections: { name: text('감지 횟수', '検知した回数', 'detections') },
  parts: { name: text('소모품', '消耗品', 'consumables') },
  consumption: { name: text('사용량', '使用量', 'consumption') },
  estimatedConsumption: { name: text('예상 사용량', '予想使用量', 'estimated consumption') },
  bill: { name: text('요금', '料金', 'bill') },
  estimatedBill: { name: text('예상 요금', '予想料金', 'estimated bill') },
  taxBracket: { name: text('누진 단계', '料金段階', 'progressive tax bracket') },
  usageTime: { name: text('사용 시간', '使用時間', 'usage time') },
  posture: { name: text('바른 자세 비율', '正しい姿勢の割合', 'right posture'), unit: 'percentage' },
  sitting: { name: text('착석', '着席', 'sitting') },
  sittingPeriod: { name: text('앉은 시간', '座っていた時間', 'sat') },
  asleep: { name: text('수면 시간', '睡眠時間', 'time asleep') },
  awake: { name: text('깨어 있던 시간', '目が覚めていた時間', 'time awake') },
  sleepScore: { name: text('수면 점수', '睡眠スコア', 'sleep score') },
  sleepStarts: { name: text('잠든 시각', '眠った時刻', 'fell asleep') },
  bmi: { name: text('체질량 지수', 'BMI', 'BMI') },
  bodyFat: { name: text('체지방률', '体脂肪率', 'body fat') },
  muscle: { name: text('근육률', '筋肉率', 'muscle') },
  weight: { name: text('체중', '体重', 'weight') },
  healthScore: { name: text('건강 점수', '健康スコア', 'health score') },
  notices: { name: text('공지', 'お知らせ', 'notices') },
  packages: { name: text('택배', '宅配', 'packages') },
  vehicles: { name: text('주차 위치', '駐車場所', 'parked vehicles') },
  readings: { name: text('측정값', '測定値', 'readings') },
}

const yesNoPair = (yes: Spoken, no: Spoken) => ({ yes, no })
const onOff = yesNoPair(text('켜짐', 'オン', 'on'), text('꺼짐', 'オフ', 'off'))

/** Words for true and false of traits where `on` and `off` do not fit. */
const yesNoWords: { readonly [T in Trait]?: { readonly yes: Spoken; readonly no: Spoken } } = {
  open: yesNoPair(text('열림', '開いています', 'open'), text('닫힘', '閉まっています', 'closed')),
  locked: yesNoPair(text('잠김', '施錠', 'locked'), text('열림', '解錠', 'unlocked')),
  detected: yesNoPair(
    text('감지됨', '検知しました', 'detected'),
    text('감지 안 됨', '検知していません', 'nothing detected'),
  ),
  sitting: yesNoPair(text('앉아 있음', '座っています', 'sitting'), text('비어 있음', '座っていません', 'not sitting')),
}

const levels: Readonly<Record<AirQualityLevel, Spoken>> = {
  good: text('좋음', '良い', 'good'),
  normal: text('보통', '普通', 'normal'),
  bad: text('나쁨', '悪い', 'bad'),
  verybad: text('매우 나쁨', '非常に悪い', 'very bad'),
}
const directions: Readonly<Record<NonNullable<State['oscillation']>, Spoken>> = {
  off: text('꺼짐', 'オフ', 'off'),
  horizontal: text('좌우', '左右', 'horizontal'),
  vertical: text('상하', '上下', 'vertical'),
  both: text('상하좌우', '上下左右', 'vertical and horizontal'),
}

/** The spoken word for true or false of a trait: 켜짐, 閉まっています, locked. */
export const yesNo = (trait: Trait, value: boolean, language: Language): string =>
  (yesNoWords[trait] ?? onOff)[value ? 'yes' : 'no'][language]

/** The spoken name of a trait. */
export const traitName = (trait: Trait, language: Language): string => names[trait].name[language]

type StateEntry = readonly [name: string, value: number | string, unit?: Unit]
type ValueFormatter<T extends Trait> = (
  value: NonNullable<State[T]>,
  context: SpeechContext,
  name: string,
) => readonly StateEntry[]

const momentText = (at: string, { language, timeZone }: SpeechContext) => spokenTime(new Date(at), language, timeZone)
const single =
  (say: (value: never, context: SpeechContext) => number | string) =>
  (value: unknown, context: SpeechContext, name: string) =>
    [[name, say(value as never, context)]] as const
const perItem =
  <V>(entry: (item: V) => StateEntry) =>
  (items: readonly V[]) =>
    items.map(entry)
const measured = (
  items: readonly { readonly name: string; readonly value: number; readonly unit: string }[],
  { language }: SpeechContext,
) => items.map(({ name, value, unit }): StateEntry => [measureName(name, language), `${value} ${unit}`])
const money = single(({ value, currency }: { value: number; currency: string }) => `${value} ${currency}`)
const dust = single(({ value, index }: { value?: number; index: AirQualityLevel }, { language }) =>
  [value, levels[index][language]].filter((part) => part !== undefined).join(' '),
)
const lasting = single((duration: string, { language }) => spokenDuration(duration, language))
const joined = single((items: readonly string[]) => items.join(', '))

/** Temperatures are spoken with one decimal at most, percentages with none. */
const inUnit = (value: number | string, unit: Unit) =>
  typeof value === 'string' ? value : unit === 'celsius' ? toOneDecimal(value) : Math.round(value)

/** Traits that need more than their number, word or boolean to be spoken. */
const formatters: { readonly [T in Trait]?: ValueFormatter<T> } = {
  color: single(({ hue, saturation }: { hue: number; saturation: number }) => `${hue}°, ${saturation}%`),
  colorTemperature: single((kelvin: number) => `${kelvin}K`),
  fanSpeed: (speed, { spec }, name) => {
    const level = toClovaFanSpeed(speed, spec)
    return level === undefined ? [] : [[name, level]]
  },
  mode: single((mode: string, { language }) => modeName(mode, language)),
  oscillation: single((direction: keyof typeof directions, { language }) => directions[direction][language]),
  airQuality: single((index: AirQualityLevel, { language }) => levels[index][language]),
  fineDust: dust,
  ultraFineDust: dust,
  remainingTime: lasting,
  keepWarmTime: lasting,
  cleaningCycle: lasting,
  usageTime: lasting,
  asleep: lasting,
  awake: lasting,
  openedAt: single(momentText),
  closedAt: single(momentText),
  detectedAt: single(momentText),
  detections: single((count: { today: number; yesterday?: number }, { language }) => spokenCount(count, language)),
  parts: (parts, { language }) =>
    parts.flatMap(({ name, used, remainingTime }): readonly StateEntry[] => {
      if (used !== undefined) return [[name, Math.round(used), 'percentage']]
      return remainingTime === undefined ? [] : [[name, spokenDuration(remainingTime, language)]]
    }),
  consumption: measured,
  estimatedConsumption: measured,
  bill: money,
  estimatedBill: money,
  sittingPeriod: single(
    ({ start, end }: { start: string; end: string }, context) =>
      `${momentText(start, context)} – ${momentText(end, context)}`,
  ),
  sleepStarts: single((starts: readonly string[], context) => starts.map((at) => momentText(at, context)).join(', ')),
  weight: single((kg: number) => `${kg} kg`),
  notices: joined,
  packages: joined,
  vehicles: perItem(({ name, place }) => [name, place]),
  bodyFat: (percent, _context, name) => [[name, toOneDecimal(percent), 'percentage']],
  muscle: (percent, _context, name) => [[name, toOneDecimal(percent), 'percentage']],
  readings: perItem(({ name, value, unit }) => (unit ? [name, inUnit(value, unit), unit] : [name, value])),
}

/** The `states` of GetDeviceStateResponse, which CLOVA reads aloud: one entry or more for each known trait. */
export function spokenState(state: State, context: SpeechContext): readonly JsonObject[] {
  return traitNames.flatMap((trait) => {
    const value = state[trait]
    if (value === undefined) return []
    const entries = (formatters[trait] as ValueFormatter<Trait> | undefined)?.(
      value,
      context,
      traitName(trait, context.language),
    )
    const spoken = (entries ?? formatPlain(trait, value, context)).filter(([, value]) => value !== '')
    return spoken.map(([name, value, unit]) => ({ name, value, ...(unit && { unit }) }))
  })
}

function formatPlain(trait: Trait, value: unknown, { language }: SpeechContext): readonly StateEntry[] {
  const { name, unit } = names[trait]
  if (typeof value === 'boolean') return [[name[language], yesNo(trait, value, language)]]
  return [unit ? [name[language], inUnit(value as number, unit), unit] : [name[language], value as number | string]]
}
