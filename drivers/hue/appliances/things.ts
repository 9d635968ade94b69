import type { DeviceInfo } from '../../../src/home/device.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { Resource, Resources } from '../bridge/resources.ts'
import type { Kind } from '../options.ts'
import { lampTraits, lightTraits } from './light.ts'
import { modeOfScene } from './modes.ts'
import { isSensing, sensorTraits, sensorType } from './sensor.ts'

/** Something of a bridge that can be an appliance. What it is made of is named by the ids of its resources. */
export interface HueThing {
  /** the id of its light, group, scene or device */
  readonly id: string
  readonly kind: Exclude<Kind, 'device'>
  readonly name: string
  /** what else it may be called */
  readonly aliases: readonly string[]
  /** its id of before CLIP v2, such as `/lights/3`: what stays when a bridge is replaced by one of a later kind */
  readonly v1?: string
  /** CLOVA's type, if one fits */
  readonly type?: string
  readonly about: DeviceInfo
  readonly spec: Spec
  /** that which is told: a light, a grouped light, a scene; of a sensor the service that can be switched */
  readonly primary?: string
  /** the radios by which it is reached: one of them is enough */
  readonly radios: readonly string[]
  /** the services that tell of it besides */
  readonly services: readonly string[]
  /** the lights of a group, or of the group of a scene */
  readonly lights: readonly string[]
  /** of a group, the scenes that are its modes, by mode */
  readonly scenes: Readonly<Record<string, string>>
  /** of a scene, the light of its group */
  readonly group?: string
}

const radio = 'zigbee_connectivity'
const groupKinds: Readonly<Record<string, HueThing['kind']>> = { room: 'room', zone: 'zone', bridge_home: 'home' }
/** What the whole home is called, which has no name on the bridge. */
const homeName = 'all'
const empty = { aliases: [], services: [], lights: [], scenes: {}, radios: [] }
const ids = (all: readonly Resource[]) => all.map(({ id }) => id)
const spec = (traits: Spec['traits']): Spec => ({ traits, verbs: [] })
const named = (resource: Resource | undefined) => resource?.metadata?.name?.trim() || undefined
const v1 = ({ id_v1 }: Resource) => id_v1 !== undefined && { v1: id_v1 }

