import { createHash } from 'node:crypto'

/** A room or a zone and the grouped light of it, which is the second. A room holds devices, a zone lights. */
export function group(
  name: string,
  members: readonly (readonly Resource[])[],
  { type = 'room' as 'room' | 'zone', v1 = undefined as string | undefined } = {},
): Resource[] {
  const children = members.flatMap(([head, light]) =>
    [type === 'room' ? head : light].flatMap((one) => (one ? [ref(one)] : [])),
  )
  const id = uuid(type, name)
  const same = v1 === undefined ? {} : { id_v1: v1 }
  const lights: Resource = {
    id: uuid('grouped_light', name),
    type: 'grouped_light',
    ...same,
    owner: { rid: id, rtype: type },
  }
  const metadata = { name, archetype: 'living_room' }
  const services = [ref(lights)]
  return [
    { id, type, ...same, metadata, children, services },
    { ...lights, on: { on: false }, alert: { action_values: ['breathe'] } },
  ]
}

/** A scene of a room or zone: what each light does. */
export function scene(
  name: string,
  [of]: readonly Resource[],
  actions: readonly (readonly [light: Resource, action: object])[],
): Resource {
  if (!of) throw new Error('a scene is of a group')
  return {
    id: uuid('scene', of.id, name),
    type: 'scene',
    actions: actions.map(([light, action]) => ({ target: ref(light), action })),
    recall: {},
    metadata: { name },
    group: ref(of),
    palette: { color: [], dimming: [], color_temperature: [], effects: [] },
    speed: 0.5,
    auto_dynamic: false,
    status: { active: 'inactive' },
  }
}

/** The bridge itself, and its home with all that it holds. */
export function bridgeItself(bridgeId: string, name = 'Hue Bridge', all: readonly Resource[] = []): Resource[] {
  const [head, ...parts] = device('bridge', name, undefined, [
    { type: 'bridge', bridge_id: bridgeId.toLowerCase(), time_zone: { time_zone: 'Asia/Seoul' } },
    connectivity(name, 'connected'),
  ])
  if (!head) throw new Error('a device has a head')
  const id = uuid('bridge_home', name)
  const lights = {
    id: uuid('grouped_light', id),
    type: 'grouped_light',
    id_v1: '/groups/0',
    owner: { rid: id, rtype: 'bridge_home' },
  }
  const children = [head, ...all].filter(({ type }) => type === 'device' || type === 'room').map(ref)
  return [
    head,
    ...parts,
    { id, type: 'bridge_home', id_v1: '/groups/0', children, services: [ref(lights)] },
    { ...lights, on: { on: false }, alert: {} },
  ]
}

/** A home with an appliance of every kind, by name. */
export function typicalHome() {
  const desk = lamp('책상 스탠드', { v1: '/lights/1', on: true })
  const ceiling = lamp('거실 등', { kind: 'ambiance', v1: '/lights/2', mirek: [153, 454] })
  const hall = lamp('복도 등', { kind: 'white', v1: '/lights/3' })
  const plug = lamp('선풍기 플러그', { kind: 'plug', v1: '/lights/4' })
  const living = group('거실', [desk, ceiling], { v1: '/groups/1' })
  const upstairs = group('위층', [desk, hall], { type: 'zone', v1: '/groups/2' })
  const [, deskLight = missing()] = desk
  const [, ceilingLight = missing()] = ceiling
  const relax = scene('휴식', living, [
    [deskLight, { on: { on: true }, dimming: { brightness: 40 }, color_temperature: { mirek: 447 } }],
    [ceilingLight, { on: { on: true }, dimming: { brightness: 20 }, color_temperature: { mirek: 447 } }],
  ])
  return {
    desk,
    ceiling,
    hall,
    plug,
    living,
    upstairs,
    relax: [relax],
    motion: motionSensor('현관 센서'),
    door: contactSensor('현관문'),
    dimmer: dimmerSwitch('침실 스위치'),
  }
}
function missing(): never {
  throw new Error('a lamp has a light')
}

const battery = (level: number) => ({
  type: 'device_power',
  power_state: { battery_state: level > 20 ? 'normal' : 'low', battery_level: level },
})
const now = () => new Date().toISOString()

/** A motion sensor: motion, light level, temperature, battery, radio. */
const motionSensor = (
  name: string,
  { v1 = undefined as string | undefined, motion = false, lux = 100, celsius = 21.37, level = 93 } = {},
): Resource[] =>
  device('motion', name, v1, [
    {
      type: 'motion',
      enabled: true,
      motion: { motion, motion_valid: true, motion_report: { changed: now(), motion } },
      sensitivity: { status: 'set', sensitivity: 2, sensitivity_max: 2 },
    },
    { type: 'light_level', enabled: true, light: lightOf(lux) },
    { type: 'temperature', enabled: true, temperature: temperatureOf(celsius) },
    battery(level),
    connectivity(name, 'connected'),
  ])

