import type { State, Trait } from '../../home/traits.ts'
import { traitNames } from '../../home/traits.ts'
import type { Language, Voice } from '../edition.ts'
import type { Json } from '../envelope.ts'
import { measureName, modeName } from './names.ts'
import { spokenCount, spokenDuration, spokenTime } from './time.ts'

type Spoken = Readonly<Record<Language, string>>
type Unit = 'celsius' | 'percentage'

/** A word in the three languages, in the order ko, ja, en. */
const say = (ko: string, ja: string, en: string): Spoken => ({ ko, ja, en })

/** What the user hears for each trait; the only units that the protocol can say are °C and percent. */
const names: { readonly [T in Trait]: { readonly name: Spoken; readonly unit?: Unit } } = {
  power: { name: say('전원', '電源', 'power') },
  brightness: { name: say('밝기', '明るさ', 'brightness'), unit: 'percentage' },
  color: { name: say('색상', '色', 'color') },
  colorTemperature: { name: say('색온도', '色温度', 'color temperature') },
  targetTemperature: { name: say('설정 온도', '設定温度', 'target temperature'), unit: 'celsius' },
  freezerTemperature: { name: say('냉동실 설정 온도', '冷凍室の設定温度', 'freezer temperature'), unit: 'celsius' },
  fridgeTemperature: { name: say('냉장실 설정 온도', '冷蔵室の設定温度', 'fridge temperature'), unit: 'celsius' },
  hotwaterTemperature: { name: say('온수 설정 온도', '温水の設定温度', 'hot water temperature'), unit: 'celsius' },
  coldwaterTemperature: { name: say('냉수 설정 온도', '冷水の設定温度', 'cold water temperature'), unit: 'celsius' },
  fanSpeed: { name: say('풍량', '風量', 'fan speed') },
  mode: { name: say('모드', 'モード', 'mode') },
  volume: { name: say('음량', '音量', 'volume') },
  muted: { name: say('음소거', 'ミュート', 'mute') },
  channel: { name: say('채널', 'チャンネル', 'channel') },
  subChannel: { name: say('부채널', 'サブチャンネル', 'sub-channel') },
  channelName: { name: say('방송', '放送局', 'station') },
  inputSource: { name: say('외부 입력', '入力', 'input') },
  intensity: { name: say('강도', '強さ', 'intensity') },
  open: { name: say('열림 상태', '開閉', 'opening') },
  locked: { name: say('잠금', '鍵', 'lock') },
  oscillation: { name: say('회전', '首振り', 'oscillation') },
  recording: { name: say('녹화', '録画', 'recording') },
  airQuality: { name: say('공기질', '空気の状態', 'air quality') },
  fineDust: { name: say('미세먼지', 'PM10', 'fine dust') },
  ultraFineDust: { name: say('초미세먼지', 'PM2.5', 'ultrafine dust') },
  humidity: { name: say('습도', '湿度', 'humidity'), unit: 'percentage' },
  currentTemperature: { name: say('현재 온도', '現在の温度', 'current temperature'), unit: 'celsius' },
  battery: { name: say('배터리', 'バッテリー', 'battery'), unit: 'percentage' },
  phase: { name: say('진행 단계', '工程', 'phase') },
  remainingTime: { name: say('남은 시간', '残り時間', 'remaining time') },
  keepWarmTime: { name: say('보온 시간', '保温時間', 'keep-warm time') },
  cleaningCycle: { name: say('청소까지 남은 시간', 'お手入れまでの時間', 'time until cleaning') },
  openedAt: { name: say('열린 시각', '開いた時刻', 'last opened') },
  closedAt: { name: say('닫힌 시각', '閉まった時刻', 'last closed') },
  detectedAt: { name: say('감지 시각', '検知した時刻', 'last detected') },
  detected: { name: say('감지', '検知', 'detection') },
  detections: { name: say('감지 횟수', '検知した回数', 'detections') },
  parts: { name: say('소모품', '消耗品', 'consumables') },
  consumption: { name: say('사용량', '使用量', 'consumption') },
  estimatedConsumption: { name: say('예상 사용량', '予想使用量', 'estimated consumption') },
  bill: { name: say('요금', '料金', 'bill') },
  estimatedBill: { name: say('예상 요금', '予想料金', 'estimated bill') },
  taxBracket: { name: say('누진 단계', '料金段階', 'progressive tax bracket') },
  usageTime: { name: say('사용 시간', '使用時間', 'usage time') },
  posture: { name: say('바른 자세 비율', '正しい姿勢の割合', 'right posture'), unit: 'percentage' },
  sitting: { name: say('착석', '着席', 'sitting') },
  sittingPeriod: { name: say('앉은 시간', '座っていた時間', 'sat') },
  asleep: { name: say('수면 시간', '睡眠時間', 'time asleep') },
  awake: { name: say('깨어 있던 시간', '目が覚めていた時間', 'time awake') },
  sleepScore: { name: say('수면 점수', '睡眠スコア', 'sleep score') },
  sleepStarts: { name: say('잠든 시각', '眠った時刻', 'fell asleep') },
  bmi: { name: say('체질량 지수', 'BMI', 'BMI') },
  bodyFat: { name: say('체지방률', '体脂肪率', 'body fat'), unit: 'percentage' },
  muscle: { name: say('근육률', '筋肉率', 'muscle'), unit: 'percentage' },
  weight: { name: say('체중', '体重', 'weight') },
  healthScore: { name: say('건강 점수', '健康スコア', 'health score') },
  notices: { name: say('공지', 'お知らせ', 'notices') },
  packages: { name: say('택배', '宅配', 'packages') },
  vehicles: { name: say('주차 위치', '駐車場所', 'parked vehicles') },
  readings: { name: say('측정값', '測定値', 'readings') },
}

