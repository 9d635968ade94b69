import type { Language } from '../../util/translate.ts'

/** What one may say to have an action done, the most telling action first; `{name}` is the appliance's. */
const phrases: readonly (readonly [action: string, ko: string, ja: string, en: string])[] = [
  ['SetTargetTemperature', '{name} 24도로 해 줘', '{name}を24度にして', 'Set {name} to 24 degrees'],
  ['TurnOn', '{name} 켜 줘', '{name}をつけて', 'Turn on {name}'],
  ['Open', '{name} 열어 줘', '{name}を開けて', 'Open {name}'],
  ['Raise', '{name} 올려 줘', '{name}を上げて', 'Raise {name}'],
  ['SetLockState', '{name} 잠가 줘', '{name}の鍵をかけて', 'Lock {name}'],
  ['CallElevator', '엘리베이터 불러 줘', 'エレベーターを呼んで', 'Call the elevator'],
  ['GetCurrentTemperature', '{name} 온도 알려 줘', '{name}の温度を教えて', 'What is the temperature of {name}'],
  ['GetFineDust', '{name} 미세먼지 알려 줘', '{name}のPM10を教えて', 'How much fine dust does {name} measure'],
  ['GetAirQuality', '{name} 공기 어때', '{name}の空気はどう', 'How is the air at {name}'],
  ['GetHumidity', '{name} 습도 알려 줘', '{name}の湿度を教えて', 'What is the humidity of {name}'],
  ['GetOpenState', '{name} 열려 있어?', '{name}は開いてる?', 'Is {name} open'],
  ['GetLockState', '{name} 잠겨 있어?', '{name}の鍵はかかってる?', 'Is {name} locked'],
  ['GetConsumption', '{name} 사용량 알려 줘', '{name}の使用量を教えて', 'How much did {name} use'],
  ['GetDeviceState', '{name} 상태 알려 줘', '{name}の状態を教えて', 'What is the state of {name}'],
]
const column: Readonly<Record<Language, 1 | 2 | 3>> = { ko: 1, ja: 2, en: 3 }

/** What one may say to an appliance that offers these actions; undefined if it is nothing that people say. */
export function phraseFor(name: string, offered: readonly string[], language: Language): string | undefined {
  const found = phrases.find(([action]) => offered.includes(action))
  return found?.[column[language]].replace('{name}', () => name)
}
