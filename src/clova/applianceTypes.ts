import type { State, Trait } from '../home/traits.ts'
import type { LocalizedText } from '../util/translate.ts'
import type { Edition } from './edition.ts'

/**
 * The actions that an appliance type may list, by edition, as the two guides' tables give them.
 * `both`: in either edition. A type without `jp` and `both` does not exist in `jp`.
 */
const actionsByType: Readonly<Record<string, { readonly both?: string; readonly kr?: string; readonly jp?: string }>> =
  {
    AIRCONDITIONER: {
      both: 'DecrementFanSpeed DecrementTargetTemperature GetCurrentTemperature GetDeviceState GetTargetTemperature HealthCheck IncrementFanSpeed IncrementTargetTemperature SetFanSpeed SetMode SetTargetTemperature TurnOff TurnOn',
      kr: 'ChangeFanSpeed ChangeMode ChangePower StartOscillation StopOscillation',
      jp: 'ReleaseMode',
    },
    AIRPURIFIER: {
      both: 'DecrementFanSpeed GetAirQuality GetDeviceState GetHumidity HealthCheck IncrementFanSpeed ReleaseMode SetFanSpeed SetMode TurnOff TurnOn',
      kr: 'ChangeFanSpeed ChangeMode ChangePower GetCurrentTemperature GetFineDust GetUltraFineDust',
    },
    AIRSENSOR: {
      both: 'GetAirQuality GetCurrentTemperature GetFineDust GetHumidity GetUltraFineDust HealthCheck',
      kr: 'GetDeviceState',
    },
    BIDET: { both: 'Close GetDeviceState GetExpendableState HealthCheck Open TurnOff TurnOn' },
    BODYWEIGHTSCALE: {
      both: 'GetDeviceState HealthCheck',
      kr: 'GetBMI GetBatteryInfo GetBodyFat GetHealthScore GetMuscle GetWeight',
    },
    BUILDING_ELECTRIC_METER: { kr: 'GetConsumption' },
    BUILDING_ELEVATOR_CALLER: { kr: 'CallElevator' },
    BUILDING_GAS_METER: { kr: 'GetConsumption' },
    BUILDING_HEATING_METER: { kr: 'GetConsumption' },
    BUILDING_HOTWATER_METER: { kr: 'GetConsumption' },
    BUILDING_NOTICE_MONITOR: { kr: 'GetNotice' },
    BUILDING_PACKAGE: { kr: 'GetPackage' },
    BUILDING_PARKING_MONITOR: { kr: 'GetVehicleLocation' },
    BUILDING_UTILITY_BILL_MONITOR: { kr: 'GetCurrentBill' },
    BUILDING_WATER_METER: { kr: 'GetConsumption' },
    CLOTHESCAREMACHINE: { both: 'GetRemainingTime HealthCheck TurnOff TurnOn', kr: 'GetDeviceState GetPhase' },
    CLOTHESDRYER: { both: 'GetDeviceState HealthCheck TurnOff TurnOn', kr: 'GetPhase GetRemainingTime' },
    CLOTHESWASHER: { both: 'GetDeviceState GetPhase GetRemainingTime HealthCheck TurnOff TurnOn' },
    DEHUMIDIFIER: { both: 'GetCurrentTemperature GetDeviceState GetHumidity HealthCheck SetFanSpeed TurnOff TurnOn' },
    DISHWASHER: { both: 'GetPhase GetRemainingTime HealthCheck TurnOff TurnOn', kr: 'GetDeviceState' },
    ELECTRICKETTLE: { both: 'GetCurrentTemperature HealthCheck TurnOff TurnOn', kr: 'GetDeviceState' },
    ELECTRICTOOTHBRUSH: { both: 'GetDeviceState HealthCheck' },
    FAN: {
      both: 'DecrementFanSpeed HealthCheck IncrementFanSpeed SetFanSpeed SetMode TurnOff TurnOn',
      kr: 'GetDeviceState StartOscillation StopOscillation',
      jp: 'ReleaseMode',
    },
    HEATER: {
      both: 'DecrementTargetTemperature GetCurrentTemperature GetDeviceState GetTargetTemperature HealthCheck IncrementTargetTemperature SetTargetTemperature TurnOff TurnOn',
    },
    HOMECAM: { kr: 'GetDetectionCount HealthCheck ReleaseMode SetMode StartRecording StopRecording TurnOff TurnOn' },
    HUMIDIFIER: {
      both: 'GetCurrentTemperature GetDeviceState GetHumidity HealthCheck SetFanSpeed TurnOff TurnOn',
      kr: 'ReleaseMode SetMode',
    },
    KIMCHIREFRIGERATOR: { kr: 'GetDeviceState HealthCheck' },
    LIGHT: {
      both: 'DecrementBrightness HealthCheck IncrementBrightness SetBrightness SetColor SetColorTemperature SetMode TurnOff TurnOn',
      kr: 'DecrementVolume GetDeviceState IncrementVolume ReleaseMode',
    },
    MASSAGECHAIR: {
      both: 'DecrementIntensityLevel HealthCheck IncrementIntensityLevel TurnOff TurnOn',
      kr: 'GetDeviceState',
    },
    MICROWAVE: { both: 'GetRemainingTime HealthCheck TurnOff TurnOn', kr: 'GetDeviceState' },
    MOTIONSENSOR: {
      both: 'GetDeviceState HealthCheck',
      kr: 'GetDetectedTime GetPowerState ReleaseMode SetMode TurnOff TurnOn',
    },
    OPENCLOSESENSOR: { both: 'GetCloseTime GetDeviceState GetOpenState GetOpenTime HealthCheck' },
    OVEN: { both: 'GetDeviceState HealthCheck', kr: 'GetRemainingTime Preheat' },
    POWERSTRIP: {
      both: 'GetConsumption GetEstimateBill GetProgressiveTaxBracket HealthCheck TurnOff TurnOn',
      kr: 'GetDeviceState',
    },
    PURIFIER: {
      both: 'GetDeviceState GetExpendableState HealthCheck ReleaseMode SetMode SetTargetTemperature',
      kr: 'GetConsumption',
      jp: 'GetTargetTemperature',
    },
    RANGE: { both: 'GetDeviceState HealthCheck' },
    RANGEHOOD: { both: 'GetDeviceState HealthCheck TurnOff TurnOn' },
    REFRIGERATOR: {
      both: 'GetDeviceState HealthCheck SetMode',
      kr: 'ReleaseMode SetTargetTemperature',
      jp: 'SetFreezerTargetTemperature SetFridgeTargetTemperature',
    },
    RICECOOKER: {
      both: 'GetCleaningCycle GetDeviceState GetExpendableState GetKeepWarmTime GetPhase GetRemainingTime HealthCheck ReleaseMode SetMode Stop TurnOff TurnOn',
    },
    ROBOTVACUUM: { both: 'Charge GetBatteryInfo GetDeviceState HealthCheck TurnOff TurnOn' },
    SETTOPBOX: {
      both: 'ChangeInputSource DecrementChannel DecrementVolume HealthCheck IncrementChannel IncrementVolume Mute SetChannel SetChannelByName TurnOff TurnOn Unmute',
      kr: 'ChangePower GetDeviceState',
      jp: 'SetInputSourceByName StartRecording StopRecording',
    },
    SLEEPINGMONITOR: {
      both: 'GetAsleepDuration GetAwakeDuration GetDeviceState GetSleepScore GetSleepStartTime HealthCheck TurnOff TurnOn',
    },
    SMARTBED: { both: 'HealthCheck Lower Raise Stop', kr: 'GetDeviceState' },
    SMARTCHAIR: { both: 'GetCurrentSittingState GetRightPostureRatio GetUsageTime HealthCheck', kr: 'GetDeviceState' },
    SMARTCURTAIN: { both: 'Close GetDeviceState HealthCheck Open Stop', jp: 'GetOpenState' },
    SMARTHUB: { both: 'GetCurrentTemperature GetDeviceState GetHumidity GetTargetTemperature HealthCheck SetMode' },
    SMARTLOCK: { both: 'GetDeviceState GetLockState SetLockState', kr: 'HealthCheck' },
    SMARTMETER: {
      both: 'GetConsumption GetCurrentBill GetDeviceState GetEstimateBill HealthCheck',
      kr: 'GetProgressiveTaxBracket',
    },
    SMARTPLUG: { both: 'GetConsumption GetDeviceState GetEstimateBill HealthCheck TurnOff TurnOn' },
    SMARTTV: {
      both: 'ChangeInputSource DecrementChannel DecrementVolume HealthCheck IncrementChannel IncrementVolume Mute SetChannel SetChannelByName TurnOff TurnOn Unmute',
      kr: 'ChangePower GetDeviceState',
      jp: 'SetInputSourceByName StartRecording StopRecording',
    },
    SMARTVALVE: { both: 'GetLockState SetLockState', kr: 'GetDeviceState' },
    SMOKESENSOR: { both: 'GetDeviceState HealthCheck' },
    SWITCH: { both: 'HealthCheck TurnOff TurnOn', kr: 'GetDeviceState' },
    THERMOSTAT: {
      both: 'DecrementTargetTemperature GetCurrentTemperature GetTargetTemperature HealthCheck IncrementTargetTemperature SetMode SetTargetTemperature TurnOff TurnOn',
      kr: 'GetConsumption GetDeviceState GetEstimateConsumption',
    },
    VENTILATOR: {
      both: 'GetDeviceState HealthCheck TurnOff TurnOn',
      kr: 'GetAirQuality GetCurrentTemperature GetHumidity GetTargetTemperature ReleaseMode SetFanSpeed SetMode',
    },
    WATERBOILER: { both: 'GetDeviceState HealthCheck SetMode TurnOff TurnOn', jp: 'ReleaseMode' },
    WINECELLAR: { kr: 'GetDeviceState HealthCheck ReleaseMode SetMode SetTargetTemperature TurnOff TurnOn' },
  }

