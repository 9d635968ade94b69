import mqtt, { type MqttClient } from 'mqtt'
import { firmware, type Said, type TasmotaConfig, type TasmotaState } from './firmware.ts'

export type { TasmotaConfig } from './firmware.ts'

/** A Tasmota device on a broker. All its promises resolve when the broker has the messages. */
export interface Tasmota {
  readonly client: MqttClient
  readonly config: TasmotaConfig
  readonly state: TasmotaState
  /** every command, in the order in which they came, by what stands behind `cmnd/<topic>/` */
  readonly received: readonly { readonly command: string; readonly payload: string }[]
  /** it receives commands, and neither executes nor answers them */
  isUnresponsive: boolean
  /** it obeys, and its answers are never published */
  silent: boolean
  /** A hand at the switch. */
  press(relay: number, on: boolean): Promise<void>
  /** A hand at the pull chain of an iFan. */
  pull(speed: number): Promise<void>
  /** The shutter, from 1, has come where it was going. */
  arrive(shutter: number): Promise<void>
  /** `tele/…/STATE` and, if it measures anything, `tele/…/SENSOR`, as each TelePeriod. */
  tele(): Promise<void>
  /** Announces itself, as it does some seconds after it connected; with other keys: from now on so. */
  announce(change?: Partial<TasmotaConfig>): Promise<void>
  /** SetOption19 1: empties what it announced. */
  retract(): Promise<void>
  /** Its power fails: the last will reports it as offline. */
  crash(): Promise<void>
  close(): Promise<void>
}

export interface TasmotaOptions {
  readonly config?: Partial<TasmotaConfig>
  /** an example of its telemetry, as on its `sensors` topic */
  readonly sensors?: Readonly<Record<string, unknown>>
  /** SetOption26: a single relay is POWER1 */
  readonly indexed?: boolean
  readonly base?: string
}

const numbers = (length: number, of: number) => Array.from({ length }, () => of)

/** What a device with one relay announces; every key that firmware 15 has. */
export const tasmotaConfig = (change: Partial<TasmotaConfig> = {}): TasmotaConfig => ({
  ip: '192.168.0.30',
  dn: 'Tasmota',
  fn: ['Tasmota', ...Array.from({ length: 7 }, () => null)],
  hn: 'tasmota-F03D5C-7516',
  mac: 'A4CF12F03D5C',
  md: 'Sonoff Basic',
  ty: 0,
  if: 0,
  cam: 0,
  ofln: 'Offline',
  onln: 'Online',
  state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
  sw: '15.2.0',
  t: 'tasmota_F03D5C',
  ft: '%prefix%/%topic%/',
  tp: ['cmnd', 'stat', 'tele'],
  rl: [1, ...numbers(31, 0)],
  swc: numbers(28, -1),
  swn: Array.from({ length: 28 }, () => null),
  btn: numbers(32, 0),
  so: { '4': 0, '11': 0, '13': 0, '17': 0, '20': 0, '30': 0, '68': 0, '73': 0, '82': 0, '114': 0, '117': 0 },
  lk: 0,
  lt_st: 0,
  bat: 0,
  dslp: 0,
  sho: [],
  sht: [],
  ver: 1,
  ...change,
})

/** Connects a device, which reports that it is online and announces itself. */
export async function tasmotaDevice(url: string, options: TasmotaOptions = {}): Promise<Tasmota> {
  const { sensors = {}, indexed = false, base = 'tasmota/discovery' } = options
  let config = tasmotaConfig(options.config)
  const inside = firmware(config, indexed)
  inside.state.sensors = sensors
  const topic = (prefix: 0 | 1 | 2, name: string) =>
    config.ft.replace('%prefix%', config.tp[prefix]).replace('%topic%', config.t).replace(/\/?$/, '/') + name
  const client = await mqtt.connectAsync(url, {
    will: { topic: topic(2, 'LWT'), payload: Buffer.from(config.ofln), qos: 1, retain: true },
    reconnectPeriod: 50,
  })
  const received: { command: string; payload: string }[] = []
  const self: Tasmota = {
    client,
    get config() {
      return config
    },
    state: inside.state,
    received,
    isUnresponsive: false,
    silent: false,
    press(relay, on) {
      inside.state.power[relay - 1] = on
      return say(inside.switched(relay - 1))
    },
    pull(speed) {
      inside.state.fan = speed
      return say([{ prefix: 'stat', name: config.so['4'] ? 'FanSpeed' : 'RESULT', payload: { FanSpeed: speed } }])
    },
    arrive(shutter) {
      const here = inside.state.shutters[shutter - 1]
      if (here) Object.assign(here, { position: here.target, direction: 0 })
      const name = config.so['4'] ? 'SHUTTER' : 'RESULT'
      return say([
        { prefix: 'stat', name: `SHUTTER${shutter}`, payload: String(here?.position) },
        { prefix: 'stat', name, payload: inside.shutter(shutter - 1) },
      ])
    },
    tele: () =>
      say([
        { prefix: 'tele', name: 'STATE', payload: inside.whole() },
        ...(Object.keys(inside.sense()).length > 1
          ? [{ prefix: 'tele', name: 'SENSOR', payload: inside.sense() } as const]
          : []),
      ]),
    async announce(change) {
      config = { ...config, ...change }
      if (topic(0, '') !== begin) await move()
      await keep('config', JSON.stringify(config))
      await keep('sensors', JSON.stringify({ sn: inside.sense(), ver: 1 }))
    },
    async retract() {
      await keep('config', '')
      await keep('sensors', '')
    },
    async crash() {
      client.options.reconnectPeriod = 0
      const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
      client.stream.destroy()
      await closed
    },
    close: () => client.endAsync(true),
  }
  const keep = async (kind: string, payload: string) =>
    void (await client.publishAsync(`${base}/${config.mac}/${kind}`, payload, { retain: true, qos: 1 }))
  async function say(messages: readonly Said[]): Promise<void> {
    for (const { prefix, name, payload } of self.silent ? [] : messages) {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
      await client.publishAsync(topic(prefix === 'stat' ? 1 : 2, name), text)
    }
  }
  let begin = ''
  /** As after a restart with another topic. */
  async function move(): Promise<void> {
    if (begin) await client.unsubscribeAsync(`${begin}#`)
    begin = topic(0, '')
    await client.subscribeAsync(`${begin}#`)
    await client.publishAsync(topic(2, 'LWT'), config.onln, { retain: true, qos: 1 })
  }
  client.on('message', (from, payload) => {
    const command = from.slice(begin.length)
    received.push({ command, payload: payload.toString('utf8') })
    if (!self.isUnresponsive) say(inside.obey(command, payload.toString('utf8'))).catch(() => {})
  })
  await self.announce()
  return self
}
