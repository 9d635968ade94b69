import { isDeepStrictEqual } from 'node:util'
import type { Trait } from '../../../../src/home/traits.ts'
import { type TestBroker, testBroker } from '../../../support/broker.ts'
import { type MqttFixture, openMqttFixture, reasonOf } from '../../../support/mqttFixture.ts'
import { described, mqttLamp } from '../../../support/mqttLamp.ts'
import { eventually } from '../../driverContract.ts'

/** What is known of a device, and what no longer is. */
describe('the state of an MQTT device', () => {
  let broker: TestBroker
  let bench: MqttFixture
  beforeEach(async () => {
    broker = await testBroker()
  })
  afterEach(async () => {
    await bench.close()
    await broker.stop()
  })
  const read = () => bench.device.read({ signal: bench.signalWithin(60_000) })
  const air = { traits: { currentTemperature: { state: 'air/t' }, humidity: { state: 'air/h' } } }

  test('is forgotten when the broker disconnects, so that a device that left meanwhile confirms nothing', async () => {
    const lamp = await mqttLamp(broker.url)
    bench = await openMqttFixture(broker.url, { ...described, settle: '50ms' })
    expect((await read()).state).toMatchObject({ power: false })
    await broker.kill()
    await lamp.close()
    await eventually(async () => !(await read()).online)
    expect((await read()).state).toEqual({})
    await broker.start()
    await eventually(async () => (await read()).online)
    expect((await read()).state).toEqual({})
    expect(await reasonOf(bench.set({ power: false }, 300))).toBe('offline')
  })

  test('is unknown again when the device reports null or a value without a meaning', async () => {
    bench = await openMqttFixture(broker.url, {
      traits: { power: { state: 'x', path: '$.state' }, brightness: { state: 'x', path: '$.b', range: [0, 254] } },
    })
    for (const [payload, state] of [
      ['{"state":"ON","b":254}', { power: true, brightness: 100 }],
      ['{"state":null}', { brightness: 100 }],
      ['{"state":"ON"}', { power: true, brightness: 100 }],
      ['{"state":"unavailable"}', { brightness: 100 }],
      ['{"b":{"toString":1}}', {}],
    ] as const) {
      await bench.client.publishAsync('x', payload)
      await eventually(async () => isDeepStrictEqual((await read()).state, state))
    }
  })

  test('is not damaged by a malicious retained message', async () => {
    bench = await openMqttFixture(broker.url, {
      ...described,
      availability: { ...described.availability, path: '$.s' },
    })
    for (const evil of [
      '{"state":{"toString":1},"brightness":{"valueOf":null}}',
      '{"s":{"toString":1}}',
      '{"s":[[]]}',
      '__proto__',
      '[null]',
    ] as const) {
      await bench.client.publishAsync('desk/lamp', evil, { retain: true })
      await bench.client.publishAsync('desk/lamp/status', evil, { retain: true })
    }
    await eventually(() => bench.messages.length >= 10)
    expect(await read()).toEqual({ online: true, state: {} })
  })

  test('a needed trait that is unknown is requested from the device, while others are known', async () => {
    const asked: string[] = []
    bench = await openMqttFixture(broker.url, { ...described, availability: undefined })
    bench.client.on('message', (topic, payload) => {
      if (topic !== 'desk/lamp/get') return
      asked.push(payload.toString('utf8'))
      bench.client.publish('desk/lamp', '{"state":"ON"}')
    })
    await bench.client.publishAsync('desk/lamp', '{"brightness":127}')
    await eventually(async () => (await read()).state.brightness === 50)
    asked.length = 0
    expect((await read()).state).toEqual({ brightness: 50 })
    expect(asked).toEqual([])
    const needing = (...needed: readonly Trait[]) => bench.device.read({ signal: bench.signalWithin(60_000), needed })
    expect((await needing('brightness')).state).toEqual({ brightness: 50 })
    expect(asked).toEqual([])
    expect((await needing('power')).state).toEqual({ power: true, brightness: 50 })
    expect(asked).toEqual(['{}'])
  })

  test('is as old as its oldest trait', async () => {
    bench = await openMqttFixture(broker.url, air)
    await bench.client.publishAsync('air/t', '21')
    await eventually(async () => (await read()).state.currentTemperature === 21)
    const first = (await read()).reportedAt?.getTime() ?? Number.NaN
    await eventually(() => Date.now() > first)
    await bench.client.publishAsync('air/h', '40')
    await eventually(async () => (await read()).state.humidity === 40)
    expect((await read()).reportedAt?.getTime()).toBe(first)
  })

  test('has no age if the broker retained it', async () => {
    const open = await openMqttFixture(broker.url, air)
    await open.client.publishAsync('air/t', '21', { retain: true })
    await open.close()
    bench = await openMqttFixture(broker.url, air)
    expect(await read()).toEqual({ online: true, state: { currentTemperature: 21 } })
  })

  test('is assumed for a trait that is never reported, beside others that are reported', async () => {
    bench = await openMqttFixture(broker.url, {
      traits: { power: { state: 'fan/power', command: 'fan/power/set' }, oscillation: { command: 'fan/swing/set' } },
    })
    expect(bench.device.spec.assumed).toBe(true)
    bench.client.on(
      'message',
      (topic, payload) => topic === 'fan/power/set' && bench.client.publish('fan/power', payload),
    )
    expect(await bench.set({ oscillation: 'vertical' })).toEqual({ oscillation: 'vertical' })
    expect(await bench.set({ power: true })).toEqual({ power: true, oscillation: 'vertical' })
  })

  test('is unknown for an assumed trait after a command that the broker did not acknowledge', async () => {
    bench = await openMqttFixture(broker.url, { traits: { oscillation: { command: 'fan/swing/set' } } })
    expect(await bench.set({ oscillation: 'horizontal' })).toEqual({ oscillation: 'horizontal' })
    broker.freeze()
    expect(await reasonOf(bench.set({ oscillation: 'vertical' }, 300))).toBe('offline')
    broker.thaw()
    await eventually(async () => (await read()).online)
    expect((await read()).state).toEqual({})
    await eventually(async () => (await reasonOf(bench.set({ oscillation: 'vertical' }))) === undefined)
    expect((await read()).state).toEqual({ oscillation: 'vertical' })
  })

  test('a colour without a brightness is published with the present brightness', async () => {
    bench = await openMqttFixture(broker.url, {
      traits: {
        brightness: { state: 'l', path: '$.b', command: 'l/set' },
        color: { command: 'l/set', payload: '{"h":${hue},"s":${saturation},"b":${brightness}}' },
      },
    })
    await bench.client.publishAsync('l', '{"b":40}')
    await eventually(async () => (await read()).state.brightness === 40)
    await bench.set({ color: { hue: 10, saturation: 20 } })
    await eventually(() => bench.messages.some(([topic]) => topic === 'l/set'))
    expect(bench.messages.find(([topic]) => topic === 'l/set')?.[1]).toBe('{"h":10,"s":20,"b":40}')
  })
})
