import { type TestBroker, testBroker } from '../../../support/broker.ts'
import { type MqttFixture, openMqttFixture, reasonOf } from '../../../support/mqttFixture.ts'
import { described, type MqttLamp, mqttLamp, topics } from '../../../support/mqttLamp.ts'
import { eventually } from '../../driverContract.ts'

/** How confirmations are judged: over a real broker, with a lamp that is honest, late, odd or dead. */
describe('a command over MQTT', () => {
  let broker: TestBroker
  let lamp: MqttLamp
  let bench: MqttFixture
  const open = async (options: object) => {
    bench = await openMqttFixture(broker.url, { settle: '100ms', ...options })
  }
  beforeEach(async () => {
    broker = await testBroker()
    lamp = await mqttLamp(broker.url)
  })
  afterEach(async () => {
    await bench.close()
    await lamp.close()
    await broker.stop()
  })

  test('is answered with the value that the device accepted, if it is another one', async () => {
    await open(described)
    lamp.reportedState = { state: 'ON', brightness: 77 }
    expect(await bench.set({ brightness: 90 })).toMatchObject({ brightness: 30 })
  })

  test('waits for a lamp that fades through other values', async () => {
    await open({ ...described, settle: '5s' })
    lamp.isUnresponsive = true
    const answer = bench.set({ brightness: 100 })
    // What is reported before the command confirms nothing.
    await eventually(() => bench.messages.some(([topic]) => topic === topics.command))
    for (const brightness of [60, 130, 200, 254]) {
      lamp.lamp.brightness = brightness
      await lamp.say()
    }
    expect(await answer).toMatchObject({ brightness: 100 })
  })

  test('is answered with the old value by a device that reports it again and does not change', async () => {
    await open({ ...described, settle: '20ms' })
    lamp.reportedState = { state: 'OFF', brightness: 0 }
    expect(await bench.set({ brightness: 90 })).toMatchObject({ brightness: 0 })
  })

  test('for a colour is not confirmed by another colour if the previous one is unknown', async () => {
    await open({
      settle: '20ms',
      traits: {
        color: {
          state: 'l',
          path: { hue: '$.h', saturation: '$.s' },
          command: 'l/set',
          payload: '{"h":${hue},"s":${saturation}}',
        },
      },
    })
    bench.client.on('message', (topic) => topic === 'l/set' && bench.client.publish('l', '{"h":174,"s":33}'))
    expect(await reasonOf(bench.set({ color: { hue: 312, saturation: 63 } }))).toBe('actionFailed')
    expect(await reasonOf(bench.set({ color: { hue: 174, saturation: 33 } }))).toBeUndefined()
  })

  test('is not answered with a late report to an earlier, cancelled command', async () => {
    await open({ ...described, settle: '20ms' })
    const report = (percent: number) =>
      bench.client.publishAsync(topics.state, JSON.stringify({ state: 'ON', brightness: Math.round(percent * 2.54) }))
    lamp.isUnresponsive = true
    expect(await reasonOf(bench.set({ brightness: 40 }, 100))).toBe('offline')
    const answer = bench.set({ brightness: 70 })
    const isSent = () => bench.messages.filter(([topic]) => topic === topics.command).length === 2
    await eventually(isSent)
    await report(40)
    // Longer than a device may take to say another value.
    await new Promise((resolve) => setTimeout(resolve, 150))
    await report(70)
    expect(await answer).toMatchObject({ brightness: 70 })
  })

  test('is not affected by an answer that comes twice', async () => {
    await open(described)
    expect(await bench.set({ brightness: 20 })).toMatchObject({ brightness: 20 })
    await lamp.say()
    expect(await bench.set({ brightness: 30 })).toMatchObject({ brightness: 30 })
    expect(lamp.commands).toHaveLength(2)
  })

  test('is offline at the deadline when the device reports nothing', async () => {
    await open(described)
    lamp.isUnresponsive = true
    expect(await reasonOf(bench.set({ brightness: 90 }, 300))).toBe('offline')
  })

  test('is not confirmed for a device that already has the value and does not report, although its availability is online', async () => {
    await open(described)
    lamp.isUnresponsive = true
    expect(await reasonOf(bench.set({ power: false }, 400))).toBe('offline')
  })

  test('is not confirmed from earlier reports if no availability is published', async () => {
    const { availability: _, ask: __, ...blind } = described
    await open(blind)
    lamp.isUnresponsive = true
    expect(await reasonOf(bench.set({ power: false }, 400))).toBe('offline')
  })

  test('requests the state of a device that already has the value, and is confirmed by the answer', async () => {
    const { availability: _, ...askable } = described
    await open(askable)
    await lamp.client.unsubscribeAsync(topics.command)
    expect(await bench.set({ power: false })).toMatchObject({ power: false })
    await eventually(() => bench.messages.some(([topic, payload]) => topic === topics.ask && payload === '{}'))
  })

  test('is offline at once when the device has published offline', async () => {
    await open(described)
    lamp.client.stream.destroy()
    lamp.client.options.reconnectPeriod = 0
    await eventually(async () => !(await bench.device.read({ signal: bench.signalWithin(60_000) })).online)
    expect(await reasonOf(bench.set({ power: true }))).toBe('offline')
    expect(bench.messages.filter(([topic]) => topic === topics.command)).toEqual([])
  })

  test('is offline as soon as the device publishes offline while the command runs', async () => {
    await open(described)
    lamp.isUnresponsive = true
    const answer = reasonOf(bench.set({ power: true }))
    await lamp.client.publishAsync(topics.status, 'offline', { retain: true })
    expect(await answer).toBe('offline')
  })

  test('is offline as soon as the broker disconnects, and is not sent again when it is back', async () => {
    await open(described)
    lamp.isUnresponsive = true
    const answer = reasonOf(bench.set({ power: true }))
    await eventually(() => bench.messages.some(([topic]) => topic === topics.command))
    await broker.kill()
    expect(await answer).toBe('offline')
    await broker.start()
    lamp.isUnresponsive = false
    await eventually(async () => (await bench.device.read({ signal: bench.signalWithin(60_000) })).online)
    await lamp.say()
    expect(await bench.set({ brightness: 50 })).toMatchObject({ brightness: 50, power: false })
    expect(lamp.commands).toEqual([{ brightness: 50 }])
  })

  test('is offline at the deadline while the broker hangs', async () => {
    await open(described)
    broker.freeze()
    expect(await reasonOf(bench.set({ power: true }, 200))).toBe('offline')
    broker.thaw()
  })

  test('requests the state of a device of which nothing is known', async () => {
    await lamp.client.publishAsync(topics.state, '', { retain: true })
    await open(described)
    const { state } = await bench.device.read({ signal: bench.signalWithin(60_000) })
    expect(state).toEqual({ power: false, brightness: 0 })
    await eventually(() => bench.messages.some(([topic, payload]) => topic === topics.ask && payload === '{}'))
  })
})