const splitNames = (words: string | undefined) => (words ? words.split(' ') : [])

const typesByEdition: Readonly<Record<Edition, ReadonlyMap<string, ReadonlySet<string>>>> = {
  kr: buildTypes('kr'),
  jp: buildTypes('jp'),
}

function buildTypes(edition: Edition): ReadonlyMap<string, ReadonlySet<string>> {
  const types = Object.entries(actionsByType).map(
    ([type, row]) => [type, new Set([...splitNames(row.both), ...splitNames(row[edition])])] as const,
  )
  return new Map(types.filter(([, actions]) => actions.size > 0))
}

/** The appliance types of an edition. */
export const typesOf = (edition: Edition): readonly string[] => [...typesByEdition[edition].keys()]

/** The actions that a type may list in an edition; nothing if there is no such type. */
export const actionsOf = (edition: Edition, type: string): ReadonlySet<string> | undefined =>
  typesByEdition[edition].get(type)

/** The traits that TurnOnConfirmation reports: in `jp` those of the type's table, in `kr` none. */
const turnOnReports: Readonly<Record<string, { readonly [E in Edition]?: readonly Trait[] }>> = {
  AIRCONDITIONER: { jp: ['targetTemperature', 'fanSpeed', 'mode'] },
}

export const reportedByTurnOn = (edition: Edition, type: string): readonly Trait[] =>
  turnOnReports[type]?.[edition] ?? []

