import { type AddressInfo, createServer, type Socket } from 'node:net'
import { generate, parser } from 'mqtt-packet'
import { attackedRemote } from './infrared.ts'
import { type Bomb, type HostilePeer, nested, part, pour, repeated, someConnected } from './peer.ts'

const publish = (topic: string, payload: string | Buffer, retain = false): Buffer =>
  generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain })

const z2m = (name: string, json: string) => publish(`zigbee2mqtt/bridge/${name}`, json, true)
const homeAssistant = (id: string, config: object) =>
  publish(
    `homeassistant/sensor/${id}/config`,
    JSON.stringify({ unique_id: id, state_topic: 'hostile/value', ...config }),
    true,
  )

/** Templates that double their work with each step. */
const templates = [
  `{% set a=[1,1] %}${'{% set a=[a,a] %}'.repeat(60)}{{ a == a }}`,
  "{% set ns=namespace(a='x'*30000) %}{% for i in range(1000) %}{% set ns.a = ns.a + ns.a %}{% endfor %}{{ ns.a }}",
  "{% for i in range(1000) %}{{ ('a'*30000) | regex_search('(a?|b)(a?|b)a*a*c') }}{% endfor %}",
  "{{ '%9999s'*10000 % ([1]*10000) }}",
  "{% for i in range(1000) %}{{ (('ab'*15000) | list | unique | sort | list) | length }}{% endfor %}",
]

/** A switch of Zigbee2MQTT with so many features. */
const z2mDevice = (i: number, features: number) => ({
  ieee_address: `0x${(0xbad0000000 + i).toString(16)}`,
  friendly_name: `bad ${i}`,
  type: 'Router',
  supported: true,
  definition: {
    model: 'x',
    vendor: 'y',
    description: 'z',
    exposes: Array.from({ length: features }, (_, j) => ({
      type: 'switch',
      endpoint: `e${j}`,
      features: [
        { name: 'state', property: `state_${j}`, access: 7, type: 'binary', value_on: 'ON', value_off: 'OFF' },
      ],
    })),
  },
})

const number = (count: number) => Array.from({ length: count }, (_, i) => i)

/** A broker that writes what it is told to all that have subscribed. */
interface Broker {
  readonly url: string
  readonly clients: ReadonlySet<Socket>
  bomb(what: string, pieces: (scale: number) => Iterable<Buffer | string>, told?: RegExp): Bomb
  close(): Promise<void>
}

