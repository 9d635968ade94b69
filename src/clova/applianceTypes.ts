import type { State, Trait } from '../home/traits.ts'
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
const forbiddenStates: Readonly<Record<string, { readonly [E in Edition]?: State }>> = {
  SMARTLOCK: { jp: { locked: false } },
}

/** True if the guide forbids to set this by voice. */
export function isForbidden(edition: Edition, type: string, patch: State): boolean {
  const forbiddenState = forbiddenStates[type]?.[edition]
  return (
    forbiddenState !== undefined &&
    Object.entries(forbiddenState).some(([trait, value]) => patch[trait as keyof State] === value)
  )
}
