import type { Language } from '../../util/translate.ts'

/** Spoken names of the gateway's modes: ko, ja, en. */
const modeNames: Readonly<Record<string, readonly [ko: string, ja: string, en: string]>> = {
  auto: ['자동', '自動', 'automatic'],
  autohumidify: ['자동 가습', '自動加湿', 'automatic humidifying'],
  away: ['외출', '外出', 'away'],
  baby: ['아기', '赤ちゃん', 'baby'],
  coldwater: ['냉수', '冷水', 'cold water'],
  concentration: ['집중', '集中', 'concentration'],
  cool: ['냉방', '冷房', 'cooling'],
  dehumidify: ['제습', '除湿', 'dehumidifying'],
  dry: ['건조', '乾燥', 'drying'],
  fan: ['송풍', '送風', 'fan'],
  filter: ['필터', 'フィルター', 'filter'],
  freeze: ['급속 냉동', '急速冷凍', 'quick freeze'],
  general: ['일반', '標準', 'general'],
  heat: ['난방', '暖房', 'heating'],
  hotwater: ['온수', '温水', 'hot water'],
  humidify: ['가습', '加湿', 'humidifying'],
  indoor: ['재실', '在宅', 'at home'],
  infant: ['유아', '乳児', 'infant'],
  keepwarm: ['보온', '保温', 'keep warm'],
  light: ['조명', 'ライト', 'light'],
  movie: ['영화', '映画', 'movie'],
  music: ['음악', '音楽', 'music'],
  powercool: ['강력 냉방', 'パワフル冷房', 'power cooling'],
  powersaving: ['절전', '省電力', 'power saving'],
  privacy: ['사생활 보호', 'プライバシー', 'privacy'],
  reading: ['독서', '読書', 'reading'],
  reheating: ['재가열', '再加熱', 'reheating'],
  removepollen: ['꽃가루 제거', '花粉除去', 'pollen removal'],
  rest: ['휴식', 'リラックス', 'rest'],
  roomcare: ['실내 케어', 'ルームケア', 'room care'],
  sensing: ['감지', '検知', 'sensing'],
  siren: ['사이렌', 'サイレン', 'siren'],
  sleep: ['취침', 'おやすみ', 'sleep'],
  smartchecking: ['스마트 진단', 'スマート診断', 'smart check'],
  ventilating: ['환기', '換気', 'ventilating'],
  vitality: ['활력', '活力', 'vitality'],
  wakeup: ['기상', '起床', 'wake-up'],
  warmwind: ['온풍', '温風', 'warm air'],
  washing: ['세척', '洗浄', 'washing'],
  yellowsand: ['황사', '黄砂', 'yellow dust'],
}

const languageColumn: Readonly<Record<Language, 0 | 1 | 2>> = { ko: 0, ja: 1, en: 2 }

/** The spoken name of a mode; a mode that is not in the table is spoken as it is written. */
export const modeName = (mode: string, language: Language): string =>
  (Object.hasOwn(modeNames, mode) ? modeNames[mode] : undefined)?.[languageColumn[language]] ?? mode

/** Spoken names of measurements: ko, ja, en. */
const measureNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  energy: { ko: '전기사용량', ja: '電気使用量', en: 'electricity used' },
  power: { ko: '소비전력', ja: '消費電力', en: 'power' },
  water: { ko: '물사용량', ja: '水使用量', en: 'water used' },
  gas: { ko: '가스사용량', ja: 'ガス使用量', en: 'gas used' },
}

/** The spoken name of a measurement; a name that the user chose is spoken as it is written. */
export const measureName = (name: string, language: Language): string =>
  (Object.hasOwn(measureNames, name) ? measureNames[name] : undefined)?.[language] ?? name
