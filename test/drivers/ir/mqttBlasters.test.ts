import { type Code, encodePress, isSameCode, toTuya } from '../../../drivers/ir/codes/index.ts'
import { irConfigSchema } from '../../../drivers/ir/config.ts'
import { createTransmitter } from '../../../drivers/ir/transmitters/index.ts'
import { createDeadline, type Deadline } from '../../../src/home/deadline.ts'
import { testContext } from '../../support/context.ts'
import { reasonOf } from './broadlinkFixture.ts'
import { type TestBus, testBus } from './testBus.ts'

const code = encodePress({ protocol: 'nec', fields: { address: 4, command: 8 } })
const limits: Deadline[] = []
const within = (ms: number) => {
  const limit = createDeadline(ms)
  limits.push(limit)
  return limit.signal
}
afterEach(() => {
  for (const limit of limits.splice(0)) limit.end()
})

type Blaster = 'tasmota' | 'zigbee2mqtt'
const topics = { tasmota: 'ir_blaster', zigbee2mqtt: 'home/zigbee2mqtt/bedroom IR' } as const
/** What a blaster that is there has retained at the broker, and what it does with a code. */
const healthy: Readonly<Record<Blaster, (bus: TestBus) => void>> = {
  tasmota(bus) {
    bus.say('tele/ir_blaster/LWT', 'Online', { retain: true })
    bus.onPublish = () => bus.say('stat/ir_blaster/RESULT', { IRSend: 'Done' })
  },
  zigbee2mqtt(bus) {
    bus.say('home/zigbee2mqtt/bridge/state', { state: 'online' }, { retain: true })
    bus.say('home/zigbee2mqtt/bedroom IR/availability', { state: 'online' }, { retain: true })
    bus.onPublish = () => bus.say('home/zigbee2mqtt/bedroom IR', { linkquality: 90 })
  },
}

async function open(blaster: Blaster, prepare: (bus: TestBus) => void, more: object = {}) {
  const bus = testBus()
  healthy[blaster](bus)
  prepare(bus)
  const transmitter = createTransmitter(
    irConfigSchema.parse({ transmitter: blaster, broker: 'b', topic: topics[blaster], ...more }),
    testContext({ bus: () => bus }),
  )
  await transmitter.ready
  return { bus, transmitter }
}
const sent = ({ published }: TestBus) => published.filter(({ payload }) => !payload.includes('learn_ir_code')).length

interface Case {
  readonly name: string
  readonly blaster: Blaster
  readonly prepare: (bus: TestBus) => void
  /** whether it is there, as far as is known before a command */
  readonly online: boolean
  /** how many codes reach the broker */
  readonly codes: number
  /** how sending ends: nothing is a success */
  readonly reason?: string
  readonly problem?: RegExp
}
const cases: readonly Case[] = [
  { name: 'a blaster that is there', blaster: 'tasmota', prepare: () => {}, online: true, codes: 1 },
  { name: 'a blaster that is there', blaster: 'zigbee2mqtt', prepare: () => {}, online: true, codes: 1 },
  {
    name: 'a blaster whose last will says that it is away',
    blaster: 'tasmota',
    prepare: (bus) => bus.say('tele/ir_blaster/LWT', 'Offline', { retain: true }),
    online: false,
    codes: 0,
    reason: 'offline',
    problem: /ir_blaster.* is offline/,
  },
  {
    name: 'a blaster that refuses the code',
    blaster: 'tasmota',
    prepare: (bus) => {
      bus.onPublish = () => bus.say('stat/ir_blaster/RESULT', { IRSend: 'Invalid RawData' })
    },
    online: true,
    codes: 1,
    reason: 'deviceFault',
  },
  {
    name: 'a blaster that answers another command only',
    blaster: 'tasmota',
    prepare: (bus) => {
      bus.onPublish = () => bus.say('stat/ir_blaster/RESULT', { POWER: 'ON' })
    },
    online: true,
    codes: 1,
    reason: 'offline',
  },
  {
    name: 'a blaster that Zigbee2MQTT cannot reach',
    blaster: 'zigbee2mqtt',
    prepare: (bus) => bus.say('home/zigbee2mqtt/bedroom IR/availability', { state: 'offline' }, { retain: true }),
    online: false,
    codes: 0,
    reason: 'offline',
    problem: /bedroom IR.* is offline/,
  },
  {
    name: 'a blaster whose availability is a bare word',
    blaster: 'zigbee2mqtt',
    prepare: (bus) => bus.say('home/zigbee2mqtt/bedroom IR/availability', 'offline', { retain: true }),
    online: false,
    codes: 0,
    reason: 'offline',
  },
  {
    name: 'a Zigbee2MQTT that is stopped',
    blaster: 'zigbee2mqtt',
    prepare: (bus) => bus.say('home/zigbee2mqtt/bridge/state', { state: 'offline' }, { retain: true }),
    online: false,
    codes: 0,
    reason: 'offline',
    problem: /Zigbee2MQTT .*is offline/,
  },
  {
    name: 'a code that Zigbee2MQTT fails to send',
    blaster: 'zigbee2mqtt',
    prepare: (bus) => {
      bus.onPublish = () =>
        bus.say('home/zigbee2mqtt/bridge/logging', {
          level: 'error',
          message: `z2m: Publish 'set' 'ir_code_to_send' to 'bedroom IR' failed: 'Error: no network route'`,
        })
    },
    online: true,
    codes: 1,
    reason: 'deviceFault',
  },
  {
    name: 'a blaster of another name than Zigbee2MQTT has',
    blaster: 'zigbee2mqtt',
    prepare: (bus) => {
      bus.onPublish = () =>
        bus.say('home/zigbee2mqtt/bridge/logging', { level: 'error', message: `z2m: Entity 'bedroom IR' is unknown` })
    },
    online: true,
    codes: 1,
    reason: 'deviceFault',
  },
  {
    name: 'a failure of another device',
    blaster: 'zigbee2mqtt',
    prepare: (bus) => {
      bus.onPublish = () =>
        bus.say('home/zigbee2mqtt/bridge/logging', {
          level: 'error',
          message: `z2m: Publish 'set' 'state' to 'lamp' failed: 'Error: no network route'`,
        })
    },
    online: true,
    codes: 1,
  },
]

