import type { CaseAppliance, ClovaCase } from '../case.ts'
import { range, settable, spec } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

/** A lamp with all descriptive keys. */
const lamp = {
  type: 'LIGHT',
  spec: spec({
    power: settable,
    brightness: range(1, 100),
    colorTemperature: range(2700, 6500),
    mode: { can: ['read', 'set'], values: ['reading', 'sleep', 'disco'] },
  }),
  description: {
    name: '창가등',
    description: '창가 천장에 달린 등',
    location: 'LIBRARY',
    tags: ['책상', '서재'],
    confirm: ['TurnOff', 'SetMode'],
    manufacturer: '한빛',
    model: 'HB-20',
    version: '2.1',
  },
} satisfies CaseAppliance

const lampDescribed = {
  applianceId: 'it',
  manufacturerName: '한빛',
  modelName: 'HB-20',
  version: '2.1',
  friendlyName: '창가등',
  friendlyDescription: '창가 천장에 달린 등',
  isIr: false,
  applianceTypes: ['LIGHT'],
  location: 'LIBRARY',
  tags: ['책상', '서재'],
}

/** An air conditioner behind a blaster of infrared, of which only the name is given. */
const aircon = {
  type: 'AIRCONDITIONER',
  spec: {
    assumed: true,
    traits: {
      targetTemperature: range(18, 30),
      fanSpeed: { can: ['read', 'set'], min: 1, max: 3, step: 1, values: [1, 2, 3] },
      mode: { can: ['read', 'set'], values: ['cool', 'fan'] },
    },
    verbs: [],
  },
  description: { name: 'cooler' },
  deviceInfo: { manufacturer: 'Northwind', model: 'NW-9' },
} satisfies CaseAppliance

const airconDescribed = {
  applianceId: 'it',
  manufacturerName: 'Northwind',
  modelName: 'NW-9',
  version: '1.0',
  friendlyName: 'cooler',
  location: '',
  friendlyDescription: 'cooler',
  isIr: true,
  applianceTypes: ['AIRCONDITIONER'],
  tags: [],
}

/** The defaults of an appliance without descriptive keys. */
const nothingSaidOf = (type: string) => ({
  applianceId: 'it',
  manufacturerName: 'clova-home-gateway',
  modelName: type,
  version: '1.0',
  friendlyName: 'it',
  friendlyDescription: 'it',
  isIr: false,
  applianceTypes: [type],
  location: '',
  tags: [],
})

const lampActions = [
  'DecrementBrightness',
  'HealthCheck',
  'IncrementBrightness',
  'SetBrightness',
  'SetColorTemperature',
  'SetMode',
  'TurnOff',
  'TurnOn',
]

const airconActions = [
  'DecrementFanSpeed',
  'DecrementTargetTemperature',
  'GetDeviceState',
  'GetTargetTemperature',
  'HealthCheck',
  'IncrementFanSpeed',
  'IncrementTargetTemperature',
  'SetFanSpeed',
  'SetMode',
  'SetTargetTemperature',
]

const appliancesAre = (...discoveredAppliances: readonly object[]) =>
  ['DiscoverAppliancesResponse', { customCommands: [], discoveredAppliances }] as const

