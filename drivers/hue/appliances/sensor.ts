import type { Limit, Spec } from '../../../src/home/spec.ts'
import { limitOf } from '../../../src/home/traitLimits.ts'
import { parseTrait, type State, type Traits } from '../../../src/home/traits.ts'
import type { Resource } from '../bridge/resources.ts'

type Readings = Traits['readings']

/** How one service of a device is read. */
interface Service {
  /** CLOVA's type of a device that has it; of several the first of this table counts */
  readonly type?: string
  readonly traits: Spec['traits']
  /** of one that can be switched, while it says whether it is on */
  readonly switched?: Spec['traits']
  /** Its state now; a value that it does not call valid is absent. */
  state(service: Resource): State
}

const read = ['read'] as const
const instant = (text: string | undefined) => parseTrait('detectedAt', text)

/** A service that senses motion can be switched off, and then senses none. */
const motion: Service = {
  type: 'MOTIONSENSOR',
  traits: { detected: { can: read }, detectedAt: { can: read } },
  switched: { power: { can: ['read', 'set'] } },
  state({ enabled, motion }) {
    const { motion: now = motion?.motion, changed } = motion?.motion_report ?? {}
    const isKnown = enabled !== false && motion?.motion_valid !== false && now !== undefined
    // When it began, or when it was last there.
    const at = instant(changed)
    return {
      ...(enabled !== undefined && { power: enabled }),
      ...(isKnown && { detected: now }),
      ...(at !== undefined && { detectedAt: at }),
    }
  },
}

/** Every service whose reports are read, by its type in CLIP v2. */
const table: Readonly<Record<string, Service>> = {
  motion,
  camera_motion: motion,
  convenience_area_motion: motion,
  security_area_motion: motion,
  contact: {
    type: 'OPENCLOSESENSOR',
    traits: { open: { can: read }, openedAt: { can: read }, closedAt: { can: read } },
    state({ enabled, contact_report: { state, changed } = {} }) {
      if (enabled === false || (state !== 'contact' && state !== 'no_contact')) return {}
      const at = instant(changed)
      const open = state === 'no_contact'
      return { open, ...(at !== undefined && { [open ? 'openedAt' : 'closedAt']: at }) }
    },
  },
  temperature: {
    type: 'AIRSENSOR',
    traits: { currentTemperature: limitOf('currentTemperature', read, {}) as Limit<'currentTemperature'> },
    state({ enabled, temperature }) {
      const celsius = temperature?.temperature_report?.temperature ?? temperature?.temperature
      if (enabled === false || temperature?.temperature_valid === false || celsius === undefined) return {}
      return { currentTemperature: Math.round(celsius * 10) / 10 }
    },
  },
  light_level: {
    traits: { readings: { can: read } },
    state({ enabled, light }) {
      const level = light?.light_level_report?.light_level ?? light?.light_level
      if (enabled === false || light?.light_level_valid === false || level === undefined) return {}
      const lux = level <= 0 ? 0 : 10 ** ((level - 1) / 10_000)
      return { readings: [{ name: 'lux', value: lux < 10 ? Math.round(lux * 10) / 10 : Math.round(lux) }] }
    },
  },
  button: {
    traits: { readings: { can: read } },
    state({ metadata, button }) {
      const event = button?.button_report?.event ?? button?.last_event
      if (event === undefined) return {}
      return { readings: [{ name: `button ${metadata?.control_id ?? 1}`, value: event.replaceAll('_', ' ') }] }
    },
  },
  relative_rotary: {
    traits: { readings: { can: read } },
    state({ relative_rotary }) {
      const { direction, steps } = relative_rotary?.rotary_report?.rotation ?? {}
      if (direction === undefined) return {}
      const turned = direction.replaceAll('_', ' ')
      return { readings: [{ name: 'dial', value: steps === undefined ? turned : `${turned} ${steps}` }] }
    },
  },
  device_power: {
    traits: { battery: { can: read, min: 0, max: 100, step: 1 } },
    state({ power_state: { battery_level } = {} }) {
      const battery = parseTrait('battery', battery_level)
      return battery === undefined ? {} : { battery }
    },
  },
}

const serviceOf = ({ type }: Resource) => (Object.hasOwn(table, type) ? table[type] : undefined)

/** True if a device with this service has something to say, beyond its battery. */
export const isSensing = (service: Resource): boolean =>
  service.type !== 'device_power' && serviceOf(service) !== undefined

/** CLOVA's type of a device with these services, if one fits. */
export function sensorType(services: readonly Resource[]): string | undefined {
  const types = services.map(({ type }) => type)
  const first = Object.keys(table).find((name) => table[name]?.type !== undefined && types.includes(name))
  return first === undefined ? undefined : table[first]?.type
}

/** What can be read of these services. */
export const sensorTraits = (services: readonly Resource[]): Spec['traits'] =>
  Object.assign(
    {},
    ...services.map((service) => {
      const { traits, switched } = serviceOf(service) ?? {}
      return { ...traits, ...(service.enabled !== undefined && switched) }
    }),
  )

/** The state of these services, with the readings of all in one list. */
export function sensorState(services: readonly Resource[]): State {
  const states = services.map((service) => serviceOf(service)?.state(service) ?? {})
  const readings: Readings = states.flatMap((state) => state.readings ?? [])
  return { ...Object.assign({}, ...states), ...(readings.length > 0 && { readings }) }
}
