import * as z from 'zod'
import { Failure } from '../../../src/home/failure.ts'
import type { Steps } from '../../../src/util/slices.ts'
import { say } from '../messages.ts'
import type { V1State } from './api.ts'
import { colors, type LampFeatures } from './color.ts'
import type { Datastore, Group, Light, SceneStates, Sensor } from './schema.ts'

/** A resource as CLIP v2 would have it. */
type Resource = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }

/**
 * What a bridge of CLIP v1 has, in the words of CLIP v2, with which the rest of this driver works.
 * Ids are made of the numbers of v1: `0000aa-lights-3`. `id_v1` is what a bridge of CLIP v2 would tell.
 * @param recalled the scenes that were recalled last, while their lamps have not changed since
 * @param sceneStates what scenes do with their lamps, where that was read
 */
export function* translate(
  { lights, groups, scenes, sensors, config }: Datastore,
  recalled: ReadonlySet<string>,
  sceneStates: ReadonlyMap<string, SceneStates> = new Map(),
): Steps<readonly Resource[]> {
  const rooms = groups.filter(
    ([, { type, recycle }]) => recycle !== true && (type === 'Room' || type === 'Zone' || type === 'LightGroup'),
  )
  const lightsById = new Map(lights)
  const roomsById = new Map(rooms)
  const prefix = prefixOf(config.bridgeid)
  const all: Resource[] = []
  // It comes first: what is left out of a list that is too long is no bridge.
  if (config.bridgeid !== undefined)
    all.push(...prefixed([{ id: 'bridge', type: 'bridge', bridge_id: config.bridgeid.toLowerCase() }], prefix))
  for (const [id, one] of lights) {
    all.push(...prefixed(lamp(id, one), prefix))
    yield
  }
  for (const [id, one] of rooms) {
    all.push(...prefixed(group(id, one, lightsById), prefix))
    yield
  }
  for (const [id, one] of scenes) {
    all.push(...prefixed(sceneOf(id, one), prefix))
    yield
  }
  for (const parts of devices(sensors)) {
    all.push(...prefixed(sensorDevice(parts), prefix))
    yield
  }
  return all

  function sceneOf(id: string, { name, group: of = '', recycle }: Datastore['scenes'][number][1]): Resource[] {
    const room = roomsById.get(of)
    if (!room || recycle === true) return []
    const status = { active: recalled.has(id) ? 'static' : 'inactive' }
    const named = { id: `scenes-${id}`, id_v1: `/scenes/${id}`, type: 'scene', metadata: { name } }
    const states = sceneStates.get(id)
    return [
      {
        ...named,
        group: { rid: `groups-${of}`, rtype: kindOf(room) },
        status,
        ...(states && { actions: Object.entries(states).map(([light, wanted]) => actionOf(light, wanted)) }),
      },
    ]
  }
}

const actionOf = (light: string, { on, bri }: SceneStates[string]) => ({
  target: { rid: `lights-${light}`, rtype: 'light' },
  action: {
    ...(on !== undefined && { on: { on } }),
    ...(bri !== undefined && { dimming: { brightness: percentOf(bri) } }),
  },
})

const kindOf = ({ type }: Group) => (type === 'Room' ? 'room' : 'zone')
const radio = (of: string, reachable: boolean | undefined): Resource => ({
  id: `${of}-radio`,
  type: 'zigbee_connectivity',
  owner: { rid: of, rtype: 'device' },
  // Not every emulation reports it.
  status: reachable === false ? 'disconnected' : 'connected',
})
const made = (one: Light | Sensor) => ({
  ...(one.modelid !== undefined && { model_id: one.modelid }),
  ...(one.manufacturername !== undefined && { manufacturer_name: one.manufacturername }),
  ...(one.productname !== undefined && { product_name: one.productname }),
  ...(one.swversion !== undefined && { software_version: one.swversion }),
})

/** What lamps of each type have (the type names of CLIP v1), whatever their state contains at the moment. */
const lampTypes: readonly (readonly [type: RegExp, has: LampFeatures])[] = [
  [/^on\/off /i, { brightness: false, white: false, color: false }],
  [/^dimmable /i, { brightness: true, white: false, color: false }],
  [/^color temperature light$/i, { brightness: true, white: true, color: false }],
  [/^(color|color dimmable) light$/i, { brightness: true, white: false, color: true }],
  [/^extended color light$/i, { brightness: true, white: true, color: true }],
]

/** What deCONZ lists among the lights and is none. */
const notLamps = /configuration tool|range extender|window covering|warning device|door lock/i

