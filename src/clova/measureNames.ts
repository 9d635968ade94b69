import type { Language } from './dialect.ts'

/** What the user hears for what is measured: ko, ja, en. */
const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  energy: { ko: '전기사용량', ja: '電気使用量', en: 'electricity used' },
  power: { ko: '소비전력', ja: '消費電力', en: 'power' },
  water: { ko: '물사용량', ja: '水使用量', en: 'water used' },
  gas: { ko: '가스사용량', ja: 'ガス使用量', en: 'gas used' },
}

/** The user's word for a measurement; one that the user named is told as it is. */
export const measureName = (name: string, language: Language): string =>
  (Object.hasOwn(names, name) ? names[name] : undefined)?.[language] ?? name
