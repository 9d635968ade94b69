import type { DeviceInfo } from '../../../src/home/device.ts'
import type { Spec } from '../../../src/home/spec.ts'
import { displayName } from '../../../src/util/displayName.ts'
import type { Steps } from '../../../src/util/slices.ts'
import { groupBy, type Resource, type Resources } from '../bridge/resources.ts'
import type { Kind } from '../options.ts'
import { lampTraits, lightTraits } from './light.ts'
import { modeOfScene } from './modes.ts'
import { isSensing, sensorTraits, sensorType } from './sensor.ts'

/** A light, group, scene or sensor of a bridge that can be an appliance. Its parts are given by the ids of their resources. */
export interface HueAppliance {
  /** the id of its light, group, scene or device */
  readonly id: string
  readonly kind: Exclude<Kind, 'device'>
  readonly name: string
  /** other names by which the user may refer to it */
  readonly aliases: readonly string[]
  /** its id of CLIP v1, such as `/lights/3`: it stays the same when a bridge is replaced by a newer one */
  readonly v1?: string
  /** CLOVA's appliance type; absent if none fits */
  readonly type?: string
  readonly deviceInfo: DeviceInfo
  readonly spec: Spec
  /** the resource that receives commands: a light, a grouped light or a scene; of a sensor, the service that can be enabled */
  readonly commandResource?: string
  /** the `zigbee_connectivity` services of its devices: it is reachable if one of them is connected */
  readonly connectivityServices: readonly string[]
  /** further services that report its state, such as `device_power` */
  readonly reportingServices: readonly string[]
  /** the lights of a group, or of the group of a scene */
  readonly lights: readonly string[]
  /** of a group, the scenes that are its modes, by mode */
  readonly scenes: Readonly<Record<string, string>>
  /** of a scene, the `grouped_light` of its room or zone */
  readonly groupedLight?: string
}

const connectivityType = 'zigbee_connectivity'
const groupKinds: Readonly<Record<string, HueAppliance['kind']>> = { room: 'room', zone: 'zone', bridge_home: 'home' }
/** The name of the group of all lights, which has no name on the bridge. */
const homeName = 'all'
const defaults = { aliases: [], reportingServices: [], lights: [], scenes: {}, connectivityServices: [] }
const ids = (all: readonly Resource[]) => all.map(({ id }) => id)
const spec = (traits: Spec['traits']): Spec => ({ traits, verbs: [] })
const shown = (text: string | undefined) => displayName(text ?? '') || undefined
const shownName = (resource: Resource | undefined) => shown(resource?.metadata?.name)
const v1 = ({ id_v1 }: Resource) => id_v1 !== undefined && { v1: id_v1 }

/** So many appliances are made in one step. A bridge that has fewer is listed without a pause. */
const appliancesPerStep = 64
/** A group of many lights takes longer: so many of its parts count as one more appliance. */
const partsPerAppliance = 16
/**
 * How many services of one device or room are looked at. Those of Hue have some ten. If all lights of a bridge were of one
 * device, each of them would list the services of all others.
 */
const maxServicesOfOne = 100

/** The lights of a group, what reaches them, and its `grouped_light`. All scenes of a room share those of the room. */
interface Members {
  readonly groupedLight: Resource | undefined
  readonly lights: readonly Resource[]
  readonly ids: readonly string[]
  readonly connectivityServices: readonly string[]
}

/** All appliances of a bridge: lights, sensors, motion areas, rooms, zones, the home and scenes. */
export function* listAppliances(resources: Resources): Steps<readonly HueAppliance[]> {
  return yield* new ApplianceList(resources).build()
}

/** Makes the appliances of a bridge from its resources, which are grouped by type and owner once. */
class ApplianceList {
  readonly #resources: Resources
  readonly #byType: ReadonlyMap<string, readonly Resource[]>
  /** the services of each device, room or area, by its id */
  readonly #services: ReadonlyMap<string, readonly Resource[]>
  /** the scenes of each room or zone, by its id */
  readonly #scenes: ReadonlyMap<string, readonly Resource[]>
  /** what was found of a group, by its id */
  readonly #members = new Map<string, Members>()

