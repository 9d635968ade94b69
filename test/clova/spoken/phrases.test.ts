import { phraseFor } from '../../../src/clova/spoken/phrases.ts'

test.each([
  ['SetTargetTemperature', '거실 24도로 해 줘', '거실を24度にして', 'Set 거실 to 24 degrees'],
  ['TurnOn', '거실 켜 줘', '거실をつけて', 'Turn on 거실'],
  ['Open', '거실 열어 줘', '거실を開けて', 'Open 거실'],
  ['Raise', '거실 올려 줘', '거실を上げて', 'Raise 거실'],
  ['SetLockState', '거실 잠가 줘', '거실の鍵をかけて', 'Lock 거실'],
  ['CallElevator', '엘리베이터 불러 줘', 'エレベーターを呼んで', 'Call the elevator'],
  ['GetCurrentTemperature', '거실 온도 알려 줘', '거실の温度を教えて', 'What is the temperature of 거실'],
  ['GetFineDust', '거실 미세먼지 알려 줘', '거실のPM10を教えて', 'How much fine dust does 거실 measure'],
  ['GetAirQuality', '거실 공기 어때', '거실の空気はどう', 'How is the air at 거실'],
  ['GetHumidity', '거실 습도 알려 줘', '거실の湿度を教えて', 'What is the humidity of 거실'],
  ['GetOpenState', '거실 열려 있어?', '거실は開いてる?', 'Is 거실 open'],
  ['GetLockState', '거실 잠겨 있어?', '거실の鍵はかかってる?', 'Is 거실 locked'],
  ['GetConsumption', '거실 사용량 알려 줘', '거실の使用量を教えて', 'How much did 거실 use'],
  ['GetDeviceState', '거실 상태 알려 줘', '거실の状態を教えて', 'What is the state of 거실'],
])('%s is asked for by "%s", "%s" and "%s"', (action, ...phrases) => {
  expect((['ko', 'ja', 'en'] as const).map((language) => phraseFor('거실', [action], language))).toEqual(phrases)
})

test('the phrase names the most characteristic action, and there is no phrase for a health check', () => {
  expect(phraseFor('$& lamp', ['GetDeviceState', 'TurnOn'], 'en')).toBe('Turn on $& lamp')
  expect(phraseFor('lamp', ['HealthCheck'], 'en')).toBeUndefined()
})
