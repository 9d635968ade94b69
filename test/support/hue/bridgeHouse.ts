import { connectivity, device, lamp, type Resource, ref, uuid } from './bridgeDevices.ts'
import { contactSensor, dimmerSwitch, motionSensor } from './bridgeSensors.ts'

export * from './bridgeDevices.ts'
export * from './bridgeSensors.ts'

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

/** A house of every kind of thing, by name. */
export function usualHouse() {
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
