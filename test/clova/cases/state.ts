import type { State, Trait } from '../../../src/home/traits.ts'
import type { Language } from '../../../src/util/translate.ts'
import type { ClovaCase } from '../case.ts'
import { applianceResponseTimestamp, period, queryCase, readOnly, reportedAt, settable, spec } from '../caseBuilders.ts'
import { both, type CaseOfAnyEdition, jp, kr } from '../editions.ts'

type Words = Readonly<Record<Language, string>>
type Spoken = readonly [name: Words, value: Words | string | number, unit?: 'celsius' | 'percentage']

/** The complete state of an appliance, once in each language. */
const inEveryLanguage = (
  name: string,
  type: string,
  knows: State,
  spoken: readonly Spoken[],
): readonly CaseOfAnyEdition[] =>
  (['ko', 'ja', 'en'] as const).map((language) => ({
    name,
    language,
    action: 'GetDeviceState',
    it: { type, spec: readOnly(...(Object.keys(knows) as Trait[])), state: knows, reportedAt },
    answer: [
      'GetDeviceStateResponse',
      {
        states: spoken.map(([name, value, unit]) => ({
          name: name[language],
          value: typeof value === 'object' ? value[language] : value,
          ...(unit && { unit }),
        })),
        applianceResponseTimestamp,
      },
    ],
  }))

const words = (ko: string, ja: string, en: string): Words => ({ ko, ja, en })

const lamp = spec({ power: settable })

export const state: readonly ClovaCase[] = [
  ...both(
    ...inEveryLanguage(
      'tells degrees and percent by their units, the rest in words',
      'AIRCONDITIONER',
      { power: true, targetTemperature: 24, fanSpeed: 3, mode: 'cool', humidity: 48 },
      [
        [words('전원', '電源', 'power'), words('켜짐', 'オン', 'on')],
        [words('설정 온도', '設定温度', 'target temperature'), 24, 'celsius'],
        [words('풍량', '風量', 'fan speed'), 3],
        [words('모드', 'モード', 'mode'), words('냉방', '冷房', 'cooling')],
        [words('습도', '湿度', 'humidity'), 48, 'percentage'],
      ],
    ),
    ...inEveryLanguage(
      'tells a door and when it was opened',
      'OPENCLOSESENSOR',
      { open: true, battery: 80, openedAt: '2024-02-01T19:20:00+09:00' },
      [
        [words('열림 상태', '開閉', 'opening'), words('열림', '開いています', 'open')],
        [words('배터리', 'バッテリー', 'battery'), 80, 'percentage'],
        [
          words('열린 시각', '開いた時刻', 'last opened'),
          words('2024년 2월 1일 오후 7:20', '2024年2月1日 午後7:20', 'February 1, 2024 7:20 PM'),
        ],
      ],
    ),
    ...inEveryLanguage(
      'tells what has several parts in one go, or one by one',
      'SMARTMETER',
      {
        consumption: [{ name: 'L1', value: 3.4, unit: 'kWh' }],
        bill: { value: 41200, currency: 'KRW' },
        readings: [
          { name: 'sauna', value: 88, unit: 'celsius' },
          { name: 'door', value: 'ajar' },
        ],
      },
      [
        [words('L1', 'L1', 'L1'), '3.4 kWh'],
        [words('요금', '料金', 'bill'), '41200 KRW'],
        [words('sauna', 'sauna', 'sauna'), 88, 'celsius'],
        [words('door', 'door', 'door'), 'ajar'],
      ],
    ),
    {
      ...queryCase({
        name: 'tells it of the day that is meant',
        action: 'GetDeviceState',
        type: 'SLEEPINGMONITOR',
        state: { readings: [{ name: 'x', value: 1 }] },
        answer: { states: [{ name: 'x', value: 1 }] },
      }),
      payload: { period },
      asked: period,
    },
    {
      name: 'guesses nothing',
      action: 'GetDeviceState',
      it: { type: 'AIRCONDITIONER', spec: readOnly('power', 'mode') },
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'is there, and on',
      action: 'HealthCheck',
      it: { type: 'LIGHT', spec: lamp, state: { power: true } },
      answer: ['HealthCheckResponse', { isReachable: true, isTurnOn: true }],
    },
    {
      name: 'is there, and off',
      action: 'HealthCheck',
      it: { type: 'LIGHT', spec: lamp, state: { power: false } },
      answer: ['HealthCheckResponse', { isReachable: true, isTurnOn: false }],
    },
    {
      name: 'asks the device whether it is on when that is not known',
      action: 'HealthCheck',
      it: { type: 'LIGHT', spec: lamp, onRequest: { power: true } },
      answer: ['HealthCheckResponse', { isReachable: true, isTurnOn: true }],
    },
    {
      name: 'has no answer while the device does not say whether it is on',
      action: 'HealthCheck',
      it: { type: 'LIGHT', spec: lamp },
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'is there, and on for it has no switch',
      action: 'HealthCheck',
      it: { type: 'SMOKESENSOR', spec: readOnly('battery') },
      answer: ['HealthCheckResponse', { isReachable: true, isTurnOn: true }],
    },
    {
      name: 'is not there, which is an answer and no error',
      action: 'HealthCheck',
      it: { type: 'SMOKESENSOR', spec: readOnly('battery'), online: false },
      answer: ['HealthCheckResponse', { isReachable: false, isTurnOn: false }],
    },
    {
      name: 'is not reachable, and has isTurnOn as the example of the guide',
      action: 'HealthCheck',
      it: { type: 'LIGHT', spec: lamp, online: false },
      answer: ['HealthCheckResponse', { isReachable: false, isTurnOn: false }],
    },
    {
      name: 'is asked of the gateway itself when it names no appliance, as in the guide of account linking',
      action: 'HealthCheck',
      payload: { accessToken: 'good' },
      answer: ['HealthCheckResponse', { isReachable: true, isTurnOn: true }],
    },
  ),
  ...jp({
    name: 'is answered for a lock, though its type does not list it',
    action: 'HealthCheck',
    it: { type: 'SMARTLOCK', spec: spec({ locked: settable }), state: { locked: true } },
    answer: ['HealthCheckResponse', { isReachable: true, isTurnOn: true }],
  }),
  ...kr(
    queryCase({
      name: 'tells dust with its word',
      action: 'GetDeviceState',
      type: 'AIRSENSOR',
      state: { airQuality: 'good', fineDust: { value: 31, index: 'normal' }, ultraFineDust: { index: 'verybad' } },
      answer: {
        states: [
          { name: '공기질', value: '좋음' },
          { name: '미세먼지', value: '31 보통' },
          { name: '초미세먼지', value: '매우 나쁨' },
        ],
      },
    }),
  ),
]
