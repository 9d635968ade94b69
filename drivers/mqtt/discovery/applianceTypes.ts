/** CLOVA's type for each kind of thing that announces itself. What has no row has no type of its own there. */
const typeByKind = {
  light: 'LIGHT',
  plug: 'SMARTPLUG',
  strip: 'POWERSTRIP',
  switch: 'SWITCH',
  siren: 'SWITCH',
  curtain: 'SMARTCURTAIN',
  lock: 'SMARTLOCK',
  valve: 'SMARTVALVE',
  thermostat: 'THERMOSTAT',
  airConditioner: 'AIRCONDITIONER',
  heater: 'HEATER',
  waterHeater: 'WATERBOILER',
  fan: 'FAN',
  ventilator: 'VENTILATOR',
  airPurifier: 'AIRPURIFIER',
  humidifier: 'HUMIDIFIER',
  dehumidifier: 'DEHUMIDIFIER',
  vacuum: 'ROBOTVACUUM',
  airSensor: 'AIRSENSOR',
  motionSensor: 'MOTIONSENSOR',
  openCloseSensor: 'OPENCLOSESENSOR',
  smokeSensor: 'SMOKESENSOR',
  meter: 'SMARTMETER',
} as const
export type ApplianceKind = keyof typeof typeByKind

/** CLOVA's type for a kind of thing. */
export const typeOf = (kind: ApplianceKind): string => typeByKind[kind]