/** By its type and capabilities; by the keys of its state, be they null, only if its type says nothing. */
function featuresOf({ type = '', state = {}, capabilities }: Light): LampFeatures {
  const byType = lampTypes.find(([pattern]) => pattern.test(type))?.[1]
  const { ct, colorgamut } = capabilities?.control ?? {}
  return {
    brightness: byType?.brightness ?? state.bri !== undefined,
    white: byType?.white ?? (state.ct !== undefined || ct !== undefined),
    color: byType?.color ?? (state.xy !== undefined || state.hue !== undefined || colorgamut !== undefined),
  }
}

function lamp(id: string, one: Light): Resource[] {
  const { name, type = '', state = {} } = one
  if (notLamps.test(type)) return []
  const features = featuresOf(one)
  const isPlug = /plug/i.test(type)
  const device = `devices-${id}`
  const id_v1 = `/lights/${id}`
  const archetype = isPlug ? 'plug' : 'classic_bulb'
  const light = {
    id: `lights-${id}`,
    id_v1,
    type: 'light',
    owner: { rid: device, rtype: 'device' },
    metadata: { name, archetype },
    ...(state.on !== undefined && { on: { on: state.on } }),
    ...(features.brightness && { dimming: typeof state.bri === 'number' ? { brightness: percentOf(state.bri) } : {} }),
    ...colors(one, features),
  }
  const services = [{ rid: light.id, rtype: 'light' }]
  const product_data = { ...made(one), product_archetype: archetype }
  return [
    { id: device, id_v1, type: 'device', metadata: { name, archetype }, product_data, services },
    light,
    radio(device, state.reachable),
  ]
}

/** 1–254 in percent, as CLIP v2 has it. */
const percentOf = (bri: number) => Math.round((Math.min(254, Math.max(0, bri)) / 254) * 10_000) / 100

function group(id: string, one: Group, lights: ReadonlyMap<string, Light>): Resource[] {
  const type = kindOf(one)
  const of = { id: `groups-${id}`, id_v1: `/groups/${id}` }
  const grouped = { rid: `groups-${id}-light`, rtype: 'grouped_light' }
  const members = [...new Set(one.lights)].flatMap((light) => lights.get(light) ?? [])
  const on = one.state?.any_on ?? members.some(({ state }) => state?.on === true)
  const levels = members.flatMap(({ state }) =>
    state?.on === true && typeof state.bri === 'number' ? [percentOf(state.bri)] : [],
  )
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
  return [
    {
      ...of,
      type,
      metadata: { name: one.name },
      children: one.lights.map((light) => ({ rid: `lights-${light}`, rtype: 'light' })),
      services: [grouped],
    },
    {
      id: grouped.rid,
      id_v1: of.id_v1,
      type: 'grouped_light',
      owner: { rid: of.id, rtype: type },
      on: { on },
      ...(levels.length > 0 && { dimming: { brightness: Math.round(mean * 100) / 100 } }),
    },
  ]
}

/** A sensor of CLIP v1 has one measured value; those of one device have the beginning of their unique ids in common. */
type SensorParts = Datastore['sensors'][number][]
/** No device has as many. */
const maxPartsOfSensor = 50

function devices(sensors: Datastore['sensors']): readonly SensorParts[] {
  const devices = new Map<string, SensorParts>()
  for (const one of sensors) {
    const [id, { uniqueid = '', type }] = one
    if (!/^(ZLL|ZHA|ZGP)/.test(type)) continue
    const deviceId = /^[\da-fA-F:]{20,}/.exec(uniqueid)?.[0] ?? id
    const parts = devices.get(deviceId)
    if (!parts) devices.set(deviceId, [one])
    else if (parts.length < maxPartsOfSensor) parts.push(one)
  }
  return [...devices.values()]
}

function sensorDevice(parts: SensorParts): Resource[] {
  // The app names the motion sensor; the bridge names the others of the same device after it.
  const [id, head] = parts.find(([, { type }]) => /Presence|OpenClose|Switch$/.test(type)) ?? parts[0] ?? []
  if (id === undefined || !head) return []
  const device = `sensors-${id}`
  const owner = { rid: device, rtype: 'device' }
  const services: Resource[] = parts.flatMap(([part, one]) =>
    serviceOf(one).map((service, i) => ({
      ...service,
      id: `sensors-${part}-${service.type}-${i}`,
      id_v1: `/sensors/${part}`,
      owner,
    })),
  )
  const { battery, reachable } = head.config ?? {}
  if (battery !== undefined)
    services.push({ id: `${device}-battery`, type: 'device_power', owner, power_state: { battery_level: battery } })
  const named = { id: device, id_v1: `/sensors/${id}`, type: 'device', metadata: { name: head.name } }
  const all = services.map(({ id: rid, type: rtype }) => ({ rid, rtype }))
  return [{ ...named, product_data: made(head), services: all }, ...services, radio(device, reachable)]
}

const buttons = ['initial_press', 'repeat', 'short_release', 'long_release']

