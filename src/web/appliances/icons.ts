import type { IconName } from '../components/icon.tsx'

/** The picture of each appliance type; a type without a row has a plug. */
const icons: Readonly<Record<string, IconName>> = {
  AIRCONDITIONER: 'aircon',
  AIRPURIFIER: 'air',
  AIRSENSOR: 'air',
  DEHUMIDIFIER: 'drop',
  FAN: 'fan',
  HEATER: 'flame',
  HUMIDIFIER: 'drop',
  LIGHT: 'lamp',
  MOTIONSENSOR: 'eye',
  OPENCLOSESENSOR: 'open',
  POWERSTRIP: 'plug',
  PURIFIER: 'drop',
  RANGE: 'flame',
  RANGEHOOD: 'fan',
  ROBOTVACUUM: 'vacuum',
  SETTOPBOX: 'tv',
  SMARTCURTAIN: 'curtain',
  SMARTHUB: 'hub',
  SMARTLOCK: 'lock',
  SMARTPLUG: 'plug',
  SMARTTV: 'tv',
  SMARTVALVE: 'lock',
  SMOKESENSOR: 'alert',
  SWITCH: 'power',
  THERMOSTAT: 'thermo',
  VENTILATOR: 'fan',
  WATERBOILER: 'thermo',
  HOMECAM: 'eye',
  SLEEPINGMONITOR: 'moon',
  BUILDING_NOTICE_MONITOR: 'voice',
  BUILDING_ELEVATOR_CALLER: 'save',
}

/** The picture of an appliance type. */
export const iconOf = (type: string): IconName => icons[type] ?? 'plug'

const modeIcons: Readonly<Record<string, IconName>> = {
  auto: 'auto',
  cool: 'snow',
  powercool: 'snow',
  freeze: 'snow',
  heat: 'flame',
  warmwind: 'flame',
  hotwater: 'flame',
  dehumidify: 'drop',
  dry: 'drop',
  humidify: 'drop',
  fan: 'fan',
  ventilating: 'fan',
  sleep: 'moon',
  rest: 'moon',
}

/** The picture of a mode, if it has one. */
export const modeIconOf = (mode: string): IconName | undefined => modeIcons[mode]
