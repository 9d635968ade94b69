import { type Bridge, hueBridge } from '../support/hue/bridge.ts'
import { group, lamp, type Resource } from '../support/hue/bridgeHome.ts'
import { stallingProxy } from '../support/stallingProxy.ts'
import type { TrialCommand, TrialDevice, TrialHome, Truth } from './judge.ts'
import type { Random } from './random.ts'

/** How a lamp, or a lamp of a room, answers a command in one trial. */
type Behaviour = (typeof behaviours)[number]
const behaviours = [
  'obeys',
  /** the bridge takes the command, and nothing happens */
  'deaf',
  /** the bridge reports that it cannot be reached */
  'unreachable',
  /** it has no mains, and the bridge does not know that yet */
  'cut without a word',
  /** half a second after it did it, somebody sets it back by hand */
  'set back by hand',
] as const

const lampCount = 16
const roomCount = 4
const lampsOfRoom = 3

interface Thing extends TrialDevice {
  readonly lights: readonly Resource[]
  readonly owners: readonly string[]
  /** the path of its commands ends so */
  readonly targets: readonly string[]
  readonly history: { fromMs: number; state: Truth }[]
  label: string
  behaviour: Behaviour
  isUnknowable: boolean
  timers: Set<NodeJS.Timeout>
}

/** Lamps and rooms of an emulated bridge. A room is on if all its reachable lamps are, and has no brightness if they differ. */
export async function createHueHome(): Promise<TrialHome> {
  const lampOf = (name: string) => lamp(name, { kind: 'white', on: false, brightness: 50 })
  const single = Array.from({ length: lampCount }, (_, i) => lampOf(`hue lamp ${i}`))
  const rooms = Array.from({ length: roomCount }, (_, i) =>
    Array.from({ length: lampsOfRoom }, (_, j) => lampOf(`hue room ${i} lamp ${j}`)),
  )
  const groups = rooms.map((members, i) => group(`hue room ${i}`, members))
  const bridge = await hueBridge({ resources: [...single, ...rooms.flat(), ...groups], batch: 20 })
  const network = await stallingProxy(bridge)
  const things = new Map<string, Thing>()
  const add = (id: string, members: readonly (readonly Resource[])[], also: readonly string[] = []) => {
    const lights = members.flatMap((parts) => parts.filter(({ type }) => type === 'light'))
    things.set(id, {
      id,
      label: '',
      lights,
      owners: members.flatMap(([head]) => (head ? [head.id] : [])),
      targets: [...lights.map((light) => light.id), ...also],
      history: [],
      get commandsAtMs() {
        return (
          bridge.requests
            .filter(
              ({ method, path }) => method === 'PUT' && this.targets.some((target: string) => path.endsWith(target)),
            )
            // The emulated bridge notes the time of day.
            .map(({ at }) => at - Date.now() + performance.now())
        )
      },
      behaviour: 'obeys',
      isUnknowable: false,
      timers: new Set(),
    })
  }
  single.forEach((parts, i) => {
    add(`h${i}`, [parts])
  })
  rooms.forEach((members, i) => {
    const [, lights] = groups[i] ?? []
    add(`hr${i}`, members, lights ? [lights.id] : [])
  })
  const cut = new Set<string>()
  const stateOf = (thing: Thing): Truth => {
    const reachable = thing.lights.filter(({ owner }) => !cut.has(owner?.rid ?? ''))
    const now = reachable.map(
      ({ id }) => bridge.resources.get(id) as unknown as { on: { on: boolean }; dimming: { brightness: number } },
    )
    if (now.length === 0) return {}
    const on = now.filter((light) => light.on.on).length
    // What is off keeps the brightness that it had.
    const levels = (on > 0 ? now.filter((light) => light.on.on) : now).map(({ dimming }) =>
      Math.round(dimming.brightness),
    )
    const isEven = levels.length > 0 && Math.max(...levels) - Math.min(...levels) <= 1
    return {
      power: on === now.length ? true : on === 0 ? false : 'mixed',
      ...(isEven && { brightness: levels[0] as number }),
      ...(!isEven && levels.length > 1 && { brightness: 'mixed' }),
    }
  }
  const sample = () => {
    for (const thing of things.values()) {
      const state = stateOf(thing)
      if (JSON.stringify(thing.history.at(-1)?.state) !== JSON.stringify(state))
        thing.history.push({ fromMs: performance.now(), state })
    }
  }
  sample()
  bridge.afterChange = sample
  const find = (id: string): Thing => {
    const thing = things.get(id)
    if (!thing) throw new Error(`there is no ${id}`)
    return thing
  }
  return {
    drivers: `  hue: { type: hue, host: 127.0.0.1, port: ${network.port}, applicationKey: '${bridge.key}', certificate: ${JSON.stringify(bridge.certificate)} }`,
    appliances: [...things.keys()]
      .map((id) =>
        id.startsWith('hr')
          ? `  - { id: ${id}, name: ${id}, type: LIGHT, driver: hue, room: hue room ${id.slice(2)} }`
          : `  - { id: ${id}, name: ${id}, type: LIGHT, driver: hue, light: hue lamp ${id.slice(1)} }`,
      )
      .join('\n'),
    devices: [...things.keys()],
    device: find,
    async begin(id, random, again) {
      const thing = find(id)
      if (!again) play(bridge, thing, cut, random)
      sample()
      return commandOf(random)
    },
    async end(id) {
      const thing = find(id)
      for (const timer of thing.timers) clearTimeout(timer)
      thing.timers.clear()
      bridge.beforePut = undefined
      for (const owner of thing.owners) if (cut.delete(owner) || thing.behaviour === 'deaf') bridge.restore(owner)
      sample()
      thing.history.splice(0, thing.history.length - 1)
    },
    disturbances: [
      { name: 'the network to the bridge is away', begin: network.stall, end: network.resume },
      {
        name: 'the bridge restarts',
        begin() {
          bridge.mode = 'rebooting'
          bridge.drop()
        },
        end() {
          bridge.mode = 'ok'
        },
      },
    ],
    async close() {
      for (const { timers } of things.values()) for (const timer of timers) clearTimeout(timer)
      await network.close()
      await bridge.close()
    },
  }
}

