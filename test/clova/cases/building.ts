import { kr } from '../both.ts'
import type { Case } from '../case.ts'
import { question, questionOfDay, telling } from '../parts.ts'

const litres = [{ name: '온수', value: 310, unit: 'l' }]

/** What the building tells those who live in it. */
export const building: readonly Case[] = [
  ...kr(
    question({
      action: 'GetNotice',
      of: 'BUILDING_NOTICE_MONITOR',
      knows: { notices: ['승강기 점검 안내', '소독 안내'] },
      says: { notice: ['승강기 점검 안내', '소독 안내'] },
    }),
    question({
      name: 'tells that there is none',
      action: 'GetNotice',
      of: 'BUILDING_NOTICE_MONITOR',
      knows: { notices: [] },
      says: { notice: [] },
    }),
    question({
      action: 'GetPackage',
      of: 'BUILDING_PACKAGE',
      knows: { packages: ['경비실 택배 한 개'] },
      says: { package: ['경비실 택배 한 개'] },
    }),
    questionOfDay({
      name: 'tells what was used of the hot water of the building that day',
      action: 'GetConsumption',
      of: 'BUILDING_HOTWATER_METER',
      knows: { consumption: litres },
      says: { consumption: litres },
    }),
    question({
      name: 'tells what the building charges',
      action: 'GetCurrentBill',
      of: 'BUILDING_UTILITY_BILL_MONITOR',
      knows: { bill: { value: 183000, currency: 'KRW' } },
      says: { currentBill: { value: 183000, currency: 'KRW' } },
    }),
    question({
      action: 'GetVehicleLocation',
      of: 'BUILDING_PARKING_MONITOR',
      knows: {
        vehicles: [
          { name: '34다5678', place: '지하2층 B7' },
          { name: '21라9012', place: '지상 방문자 3' },
        ],
      },
      says: {
        vehicleLocationList: [
          { name: '34다5678', value: '지하2층 B7' },
          { name: '21라9012', value: '지상 방문자 3' },
        ],
      },
    }),
    question({
      name: 'answers an empty list when no car is parked',
      action: 'GetVehicleLocation',
      of: 'BUILDING_PARKING_MONITOR',
      knows: { vehicles: [] },
      says: { vehicleLocationList: [] },
    }),
    {
      name: 'does not know where a car is parked before the device has said so',
      action: 'GetVehicleLocation',
      it: { type: 'BUILDING_PARKING_MONITOR', spec: telling('vehicles') },
      answer: ['ValueNotFoundError', {}],
    },
  ),
]