/** Written to the bytes of MQTT 3.1.1. @param retained what each one that subscribes gets first */
async function openBroker(retained: Iterable<Buffer> = []): Promise<Broker> {
  /** those that have subscribed */
  const clients = new Set<Socket>()
  const server = createServer((socket) => {
    socket.on('close', () => clients.delete(socket))
    socket.on('error', () => {})
    const packets = parser()
    packets.on('packet', (packet) => {
      const messageId = packet.messageId ?? 0
      if (packet.cmd === 'connect') socket.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }))
      if (packet.cmd === 'subscribe') {
        socket.write(generate({ cmd: 'suback', messageId, granted: packet.subscriptions.map(() => 0) }))
        clients.add(socket)
        for (const message of retained) socket.write(message)
      }
      if (packet.cmd === 'unsubscribe') socket.write(generate({ cmd: 'unsuback', messageId, granted: [] }))
      if (packet.cmd === 'publish' && packet.qos === 1) socket.write(generate({ cmd: 'puback', messageId }))
      if (packet.cmd === 'pingreq') socket.write(generate({ cmd: 'pingresp' }))
    })
    packets.on('error', () => socket.destroy())
    socket.on('data', (bytes) => packets.parse(bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const toAll = async (pieces: () => Iterable<Buffer | string>) => {
    await Promise.all([...clients].map((socket) => pour(socket, pieces())))
  }
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clients,
    bomb: (what, pieces, told) => ({ what, send: (scale) => toAll(() => pieces(scale)), ...(told && { told }) }),
    async close() {
      for (const socket of clients) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A broker, or one that came in its place. */
export async function hostileBroker(): Promise<HostilePeer> {
  const { url, clients, bomb, close } = await openBroker()
  /** The fixed header of a PUBLISH of so many bytes, and its topic; the payload is left to come. */
  const head = (topic: string, payloadBytes: number): Buffer => {
    const whole = publish(topic, '')
    const remaining = whole.length - 2 + payloadBytes
    const length: number[] = []
    for (let rest = remaining; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) {
        length.push(rest)
        break
      }
      length.push((rest % 128) | 0x80)
    }
    return Buffer.concat([whole.subarray(0, 1), Buffer.from(length), whole.subarray(2)])
  }
  const megabyte = Buffer.alloc(2 ** 20, 0x78)
  return {
    driver: 'mqtt',
    connection: {
      url,
      discover: ['zigbee2mqtt', 'homeassistant', 'tasmota'],
      expose: 'all',
    },
    appliances: [
      {
        type: 'LIGHT',
        traits: {
          power: { state: 'hostile/lamp', path: '$.state', on: 'ON', off: 'OFF', command: 'hostile/lamp/set' },
          brightness: { state: 'hostile/lamp', path: '$.brightness', range: [0, 254], command: 'hostile/lamp/set' },
        },
      },
    ],
    bombs: [
      bomb(
        'size: messages of many megabytes for a lamp',
        function* (scale) {
          const megabytes = Math.min(200, Math.ceil(16 * scale))
          yield head('hostile/lamp', megabytes * 2 ** 20)
          yield* repeated(megabyte, megabytes)
        },
        /larger/,
      ),
      bomb('size: a list of devices of 15 MB that holds empty lists', (scale) => [
        z2m('devices', `[${'[],'.repeat(part(5 * 2 ** 20 - 10, scale))}[]]`),
      ]),
      bomb('size: a list of devices of 15 MB that holds one device', (scale) => [
        z2m('devices', JSON.stringify([{ ...z2mDevice(1, 1), padding: 'x'.repeat(part(15 * 2 ** 20, scale)) }])),
      ]),
      bomb('depth: 1,000,000 brackets as a list of devices, and as states', function* (scale) {
        yield z2m('devices', nested(part(1_000_000, scale)))
        yield publish('homeassistant/device/deep/config', nested(part(100_000, scale)), true)
        yield* repeated(publish('hostile/lamp', nested(part(100_000, scale))), 5 * scale)
      }),
      bomb('number: a list of 2,000 devices, one of them with 20,000 features', (scale) => [
        z2m(
          'devices',
          JSON.stringify([
            z2mDevice(0, part(20_000, scale)),
            ...number(part(2000, scale)).map((i) => z2mDevice(i + 1, 3)),
          ]),
        ),
      ]),
      bomb('number: thousands of entities of Home Assistant', (scale) =>
        number(Math.min(25_000, Math.ceil(2000 * scale))).map((i) => homeAssistant(`n${i}`, { name: `n${i}` })),
      ),
      bomb('number: an announcement with thousands of entities', (scale) => [
        publish(
          'homeassistant/device/many/config',
          JSON.stringify({
            dev: { ids: number(50).map((i) => `i${i}`) },
            cmps: Object.fromEntries(
              number(part(5000, scale)).map((i) => [
                `c${i}`,
                { p: 'switch', cmd_t: `c/${i}`, uniq_id: `u${i}`, stat_t: 'hostile/value' },
              ]),
            ),
          }),
          true,
        ),
      ]),
      bomb('work: templates that double their work', function* (scale) {
        for (const [i, value_template] of templates.entries())
          yield homeAssistant(`t${i}`, { value_template, device_class: 'temperature' })
        yield* repeated(publish('hostile/value', '{"a":1}'), 50 * scale)
      }),
      bomb('rate: thousands of states', (scale) =>
        number(Math.ceil(20_000 * scale)).map((i) => publish('hostile/lamp', `{"state":"ON","brightness":${i % 255}}`)),
      ),
      bomb(
        'rate: thousands of messages without meaning',
        (scale) => repeated(publish('hostile/lamp', Buffer.from([0xff, 0xfe, 0x00])), 20_000 * scale),
        /no UTF-8/,
      ),
      bomb('rate: the log of the bridge, long lines', (scale) =>
        repeated(
          z2m('logging', JSON.stringify({ level: 'error', message: `Publish 'set' '${"a' to '".repeat(8000)}` })),
          20 * scale,
        ),
      ),
      bomb('size: a packet without end', function* (scale) {
        yield Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff])
        yield* repeated(megabyte, 4 * scale)
      }),
    ],
    connected: () => someConnected(clients),
    close,
  }
}

/** How a kind of blaster behind a broker speaks: what it retains, and messages that hold what its receiver heard. */
interface BlasterWords {
  readonly transmitter: 'zigbee2mqtt' | 'tasmota' | 'esphome'
  readonly topic: string
  readonly retained: Readonly<Record<string, string>>
  readonly heardOn: string
  /** @param times in µs, marks and spaces by turns */
  heard(times: readonly number[]): string
  /** what it says of a code that was sent, or could not be */
  readonly outcomeOn: string
  readonly outcome: string
}

/** Times as a blaster of Tuya writes them, in literal blocks of 32 bytes. */
function tuyaText(times: readonly number[]): string {
  const bytes = Buffer.alloc(times.length * 2)
  for (const [i, time] of times.entries()) bytes.writeUInt16LE(Math.min(time, 65_535), i * 2)
  const blocks = Array.from({ length: Math.ceil(bytes.length / 32) }, (_, i) => bytes.subarray(32 * i, 32 * i + 32))
  return Buffer.concat(blocks.flatMap((block) => [Buffer.from([block.length - 1]), block])).toString('base64')
}