/** Applies the fault to one lamp of an appliance; the others of a room execute the command. */
function play(bridge: Bridge, thing: Thing, cut: Set<string>, random: Random): void {
  const behaviour = random.pick(behaviours)
  const owner = random.pick(thing.owners)
  thing.behaviour = behaviour
  thing.isUnknowable = behaviour === 'cut without a word'
  thing.label = `Hue ${thing.owners.length > 1 ? 'room' : 'lamp'} ${behaviour}`
  if (behaviour === 'deaf') bridge.cut(owner, 'deaf')
  if (behaviour === 'unreachable') bridge.cut(owner, 'told')
  if (behaviour === 'cut without a word') bridge.cut(owner, 'untold')
  if (behaviour === 'unreachable' || behaviour === 'cut without a word') cut.add(owner)
  if (behaviour === 'set back by hand') {
    const light = thing.lights.find((one) => one.owner?.rid === owner)
    const timer = setTimeout(() => {
      thing.timers.delete(timer)
      if (light) bridge.change(light.id, { on: { on: random.chance(0.5) } })
    }, 700)
    thing.timers.add(timer)
  }
}

function commandOf(random: Random): TrialCommand {
  if (random.chance(0.6)) {
    const on = random.chance(0.5)
    return { action: on ? 'TurnOn' : 'TurnOff', payload: {}, wanted: { power: on } }
  }
  const value = random.int(2, 100)
  return { action: 'SetBrightness', payload: { brightness: { value } }, wanted: { brightness: value } }
}
