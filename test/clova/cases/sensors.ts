import { both, kr } from '../both.ts'
import type { Case } from '../case.ts'
import { question, telling } from '../parts.ts'

export const sensors: readonly Case[] = [
  ...both(
    question({
      action: 'GetAirQuality',
      of: 'AIRPURIFIER',
      knows: { airQuality: 'verybad' },
      says: { airQuality: { index: 'verybad' } },
    }),
    question({
      action: 'GetFineDust',
      of: 'AIRSENSOR',
      knows: { fineDust: { value: 31, index: 'normal' } },
      says: { fineDust: { value: 31, index: 'normal' } },
    }),
    question({
      name: 'tells only the index if that is all there is',
      action: 'GetFineDust',
      of: 'AIRSENSOR',
      knows: { fineDust: { index: 'good' } },
      says: { fineDust: { index: 'good' } },
    }),
    question({
      action: 'GetUltraFineDust',
      of: 'AIRSENSOR',
      knows: { ultraFineDust: { value: 40.5, index: 'bad' } },
      says: { ultraFineDust: { value: 40.5, index: 'bad' } },
    }),
    question({
      action: 'GetHumidity',
      of: 'DEHUMIDIFIER',
      knows: { humidity: 63 },
      says: { humidity: { value: 63 } },
    }),
    question({
      name: 'tells frost as it is',
      action: 'GetCurrentTemperature',
      of: 'AIRSENSOR',
      knows: { currentTemperature: -3.5 },
      says: { currentTemperature: { value: -3.5 } },
    }),
    question({
      action: 'GetBatteryInfo',
      of: 'ROBOTVACUUM',
      knows: { battery: 72 },
      says: { batteryInfo: { value: 72 } },
    }),
    {
      name: 'leaves out since when, if nobody knows',
      action: 'GetHumidity',
      it: { type: 'HUMIDIFIER', spec: telling('humidity'), state: { humidity: 38 } },
      answer: ['GetHumidityResponse', { humidity: { value: 38 } }],
    },
    {
      name: 'tells nought as a value, for it is one',
      action: 'GetBatteryInfo',
      it: { type: 'ROBOTVACUUM', spec: telling('battery'), state: { battery: 0 } },
      answer: ['GetBatteryInfoResponse', { batteryInfo: { value: 0 } }],
    },
    {
      name: 'guesses nothing that was never measured',
      action: 'GetHumidity',
      it: { type: 'AIRSENSOR', spec: telling('humidity', 'airQuality'), state: { airQuality: 'good' } },
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'is not answered by a device that cannot measure it',
      action: 'GetHumidity',
      it: { type: 'AIRSENSOR', spec: telling('airQuality'), state: { airQuality: 'good' } },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
  ...kr(
    question({
      name: 'tells the date of what was long ago',
      action: 'GetDetectedTime',
      of: 'MOTIONSENSOR',
      knows: { detectedAt: '2024-02-01T13:40:00Z' },
      says: { detectedTime: { value: '2024년 2월 1일 오후 10:40' } },
    }),
    question({
      name: 'tells the morning from the evening',
      action: 'GetDetectedTime',
      of: 'MOTIONSENSOR',
      knows: { detectedAt: '2024-02-01T06:05:00+09:00' },
      says: { detectedTime: { value: '2024년 2월 1일 오전 6:05' } },
    }),
    question({
      name: 'counts two days',
      action: 'GetDetectionCount',
      of: 'HOMECAM',
      knows: { detections: { today: 3, yesterday: 0 } },
      says: { detectionCount: { value: '어제 0건, 오늘 3건' } },
    }),
    question({
      name: 'counts one day if that is all there is',
      action: 'GetDetectionCount',
      of: 'HOMECAM',
      knows: { detections: { today: 7 } },
      says: { detectionCount: { value: '오늘 7건' } },
    }),
  ),
]
