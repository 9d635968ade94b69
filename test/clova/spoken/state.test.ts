import { languages, type SpeechContext } from '../../../src/clova/edition.ts'
import { spokenState, yesNo } from '../../../src/clova/spoken/state.ts'
import type { State } from '../../../src/home/traits.ts'
import { fullAppliance } from '../fullAppliance.ts'

const { spec, state: everything = {} } = fullAppliance('kr', 'SMARTHUB')
const context = { edition: 'kr', previousState: 'always', timeZone: 'Asia/Seoul', type: 'SMARTHUB', spec } as const
const spoken = (state: State, language: SpeechContext['language']) =>
  spokenState(state, { ...context, language }).map(({ name, value, unit }) => [name, value, unit])

/** When the values of `everything` were reported. */
const reported = 'February 3, 2024 6:05 PM'

test('every trait is spoken with its name and its unit', () => {
  const expected: readonly (readonly [name: string, value: string | number, unit?: string])[] = [
    ['power', 'off'],
    ['brightness', 50, 'percentage'],
    ['color', '40°, 70%'],
    ['color temperature', '3000K'],
    ['target temperature', 24, 'celsius'],
    ['freezer temperature', -18, 'celsius'],
    ['fridge temperature', 4, 'celsius'],
    ['hot water temperature', 80, 'celsius'],
    ['cold water temperature', 6, 'celsius'],
    ['fan speed', 2],
    ['mode', 'away'],
    ['volume', 20],
    ['mute', 'off'],
    ['channel', 9],
    ['sub-channel', 2],
    ['station', 'EBS'],
    ['input', 'tuner'],
    ['intensity', 2],
    ['opening', 'closed'],
    ['lock', 'unlocked'],
    ['oscillation', 'off'],
    ['recording', 'off'],
    ['air quality', 'normal'],
    ['fine dust', '31 normal'],
    ['ultrafine dust', '12 good'],
    ['humidity', 44, 'percentage'],
    ['current temperature', 21.5, 'celsius'],
    ['battery', 66, 'percentage'],
    ['phase', 'spin'],
    ['remaining time', '25 min'],
    ['keep-warm time', '2 h'],
    ['time until cleaning', '9 d'],
    ['last opened', reported],
    ['last closed', reported],
    ['last detected', reported],
    ['detection', 'detected'],
    ['detections', 'yesterday 5, today 2'],
    ['filter', 30, 'percentage'],
    ['seal', '90 d'],
    ['today', '2.5 kWh'],
    ['this month', '70 kWh'],
    ['bill', '12000 KRW'],
    ['estimated bill', '15000 KRW'],
    ['progressive tax bracket', 2],
    ['usage time', '3 h'],
    ['right posture', 61, 'percentage'],
    ['sitting', 'sitting'],
    ['sat', `${reported} – ${reported}`],
    ['time asleep', '7 h'],
    ['time awake', '30 min'],
    ['sleep score', 82],
    ['fell asleep', reported],
    ['BMI', 21],
    ['body fat', 19, 'percentage'],
    ['muscle', 39, 'percentage'],
    ['weight', '58.5 kg'],
    ['health score', 73],
    ['notices', 'lift out of order'],
    ['packages', 'one parcel'],
    ['12가3456', 'B2 C14'],
    ['sauna', 75, 'celsius'],
  ]
  expect(spoken(everything, 'en')).toEqual(expected.map(([name, value, unit]) => [name, value, unit]))
})

test.each([
  ['power', ['켜짐', 'オン', 'on'], ['꺼짐', 'オフ', 'off']],
  ['open', ['열림', '開いています', 'open'], ['닫힘', '閉まっています', 'closed']],
  ['locked', ['잠김', '施錠', 'locked'], ['열림', '解錠', 'unlocked']],
  ['detected', ['감지됨', '検知しました', 'detected'], ['감지 안 됨', '検知していません', 'nothing detected']],
  ['sitting', ['앉아 있음', '座っています', 'sitting'], ['비어 있음', '座っていません', 'not sitting']],
] as const)('%s is spoken as %j, else as %j', (trait, yes, no) => {
  expect(languages.map((language) => yesNo(trait, true, language))).toEqual(yes)
  expect(languages.map((language) => yesNo(trait, false, language))).toEqual(no)
})

test.each<[State, readonly [ko: string, ja: string, en: string]]>([
  [{ airQuality: 'good' }, ['좋음', '良い', 'good']],
  [{ airQuality: 'normal' }, ['보통', '普通', 'normal']],
  [{ airQuality: 'bad' }, ['나쁨', '悪い', 'bad']],
  [{ airQuality: 'verybad' }, ['매우 나쁨', '非常に悪い', 'very bad']],
  [{ fineDust: { index: 'good' } }, ['좋음', '良い', 'good']],
  [{ oscillation: 'off' }, ['꺼짐', 'オフ', 'off']],
  [{ oscillation: 'horizontal' }, ['좌우', '左右', 'horizontal']],
  [{ oscillation: 'vertical' }, ['상하', '上下', 'vertical']],
  [{ notices: ['a', 'b'] }, ['a, b', 'a, b', 'a, b']],
])('%j is spoken as %j', (state, words) => {
  expect(languages.map((language) => spoken(state, language)[0]?.[1])).toEqual(words)
})

test('numbers are spoken with the decimals of their unit, and a reading in words as it is', () => {
  const state: State = {
    bodyFat: 18.46,
    muscle: 39.44,
    readings: [
      { name: 'floor', value: 20.26, unit: 'celsius' },
      { name: 'tank', value: 70.5, unit: 'percentage' },
      { name: 'door', value: 'ajar', unit: 'percentage' },
      { name: 'wind', value: 3.25 },
    ],
  }
  expect(spoken(state, 'en')).toEqual([
    ['body fat', 18.5, 'percentage'],
    ['muscle', 39.4, 'percentage'],
    ['floor', 20.3, 'celsius'],
    ['tank', 71, 'percentage'],
    ['door', 'ajar', 'percentage'],
    ['wind', 3.25, undefined],
  ])
})

test.each([
  ['ko', '상하좌우'],
  ['ja', '上下左右'],
  ['en', 'vertical and horizontal'],
] as const)('flaps that move in both directions are spoken in %s as %s', (language, word) => {
  expect(spoken({ oscillation: 'both' }, language)).toEqual([[expect.any(String), word, undefined]])
})
