import mqtt from 'mqtt'
import type { TrialCommand, TrialDevice, TrialHome, Truth } from './judge.ts'
import type { Random } from './random.ts'

/** How a device answers a command in one trial. */
type Behaviour = (typeof behaviours)[number]
const behaviours = [
  /** does it and reports it, after 0 to 800 ms */
  'obeys',
  /** neither does nor reports anything */
  'silent',
  /** does and reports it only after the deadline of the request */
  'late',
  /** takes another value, and reports that */
  'wrong value',
  /** does nothing and reports what it was */
  'old value',
  /** reports what it was, then does and reports what was asked */
  'old value first',
  /** does nothing, while another device reports what was asked of this one */
  'other device',
  /** of a value with parts only a part follows */
  'partly',
  /** reports something without the requested value */
  'unrelated',
  /** was reported as unreachable before */
  'unreachable',
  /** disconnects when it receives the command, and comes back as it was */
  'reboots',
  /** does it, and half a second later somebody sets it back by hand */
  'set back by hand',
  /** reports a value that is none */
  'nonsense',
] as const

interface Kind {
  readonly type: string
  readonly initial: Truth
  /** the traits of the appliance, in YAML */
  yaml(id: string): string
  /** the message in which the device reports a state */
  report(state: Truth): string
  /** what a command's payload makes of the state */
  obey(state: Truth, payload: string): Truth
  trialCommand(random: Random, state: Truth): TrialCommand
  /** any other value than the wanted one */
  other(random: Random, trialCommand: TrialCommand, state: Truth): Truth
  readonly nonsense: string
}

const onOff = (random: Random): TrialCommand => {
  const on = random.chance(0.5)
  return { action: on ? 'TurnOn' : 'TurnOff', payload: {}, wanted: { power: on } }
}
const percent = (raw: number) => Math.round((raw / 254) * 100)

const kinds: readonly Kind[] = [
  {
    type: 'LIGHT',
    initial: { power: false, brightness: 40 },
    yaml: (id) =>
      `power: { state: ${id}, path: $.state, on: 'ON', off: 'OFF', command: ${id}/set, payload: '{"state":"\${value}"}' }, brightness: { state: ${id}, path: $.brightness, range: [0, 254], command: ${id}/set, payload: '{"brightness":\${value}}' }`,
    report: ({ power, brightness }) =>
      JSON.stringify({ state: power ? 'ON' : 'OFF', brightness: Math.round((Number(brightness) / 100) * 254) }),
    obey(state, payload) {
      const { state: power, brightness } = JSON.parse(payload)
      return {
        ...state,
        ...(power !== undefined && { power: power === 'ON' }),
        ...(brightness !== undefined && { brightness: percent(brightness), power: true }),
      }
    },
    trialCommand(random) {
      if (random.chance(0.4)) return onOff(random)
      const value = random.int(1, 100)
      return { action: 'SetBrightness', payload: { brightness: { value } }, wanted: { brightness: value } }
    },
    other: (random, { wanted }, state) =>
      'power' in wanted
        ? { ...state, power: !wanted.power }
        : { ...state, brightness: ((Number(wanted.brightness) + random.int(10, 60)) % 100) + 1 },
    nonsense: '{"state":"MAYBE","brightness":null}',
  },
  {
    type: 'SMARTPLUG',
    initial: { power: false },
    yaml: (id) => `power: { state: ${id}, on: 'ON', off: 'OFF', command: ${id}/set }`,
    report: ({ power }) => (power ? 'ON' : 'OFF'),
    obey: (_state, payload) => ({ power: payload === 'ON' }),
    trialCommand: onOff,
    other: (_random, { wanted }) => ({ power: !wanted.power }),
    nonsense: 'MAYBE',
  },
  {
    type: 'THERMOSTAT',
    initial: { targetTemperature: 20 },
    yaml: (id) =>
      `targetTemperature: { state: ${id}, path: $.setpoint, min: 10, max: 30, step: 0.5, command: ${id}/set }`,
    report: ({ targetTemperature }) => JSON.stringify({ setpoint: targetTemperature, battery: 80 }),
    obey: (_state, payload) => ({ targetTemperature: Number(payload) }),
    trialCommand(random) {
      const value = random.int(20, 60) / 2
      return {
        action: 'SetTargetTemperature',
        payload: { targetTemperature: { value } },
        wanted: { targetTemperature: value },
      }
    },
    other: (random, { wanted }) => ({
      targetTemperature: 10 + ((Number(wanted.targetTemperature) - 10 + random.int(4, 30) / 2) % 20),
    }),
    nonsense: '{"setpoint":"warm"}',
  },
  {
    type: 'SMARTLOCK',
    initial: { lockState: 'UNLOCKED' },
    yaml: (id) =>
      `locked: { state: ${id}, path: $.lock, on: LOCKED, off: UNLOCKED, command: ${id}/set, send: { on: LOCK, off: UNLOCK } }`,
    report: ({ lockState }) => JSON.stringify({ lock: lockState }),
    obey: (_state, payload) => ({ lockState: payload === 'LOCK' ? 'LOCKED' : 'UNLOCKED' }),
    trialCommand(random) {
      const lockState = random.pick(['LOCKED', 'UNLOCKED'])
      return { action: 'SetLockState', payload: { lockState }, wanted: { lockState } }
    },
    other: (_random, { wanted }) => ({ lockState: wanted.lockState === 'LOCKED' ? 'UNLOCKED' : 'LOCKED' }),
    nonsense: '{"lock":"JAMMED"}',
  },
  {
    type: 'LIGHT',
    initial: { power: true, hue: 10, saturation: 90 },
    yaml: (id) =>
      `power: { state: ${id}, path: $.state, on: 'ON', off: 'OFF', command: ${id}/set, payload: '{"state":"\${value}"}' }, color: { state: ${id}, path: { hue: $.color.hue, saturation: $.color.saturation }, command: ${id}/set, payload: '{"color":{"hue":\${hue},"saturation":\${saturation}}}' }`,
    report: ({ power, hue, saturation }) => JSON.stringify({ state: power ? 'ON' : 'OFF', color: { hue, saturation } }),
    obey(state, payload) {
      const { state: power, color } = JSON.parse(payload)
      return { ...state, ...(power !== undefined && { power: power === 'ON' }), ...color }
    },
    trialCommand(random) {
      if (random.chance(0.2)) return onOff(random)
      const [hue, saturation] = [random.int(0, 359), random.int(20, 100)]
      return {
        action: 'SetColor',
        payload: { color: { hue, saturation, brightness: 100 } },
        wanted: { hue, saturation },
      }
    },
    other: (random, { wanted }, state) =>
      'power' in wanted
        ? { ...state, power: !wanted.power }
        : { ...state, hue: (Number(wanted.hue) + random.int(20, 300)) % 360, saturation: wanted.saturation ?? 50 },
    nonsense: '{"state":null,"color":{"hue":"red"}}',
  },
]