const pair = (yes: Spoken, no: Spoken) => ({ yes, no })
const onOff = pair(say('켜짐', 'オン', 'on'), say('꺼짐', 'オフ', 'off'))

/** Words for yes and no where on and off would be odd. */
const yesNoWords: { readonly [T in Trait]?: { readonly yes: Spoken; readonly no: Spoken } } = {
  open: pair(say('열림', '開いています', 'open'), say('닫힘', '閉まっています', 'closed')),
  locked: pair(say('잠김', '施錠', 'locked'), say('열림', '解錠', 'unlocked')),
  detected: pair(say('감지됨', '検知しました', 'detected'), say('감지 안 됨', '検知していません', 'nothing detected')),
  sitting: pair(say('앉아 있음', '座っています', 'sitting'), say('비어 있음', '座っていません', 'not sitting')),
}

const levels: Readonly<Record<string, Spoken>> = {
  good: say('좋음', '良い', 'good'),
  normal: say('보통', '普通', 'normal'),
  bad: say('나쁨', '悪い', 'bad'),
  verybad: say('매우 나쁨', '非常に悪い', 'very bad'),
}
const directions: Readonly<Record<string, Spoken>> = {
  off: say('꺼짐', 'オフ', 'off'),
  horizontal: say('좌우', '左右', 'horizontal'),
  vertical: say('상하', '上下', 'vertical'),
}

/** The user's word for yes or no of a trait: 켜짐, 閉まっています, locked. */
export const yesNo = (trait: Trait, value: boolean, language: Language): string =>
  (yesNoWords[trait] ?? onOff)[value ? 'yes' : 'no'][language]

/** What the user calls a trait. */
export const traitName = (trait: Trait, language: Language): string => names[trait].name[language]

type Entry = readonly [name: string, value: number | string, unit?: Unit]
type Say<T extends Trait> = (value: NonNullable<State[T]>, voice: Voice, name: string) => readonly Entry[]

const time = (at: string, { language }: Voice) => spokenTime(new Date(at), language)
const one = (say: (value: never, voice: Voice) => number | string) => (value: unknown, voice: Voice, name: string) =>
  [[name, say(value as never, voice)]] as const
const each =
  <V>(entry: (item: V) => Entry) =>
  (items: readonly V[]) =>
    items.map(entry)
const measured = (
  items: readonly { readonly name: string; readonly value: number; readonly unit: string }[],
  { language }: Voice,
) => items.map(({ name, value, unit }): Entry => [measureName(name, language), `${value} ${unit}`])
const money = one(({ value, currency }: { value: number; currency: string }) => `${value} ${currency}`)
const dust = one(({ value, index }: { value?: number; index: string }, { language }) =>
  [value, levels[index]?.[language]].filter((part) => part !== undefined).join(' '),
)
const lasting = one((duration: string, { language }) => spokenDuration(duration, language))
const joined = one((items: readonly string[]) => items.join(', '))

/** Traits that are not told as the number, the word or the yes and no that they are. */
const special: { readonly [T in Trait]?: Say<T> } = {
  color: one(({ hue, saturation }: { hue: number; saturation: number }) => `${hue}°, ${saturation}%`),
  colorTemperature: one((kelvin: number) => `${kelvin}K`),
  mode: one((mode: string, { language }) => modeName(mode, language)),
  oscillation: one((direction: string, { language }) => directions[direction]?.[language] ?? direction),
  airQuality: one((index: string, { language }) => levels[index]?.[language] ?? index),
  fineDust: dust,
  ultraFineDust: dust,
  remainingTime: lasting,
  keepWarmTime: lasting,
  cleaningCycle: lasting,
  usageTime: lasting,
  asleep: lasting,
  awake: lasting,
  openedAt: one(time),
  closedAt: one(time),
  detectedAt: one(time),
  detections: one((count: { today: number; yesterday?: number }, { language }) => spokenCount(count, language)),
  parts: (parts, { language }) =>
    parts.flatMap(({ name, used, remainingTime }): readonly Entry[] => {
      if (used !== undefined) return [[name, used, 'percentage']]
      return remainingTime === undefined ? [] : [[name, spokenDuration(remainingTime, language)]]
    }),
  consumption: measured,
  estimatedConsumption: measured,
  bill: money,
  estimatedBill: money,
  sittingPeriod: one(
    ({ start, end }: { start: string; end: string }, voice) => `${time(start, voice)} – ${time(end, voice)}`,
  ),
  sleepStarts: one((starts: readonly string[], voice) => starts.map((at) => time(at, voice)).join(', ')),
  weight: one((kg: number) => `${kg} kg`),
  notices: joined,
  packages: joined,
  vehicles: each(({ name, place }) => [name, place]),
  readings: each(({ name, value, unit }) => (unit ? [name, value, unit] : [name, value])),
}

/** All that is known, as CLOVA reads it aloud: the `states` of GetDeviceStateResponse. */
export function spokenState(state: State, voice: Voice): readonly Json[] {
  return traitNames.flatMap((trait) => {
    const value = state[trait]
    if (value === undefined) return []
    const entries = (special[trait] as Say<Trait> | undefined)?.(value, voice, traitName(trait, voice.language))
    const told = (entries ?? plain(trait, value, voice)).filter(([, value]) => value !== '')
    return told.map(([name, value, unit]) => ({ name, value, ...(unit && { unit }) }))
  })
}

function plain(trait: Trait, value: unknown, { language }: Voice): readonly Entry[] {
  const { name, unit } = names[trait]
  if (typeof value === 'boolean') return [[name[language], yesNo(trait, value, language)]]
  return [unit ? [name[language], value as number, unit] : [name[language], value as number | string]]
}
