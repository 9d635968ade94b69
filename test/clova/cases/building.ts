import type { ClovaCase } from '../case.ts'
import { periodQueryCase, queryCase, readOnly } from '../caseBuilders.ts'
import { kr } from '../editions.ts'

const litres = [{ name: '온수', value: 310, unit: 'l' }]

/** What the building reports to its residents. */
export const building: readonly ClovaCase[] = [
  ...kr(
    queryCase({
      action: 'GetNotice',
      type: 'BUILDING_NOTICE_MONITOR',
      state: { notices: ['승강기 점검 안내', '소독 안내'] },
      answer: { notice: ['승강기 점검 안내', '소독 안내'] },
    }),
    queryCase({
      name: 'tells that there is none',
      action: 'GetNotice',
      type: 'BUILDING_NOTICE_MONITOR',
      state: { notices: [] },
      answer: { notice: [] },
    }),
    queryCase({
      action: 'GetPackage',
      type: 'BUILDING_PACKAGE',
      state: { packages: ['경비실 택배 한 개'] },
      answer: { package: ['경비실 택배 한 개'] },
    }),
    periodQueryCase({
      name: 'tells what was used of the hot water of the building that day',
      action: 'GetConsumption',
      type: 'BUILDING_HOTWATER_METER',
      state: { consumption: litres },
      answer: { consumption: litres },
    }),
    queryCase({
      name: 'tells what the building charges',
      action: 'GetCurrentBill',
      type: 'BUILDING_UTILITY_BILL_MONITOR',
      state: { bill: { value: 183000, currency: 'KRW' } },
      answer: { currentBill: { value: 183000, currency: 'KRW' } },
    }),
    queryCase({
      action: 'GetVehicleLocation',
      type: 'BUILDING_PARKING_MONITOR',
      state: {
        vehicles: [
          { name: '34다5678', place: '지하2층 B7' },
          { name: '21라9012', place: '지상 방문자 3' },
        ],
      },
      answer: {
        vehicleLocationList: [
          { name: '34다5678', value: '지하2층 B7' },
          { name: '21라9012', value: '지상 방문자 3' },
        ],
      },
    }),
    queryCase({
      name: 'answers an empty list when no car is parked',
      action: 'GetVehicleLocation',
      type: 'BUILDING_PARKING_MONITOR',
      state: { vehicles: [] },
      answer: { vehicleLocationList: [] },
    }),
    {
      name: 'does not know where a car is parked before the device has said so',
      action: 'GetVehicleLocation',
      it: { type: 'BUILDING_PARKING_MONITOR', spec: readOnly('vehicles') },
      answer: ['ValueNotFoundError', {}],
    },
  ),
]
