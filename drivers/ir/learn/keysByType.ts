const power = ['on', 'off', 'power']
const sound = ['volumeUp', 'volumeDown', 'mute']
const digits = Array.from({ length: 10 }, (_, digit) => String(digit))
const channels = ['channelUp', 'channelDown', ...digits, 'enter']
const fan = ['fanUp', 'fanDown', 'fan']
const temperature = ['temperatureUp', 'temperatureDown']
const screen = [...power, ...sound, ...channels, 'input', 'record', 'recordStop']

/** The keys that a remote of each type of CLOVA may have, in the order in which they are learnt; of all others, those for power. */
const table: Readonly<Record<string, readonly string[]>> = {
  SMARTTV: screen,
  SETTOPBOX: screen,
  AIRCONDITIONER: [...power, ...temperature, ...fan, 'mode', 'swing'],
  AIRPURIFIER: [...power, ...fan, 'mode'],
  BIDET: [...power, 'open', 'close'],
  DEHUMIDIFIER: [...power, ...fan],
  FAN: [...power, ...fan, 'swing', 'mode'],
  HEATER: [...power, ...temperature],
  HUMIDIFIER: [...power, ...fan, 'mode'],
  LIGHT: [...power, 'brightnessUp', 'brightnessDown', 'mode'],
  MASSAGECHAIR: [...power, 'intensityUp', 'intensityDown'],
  RICECOOKER: [...power, 'mode', 'stop'],
  ROBOTVACUUM: [...power, 'charge'],
  SMARTBED: ['raise', 'lower', 'stop'],
  SMARTCURTAIN: ['open', 'close', 'stop', 'openClose'],
  THERMOSTAT: [...power, ...temperature, 'mode'],
  VENTILATOR: [...power, ...fan, 'mode'],
}

/** The keys that a remote of this type may have, in the order in which they are learnt. */
export const keysOf = (type: string): readonly string[] => table[type] ?? power

/** Whether a remote of this type tells all that its appliance is to do with each press. */
export const isClimate = (type: string): boolean => type === 'AIRCONDITIONER'

/** Why a key need not be learnt, by what is learnt and what was skipped; nothing if it should be. */
export function whyNot(key: string, has: ReadonlySet<string>, skipped: ReadonlySet<string>): string | undefined {
  if (key === 'power' && has.has('on') && has.has('off')) return 'on and off do'
  if (key === 'openClose' && has.has('open') && has.has('close')) return 'open and close do'
  if (digits.includes(key) && digits.some((digit) => skipped.has(digit))) return 'it takes all ten digits'
  if (key === 'enter' && !digits.every((digit) => has.has(digit))) return 'it takes all ten digits'
  return undefined
}