/** Everything that a bridge has and that can be an appliance. */
export function thingsOf(known: Resources): readonly HueThing[] {
  const all = [...known.all()]
  const of = (type: string) => all.filter((one) => one.type === type)
  const services = grouped(all, ({ owner }) => owner?.rid)
  const scenes = grouped(of('scene'), ({ group }) => group?.rid)
  const partsOf = (id: string) => services.get(id) ?? []
  return [
    ...of('light').flatMap(light),
    ...of('device').flatMap(sensor),
    ...of('motion_area_configuration').flatMap(motionArea),
    ...[...of('room'), ...of('zone'), ...of('bridge_home')].flatMap(group),
    ...[...of('scene'), ...of('smart_scene')].flatMap(scene),
  ]

  function light(one: Resource): HueThing[] {
    const device = known.get(one.owner?.rid ?? '')
    const parts = partsOf(one.owner?.rid ?? '')
    const power = parts.filter(({ type }) => type === 'device_power')
    const isPlug = [one.metadata?.archetype, device?.product_data?.product_archetype].includes('plug')
    return [
      {
        ...empty,
        ...v1(one),
        id: one.id,
        kind: 'light',
        name: nameOf(one, device, parts) ?? one.id,
        aliases: device ? [device.id] : [],
        type: isPlug ? 'SMARTPLUG' : 'LIGHT',
        about: about(device),
        spec: spec({ ...lightTraits(one), ...sensorTraits(power) }),
        primary: one.id,
        radios: ids(parts.filter(({ type }) => type === radio)),
        services: ids(power),
      },
    ]
  }

  function sensor(one: Resource): HueThing[] {
    const parts = partsOf(one.id)
    if (!parts.some(isSensing) || parts.some(({ type }) => type === 'light')) return []
    const type = sensorType(parts)
    const switched = parts.find((part) => part.type === 'motion' || part.type === 'camera_motion')
    return [
      {
        ...empty,
        ...v1(one),
        id: one.id,
        kind: 'sensor',
        name: named(one) ?? one.id,
        ...(type !== undefined && { type }),
        about: about(one),
        spec: spec(sensorTraits(parts)),
        ...(switched && { primary: switched.id }),
        radios: ids(parts.filter(({ type }) => type === radio)),
        services: ids(parts.filter(({ type }) => type !== radio)),
      },
    ]
  }

  /** Lamps that sense motion by their radios (MotionAware): the services belong to an area and not to a device. */
  function motionArea(one: Resource): HueThing[] {
    const parts = partsOf(one.id).filter(isSensing)
    const [service] = parts
    if (!service) return []
    return [
      {
        ...empty,
        id: one.id,
        kind: 'sensor',
        name: one.name?.trim() || one.id,
        type: 'MOTIONSENSOR',
        about: {},
        spec: spec(sensorTraits(parts)),
        primary: service.id,
        services: ids(parts),
      },
    ]
  }

  function group(one: Resource): HueThing[] {
    const lights = lightsOf(one)
    const main = groupedOf(one)
    // A home of one lamp is that lamp.
    if (!main || lights.length < (one.type === 'bridge_home' ? 2 : 1)) return []
    const modes = Object.fromEntries(
      (scenes.get(one.id) ?? []).toReversed().flatMap((scene) => {
        const mode = modeOfScene(named(scene))
        return mode === undefined ? [] : [[mode, scene.id]]
      }),
    )
    const values = Object.keys(modes).toSorted()
    // A scene is not released: it is followed by another.
    const mode: Spec['traits'] = values.length > 0 ? { mode: { can: ['read', 'set'], values } } : {}
    return [
      {
        ...empty,
        ...v1(one),
        id: one.id,
        kind: groupKinds[one.type] ?? 'room',
        name: named(one) ?? (one.type === 'bridge_home' ? homeName : one.id),
        type: 'LIGHT',
        about: {},
        spec: spec({ ...lampTraits(lights), ...mode }),
        primary: main.id,
        radios: radiosOf(lights),
        lights: ids(lights),
        scenes: modes,
      },
    ]
  }

  /** Programs that speak like a bridge do not all let a room own its light, but each names it. */
  function groupedOf({ id, services = [] }: Resource): Resource | undefined {
    const told = services.flatMap(({ rid }) => known.get(rid) ?? [])
    return [...told, ...partsOf(id)].find(({ type }) => type === 'grouped_light')
  }

  function radiosOf(lights: readonly Resource[]): readonly string[] {
    return lights.flatMap(({ owner }) => ids(partsOf(owner?.rid ?? '').filter(({ type }) => type === radio)))
  }

  /** A room holds devices, a zone lights, the home all. */
  function lightsOf({ type: kind, children = [] }: Resource): readonly Resource[] {
    if (kind === 'bridge_home') return of('light')
    const found = children.flatMap(({ rid, rtype }) =>
      rtype === 'light' ? (known.get(rid) ?? []) : partsOf(rid).filter(({ type }) => type === 'light'),
    )
    return [...new Set(found)]
  }

  function scene(one: Resource): HueThing[] {
    const room = known.get(one.group?.rid ?? '')
    const main = room && groupedOf(room)
    const name = named(one) ?? one.id
    const lights = room ? lightsOf(room) : []
    return [
      {
        ...empty,
        ...v1(one),
        id: one.id,
        kind: 'scene',
        name,
        aliases: named(room) === undefined ? [] : [`${named(room)} ${name}`, `${named(room)}/${name}`],
        type: 'SWITCH',
        about: {},
        spec: spec({ power: { can: ['read', 'set'] } }),
        primary: one.id,
        lights: ids(lights),
        radios: radiosOf(lights),
        ...(main && { group: main.id }),
      },
    ]
  }
}

/** The Hue app renames devices; of one with several lights each has a name of its own. */
const nameOf = (light: Resource, device: Resource | undefined, parts: readonly Resource[]) =>
  parts.filter(({ type }) => type === 'light').length > 1
    ? (named(light) ?? named(device))
    : (named(device) ?? named(light))

function grouped(all: readonly Resource[], by: (one: Resource) => string | undefined) {
  const groups = new Map<string, Resource[]>()
  for (const one of all) {
    const key = by(one)
    const group = key === undefined ? undefined : groups.get(key)
    if (group) group.push(one)
    else if (key !== undefined) groups.set(key, [one])
  }
  return groups
}

function about(device: Resource | undefined): DeviceInfo {
  const { manufacturer_name, model_id, product_name, software_version } = device?.product_data ?? {}
  const model = product_name && model_id ? `${product_name} (${model_id})` : (product_name ?? model_id)
  return {
    ...(manufacturer_name !== undefined && { manufacturer: manufacturer_name }),
    ...(model !== undefined && { model }),
    ...(software_version !== undefined && { version: software_version }),
  }
}
