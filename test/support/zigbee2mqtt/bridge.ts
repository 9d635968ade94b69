import { setTimeout as sleep } from 'node:timers/promises'
import mqtt, { type MqttClient } from 'mqtt'
import { type Entity, featuresOf, first, obey, type Values } from './converters.ts'

/** A device as its bridge knows it; what is absent here has the usual value in `bridge/devices`. */
export interface BridgeDevice {
  readonly ieee_address: string
  readonly friendly_name: string
  readonly definition?: {
    readonly model: string
    readonly vendor: string
    readonly description: string
    readonly exposes: readonly object[]
  } | null
  /** any other key of `bridge/devices`: type, disabled, supported, interview_completed, software_build_id … */
  readonly [key: string]: unknown
}
interface BridgeGroup {
  readonly id: number
  readonly friendly_name: string
  /** IEEE addresses */
  readonly members: readonly string[]
}

/** How one device behaves. All may be changed at any time; the next command goes by it. */
interface Behaviour {
  /** the radio does not reach it: every set and get fails with a timeout on `bridge/logging` */
  dead: boolean
  /** it obeys, and its state is never published */
  silent: boolean
  /** how long after a command its state is published, in milliseconds */
  late: number
  /** its state is published twice */
  twice: boolean
  /** what it reports in place of the commanded values, such as `{ brightness: 10 }` */
  other: Values | undefined
}

export interface Options {
  readonly devices: readonly BridgeDevice[]
  readonly groups?: readonly BridgeGroup[]
  readonly base?: string
  /** as `availability.enabled` in its configuration */
  readonly availability?: boolean
  readonly output?: 'json' | 'attribute' | 'attribute_and_json'
  /** other configuration, as `bridge/info` shows it under `config` */
  readonly config?: object
  /** without Home Assistant's extension a state has no `null` for what was never reported */
  readonly nulls?: boolean
  /** how long a cover takes from one end to the other, in milliseconds */
  readonly travel?: number
}

/** A bridge on a broker. All its promises resolve when the broker has the messages. */
export interface Bridge {
  readonly client: MqttClient
  /** every message on a set or get topic, in the order in which they came */
  readonly received: readonly { readonly topic: string; readonly payload: string }[]
  /** the messages of level error that went to `bridge/logging`, without their `z2m: ` */
  readonly errors: readonly string[]
  /** the state of a device or group, by name; may be read, and is changed by `report` */
  state(name: string): Values
  behaviour(name: string): Behaviour
  /** A device reports something by itself: a hand at the switch, a measurement. */
  report(name: string, values: Values): Promise<void>
  availability(name: string, there: boolean): Promise<void>
  /** The state moves to the new name, and the old topics are emptied. */
  rename(from: string, to: string): Promise<void>
  remove(name: string): Promise<void>
  /** Adds a device, or puts it in the place of the one with its IEEE address: interviewed again, another definition. */
  add(device: BridgeDevice): Promise<void>
  addGroup(group: BridgeGroup): Promise<void>
  /** Publishes `bridge/info` and all that is announced anew. */
  announce(): Promise<void>
  /** Disconnects without DISCONNECT: the last will reports it as offline. */
  crash(): Promise<void>
  close(): Promise<void>
}

interface Thing extends Entity {
  readonly device: BridgeDevice
  state: Values
  readonly behaviour: Behaviour
}

/**
 * A small Zigbee2MQTT 2.x, as a client of the broker at `url`. Made from the facts of Koenkk/zigbee2mqtt 2.14
 * (lib/mqtt.ts, controller.ts, extension/bridge.ts, publish.ts, groups.ts, availability.ts) and of the converters in
 * zigbee-herdsman-converters (converters/toZigbee.ts), not from our own client.
 */
