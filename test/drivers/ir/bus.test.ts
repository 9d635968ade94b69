import { jest } from '@jest/globals'
import mqttClient, { type MqttClient } from 'mqtt'
import { createReadingSource } from '../../../drivers/ir/borrowedReadings.ts'
import { protocols } from '../../../drivers/ir/climate/protocols/index.ts'
import {
  type Code,
  defaultCarrierHz,
  encodePress,
  fromRaw,
  fromRawData,
  fromTuya,
  isSameCode,
  toTuya,
} from '../../../drivers/ir/codes/index.ts'
import { irConfigSchema } from '../../../drivers/ir/config.ts'
import { describeAppliance } from '../../../drivers/ir/describe.ts'
import { irApplianceSchema } from '../../../drivers/ir/options.ts'
import { createTransmitter } from '../../../drivers/ir/transmitters/index.ts'
import { toIrSend } from '../../../drivers/ir/transmitters/tasmota.ts'
import { mqttConfigSchema as brokerConfig } from '../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../drivers/mqtt/index.ts'
import { createDeadline, type Deadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { type TestBroker, testBroker } from '../../support/broker.ts'
import { testContext } from '../../support/context.ts'
import { silent } from '../../support/log.ts'
import { eventually } from '../driverContract.ts'
import { reasonOf } from './broadlinkFixture.ts'
import { testBus } from './testBus.ts'
import { climateOf, keyOf, startHome, type TestHome } from './testHome.ts'

const keys = { on: 1, off: 2, volumeUp: 4, volumeDown: 5 }
const remote = JSON.stringify(
  Object.fromEntries(Object.entries(keys).map(([key, command]) => [key, { nec: { address: 4, command } }])),
)
/** The times in what Tasmota is sent. */
const timesOf = (payload: string) => {
  const [frequency, ...times] = payload.split(',')
  expect(frequency).toBe('38')
  return times.map(Number)
}
/** A kind of blaster on a broker: its configuration, its command topic, and the pulses of what it receives. */
const kinds = [
  {
    name: 'zigbee2mqtt',
    topic: 'zigbee2mqtt/거실 IR',
    command: 'zigbee2mqtt/거실 IR/set',
    pulses: (payload: string) => fromTuya(JSON.parse(payload).ir_code_to_send).pulses,
    presence: ['zigbee2mqtt/bridge/state', '{"state":"online"}'],
    reply: ['zigbee2mqtt/거실 IR', '{"linkquality":90}'],
  },
  {
    name: 'tasmota',
    topic: 'ir_blaster',
    command: 'cmnd/ir_blaster/IRsend',
    pulses: timesOf,
    presence: ['tele/ir_blaster/LWT', 'Online'],
    reply: ['stat/ir_blaster/RESULT', '{"IRSend":"Done"}'],
  },
] as const satisfies readonly {
  presence: readonly [string, string]
  reply: readonly [string, string]
  [key: string]: unknown
}[]

describe.each(kinds)('a blaster of $name on the broker of another connection', (kind) => {
  const { name, topic, command, pulses, presence, reply } = kind
  let broker: TestBroker
  let deviceClient: MqttClient
  let receivedMessages: { topic: string; payload: string; retain: boolean }[]
  let home: TestHome
  const yaml = (brokerName = 'broker') => `drivers:
  ir: { type: ir, transmitter: ${name}, broker: ${brokerName}, topic: ${topic} }
  ${brokerName}: { type: mqtt, url: '${broker.url}' }
appliances:
  - { id: tv, name: TV, type: SMARTTV, driver: ir, gap: 20ms, remote: ${remote} }
  - { id: air, name: 에어컨, type: AIRCONDITIONER, driver: ir, climate: { protocol: lg-ac } }
`
  beforeEach(async () => {
    broker = await testBroker()
    deviceClient = await mqttClient.connectAsync(broker.url, { reconnectPeriod: 50 })
    receivedMessages = []
    deviceClient.on('message', (topic, payload, { retain }) => {
      if (topic !== command) return
      receivedMessages.push({ topic, payload: payload.toString('utf8'), retain })
      deviceClient.publish(reply[0], reply[1])
    })
    deviceClient.on('connect', () => void deviceClient.publish(presence[0], presence[1], { retain: true }))
    await deviceClient.publishAsync(presence[0], presence[1], { retain: true })
    await deviceClient.subscribeAsync(command)
    home = await startHome(yaml())
  })
  afterEach(async () => {
    await home.close()
    await deviceClient.endAsync(true)
    await broker.stop()
  })

  test('sends the commands of CLOVA in order, and retains nothing at the broker', async () => {
    expect(await home.say('TurnOn', 'tv')).toMatchObject({ name: 'TurnOnConfirmation' })
    expect(await home.say('IncrementVolume', 'tv', { deltaVolume: { value: 5 } })).toMatchObject({
      name: 'IncrementVolumeConfirmation',
    })
    expect(await home.say('SetMode', 'air', { mode: { value: 'cool' } })).toMatchObject({ name: 'SetModeConfirmation' })
    await eventually(() => receivedMessages.length === 7)
    expect(receivedMessages.map(({ topic }) => topic)).toEqual(Array(7).fill(command))
    expect(receivedMessages.map(({ retain }) => retain)).toEqual(Array(7).fill(false))
    const codes = receivedMessages.map(({ payload }) => pulses(payload))
    expect(codes.slice(0, 6).map((code) => keyOf(keys, code))).toEqual(['on', ...Array(5).fill('volumeUp')])
    expect(climateOf(codes[6] ?? [])).toMatchObject({ protocol: 'lg-ac', power: true, mode: 'cool' })
  })

  test('is offline while the broker is unreachable, sends nothing later, and works again', async () => {
    await home.say('TurnOff', 'tv')
    const before = home.state('tv')
    await broker.kill()
    await eventually(() => home.problems().some((problem) => problem.includes('"broker" is away')))
    expect(await home.say('TurnOn', 'tv')).toMatchObject({ name: 'TargetOfflineError' })
    expect(await home.say('HealthCheck', 'tv')).toMatchObject({ payload: { isReachable: false } })
    expect(home.state('tv')).toEqual(before)
    await broker.start()
    await eventually(() => deviceClient.connected)
    receivedMessages = []
    await eventually(async () => (await home.say('HealthCheck', 'tv')).payload.isReachable === true)
    await home.say('TurnOff', 'tv')
    await eventually(() => receivedMessages.length > 0)
    expect(receivedMessages.map(({ payload }) => keyOf(keys, pulses(payload)))).toEqual(['off'])
  })

  test('follows its broker when the connection is renamed', async () => {
    const head = `server: { listen: '127.0.0.1:0' }\nsignature: { publicKey: clova.pem }\n`
    await home.change('gateway.yaml', head + yaml('house'))
    await eventually(async () => (await home.say('TurnOn', 'tv')).name === 'TurnOnConfirmation')
    expect(receivedMessages.map(({ payload }) => keyOf(keys, pulses(payload)))).toEqual(['on'])
  })
})

test('a connection that takes no messages is reported', async () => {
  const home = await startHome(`drivers:
  ir: { type: ir, transmitter: tasmota, broker: memory, topic: ir }
  memory: { type: virtual }
appliances: [{ id: tv, name: TV, type: SMARTTV, driver: ir, remote: ${remote} }]
`)
  expect(home.problems()).toEqual([expect.stringMatching(/^ir: the connection "memory" is not there, or is none/)])
  expect(await home.say('TurnOn', 'tv')).toMatchObject({ name: 'TargetOfflineError' })
  await home.close()
})

describe('learning', () => {
  const code = encodePress({ protocol: 'nec', fields: { address: 4, command: 8 } })
  let broker: TestBroker
  let deviceClient: MqttClient
  let ends: (() => Promise<unknown>)[]
  let limits: Deadline[]
  const within = (ms: number) => {
    const limit = createDeadline(ms)
    limits.push(limit)
    return limit.signal
  }
  async function open(transmitter: string, topic: string) {
    const connection = await mqtt.connect(brokerConfig.parse({ url: broker.url }), testContext())
    await connection.ready
    const bus = () => connection.bus
    ends.push(() => connection.close())
    return createTransmitter(irConfigSchema.parse({ transmitter, broker: 'b', topic }), testContext({ bus }))
  }
  /** Resolves when the topic has a subscriber: earlier messages would be lost. */
  const say = async (topic: string, payload: object, done: Promise<unknown>) => {
    let over = false
    const end = () => {
      over = true
    }
    done.then(end, end)
    await eventually(async () => {
      if (!over) await deviceClient.publishAsync(topic, JSON.stringify(payload))
      return over
    })
  }
  beforeEach(async () => {
    broker = await testBroker()
    deviceClient = await mqttClient.connectAsync(broker.url)
    ends = []
    limits = []
  })
  afterEach(async () => {
    for (const limit of limits) limit.end()
    for (const end of ends) await end()
    await deviceClient.endAsync(true)
    await broker.stop()
  })

  test('Zigbee2MQTT receives the command to learn, and reports the code', async () => {
    const started = new Promise<string>((resolve) =>
      deviceClient.once('message', (_, payload) => resolve(String(payload))),
    )
    await deviceClient.subscribeAsync('z/ir/set')
    // What it learnt the last time, kept.
    await deviceClient.publishAsync('z/ir', JSON.stringify({ learned_ir_code: toTuya(fromRaw([1000, 1000, 1000])) }), {
      retain: true,
    })
    const transmitter = await open('zigbee2mqtt', 'z/ir')
    const learnt = transmitter.learn?.(within(5000)) ?? Promise.reject()
    expect(JSON.parse(await started)).toEqual({ learn_ir_code: 'ON' })
    await say('z/ir', { linkquality: 100, learned_ir_code: toTuya(code) }, learnt)
    expect(isSameCode(await learnt, code)).toBe(true)
  })

  const received = (more: object) => ({
    IrReceived: { Protocol: 'NEC', Bits: 32, Data: '0x20DF10EF', Repeat: 0, ...more },
  })
  test.each([
    ['a list, as before firmware 9', [...code.pulses.slice(0, -1)]],
    ['a list with a time too long for it', [...code.pulses.slice(0, -1), 65_535, 0, 5000]],
    ['the compact form', compactOf(code)],
  ])('Tasmota reports the received code: %s', async (_name, RawData) => {
    const transmitter = await open('tasmota', 'blaster')
    const learnt = transmitter.learn?.(within(5000)) ?? Promise.reject()
    await say('tele/blaster/RESULT', received({ RawData }), learnt)
    expect(isSameCode(await learnt, code)).toBe(true)
  })

  test('Tasmota that reports no pulse lengths is reported, with the remedy', async () => {
    const transmitter = await open('tasmota', 'blaster')
    const learnt = transmitter.learn?.(within(5000)) ?? Promise.reject()
    const failed = expect(learnt).rejects.toThrow('SetOption58 1')
    await say('tele/blaster/RESULT', received({}), learnt)
    await failed
    expect(await reasonOf(learnt)).toBe('deviceFault')
  })

  test('ends at its deadline, and when the broker is unreachable', async () => {
    const transmitter = await open('zigbee2mqtt', 'z/ir')
    expect(await reasonOf(transmitter.learn?.(within(50)) ?? Promise.resolve())).toBe('offline')
    await broker.kill()
    await eventually(() => transmitter.online() === false)
    expect(await reasonOf(transmitter.learn?.(within(5000)) ?? Promise.resolve())).toBe('offline')
    expect(await reasonOf(transmitter.send(code, 0, within(5000)))).toBe('offline')
  })

  test('can be cancelled without an error, also before the broker has answered', async () => {
    const warn = jest.fn()
    const connection = await mqtt.connect(
      brokerConfig.parse({ url: broker.url }),
      testContext({ log: { ...silent, warn } }),
    )
    await connection.ready
    const transmitter = createTransmitter(
      irConfigSchema.parse({ transmitter: 'zigbee2mqtt', broker: 'b', topic: 'z/ir' }),
      testContext({ bus: () => connection.bus }),
    )
    const end = new AbortController()
    const learnt = transmitter.learn?.(end.signal) ?? Promise.resolve()
    // The next turn: it is subscribed, and nothing has come back.
    await new Promise((resolve) => setImmediate(resolve))
    end.abort(new Failure('offline', untranslated('over')))
    await expect(learnt).rejects.toThrow('over')
    await connection.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(warn).not.toHaveBeenCalled()
  })

  test('a press waits until the signal of the previous one has ended', async () => {
    const times: number[] = []
    const bus = testBus()
    bus.say('z/bridge/state', 'online', { retain: true })
    bus.onPublish = () => void times.push(performance.now())
    const transmitter = createTransmitter(
      irConfigSchema.parse({ transmitter: 'zigbee2mqtt', broker: 'b', topic: 'z/ir' }),
      testContext({ bus: () => bus }),
    )
    const options = irApplianceSchema.parse({
      gap: '30ms',
      remote: { volumeUp: { nec: { address: 0, command: 1 } }, volumeDown: { nec: 2 } },
    })
    const eye = createReadingSource(options.borrow, { readAppliance: async () => undefined })
    const device = describeAppliance(options, (file) => file, eye).device(transmitter, testContext().memory('tv'), eye)
    await device.apply({ kind: 'step', trait: 'volume', by: 3 }, within(3000))
    const [first = 0, second = 0, third = 0] = times
    const shines = encodePress({ protocol: 'nec', fields: { address: 0, command: 1 } }).pulses.slice(0, 67)
    const least = shines.reduce((sum, pulse) => sum + pulse, 0) / 1000 + 30 - 5
    expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(least)
  })

  test('supports no radio codes', async () => {
    const transmitter = await open('zigbee2mqtt', 'z/ir')
    expect(await reasonOf(transmitter.send({ ...code, medium: 'rf433', carrierHz: 0 }, 0, within(5000)))).toBe(
      'unsupported',
    )
  })
})

/** The compact form, as in the manual of Tasmota. */
function compactOf({ pulses }: Code): string {
  const seen: number[] = []
  let text = ''
  pulses.forEach((pulse, i) => {
    const time = Math.round(pulse / 5) * 5
    const at = seen.indexOf(time)
    const letter = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at]
    if (letter === undefined) seen.push(time)
    text += letter === undefined ? `${i % 2 ? '-' : '+'}${time}` : i % 2 ? letter.toLowerCase() : letter
  })
  return text
}

