import { type AddressInfo, createServer, type Socket } from 'node:net'
import { generate, parser } from 'mqtt-packet'
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

/** A broker, or one that came in its place, written to the bytes of MQTT 3.1.1. */
export async function hostileBroker(): Promise<HostilePeer> {
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
  const bomb = (what: string, pieces: (scale: number) => Iterable<Buffer | string>, told?: RegExp): Bomb => ({
    what,
    send: (scale) => toAll(() => pieces(scale)),
    ...(told && { told }),
  })
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
      url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
    async close() {
      for (const socket of clients) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