  constructor(resources: Resources) {
    const all = [...resources.all()]
    this.#resources = resources
    this.#byType = groupBy(all, ({ type }) => type)
    this.#services = groupBy(all, ({ owner }) => owner?.rid, maxServicesOfOne)
    this.#scenes = groupBy(this.#ofType('scene'), ({ group }) => group?.rid)
  }

  *build(): Steps<readonly HueAppliance[]> {
    const listed: HueAppliance[] = []
    const makers: readonly (readonly [readonly Resource[], (one: Resource) => readonly HueAppliance[]])[] = [
      [this.#ofType('light'), (one) => this.#light(one)],
      [this.#ofType('device'), (one) => this.#sensor(one)],
      [this.#ofType('motion_area_configuration'), (one) => this.#motionArea(one)],
      // A bridge has one home.
      [
        [...this.#ofType('room'), ...this.#ofType('zone'), ...this.#ofType('bridge_home').slice(0, 1)],
        (one) => this.#group(one),
      ],
      [[...this.#ofType('scene'), ...this.#ofType('smart_scene')], (one) => this.#scene(one)],
    ]
    let sinceStep = 0
    for (const [some, make] of makers)
      for (const one of some) {
        const made = make(one)
        listed.push(...made)
        sinceStep += 1 + ((one.children?.length ?? 0) + (made[0]?.lights.length ?? 0)) / partsPerAppliance
        if (sinceStep < appliancesPerStep) continue
        sinceStep = 0
        yield
      }
    return listed
  }

  #ofType(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? []
  }

  /** The services of a device, room or area. */
  #partsOf(id: string): readonly Resource[] {
    return this.#services.get(id) ?? []
  }

  #light(one: Resource): HueAppliance[] {
    const device = this.#resources.get(one.owner?.rid ?? '')
    const parts = this.#partsOf(one.owner?.rid ?? '')
    const power = parts.filter(({ type }) => type === 'device_power')
    const isPlug = [one.metadata?.archetype, device?.product_data?.product_archetype].includes('plug')
    return [
      {
        ...defaults,
        ...v1(one),
        id: one.id,
        kind: 'light',
        name: nameOf(one, device, parts) ?? one.id,
        aliases: device ? [device.id] : [],
        type: isPlug ? 'SMARTPLUG' : 'LIGHT',
        deviceInfo: deviceInfoOf(device),
        spec: spec({ ...lightTraits(one), ...sensorTraits(power) }),
        commandResource: one.id,
        connectivityServices: ids(parts.filter(({ type }) => type === connectivityType)),
        reportingServices: ids(power),
      },
    ]
  }

  #sensor(one: Resource): HueAppliance[] {
    const parts = this.#partsOf(one.id)
    if (!parts.some(isSensing) || parts.some(({ type }) => type === 'light')) return []
    const type = sensorType(parts)
    const switched = parts.find((part) => part.type === 'motion' || part.type === 'camera_motion')
    return [
      {
        ...defaults,
        ...v1(one),
        id: one.id,
        kind: 'sensor',
        name: shownName(one) ?? one.id,
        ...(type !== undefined && { type }),
        deviceInfo: deviceInfoOf(one),
        spec: spec(sensorTraits(parts)),
        ...(switched && { commandResource: switched.id }),
        connectivityServices: ids(parts.filter(({ type }) => type === connectivityType)),
        reportingServices: ids(parts.filter(({ type }) => type !== connectivityType)),
      },
    ]
  }

  /** A motion area of lamps (MotionAware): its services belong to the area and not to a device. */
  #motionArea(one: Resource): HueAppliance[] {
    const parts = this.#partsOf(one.id).filter(isSensing)
    const [service] = parts
    if (!service) return []
    return [
      {
        ...defaults,
        id: one.id,
        kind: 'sensor',
        name: shown(one.name) ?? one.id,
        type: 'MOTIONSENSOR',
        deviceInfo: {},
        spec: spec(sensorTraits(parts)),
        commandResource: service.id,
        reportingServices: ids(parts),
      },
    ]
  }

  #group(one: Resource): HueAppliance[] {
    const { lights, ids: lightIds, connectivityServices, groupedLight } = this.#membersOf(one)
    // The home group of a single lamp would only duplicate that lamp.
    if (!groupedLight || lights.length < (one.type === 'bridge_home' ? 2 : 1)) return []
    const modes = Object.fromEntries(
      (this.#scenes.get(one.id) ?? []).toReversed().flatMap((scene) => {
        const mode = modeOfScene(shownName(scene))
        return mode === undefined ? [] : [[mode, scene.id]]
      }),
    )
    const values = Object.keys(modes).toSorted()
    // A scene cannot be released, only replaced by another: `mode` has no rest value.
    const mode: Spec['traits'] = values.length > 0 ? { mode: { can: ['read', 'set'], values } } : {}
    return [
      {
        ...defaults,
        ...v1(one),
        id: one.id,
        kind: groupKinds[one.type] ?? 'room',
        name: shownName(one) ?? (one.type === 'bridge_home' ? homeName : one.id),
        type: 'LIGHT',
        deviceInfo: {},
        spec: spec({ ...lampTraits(lights), ...mode }),
        commandResource: groupedLight.id,
        connectivityServices,
        lights: lightIds,
        scenes: modes,
      },
    ]
  }

  /** The `grouped_light` of a room. Some bridge emulators do not set its `owner`, but all list it in `services` of the room. */
  #groupedOf({ id, services = [] }: Resource): Resource | undefined {
    const referenced = services.flatMap(({ rid }) => this.#resources.get(rid) ?? [])
    return [...referenced, ...this.#partsOf(id)].find(({ type }) => type === 'grouped_light')
  }

  #membersOf(group: Resource): Members {
    const known = this.#members.get(group.id)
    if (known) return known
    const lights = this.#lightsOf(group)
    const devices = new Set(lights.map(({ owner }) => owner?.rid ?? ''))
    const connectivityServices = [...devices].flatMap((device) =>
      ids(this.#partsOf(device).filter(({ type }) => type === connectivityType)),
    )
    const members = { lights, ids: ids(lights), connectivityServices, groupedLight: this.#groupedOf(group) }
    this.#members.set(group.id, members)
    return members
  }

  /** The lights of a group: the children of a room are devices, those of a zone are lights, and the home has all lights. */
  #lightsOf({ type: kind, children = [] }: Resource): readonly Resource[] {
    if (kind === 'bridge_home') return this.#ofType('light')
    const found = children.flatMap(({ rid, rtype }) =>
      rtype === 'light' ? (this.#resources.get(rid) ?? []) : this.#partsOf(rid).filter(({ type }) => type === 'light'),
    )
    return [...new Set(found)]
  }

  #scene(one: Resource): HueAppliance[] {
    const room = this.#resources.get(one.group?.rid ?? '')
    const name = shownName(one) ?? one.id
    const members = room && this.#membersOf(room)
    return [
      {
        ...defaults,
        ...v1(one),
        id: one.id,
        kind: 'scene',
        name,
        aliases: shownName(room) === undefined ? [] : [`${shownName(room)} ${name}`, `${shownName(room)}/${name}`],
        type: 'SWITCH',
        deviceInfo: {},
        spec: spec({ power: { can: ['read', 'set'] } }),
        commandResource: one.id,
        lights: members?.ids ?? [],
        connectivityServices: members?.connectivityServices ?? [],
        ...(members?.groupedLight && { groupedLight: members.groupedLight.id }),
      },
    ]
  }
}

/** The Hue app renames the device, unless it has several lights: then each light has its own name. */
const nameOf = (light: Resource, device: Resource | undefined, parts: readonly Resource[]) =>
  parts.filter(({ type }) => type === 'light').length > 1
    ? (shownName(light) ?? shownName(device))
    : (shownName(device) ?? shownName(light))

function deviceInfoOf(device: Resource | undefined): DeviceInfo {
  const { manufacturer_name, model_id, product_name, software_version } = device?.product_data ?? {}
  const [manufacturer, id, product, version] = [manufacturer_name, model_id, product_name, software_version].map(shown)
  const model = product !== undefined && id !== undefined ? `${product} (${id})` : (product ?? id)
  return {
    ...(manufacturer !== undefined && { manufacturer }),
    ...(model !== undefined && { model }),
    ...(version !== undefined && { version }),
  }
}