describe('the raw codes of Tasmota', () => {
  test('are read in the form of its manual', () => {
    // Source: "IRSend RAW Encoding", the beginning of its example.
    expect(fromRawData('+8570-4240+550-1580C-510+565-1565F-505Fh+570gFh')).toEqual([
      ...[8570, 4240, 550, 1580, 550, 510, 565, 1565, 565, 505, 565, 505, 570, 1565, 565, 505],
    ])
  })

  test('are lists if they are short, and a pause that does not fit into 16 bits is shortened to their maximum', () => {
    expect(toIrSend([9000, 4500, 560, 96_000, 9000], 38_000)).toBe('38,9000,4500,560,65535,9000')
    expect(toIrSend([2400, 600], 40_000)).toBe('40,2400,600')
  })

  test.each(Object.keys(protocols))('are compact if they are long, as of %s, and have the same meaning', (name) => {
    const state = { power: true, mode: 'cool', targetTemperature: 24 } as const
    const { pulses = [], carrierHz: carrier = defaultCarrierHz } = protocols[name]?.encode(state) ?? {}
    const text = toIrSend(pulses, carrier)
    expect(text.length).toBeLessThanOrEqual(1100)
    const rest = text.slice(text.indexOf(',') + 1)
    const read = /^\d/.test(rest) ? rest.split(',').map(Number) : fromRawData(rest)
    expect(climateOf(read)).toMatchObject({ protocol: name, ...state })
  })

  const noisy = (count: number, spread: number) =>
    Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 560 : 1600) + ((i * 7919) % spread))

  test('are rounded by a twentieth at most if they are still too long for a message', () => {
    const pulses = noisy(1001, 300)
    const topic = 'ir_blaster_of_the_living_room'
    const text = toIrSend(pulses, 38_000, `cmnd/${topic}/IRsend`)
    expect(`cmnd/${topic}/IRsend`.length + text.length).toBeLessThanOrEqual(1184)
    const read = fromRawData(text.slice(text.indexOf(',') + 1))
    expect(read).toHaveLength(pulses.length)
    const worst = Math.max(...read.map((time, i) => Math.abs(time / (pulses[i] ?? 0) - 1)))
    expect(worst).toBeLessThanOrEqual(0.055)
  })

  test('are refused before sending if they do not fit in any form', () => {
    expect(() => toIrSend(noisy(1201, 300), 38_000, 'cmnd/ir/IRsend')).toThrow(
      /its 1201 marks and spaces are \d+ bytes in the shortest form/,
    )
  })

  test.each(['', 'Z', '+9000-', '+9000 -4500', '9000', {}, null])('are refused if they are invalid: %j', (raw) => {
    expect(() => fromRaw(fromRawData(raw))).toThrow()
  })
})