test.each(cases.map((one) => [`${one.blaster}: ${one.name}`, one] as const))('%s', async (_name, one) => {
  const { bus, transmitter } = await open(one.blaster, one.prepare)
  expect(transmitter.online()).toBe(one.online)
  if (one.problem) expect(transmitter.problem?.()?.en).toMatch(one.problem)
  else if (one.online) expect(transmitter.problem?.()).toBeUndefined()
  const press = async (signal: AbortSignal) => {
    await transmitter.send(code, 0, signal)
    await transmitter.confirm?.(signal)
  }
  expect(await reasonOf(press(within(one.blaster === 'zigbee2mqtt' ? 2400 : 400)))).toBe(one.reason)
  expect(sent(bus)).toBe(one.codes)
  await transmitter.close()
})

describe.each(['tasmota', 'zigbee2mqtt'] as const)('a blaster of %s whose topic is misspelt', (blaster) => {
  test('is reported, and nothing is confirmed', async () => {
    const bus = testBus()
    bus.say('zigbee2mqtt/bridge/state', { state: 'online' }, { retain: true })
    const transmitter = createTransmitter(
      irConfigSchema.parse({ transmitter: blaster, broker: 'b', topic: 'z2m/bedrom' }),
      testContext({ bus: () => bus }),
    )
    await transmitter.ready
    expect(transmitter.problem?.()?.en).toMatch(/has never said anything.*topic.*z2m\/bedrom/)
    expect(await reasonOf(transmitter.send(code, 0, within(300)))).toBe('offline')
    // A Zigbee2MQTT that is online has published that: without it nothing is published.
    expect(bus.published).toHaveLength(blaster === 'tasmota' ? 1 : 0)
    await transmitter.close()
  })
})

test('a late failure that Zigbee2MQTT reports for a cancelled code does not count for the next code', async () => {
  const { bus, transmitter } = await open('zigbee2mqtt', (bus) => {
    bus.onPublish = () => {}
  })
  const press = async (signal: AbortSignal) => {
    await transmitter.send(code, 0, signal)
    await transmitter.confirm?.(signal)
  }
  const failure = {
    level: 'error',
    message: `z2m: Publish 'set' 'ir_code_to_send' to 'bedroom IR' failed: 'Error: no network route'`,
  }
  expect(await reasonOf(press(within(60)))).toBe('offline')
  bus.onPublish = () => bus.say('home/zigbee2mqtt/bridge/logging', failure)
  expect(await reasonOf(press(within(2400)))).toBeUndefined()
  expect(await reasonOf(press(within(2400)))).toBe('deviceFault')
  await transmitter.close()
})

