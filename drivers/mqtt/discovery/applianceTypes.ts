/** The kind of an announced appliance → CLOVA's type. */
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
  elevator: 'BUILDING_ELEVATOR_CALLER',
  airSensor: 'AIRSENSOR',
  motionSensor: 'MOTIONSENSOR',
  openCloseSensor: 'OPENCLOSESENSOR',
  smokeSensor: 'SMOKESENSOR',
  meter: 'SMARTMETER',
} as const
export type ApplianceKind = keyof typeof typeByKind

/** CLOVA's type for a kind of appliance. */
export const typeOf = (kind: ApplianceKind): string => typeByKind[kind]