export const discovery: readonly ClovaCase[] = [
  ...both({
    name: 'an empty house has no appliances and no commands, and says so',
    action: 'DiscoverAppliances',
    answer: appliancesAre(),
  }),
  ...kr(
    {
      name: 'tells all of an appliance, and the values that each action takes',
      action: 'DiscoverAppliances',
      it: lamp,
      answer: appliancesAre({
        ...lampDescribed,
        actions: [...lampActions, 'GetDeviceState'],
        additionalApplianceDetails: {
          actionDetails: [
            { action: 'SetBrightness', allowableValue: { type: 'boundedNumber', minValue: 1, maxValue: 100 } },
            {
              action: 'SetColorTemperature',
              allowableValue: { type: 'boundedNumber', minValue: 2700, maxValue: 6500 },
            },
            { action: 'SetMode', allowableValue: { type: 'string', enumValues: ['reading', 'sleep'] } },
          ],
        },
      }),
    },
    {
      name: 'tells that infrared is not seen, and what is left of its values and names',
      action: 'DiscoverAppliances',
      it: aircon,
      answer: appliancesAre({
        ...airconDescribed,
        actions: [...airconActions, 'ChangeFanSpeed', 'ChangeMode'],
        additionalApplianceDetails: {
          actionDetails: [
            { action: 'SetFanSpeed', allowableValue: { type: 'number', enumValues: [1, 2, 3] } },
            { action: 'SetMode', allowableValue: { type: 'string', enumValues: ['cool', 'fan'] } },
            { action: 'SetTargetTemperature', allowableValue: { type: 'boundedNumber', minValue: 18, maxValue: 30 } },
          ],
        },
      }),
    },
    {
      name: 'tells no range for several temperatures that have one each, for none holds for all',
      action: 'DiscoverAppliances',
      it: {
        type: 'REFRIGERATOR',
        spec: spec({ freezerTemperature: range(-24, -14), fridgeTemperature: range(1, 7) }),
      },
      answer: appliancesAre({
        ...nothingSaidOf('REFRIGERATOR'),
        actions: ['GetDeviceState', 'HealthCheck', 'SetTargetTemperature'],
        additionalApplianceDetails: {},
      }),
    },
    {
      name: 'tells the levels of CLOVA for a fine fan scale, the listed numbers, and no words where it knows none',
      action: 'DiscoverAppliances',
      it: {
        type: 'LIGHT',
        spec: spec({
          colorTemperature: { ...range(2700, 6500), values: [2700, 6500] },
          mode: { can: ['set'], values: ['disco'] },
        }),
      },
      otherAppliances: { fan: { type: 'FAN', spec: spec({ fanSpeed: { can: ['set'], min: 0, max: 100, step: 1 } }) } },
      answer: appliancesAre(
        {
          ...nothingSaidOf('LIGHT'),
          actions: ['HealthCheck', 'SetColorTemperature', 'SetMode', 'GetDeviceState'],
          additionalApplianceDetails: {
            actionDetails: [
              { action: 'SetColorTemperature', allowableValue: { type: 'number', enumValues: [2700, 6500] } },
            ],
          },
        },
        {
          ...nothingSaidOf('FAN'),
          ...{ applianceId: 'fan', friendlyName: 'fan', friendlyDescription: 'fan' },
          actions: ['DecrementFanSpeed', 'HealthCheck', 'IncrementFanSpeed', 'SetFanSpeed'],
          additionalApplianceDetails: {
            actionDetails: [{ action: 'SetFanSpeed', allowableValue: { type: 'number', enumValues: [1, 2, 3] } }],
          },
        },
      ),
    },
    {
      name: 'a remote that can only toggle is not listed with on and off',
      action: 'DiscoverAppliances',
      it: {
        type: 'SMARTTV',
        spec: spec({ power: { can: ['cycle'] }, volume: { can: ['step'], min: 0, max: 50, step: 1 } }),
      },
      answer: appliancesAre({
        ...nothingSaidOf('SMARTTV'),
        actions: ['DecrementVolume', 'HealthCheck', 'IncrementVolume', 'ChangePower'],
        additionalApplianceDetails: {},
      }),
    },
  ),
  ...jp(
    {
      name: 'tells what is to be asked first, and that it can be reached',
      action: 'DiscoverAppliances',
      it: lamp,
      answer: appliancesAre({
        ...lampDescribed,
        isReachable: true,
        actions: lampActions,
        actionsNeededUserConfirmation: ['TurnOff', 'SetMode'],
        additionalApplianceDetails: {},
      }),
    },
    {
      name: 'tells that another cannot be reached',
      action: 'DiscoverAppliances',
      it: { ...aircon, online: false },
      answer: appliancesAre({
        ...airconDescribed,
        isReachable: false,
        actions: airconActions,
        actionsNeededUserConfirmation: [],
        additionalApplianceDetails: {},
      }),
    },
  ),
]