/** The type of the appliance as which `kr` is offered a scene. */
export const sceneType = 'SWITCH'

/** States that a type may not be set to by voice, whatever its device can do: `jp` forbids to unlock a SMARTLOCK. */
const forbiddenStates: Readonly<Record<string, { readonly [E in Edition]?: readonly [Trait, value: unknown] }>> = {
  SMARTLOCK: { jp: ['locked', false] },
}

/** True if the guide forbids to set this by voice. */
export function isForbidden(edition: Edition, type: string, patch: State): boolean {
  const forbidden = forbiddenStates[type]?.[edition]
  return forbidden !== undefined && patch[forbidden[0]] === forbidden[1]
}

/** What CLOVA's appliance types are called: ko, ja, en. */
const typeNames: Readonly<Record<string, readonly [ko: string, ja: string, en: string]>> = {
  AIRCONDITIONER: ['에어컨', 'エアコン', 'Air conditioner'],
  AIRPURIFIER: ['공기청정기', '空気清浄機', 'Air purifier'],
  AIRSENSOR: ['공기 센서', '空気センサー', 'Air sensor'],
  BIDET: ['비데', '温水洗浄便座', 'Bidet'],
  BODYWEIGHTSCALE: ['체중계', '体重計', 'Scale'],
  BUILDING_ELECTRIC_METER: ['전기 계량기', '電気メーター', 'Electricity meter'],
  BUILDING_ELEVATOR_CALLER: ['엘리베이터', 'エレベーター', 'Elevator'],
  BUILDING_GAS_METER: ['가스 계량기', 'ガスメーター', 'Gas meter'],
  BUILDING_HEATING_METER: ['난방 계량기', '暖房メーター', 'Heating meter'],
  BUILDING_HOTWATER_METER: ['온수 계량기', '給湯メーター', 'Hot water meter'],
  BUILDING_NOTICE_MONITOR: ['단지 공지', 'お知らせ', 'Notices'],
  BUILDING_PACKAGE: ['택배', '宅配', 'Packages'],
  BUILDING_PARKING_MONITOR: ['주차 위치', '駐車場', 'Parking'],
  BUILDING_UTILITY_BILL_MONITOR: ['관리비', '管理費', 'Utility bill'],
  BUILDING_WATER_METER: ['수도 계량기', '水道メーター', 'Water meter'],
  CLOTHESCAREMACHINE: ['의류 관리기', '衣類ケア機', 'Clothes care'],
  CLOTHESDRYER: ['건조기', '乾燥機', 'Dryer'],
  CLOTHESWASHER: ['세탁기', '洗濯機', 'Washer'],
  DEHUMIDIFIER: ['제습기', '除湿機', 'Dehumidifier'],
  DISHWASHER: ['식기세척기', '食洗機', 'Dishwasher'],
  ELECTRICKETTLE: ['전기 주전자', '電気ケトル', 'Kettle'],
  ELECTRICTOOTHBRUSH: ['전동 칫솔', '電動歯ブラシ', 'Toothbrush'],
  FAN: ['선풍기', '扇風機', 'Fan'],
  HEATER: ['히터', 'ヒーター', 'Heater'],
  HOMECAM: ['홈캠', 'ホームカメラ', 'Camera'],
  HUMIDIFIER: ['가습기', '加湿器', 'Humidifier'],
  KIMCHIREFRIGERATOR: ['김치냉장고', 'キムチ冷蔵庫', 'Kimchi refrigerator'],
  LIGHT: ['조명', '照明', 'Light'],
  MASSAGECHAIR: ['안마 의자', 'マッサージチェア', 'Massage chair'],
  MICROWAVE: ['전자레인지', '電子レンジ', 'Microwave'],
  MOTIONSENSOR: ['동작 센서', '人感センサー', 'Motion sensor'],
  OPENCLOSESENSOR: ['열림 센서', '開閉センサー', 'Door sensor'],
  OVEN: ['오븐', 'オーブン', 'Oven'],
  POWERSTRIP: ['멀티탭', '電源タップ', 'Power strip'],
  PURIFIER: ['정수기', '浄水器', 'Water purifier'],
  RANGE: ['레인지', 'コンロ', 'Range'],
  RANGEHOOD: ['레인지 후드', 'レンジフード', 'Range hood'],
  REFRIGERATOR: ['냉장고', '冷蔵庫', 'Refrigerator'],
  RICECOOKER: ['전기밥솥', '炊飯器', 'Rice cooker'],
  ROBOTVACUUM: ['로봇 청소기', 'ロボット掃除機', 'Robot vacuum'],
  SETTOPBOX: ['셋톱박스', 'セットトップボックス', 'Set-top box'],
  SLEEPINGMONITOR: ['수면 측정기', '睡眠計', 'Sleep monitor'],
  SMARTBED: ['침대', 'ベッド', 'Bed'],
  SMARTCHAIR: ['의자', '椅子', 'Chair'],
  SMARTCURTAIN: ['커튼', 'カーテン', 'Curtain'],
  SMARTHUB: ['허브', 'ハブ', 'Hub'],
  SMARTLOCK: ['도어락', 'スマートロック', 'Lock'],
  SMARTMETER: ['전력 측정기', '電力計', 'Power meter'],
  SMARTPLUG: ['플러그', 'プラグ', 'Plug'],
  SMARTTV: ['TV', 'テレビ', 'TV'],
  SMARTVALVE: ['밸브', 'バルブ', 'Valve'],
  SMOKESENSOR: ['연기 센서', '煙センサー', 'Smoke sensor'],
  SWITCH: ['스위치', 'スイッチ', 'Switch'],
  THERMOSTAT: ['온도 조절기', 'サーモスタット', 'Thermostat'],
  VENTILATOR: ['환풍기', '換気扇', 'Ventilator'],
  WATERBOILER: ['보일러', '給湯器', 'Boiler'],
  WINECELLAR: ['와인 셀러', 'ワインセラー', 'Wine cellar'],
}

/** What an appliance type is called, in the three languages. */
export function typeLabel(type: string): LocalizedText {
  const [ko, ja, en] = (Object.hasOwn(typeNames, type) ? typeNames[type] : undefined) ?? [type, type, type]
  return { ko, ja, en }
}