test('a code counts as sent when Tasmota reports it, not before', async () => {
  const { bus, transmitter } = await open('tasmota', (bus) => {
    bus.onPublish = () => {}
  })
  let isSent = false
  const done = transmitter.send(code, 0, within(2000)).then(() => {
    isSent = true
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(isSent).toBe(false)
  bus.say('stat/ir_blaster/RESULT', { IRSend: 'Done' })
  await done
})

test('a Tasmota device with its own full topic is reached there', async () => {
  const { bus, transmitter } = await open(
    'tasmota',
    (bus) => {
      bus.say('home/ir_blaster/tele/LWT', 'Online', { retain: true })
      bus.onPublish = () => bus.say('home/ir_blaster/stat/RESULT', { IRSend: 'Done' })
    },
    { fullTopic: 'home/%topic%/%prefix%/' },
  )
  expect(transmitter.online()).toBe(true)
  await transmitter.send(code, 0, within(1000))
  expect(bus.published[0]?.topic).toBe('home/ir_blaster/cmnd/IRsend')
})

describe('a node of ESPHome', () => {
  const openNode = async (status: string) => {
    const bus = testBus()
    bus.say('living-ir/status', status, { retain: true })
    bus.onPublish = () => bus.say('living-ir/ir/sent', 'ok')
    const config = irConfigSchema.parse({ transmitter: 'esphome', broker: 'b', topic: 'living-ir' })
    const transmitter = createTransmitter(config, testContext({ bus: () => bus }))
    await transmitter.ready
    return { bus, transmitter }
  }
  test('gets the durations with negative spaces, and confirms that they were sent', async () => {
    const { bus, transmitter } = await openNode('online')
    await transmitter.send({ ...code, pulses: [9000, 4500, 560, 40_000] }, 0, within(1000))
    expect(bus.published).toEqual([{ topic: 'living-ir/ir/send', payload: '{"code":[9000,-4500,560]}' }])
    bus.onPublish = () => {}
    expect(await reasonOf(transmitter.send(code, 0, within(100)))).toBe('offline')
  })
  test('gets nothing while it is offline, and a code that is too long for it is refused', async () => {
    const { bus, transmitter } = await openNode('offline')
    expect([transmitter.online(), transmitter.problem?.()?.en]).toEqual([false, 'ESPHome living-ir is offline'])
    expect(await reasonOf(transmitter.send(code, 0, within(100)))).toBe('offline')
    const long = { ...code, pulses: Array.from({ length: 802 }, () => 500) }
    expect(await reasonOf(transmitter.send(long, 0, within(100)))).toBe('unsupported')
    expect(bus.published).toEqual([])
  })
  test('learns the code of its receiver, however the list ends', async () => {
    const { bus, transmitter } = await openNode('online')
    const learnt = transmitter.learn?.(within(1000)) ?? Promise.reject()
    bus.say('living-ir/ir/received', 'no JSON')
    bus.say('living-ir/ir/received', `{"code":[${code.pulses.map((us, i) => (i % 2 ? -us : us)).join(',')},]}`)
    expect(isSameCode(await learnt, code)).toBe(true)
  })
})

test('a blaster is offline when it disconnects, and online when it is back', async () => {
  const { bus, transmitter } = await open('tasmota', () => {})
  bus.say('tele/ir_blaster/LWT', 'Offline')
  expect(transmitter.online()).toBe(false)
  bus.say('tele/ir_blaster/LWT', 'Online')
  expect(transmitter.online()).toBe(true)
  bus.connected = false
  expect(transmitter.online()).toBe(false)
})

describe('learning by Zigbee2MQTT that publishes what it has cached', () => {
  const previous = toTuya(encodePress({ protocol: 'nec', fields: { address: 4, command: 1 } }))
  const learntCode = toTuya(code)
  const topic = topics.zigbee2mqtt
  const learn = async (before: (bus: TestBus) => void, during: (bus: TestBus) => void): Promise<Code> => {
    const { bus, transmitter } = await open('zigbee2mqtt', before)
    const learnt = transmitter.learn?.(within(3000)) ?? Promise.reject()
    await new Promise((resolve) => setTimeout(resolve, 20))
    during(bus)
    return learnt
  }
  test.each([
    ['retained', (bus: TestBus) => bus.say(topic, { learned_ir_code: previous }, { retain: true })],
    ['never heard before, with last_seen', () => {}],
  ])('the code of the previous key, %s, does not count', async (_name, before) => {
    const seen = { last_seen: '2026-11-29T12:00:00+09:00' }
    const learnt = await learn(before, (bus) => {
      bus.say(topic, { ...seen, learned_ir_code: previous })
      setTimeout(() => bus.say(topic, { ...seen, learned_ir_code: previous, linkquality: 80 }), 700)
      setTimeout(() => bus.say(topic, { ...seen, learned_ir_code: learntCode }), 800)
    })
    expect(isSameCode(learnt, code)).toBe(true)
  })
  test('of two keys one after the other each has its own code', async () => {
    const { bus, transmitter } = await open('zigbee2mqtt', () => {})
    const first = transmitter.learn?.(within(3000)) ?? Promise.reject()
    bus.say(topic, { learned_ir_code: previous })
    await first
    const second = transmitter.learn?.(within(3000)) ?? Promise.reject()
    bus.say(topic, { learned_ir_code: previous, linkquality: 1 })
    bus.say(topic, { learned_ir_code: learntCode })
    expect(isSameCode(await second, code)).toBe(true)
  })
})

test('a code of Tasmota that ran over its buffer is not learnt', async () => {
  const { bus, transmitter } = await open('tasmota', () => {})
  const learnt = transmitter.learn?.(within(2000)) ?? Promise.reject()
  const failed = expect(learnt).rejects.toThrow('longer than its buffer')
  bus.say('tele/ir_blaster/RESULT', { IrReceived: { RawData: '+9000-4500+560', RawDataInfo: [3, 3, 1] } })
  await failed
})