export async function zigbee2mqtt(url: string, options: Options): Promise<Bridge> {
  const { base = 'zigbee2mqtt', availability = false, output = 'json', nulls = true, travel = 60 } = options
  const things = new Map<string, Thing>()
  const groups = new Map((options.groups ?? []).map((group) => [group.friendly_name, group] as const))
  const groupStates = new Map<string, Values>()
  const received: { topic: string; payload: string }[] = []
  const errors: string[] = []
  const ended = new AbortController()

  const client = await mqtt.connectAsync(url, {
    will: { topic: `${base}/bridge/state`, payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
    reconnectPeriod: 50,
  })
  // Small messages by turns: each would wait for the other side to acknowledge the last.
  Reflect.get(client.stream, 'setNoDelay')?.call(client.stream, true)
  const publish = async (topic: string, payload: string, retain = false) =>
    void (await client.publishAsync(`${base}/${topic}`, payload, { retain, qos: retain ? 1 : 0 }))
  const log = (level: 'info' | 'error', message: string) => {
    if (level === 'error') errors.push(message)
    return publish(
      'bridge/logging',
      JSON.stringify({ level, message: `${level === 'info' ? 'z2m:mqtt' : 'z2m'}: ${message}` }),
    )
  }

  const byAddress = (address: string) => [...things.values()].find(({ device }) => device.ieee_address === address)
  const put = (device: BridgeDevice) => {
    const exposes = device.definition?.exposes ?? []
    const known = nulls ? Object.fromEntries(featuresOf(exposes).map(({ property }) => [property, null])) : {}
    const before = byAddress(device.ieee_address)
    if (before) things.delete(before.device.friendly_name)
    things.set(device.friendly_name, {
      device,
      features: featuresOf(exposes),
      state: { ...known, ...before?.state },
      behaviour: before?.behaviour ?? { dead: false, silent: false, late: 0, twice: false, other: undefined },
    })
  }
  const thing = (name: string): Thing => {
    const found = things.get(name)
    if (!found) throw new Error(`the bridge has no device ${name}`)
    return found
  }

  /** Publishes a state as `advanced.output` wants it. */
  async function say(name: string, state: Values): Promise<void> {
    if (output !== 'attribute') {
      const payload = JSON.stringify(state)
      await log('info', `MQTT publish: topic '${base}/${name}', payload '${payload}'`)
      await publish(name, payload)
    }
    if (output !== 'json') await sayEach(`${name}/`, state)
  }
  async function sayEach(root: string, state: Values): Promise<void> {
    for (const [key, value] of Object.entries(state)) {
      if (value === null) await publish(`${root}${key}`, '')
      else if (Array.isArray(value)) await publish(`${root}${key}`, value.join(','))
      else if (typeof value === 'object') await sayEach(`${root}${key}-`, value as Values)
      else await publish(`${root}${key}`, String(value))
    }
  }

  /** Stores and publishes a device's new values; the groups that contain it follow. */
  async function change(name: string, values: Values, moved = true): Promise<void> {
    const { device, behaviour } = thing(name)
    if (behaviour.late > 0) await sleep(behaviour.late, undefined, { signal: ended.signal })
    const found = things.get(name)
    if (!found) return
    found.state = { ...found.state, ...values, ...behaviour.other }
    if (behaviour.silent) return
    for (let times = behaviour.twice ? 2 : 1; times > 0; times--) await say(name, found.state)
    if (!moved) return
    const shared = Object.fromEntries(Object.entries(values).filter(([key]) => groupKeys.has(key)))
    if (Object.keys(shared).length === 0) return
    for (const group of groups.values()) {
      if (!group.members.includes(device.ieee_address)) continue
      const isLast = group.members.every((address) => !['ON', 'OPEN'].includes(String(byAddress(address)?.state.state)))
      if ((shared.state !== 'OFF' && shared.state !== 'CLOSE') || isLast) await changeGroup(group.friendly_name, shared)
    }
  }
  async function changeGroup(name: string, values: Values): Promise<void> {
    const state = { ...groupStates.get(name), ...values }
    groupStates.set(name, state)
    await say(name, state)
  }

  async function set(name: string, text: string, attribute: string | undefined): Promise<void> {
    const group = groups.get(name)
    const one = things.get(name)
    if (!one && !group) return log('error', `Entity '${name}' is unknown`)
    if (one && !one.device.definition) return log('error', `Cannot publish to unsupported device '${name}'`)
    const message = parse(text, attribute)
    if (!message) return log('error', `Invalid message '${message}', skipping...`)
    const members = group ? group.members.flatMap((address) => byAddress(address) ?? []) : []
    const entity = one ?? { features: members.flatMap(({ features }) => features), state: groupStates.get(name) ?? {} }
    const { values, moves, failed } = obey(entity, message, {
      name,
      address: one?.device.ieee_address ?? '',
      dead: one?.behaviour.dead ?? false,
    })
    for (const why of failed) await log('error', why)
    if (group) {
      if (Object.keys(values).length > 0) await changeGroup(name, values)
      for (const { device, features, behaviour } of members) {
        const own = Object.entries(values).filter(
          ([key]) => features.some(({ property }) => property === key) || key === 'color_mode',
        )
        if (own.length > 0 && !behaviour.dead) await change(device.friendly_name, Object.fromEntries(own), false)
      }
      return
    }
    if (Object.keys(values).length > 0) await change(name, values)
    for (const step of moves) {
      await sleep(travel / moves.length, undefined, { signal: ended.signal })
      await change(name, step)
    }
  }

  async function get(name: string, text: string, attribute: string | undefined): Promise<void> {
    const one = things.get(name)
    // A group is read as its members are, each of which answers for itself.
    const members = groups.get(name)?.members.flatMap((address) => byAddress(address)?.device.friendly_name ?? [])
    if (members) for (const member of members) await get(member, text, attribute)
    if (!one) return members ? undefined : log('error', `Entity '${name}' is unknown`)
    const message = parse(text, attribute)
    if (!message) return log('error', `Invalid message '${message}', skipping...`)
    for (const key of Object.keys(message)) {
      const feature = one.features.find(({ property }) => property === key)
      if (!feature)
        await log('error', `No converter available for '${key}' on '${name}': (${JSON.stringify(message[key])})`)
      else if (!(feature.access & 4)) await log('error', `No converter available for 'get' '${key}' (${message[key]})`)
      else if (one.behaviour.dead)
        await log(
          'error',
          `Publish 'get' '${key}' to '${name}' failed: 'Error: ZCL command ${one.device.ieee_address}/1 genOnOff.read(["onOff"], {"timeout":10000}) failed (Timeout - 4321 - 1 - 7 - 6 - 1 after 10000ms)'`,
        )
      else await change(name, { [key]: one.state[key] ?? first(feature) })
    }
  }

  client.on('message', (topic, bytes) => {
    const found = /^(?!bridge)(.+?)\/(get|set)(?:\/(.+))?$/.exec(topic.slice(base.length + 1))
    if (!found) return
    const [, name = '', verb, attribute] = found
    const payload = bytes.toString('utf8')
    received.push({ topic, payload })
    ;(verb === 'set' ? set : get)(name, payload, attribute).catch(() => {})
  })

  async function announce(): Promise<void> {
    const devices = [...things.values()].map(({ device }) => entry(device))
    const config = {
      advanced: { output, cache_state: true, last_seen: 'disable' },
      availability: { enabled: availability, active: { timeout: 10 }, passive: { timeout: 1500 } },
      devices: Object.fromEntries(devices.map((d) => [d.ieee_address, { friendly_name: d.friendly_name }])),
      device_options: {},
      groups: Object.fromEntries([...groups.values()].map(({ id, friendly_name }) => [id, { friendly_name }])),
      mqtt: { base_topic: base },
      ...options.config,
    }
    await publish('bridge/info', JSON.stringify({ version: '2.14.1', config }), true)
    await publish('bridge/devices', JSON.stringify([coordinator, ...devices]), true)
    const publishedGroups = [...groups.values()].map(({ members, ...group }) => ({
      ...group,
      scenes: [],
      members: members.map((ieee_address) => ({ ieee_address, endpoint: 1 })),
    }))
    await publish('bridge/groups', JSON.stringify(publishedGroups), true)
  }
  const there = (name: string, online: boolean) =>
    publish(`${name}/availability`, JSON.stringify({ state: online ? 'online' : 'offline' }), true)

  for (const device of options.devices) put(device)
  await publish('bridge/state', '{"state":"online"}', true)
  await client.subscribeAsync(`${base}/#`)
  await announce()
  if (availability) for (const name of [...things.keys(), ...groups.keys()]) await there(name, true)

  return {
    client,
    received,
    errors,
    state: (name) => groupStates.get(name) ?? things.get(name)?.state ?? {},
    behaviour: (name) => thing(name).behaviour,
    report: (name, values) => change(name, values),
    availability: there,
    async rename(from, to) {
      const one = things.get(from)
      const group = groups.get(from)
      await publish(from, '', true)
      if (availability) {
        await publish(`${from}/availability`, '', true)
        await there(to, true)
      }
      if (one) {
        things.delete(from)
        things.set(to, { ...one, device: { ...one.device, friendly_name: to } })
      } else if (group) {
        groups.delete(from)
        groups.set(to, { ...group, friendly_name: to })
      }
      await announce()
      if (one) await say(to, one.state)
    },
    async remove(name) {
      things.delete(name)
      groups.delete(name)
      await publish(name, '', true)
      await announce()
    },
    async add(device) {
      put(device)
      await announce()
      if (availability) await there(device.friendly_name, true)
    },
    async addGroup(group) {
      groups.set(group.friendly_name, group)
      await announce()
    },
    announce,
    async crash() {
      ended.abort()
      await client.endAsync(true)
    },
    async close() {
      if (ended.signal.aborted) return
      ended.abort()
      // A broker that goes away meanwhile acknowledges nothing.
      const gone = new Promise<void>((resolve) => client.once('close', resolve))
      if (client.connected) {
        const offline = publish('bridge/state', '{"state":"offline"}', true)
        await Promise.race([offline.then(() => client.endAsync()).catch(() => {}), gone])
      }
      await client.endAsync(true)
    },
  }
}

/** What the state of a group is made of. */
const groupKeys = new Set(['state', 'brightness', 'color_temp', 'color', 'color_mode'])
const coordinator = {
  ieee_address: '0x00124b0012345678',
  friendly_name: 'Coordinator',
  type: 'Coordinator',
  supported: true,
}
const entry = (device: BridgeDevice) => ({
  type: 'Router',
  network_address: 1,
  supported: true,
  disabled: false,
  interview_completed: true,
  interview_state: 'SUCCESSFUL',
  interviewing: false,
  endpoints: { 1: { bindings: [], clusters: { input: [], output: [] }, configured_reportings: [], scenes: [] } },
  ...device,
  ...(device.definition && {
    definition: { source: 'native', supports_ota: false, options: [], ...device.definition },
  }),
})

const plainWords = ['on', 'off', 'toggle', 'open', 'close', 'stop', 'lock', 'unlock']
/** What a payload asks for: JSON, a word, or the value of one attribute of the topic. */
function parse(text: string, attribute: string | undefined): Values | undefined | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    if (attribute) return { [attribute]: text }
    return plainWords.includes(text.toLowerCase()) ? { state: text } : undefined
  }
  return attribute ? { [attribute]: json } : (json as Values | null)
}
