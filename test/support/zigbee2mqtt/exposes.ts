/** `exposes` as a bridge announces them; the presets of zigbee-herdsman-converters, in few words. */

/** Access bits: 1 published, 2 can be set, 4 can be asked for. */
const all = 7
const suffixed = (name: string, endpoint?: string) => ({
  name,
  property: endpoint === undefined ? name : `${name}_${endpoint}`,
  ...(endpoint !== undefined && { endpoint }),
})
interface More {
  readonly [key: string]: unknown
}

/** A number; `access` is 1 unless it is given. */
export const numeric = (name: string, unit?: string, more: More = {}, endpoint?: string) => ({
  type: 'numeric',
  access: 1,
  ...(unit !== undefined && { unit }),
  ...suffixed(name, endpoint),
  ...more,
})
export const binary = (name: string, value_on: unknown, value_off: unknown, access = 1, endpoint?: string) => ({
  type: 'binary',
  access,
  value_on,
  value_off,
  ...suffixed(name, endpoint),
})
export const oneOf = (name: string, values: readonly unknown[], access = all, endpoint?: string) => ({
  type: 'enum',
  access,
  values,
  ...suffixed(name, endpoint),
})
const special = (type: string, features: readonly object[], endpoint?: string) => ({
  type,
  features,
  ...(endpoint !== undefined && { endpoint }),
})

export const battery = numeric('battery', '%', { category: 'diagnostic', value_min: 0, value_max: 100 })
const quality = numeric('linkquality', 'lqi', { category: 'diagnostic', value_min: 0, value_max: 255 })
const onOff = (access = all, endpoint?: string) => ({
  ...binary('state', 'ON', 'OFF', access, endpoint),
  value_toggle: 'TOGGLE',
})

/** A switch; a relay of Tuya's own protocol cannot be asked (`access` 3). */
export const relay = (endpoint?: string, access = all) => special('switch', [onOff(access, endpoint)], endpoint)

const composite = (name: string, parts: readonly string[], endpoint?: string) => ({
  type: 'composite',
  access: all,
  ...suffixed(name, endpoint),
  property: endpoint === undefined ? 'color' : `color_${endpoint}`,
  features: parts.map((part) => ({ type: 'numeric', access: all, name: part, property: part })),
})

interface Lamp {
  readonly dim?: boolean
  /** mired */
  readonly white?: readonly [number, number]
  readonly hs?: boolean
  readonly xy?: boolean
  readonly endpoint?: string
  readonly access?: number
}
export const lamp = ({ dim = true, white, hs, xy, endpoint, access = all }: Lamp = {}) =>
  special(
    'light',
    [
      onOff(access, endpoint),
      ...(dim ? [numeric('brightness', undefined, { access, value_min: 0, value_max: 254 }, endpoint)] : []),
      ...(white
        ? [numeric('color_temp', 'mired', { access, value_min: white[0], value_max: white[1] }, endpoint)]
        : []),
      ...(xy ? [{ ...composite('color_xy', ['x', 'y'], endpoint), access }] : []),
      ...(hs ? [{ ...composite('color_hs', ['hue', 'saturation'], endpoint), access }] : []),
    ],
    endpoint,
  )

/** A cover; `position` is left out of those that do not know it. */
export const shade = ({
  position = true,
  tilt = false,
  endpoint,
}: {
  position?: boolean
  tilt?: boolean
  endpoint?: string
} = {}) =>
  special(
    'cover',
    [
      oneOf('state', ['OPEN', 'CLOSE', 'STOP'], 3, endpoint),
      ...(position ? [numeric('position', '%', { access: all, value_min: 0, value_max: 100 }, endpoint)] : []),
      ...(tilt ? [numeric('tilt', '%', { access: all, value_min: 0, value_max: 100 }, endpoint)] : []),
    ],
    endpoint,
  )

export const doorLock = special('lock', [
  binary('state', 'LOCK', 'UNLOCK', all),
  oneOf('lock_state', ['not_fully_locked', 'locked', 'unlocked'], 1),
])

/** A number that can be requested: °C, its range and step. */
export const setpoint = (
  name: string,
  [value_min, value_max]: readonly [number, number],
  value_step = 0.5,
  endpoint?: string,
) => numeric(name, '°C', { access: all, value_min, value_max, value_step }, endpoint)
export const climate = (features: readonly object[], endpoint?: string) =>
  special('climate', [numeric('local_temperature', '°C', { access: 5 }, endpoint), ...features], endpoint)
export const fan = (features: readonly object[]) => special('fan', features)
/** The features of a fan; a level is a number, a mode is a word. */
export const fanState = { ...onOff(), property: 'fan_state' }
export const fanMode = (...values: readonly string[]) => ({ ...oneOf('mode', values), property: 'fan_mode' })

let serial = 0

/** A device as it stands in `bridge/devices`. */
export function device(
  friendly_name: string,
  definition: string | { readonly model: string; readonly vendor?: string; readonly description: string },
  exposes: readonly object[],
  more: More = {},
) {
  serial += 1
  const {
    model,
    vendor = 'ACME',
    description,
  } = typeof definition === 'string' ? { model: 'X-1', description: definition } : definition
  return {
    ieee_address: `0x${serial.toString(16).padStart(16, '0')}`,
    friendly_name,
    type: 'Router',
    network_address: serial,
    supported: true,
    disabled: false,
    interview_completed: true,
    interview_state: 'SUCCESSFUL',
    interviewing: false,
    power_source: exposes.includes(battery) ? 'Battery' : 'Mains (single phase)',
    definition: { model, vendor, description, exposes: [...exposes, quality], options: [], source: 'native' },
    ...more,
  }
}