/** A code of 5 KB that unpacks to 300 KB: copies of one byte, 264 long each. */
const tuyaBomb = Buffer.concat([
  Buffer.from([0, 1]),
  ...Array<Buffer>(1200).fill(Buffer.from([0xe0, 0xff, 0x00])),
]).toString('base64')

const blasterWords: readonly BlasterWords[] = [
  {
    transmitter: 'zigbee2mqtt',
    topic: 'zigbee2mqtt/blaster',
    retained: {
      'zigbee2mqtt/bridge/state': '{"state":"online"}',
      'zigbee2mqtt/blaster/availability': '{"state":"online"}',
    },
    heardOn: 'zigbee2mqtt/blaster',
    heard: (times) => JSON.stringify({ learned_ir_code: tuyaText(times) }),
    outcomeOn: 'zigbee2mqtt/bridge/logging',
    outcome: JSON.stringify({ level: 'error', message: `Publish 'set' to 'blaster' failed: ${'x'.repeat(2000)}` }),
  },
  {
    transmitter: 'tasmota',
    topic: 'blaster',
    retained: { 'tele/blaster/LWT': 'Online' },
    heardOn: 'tele/blaster/RESULT',
    heard: (times) =>
      JSON.stringify({
        IrReceived: { Protocol: 'UNKNOWN', RawData: times, RawDataInfo: [times.length, times.length, 0] },
      }),
    outcomeOn: 'stat/blaster/RESULT',
    outcome: JSON.stringify({ IRSend: 'x'.repeat(2000) }),
  },
  {
    transmitter: 'esphome',
    topic: 'blaster',
    retained: { 'blaster/status': 'online' },
    heardOn: 'blaster/ir/received',
    heard: (times) => JSON.stringify({ code: times.map((us, i) => (i % 2 === 0 ? us : -us)) }),
    outcomeOn: 'blaster/ir/sent',
    outcome: 'x'.repeat(2000),
  },
]

/** The kinds of blasters behind a broker that attack. */
export const blasterKinds = blasterWords.map(({ transmitter }) => transmitter)

/** A blaster behind a broker: its receiver hears what no remote sends, and it answers what nobody asked for. */
export async function hostileMqttBlaster(kind: BlasterWords['transmitter']): Promise<HostilePeer> {
  const words = blasterWords.find(({ transmitter }) => transmitter === kind)
  if (!words) throw new Error(`there is no blaster ${kind}`)
  const { topic, retained, heardOn, heard, outcomeOn, outcome } = words
  const retainedMessages = Object.entries(retained).map(([on, payload]) => publish(on, payload, true))
  const { url, clients, bomb, close } = await openBroker(retainedMessages)
  const broker = `broker-of-${kind}`
  /** another code for each number, of so many marks and spaces */
  const times = (i: number, count: number) => number(count).map((j) => 300 + ((i * 31 + j * 7) % 1700))
  const presses = (count: number, length: number) => number(count).map((i) => publish(heardOn, heard(times(i, length))))
  return {
    driver: 'ir',
    connection: { transmitter: kind, broker, topic },
    through: { name: broker, driver: 'mqtt', connection: { url } },
    appliances: [{ type: 'FAN', remote: attackedRemote }],
    bombs: [
      bomb('rate: thousands of presses', (scale) => presses(Math.ceil(4000 * scale), 68)),
      bomb('size: presses of 4,000 marks and spaces', (scale) => presses(Math.ceil(200 * scale), 4000)),
      bomb('number: presses of 100,000 marks and spaces', (scale) => [
        publish(heardOn, heard(times(1, part(100_000, scale)))),
        publish(heardOn, JSON.stringify({ learned_ir_code: tuyaBomb, code: [], IrReceived: {} })),
      ]),
      bomb('depth: brackets as what was heard, and as an outcome', (scale) => [
        publish(heardOn, nested(part(100_000, scale))),
        publish(heardOn, heard([1]).replace('1', nested(60))),
        publish(outcomeOn, nested(part(100_000, scale))),
      ]),
      bomb('size: what was heard is one long word, or spaces', (scale) => [
        publish(heardOn, heard([1]).replace('1', `"${'8'.repeat(part(200_000, scale))}"`)),
        publish(heardOn, `{"code":[1,${' '.repeat(part(200_000, scale))}x`),
        publish(heardOn, `{"code":[${'1, '.repeat(part(60_000, scale))}`),
      ]),
      bomb('rate: thousands of outcomes that nobody waits for', (scale) =>
        repeated(publish(outcomeOn, outcome), 20_000 * scale),
      ),
      bomb('rate: thousands of noises', (scale) =>
        repeated(publish(heardOn, Buffer.from([0xff, 0xfe, 0x00])), 20_000 * scale),
      ),
    ],
    connected: () => someConnected(clients),
    close,
  }
}