/** What a light sensor reports at an illuminance in lux: 10000 · log10(lux) + 1. */
function lightOf(lux: number): object {
  const light_level = Math.round(10000 * Math.log10(lux)) + 1
  return { light_level, light_level_valid: true, light_level_report: { changed: now(), light_level } }
}

const temperatureOf = (temperature: number): object => ({
  temperature,
  temperature_valid: true,
  temperature_report: { changed: now(), temperature },
})

/** A contact sensor: contact, tamper, battery, radio. */
const contactSensor = (name: string, { state = 'contact' as 'contact' | 'no_contact', level = 80 } = {}): Resource[] =>
  device('contact', name, undefined, [
    { type: 'contact', enabled: true, contact_report: { changed: now(), state } },
    { type: 'tamper', tamper_reports: [] },
    battery(level),
    connectivity(name, 'connected'),
  ])

/** A dimmer switch with four buttons. */
const dimmerSwitch = (name: string, { level = 15 } = {}): Resource[] =>
  device('dimmer', name, '/sensors/9', [
    ...[1, 2, 3, 4].map((control_id) => ({
      type: 'button',
      metadata: { control_id },
      button: {
        repeat_interval: 800,
        event_values: ['initial_press', 'repeat', 'short_release', 'long_release', 'long_press'],
        button_report: { updated: now(), event: 'short_release' },
        last_event: 'short_release',
      },
    })),
    battery(level),
    connectivity(name, 'connected'),
  ])

/** A resource as the bridge reports it; its keys are those of CLIP v2. */
export interface Resource {
  id: string
  type: string
  id_v1?: string
  owner?: Ref
  [key: string]: unknown
}
export interface Ref {
  readonly rid: string
  readonly rtype: string
}

/** An id that is the same whenever it is made of the same words. */
const uuid = (...words: readonly string[]): string =>
  createHash('sha1')
    .update(words.join('/'))
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

const macOf = (name: string) =>
  `00:17:88:01:${uuid(name)
    .slice(0, 11)
    .replace(/-/, '')
    .replace(/(..)(?=.)/g, '$1:')}`
const ref = ({ id: rid, type: rtype }: Resource): Ref => ({ rid, rtype })

const gamuts = {
  A: { red: { x: 0.704, y: 0.296 }, green: { x: 0.2151, y: 0.7106 }, blue: { x: 0.138, y: 0.08 } },
  B: { red: { x: 0.675, y: 0.322 }, green: { x: 0.409, y: 0.518 }, blue: { x: 0.167, y: 0.04 } },
  C: { red: { x: 0.6915, y: 0.3083 }, green: { x: 0.17, y: 0.7 }, blue: { x: 0.1532, y: 0.0475 } },
} as const

const models = {
  color: ['LCA001', 'Hue color lamp', 'sultan_bulb'],
  ambiance: ['LTA001', 'Hue ambiance lamp', 'sultan_bulb'],
  white: ['LWA001', 'Hue white lamp', 'classic_bulb'],
  plug: ['LOM001', 'Hue smart plug', 'plug'],
  motion: ['SML001', 'Hue motion sensor', 'unknown_archetype'],
  contact: ['SOC001', 'Hue secure contact sensor', 'unknown_archetype'],
  dimmer: ['RWL022', 'Hue dimmer switch', 'unknown_archetype'],
  bridge: ['BSB002', 'Philips hue', 'bridge_v2'],
} as const

const effectValues = ['no_effect', 'candle', 'fire', 'prism', 'sparkle', 'opal', 'glisten']

/** A device and what it consists of; each service is owned by it, and it names each. */
function device(
  kind: keyof typeof models,
  name: string,
  v1: string | undefined,
  services: readonly object[],
): Resource[] {
  const [model_id, product_name, product_archetype] = models[kind]
  const id = uuid('device', name)
  const owner = { rid: id, rtype: 'device' }
  const same = v1 === undefined ? {} : { id_v1: v1 }
  const counts = new Map<string, number>()
  const parts = services.map((service) => {
    const { type } = service as Resource
    const count = counts.get(type) ?? 0
    counts.set(type, count + 1)
    return { id: uuid(type, name, String(count)), ...same, owner, ...service } as Resource
  })
  const metadata = { name, archetype: product_archetype }
  const certified = { model_id, manufacturer_name: 'Signify Netherlands B.V.', product_name, product_archetype }
  const product_data = {
    ...certified,
    certified: true,
    software_version: '1.116.3',
    hardware_platform_type: '100b-118',
  }
  return [{ id, type: 'device', ...same, product_data, metadata, identify: {}, services: parts.map(ref) }, ...parts]
}