/** The state of one sensor of CLIP v1 as services of CLIP v2. */
function serviceOf({ type, state = {}, config }: Sensor): { readonly type: string; readonly [key: string]: unknown }[] {
  const changed = instant(state.lastupdated)
  const at = changed === undefined ? {} : { changed }
  const enabled = config?.on ?? true
  const { presence, temperature: hundredths, lightlevel: light_level, open, buttonevent } = state
  // CLIP v1 cannot switch it, so that it has no `enabled`.
  if (type.endsWith('Presence'))
    return [
      {
        type: 'motion',
        motion: {
          motion_valid: enabled,
          ...(presence !== undefined && { motion: presence, motion_report: { ...at, motion: presence } }),
        },
      },
    ]
  if (type.endsWith('Temperature')) {
    const temperature = hundredths === undefined ? undefined : hundredths / 100
    return [
      {
        type: 'temperature',
        enabled,
        temperature: {
          temperature_valid: enabled,
          ...(temperature !== undefined && { temperature, temperature_report: { ...at, temperature } }),
        },
      },
    ]
  }
  if (type.endsWith('LightLevel'))
    return [
      {
        type: 'light_level',
        enabled,
        light: {
          light_level_valid: enabled,
          ...(light_level !== undefined && { light_level, light_level_report: { ...at, light_level } }),
        },
      },
    ]
  if (type.endsWith('OpenClose'))
    return [
      {
        type: 'contact',
        enabled,
        ...(open !== undefined && { contact_report: { ...at, state: open ? 'no_contact' : 'contact' } }),
      },
    ]
  // 1002: the first button, released after a short press.
  const event = buttons[(buttonevent ?? -1) % 1000]
  if (type.endsWith('Switch'))
    return [
      {
        type: 'button',
        metadata: { control_id: Math.floor((buttonevent ?? 1000) / 1000) },
        ...(event !== undefined && {
          button: { button_report: { event, ...(changed !== undefined && { updated: changed }) } },
        }),
      },
    ]
  return []
}

/** `2026-11-21T11:29:35` is in UTC; `none` stands for what never happened. */
function instant(text: string | undefined): string | undefined {
  const [time] = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?/.exec(text ?? '') ?? []
  return time === undefined ? undefined : `${time}Z`
}

/** What ids of this bridge begin with: their numbers are those of other bridges, too. */
function prefixOf(bridgeId: string | undefined): string {
  const [, serial] = /^[0-9a-f]{10}([0-9a-f]{6})$/i.exec(bridgeId ?? '') ?? []
  return serial === undefined ? '' : `${serial.toLowerCase()}-`
}

/** The same with a prefix before each id, and wherever one is named. */
function prefixed<T>(value: T, prefix: string): T {
  if (Array.isArray(value)) return value.map((one) => prefixed(one, prefix)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    (key === 'id' || key === 'rid') && typeof inner === 'string' ? `${prefix}${inner}` : prefixed(inner, prefix),
  ])
  return Object.fromEntries(entries) as T
}

/** A command of CLIP v1: what a light or a group is sent. */
type V1Command =
  | { readonly light: string; readonly group?: undefined; readonly scene?: undefined; readonly state: V1State }
  | { readonly light?: undefined; readonly group: string; readonly scene?: string; readonly state: V1State }

const body = z.object({
  on: z.object({ on: z.boolean() }).optional(),
  dimming: z.object({ brightness: z.number() }).optional(),
  color: z.object({ xy: z.object({ x: z.number(), y: z.number() }) }).optional(),
  color_temperature: z.object({ mirek: z.number() }).optional(),
  recall: z.object({ action: z.string() }).optional(),
})

/** What a PUT of CLIP v2 is in CLIP v1. @throws Failure `unsupported` for what that has not */
export function v1CommandFor(type: string, id: string, patch: object): V1Command {
  const { on, dimming, color, color_temperature, recall } = body.parse(patch)
  const [, kind, number = ''] = /^(?:[0-9a-f]{6}-)?(lights|groups|scenes)-(.+?)(?:-light)?$/.exec(id) ?? []
  if (type === 'scene' && kind === 'scenes' && recall) return { group: '0', scene: number, state: { scene: number } }
  const state: V1State = {
    ...(on && { on: on.on }),
    ...(dimming && { bri: Math.min(254, Math.max(1, Math.round((dimming.brightness * 254) / 100))) }),
    ...(color && { xy: [color.xy.x, color.xy.y] }),
    ...(color_temperature && { ct: Math.round(color_temperature.mirek) }),
  }
  if (Object.keys(state).length === 0) throw new Failure('unsupported', say('v1Cannot'))
  if (type === 'light' && kind === 'lights') return { light: number, state }
  if (type === 'grouped_light' && kind === 'groups') return { group: number, state }
  throw new Failure('unsupported', say('v1Cannot'))
}