/** Of values with parts, those of one part that follows while the rest does not. */
function partOf(wanted: Truth): Truth | undefined {
  const names = Object.keys(wanted)
  return names.length > 1 ? { [String(names[1])]: wanted[String(names[1])] as number } : undefined
}

interface Device extends TrialDevice {
  readonly kind: Kind
  readonly history: { fromMs: number; state: Truth }[]
  readonly commandsAtMs: number[]
  readonly timers: Set<NodeJS.Timeout>
  label: string
  behaviour: Behaviour
  trialCommand: TrialCommand | undefined
  random: Random
}

const lateMs = 6500

/**
 * @param url of the broker for the devices @param gatewayUrl its way for the gateway
 * @param count how many devices; their kinds take turns, and every other one has an availability topic
 */
export async function createMqttHome(url: string, gatewayUrl: string, count: number): Promise<TrialHome> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 100 })
  const devices = new Map<string, Device>()
  for (let i = 0; i < count; i += 1) {
    const kind = kinds[i % kinds.length] as Kind
    devices.set(`m${i}`, {
      id: `m${i}`,
      kind,
      label: '',
      history: [{ fromMs: performance.now(), state: kind.initial }],
      commandsAtMs: [],
      timers: new Set(),
      behaviour: 'obeys',
      trialCommand: undefined,
      random: undefined as unknown as Random,
    })
  }
  const find = (id: string): Device => {
    const device = devices.get(id)
    if (!device) throw new Error(`there is no device ${id}`)
    return device
  }
  const hasAvailability = (id: string) => Number(id.slice(1)) % 2 === 0
  const publish = (topic: string, payload: string) => client.publishAsync(topic, payload, { qos: 1, retain: true })
  const stateOf = ({ history }: Device) => history.at(-1)?.state ?? {}
  const report = (device: Device, state = stateOf(device)) => publish(device.id, device.kind.report(state))
  const become = (device: Device, state: Truth) => device.history.push({ fromMs: performance.now(), state })
  const after = (device: Device, ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      device.timers.delete(timer)
      work()
    }, ms)
    device.timers.add(timer)
  }
  const parts: Readonly<Record<Behaviour, (device: Device, payload: string) => void>> = {
    obeys: (device, payload) =>
      after(device, device.random.pick([0, 0, 5, 50, 800]), () => {
        become(device, device.kind.obey(stateOf(device), payload))
        void report(device)
      }),
    silent: () => {},
    late: (device, payload) =>
      after(device, lateMs, () => {
        become(device, device.kind.obey(stateOf(device), payload))
        void report(device)
      }),
    'wrong value': (device) => {
      if (device.trialCommand) become(device, device.kind.other(device.random, device.trialCommand, stateOf(device)))
      void report(device)
    },
    'old value': (device) => void report(device),
    'old value first': (device, payload) => {
      void report(device)
      after(device, device.random.pick([30, 300]), () => {
        become(device, device.kind.obey(stateOf(device), payload))
        void report(device)
      })
    },
    'other device': (device, payload) => {
      const other = devices.get(`m${(Number(device.id.slice(1)) + kinds.length) % count}`)
      // Its neighbour of the same kind really changes, by somebody's hand.
      if (other && other.trialCommand === undefined) {
        become(other, other.kind.obey(stateOf(other), payload))
        void report(other)
      }
    },
    partly: (device, payload) => {
      const part = device.trialCommand && partOf(device.trialCommand.wanted)
      if (!part) return parts.silent(device, payload)
      become(device, { ...stateOf(device), ...part })
      void report(device)
    },
    unrelated: (device) => void publish(device.id, '{"battery":71,"linkquality":100}'),
    unreachable: () => {},
    reboots: (device) => {
      if (hasAvailability(device.id)) void publish(`${device.id}/status`, 'offline')
      after(device, 400, () => {
        if (hasAvailability(device.id)) void publish(`${device.id}/status`, 'online')
        void report(device)
      })
    },
    'set back by hand': (device, payload) => {
      const before = stateOf(device)
      become(device, device.kind.obey(before, payload))
      void report(device)
      after(device, 500, () => {
        become(device, before)
        void report(device)
      })
    },
    nonsense: (device) => void publish(device.id, device.kind.nonsense),
  }
  client.on('message', (topic, bytes) => {
    const device = topic.endsWith('/set') ? devices.get(topic.slice(0, -'/set'.length)) : undefined
    if (!device) return
    device.commandsAtMs.push(performance.now())
    if (device.random) parts[device.behaviour](device, bytes.toString('utf8'))
  })
  await client.subscribeAsync('+/set', { qos: 1 })
  // A broker that was started again has no retained messages: every device publishes its state.
  client.on('connect', () => {
    for (const device of devices.values()) {
      const isAway = device.behaviour === 'unreachable' && device.trialCommand !== undefined
      if (hasAvailability(device.id)) void publish(`${device.id}/status`, isAway ? 'offline' : 'online')
      void report(device)
    }
  })
  for (const device of devices.values()) {
    if (hasAvailability(device.id)) await publish(`${device.id}/status`, 'online')
    await report(device)
  }
  return {
    drivers: `  broker: { type: mqtt, url: '${gatewayUrl}' }`,
    appliances: [...devices.values()]
      .map(
        ({ id, kind }) =>
          `  - { id: ${id}, name: ${id}, type: ${kind.type}, driver: broker, ${hasAvailability(id) ? `availability: { topic: ${id}/status }, ` : ''}traits: { ${kind.yaml(id)} } }`,
      )
      .join('\n'),
    devices: [...devices.keys()],
    device: find,
    async begin(id, random, again) {
      const device = find(id)
      const behaviour = again ? device.behaviour : random.pick(behaviours)
      Object.assign(device, { behaviour, random, label: `MQTT ${device.kind.type} ${behaviour}` })
      const trialCommand = device.kind.trialCommand(random, stateOf(device))
      device.trialCommand = trialCommand
      if (behaviour === 'unreachable' && hasAvailability(id)) await publish(`${id}/status`, 'offline')
      return trialCommand
    },
    async end(id) {
      const device = find(id)
      for (const timer of device.timers) clearTimeout(timer)
      device.timers.clear()
      device.trialCommand = undefined
      device.history.splice(0, device.history.length - 1)
      device.commandsAtMs.length = 0
      if (hasAvailability(id)) await publish(`${id}/status`, 'online')
      await report(device)
    },
    disturbances: [],
    async close() {
      for (const { timers } of devices.values()) for (const timer of timers) clearTimeout(timer)
      await client.endAsync(true)
    },
  }
}