const connectivity = (name: string, status: string) => ({
  type: 'zigbee_connectivity',
  status,
  mac_address: macOf(name),
})

export interface LampOptions {
  readonly kind?: 'color' | 'ambiance' | 'white' | 'plug'
  readonly on?: boolean
  readonly brightness?: number
  readonly gamut?: keyof typeof gamuts
  readonly mirek?: readonly [least: number, most: number]
  /** the status of its radio: connected, disconnected, connectivity_issue */
  readonly status?: string
  /** as `/lights/1` */
  readonly v1?: string
  /** without the newer way of effects */
  readonly old?: boolean
  /** percent: it cannot be dimmed below that */
  readonly minDimLevel?: number
  /** how it reports white: lamps of other makers report it as not valid, or only its xy point */
  readonly tellsMirek?: 'valid' | 'invalid' | 'null'
}

/** A lamp or a plug: its device, its light and its radio. The light is the second. */
export function lamp(name: string, options: LampOptions = {}): Resource[] {
  const { kind = 'color', on = false, brightness = 100, gamut = 'C', mirek: [least, most] = [153, 500] } = options
  const { status = 'connected', v1, old = false, minDimLevel = 0.2, tellsMirek } = options
  const isColor = kind === 'color'
  const light = {
    type: 'light',
    metadata: { name, archetype: models[kind][2], function: kind === 'plug' ? 'functional' : 'mixed' },
    product_data: { function: 'mixed' },
    identify: {},
    service_id: 0,
    ...(tellsMirek && { tellsMirek }),
    on: { on },
    ...(kind !== 'plug' && { dimming: { brightness, min_dim_level: minDimLevel }, dimming_delta: {} }),
    ...((isColor || kind === 'ambiance') && {
      color_temperature: {
        mirek: 366,
        mirek_valid: true,
        mirek_schema: { mirek_minimum: least, mirek_maximum: most },
      },
      color_temperature_delta: {},
    }),
    ...(isColor && { color: { xy: { x: 0.4575, y: 0.4099 }, gamut: gamuts[gamut], gamut_type: gamut } }),
    dynamics: { status: 'none', status_values: ['none', 'dynamic_palette'], speed: 0, speed_valid: false },
    alert: { action_values: ['breathe'] },
    signaling: { signal_values: ['no_signal', 'on_off'] },
    mode: 'normal',
    ...(isColor && {
      effects: { status_values: effectValues, status: 'no_effect', effect_values: effectValues },
      ...(!old && {
        effects_v2: {
          action: { effect_values: effectValues },
          status: { effect: 'no_effect', effect_values: effectValues },
        },
      }),
    }),
    powerup: { preset: 'safety', configured: true, on: { mode: 'on', on: { on: true } } },
  }
  return device(kind, name, v1, [light, connectivity(name, status)])
}

/** A smart scene of a room: what its lamps show goes by the time of the day. */
export const smartScene = (name: string, [of]: readonly Resource[]): Resource => ({
  id: uuid('smart_scene', of?.id ?? '', name),
  type: 'smart_scene',
  metadata: { name },
  ...(of && { group: ref(of) }),
  week_timeslots: [],
  transition_duration: 60_000,
  active_timeslot: { timeslot_id: 0, weekday: 'monday' },
  state: 'inactive',
})

/** A MotionAware area: lamps that sense motion by their radios. The second is its service. */
export function motionArea(name: string, { motion = false, enabled = true } = {}): Resource[] {
  const id = uuid('motion_area_configuration', name)
  const service: Resource = {
    id: uuid('convenience_area_motion', name),
    type: 'convenience_area_motion',
    owner: { rid: id, rtype: 'motion_area_configuration' },
    enabled,
    motion: { motion, motion_valid: true, motion_report: { changed: now(), motion } },
    sensitivity: { sensitivity: 2, sensitivity_max: 4 },
  }
  return [
    {
      id,
      type: 'motion_area_configuration',
      name,
      enabled,
      health: 'healthy',
      participants: [],
      services: [ref(service)],
    },
    service,
  ]
}

/** A tap dial: four buttons and a dial. */
export const tapDial = (name: string): Resource[] =>
  device('dimmer', name, undefined, [
    ...[1, 2, 3, 4].map((control_id) => ({
      type: 'button',
      metadata: { control_id },
      button: { button_report: { updated: now(), event: 'initial_press' }, last_event: 'initial_press' },
    })),
    {
      type: 'relative_rotary',
      relative_rotary: {
        last_event: { action: 'start', rotation: { direction: 'clock_wise', steps: 30, duration: 400 } },
        rotary_report: {
          updated: now(),
          action: 'start',
          rotation: { direction: 'clock_wise', steps: 30, duration: 400 },
        },
      },
    },
    battery(90),
    connectivity(name, 'connected'),
  ])
