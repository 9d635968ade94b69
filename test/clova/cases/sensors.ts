import type { ClovaCase } from '../case.ts'
import { queryCase, readOnly } from '../caseBuilders.ts'
import { both, kr } from '../editions.ts'

export const sensors: readonly ClovaCase[] = [
  ...both(
    queryCase({
      action: 'GetAirQuality',
      type: 'AIRPURIFIER',
      state: { airQuality: 'verybad' },
      answer: { airQuality: { index: 'verybad' } },
    }),
    queryCase({
      action: 'GetFineDust',
      type: 'AIRSENSOR',
      state: { fineDust: { value: 31, index: 'normal' } },
      answer: { fineDust: { value: 31, index: 'normal' } },
    }),
    queryCase({
      name: 'tells only the index if that is all there is',
      action: 'GetFineDust',
      type: 'AIRSENSOR',
      state: { fineDust: { index: 'good' } },
      answer: { fineDust: { index: 'good' } },
    }),
    queryCase({
      action: 'GetUltraFineDust',
      type: 'AIRSENSOR',
      state: { ultraFineDust: { value: 40.5, index: 'bad' } },
      answer: { ultraFineDust: { value: 40.5, index: 'bad' } },
    }),
    queryCase({
      action: 'GetHumidity',
      type: 'DEHUMIDIFIER',
      state: { humidity: 63 },
      answer: { humidity: { value: 63 } },
    }),
    queryCase({
      name: 'tells frost as it is',
      action: 'GetCurrentTemperature',
      type: 'AIRSENSOR',
      state: { currentTemperature: -3.5 },
      answer: { currentTemperature: { value: -3.5 } },
    }),
    queryCase({
      action: 'GetBatteryInfo',
      type: 'ROBOTVACUUM',
      state: { battery: 72 },
      answer: { batteryInfo: { value: 72 } },
    }),
    {
      name: 'leaves out since when, if nobody knows',
      action: 'GetHumidity',
      it: { type: 'HUMIDIFIER', spec: readOnly('humidity'), state: { humidity: 38 } },
      answer: ['GetHumidityResponse', { humidity: { value: 38 } }],
    },
    {
      name: 'tells nought as a value, for it is one',
      action: 'GetBatteryInfo',
      it: { type: 'ROBOTVACUUM', spec: readOnly('battery'), state: { battery: 0 } },
      answer: ['GetBatteryInfoResponse', { batteryInfo: { value: 0 } }],
    },
    {
      name: 'guesses nothing that was never measured',
      action: 'GetHumidity',
      it: { type: 'AIRSENSOR', spec: readOnly('humidity', 'airQuality'), state: { airQuality: 'good' } },
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'is not answered by a device that cannot measure it',
      action: 'GetHumidity',
      it: { type: 'AIRSENSOR', spec: readOnly('airQuality'), state: { airQuality: 'good' } },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
  ...kr(
    queryCase({
      name: 'tells the date of what was long ago',
      action: 'GetDetectedTime',
      type: 'MOTIONSENSOR',
      state: { detectedAt: '2024-02-01T13:40:00Z' },
      answer: { detectedTime: { value: '2024년 2월 1일 오후 10:40' } },
    }),
    queryCase({
      name: 'tells the morning from the evening',
      action: 'GetDetectedTime',
      type: 'MOTIONSENSOR',
      state: { detectedAt: '2024-02-01T06:05:00+09:00' },
      answer: { detectedTime: { value: '2024년 2월 1일 오전 6:05' } },
    }),
    queryCase({
      name: 'counts two days',
      action: 'GetDetectionCount',
      type: 'HOMECAM',
      state: { detections: { today: 3, yesterday: 0 } },
      answer: { detectionCount: { value: '어제 0건, 오늘 3건' } },
    }),
    queryCase({
      name: 'counts one day if that is all there is',
      action: 'GetDetectionCount',
      type: 'HOMECAM',
      state: { detections: { today: 7 } },
      answer: { detectionCount: { value: '오늘 7건' } },
    }),
  ),
]
