import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { Aedes } from 'aedes'
import mqttClient, { type MqttClient } from 'mqtt'
import { generate, parser } from 'mqtt-packet'
import { connectToBroker } from '../../../../drivers/mqtt/broker/broker.ts'
import { mqttConfigSchema } from '../../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../../drivers/mqtt/index.ts'
import { mqttApplianceSchema } from '../../../../drivers/mqtt/options.ts'
import { freePort, type TestBroker, testBroker } from '../../../support/broker.ts'
import { testContext } from '../../../support/context.ts'
import { stallingProxy } from '../../../support/stallingProxy.ts'
import { eventually } from '../../driverContract.ts'

/** One connection to a broker, and a plain client beside it. */
describe('a connection to a broker', () => {
  let broker: TestBroker
  let deviceClient: MqttClient
  let clock: { mockRestore(): void } | undefined
  const closing: (() => Promise<void>)[] = []
  beforeAll(async () => {
    broker = await testBroker()
    deviceClient = await mqttClient.connectAsync(broker.url)
  })
  afterEach(async () => {
    clock?.mockRestore()
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(async () => {
    await deviceClient.endAsync(true)
    await broker.stop()
  })
  const open = (url = broker.url) => {
    const connection = connectToBroker(mqttConfigSchema.parse({ url }), testContext())
    closing.push(() => connection.close())
    return connection
  }

  /** Topics that MQTT 3.1.1 (1.5.3, 4.7) forbids, or that mosquitto closes the connection for. */
  const forbidden: readonly (readonly [what: string, topic: string])[] = [
    ['with a carriage return', 'evil/s\r'],
    ['with a tab', 'a/s\t'],
    ['with DEL', 'a/\u007f'],
    ['with a C1 control character', 'a/\u0085'],
    ['with U+FFFE', 'a/\ufffe'],
    ['with U+FDD0', 'a/\ufdd0'],
    ['with half a surrogate pair', 'a/\ud800'],
    ['with null', 'a/\u0000'],
    ['of more than 200 levels', 'x/'.repeat(201)],
    ['of a shared subscription without a group', '$share'],
    ['of a shared subscription', '$share/group/a'],
    ['with a wildcard inside a level', 'a/b+'],
    ['with # before its end', 'a/#/b'],
    ['longer than MQTT allows', `${'가'.repeat(21_846)}`],
  ]

  test.each(forbidden)('a topic %s does not affect other topics, and is reported', async (_what, topic) => {
    const connection = open()
    await connection.ready
    const received: string[] = []
    connection.subscribe(topic, () => {})
    connection.subscribe('fine/topic', (payload) => void received.push(payload.toString()))
    await connection.retainedReceived(AbortSignal.timeout(5000)).catch(() => {})
    // Again and again: a broker that ended the connection for a topic has the subscriptions only after some time.
    await eventually(async () => {
      await deviceClient.publishAsync('fine/topic', 'hello', { qos: 1 })
      return received.length > 0
    })
    expect(connection.connected).toBe(true)
    expect(connection.problems().join()).toMatch(/topic/)
  })

  test.each(forbidden)('a description with a topic %s is refused', (_what, topic) => {
    expect(mqttApplianceSchema.safeParse({ traits: { power: { state: topic } } }).success).toBe(false)
    expect(mqttApplianceSchema.safeParse({ traits: { power: { state: 'a', command: topic } } }).success).toBe(false)
    expect(mqttApplianceSchema.safeParse({ traits: { power: { state: 'a' } }, availability: { topic } }).success).toBe(
      false,
    )
    expect(mqttApplianceSchema.safeParse({ verbs: { stop: { command: topic } } }).success).toBe(false)
  })

  test('a message fails at once when the broker disconnects, and not at the deadline of its command', async () => {
    const own = await testBroker()
    closing.push(() => own.stop())
    const connection = open(own.url)
    await connection.ready
    const { signal } = new AbortController()
    const delivery = await connection.send('a/set', 'ON', signal)
    const lost = new Promise<void>((resolve) => void connection.onDisconnect(resolve))
    const killed = own.kill()
    await lost
    const released = delivery.release(signal).then(() => 'released')
    expect(await Promise.race([released, pause(100, 'still waits')])).toBe('released')
    await killed
  })

  test('a message to a forbidden topic is not sent and does not end the connection', async () => {
    const connection = open()
    await connection.ready
    await expect(connection.publish('evil/set\r', 'ON', false, AbortSignal.timeout(1000))).rejects.toThrow(/topic/)
    await connection.publish('fine/set', 'ON', true, AbortSignal.timeout(5000))
    expect(connection.connected).toBe(true)
  })

  test('a subscription for which the broker ends the connection is identified and left out', async () => {
    const strict = await Aedes.createBroker()
    strict.authorizeSubscribe = (client, subscription, done) => {
      if (subscription.topic === 'poison') return void client?.close()
      done(null, subscription)
    }
    const port = await freePort()
    const server = createServer(strict.handle).listen(port, '127.0.0.1')
    closing.push(async () => {
      await new Promise<void>((resolve) => strict.close(() => resolve()))
      server.close()
    })
    const connection = open(`mqtt://127.0.0.1:${port}`)
    const received = new Set<string>()
    const topics = Array.from({ length: 40 }, (_, i) => `fine/${i}`)
    for (const topic of [...topics.slice(0, 17), 'poison', ...topics.slice(17)])
      connection.subscribe(topic, (_payload, _retained, from) => void received.add(from))
    await eventually(() => {
      for (const topic of topics)
        strict.publish({ cmd: 'publish', qos: 0, dup: false, retain: false, topic, payload: 'x' }, () => {})
      return received.size === topics.length
    })
    expect(connection.problems().join()).toContain('poison')
  })

  test('an unreadable certificate file is reported, and the connection is tried again', async () => {
    const connection = await mqtt.connect(
      mqttConfigSchema.parse({ url: 'mqtts://127.0.0.1:8883', ca: 'nowhere/ca.pem' }),
      testContext({ resolveFile: (name) => `/tmp/${name}` }),
    )
    closing.push(() => connection.close())
    await connection.ready
    expect(connection.problems?.().join()).toMatch(/nowhere\/ca\.pem.*(no such file|ENOENT)/)
    const device = connection.device(
      'it',
      mqttApplianceSchema.parse({ traits: { power: { state: 'x', command: 'y' } } }),
    )
    expect((await device.read({ signal: AbortSignal.timeout(1000) })).online).toBe(false)
  })

  test('a message that is far too large is dropped while it arrives, and the connection stays', async () => {
    const connection = open()
    await connection.ready
    const received: string[] = []
    connection.subscribe('large', (payload) => void received.push(payload.toString().slice(0, 10)))
    await connection.retainedReceived(AbortSignal.timeout(5000))
    const before = process.memoryUsage().arrayBuffers
    let peak = 0
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers)
    }, 1)
    const sender = await mqttClient.connectAsync(broker.url)
    const payload = Buffer.alloc(60_000_000, 'x')
    await sender.publishAsync('large', payload)
    await sender.publishAsync('large', 'small', { qos: 1 })
    await eventually(() => received.length > 0)
    clearInterval(timer)
    await sender.endAsync()
    expect(received).toEqual(['small'])
    expect(connection.problems().join()).toMatch(/1 larger than/)
    // The payload that is sent is in this process too, and so is the copy that its sender makes.
    expect(peak - before - payload.length).toBeLessThan(payload.length)
  })

  test('a broker that hangs does not get a command after it was cancelled', async () => {
    const own = await testBroker()
    closing.push(() => own.stop())
    const device = await mqttClient.connectAsync(own.url)
    closing.push(() => device.endAsync(true))
    const messages: string[] = []
    device.on('message', (_topic, payload) => void messages.push(payload.toString()))
    await device.subscribeAsync('lamp/set')
    const connection = open(own.url)
    await connection.ready
    for (const confirmed of [false, true]) {
      // A broker that has just sent something is taken to be reading.
      await pause(100)
      own.freeze()
      const limit = AbortSignal.timeout(500)
      await connection.publish('lamp/set', 'LATE', confirmed, limit).catch(() => {})
      await new Promise<void>((resolve) => {
        if (limit.aborted) resolve()
        limit.addEventListener('abort', () => resolve())
      })
      own.thaw()
      await eventually(async () =>
        connection.publish('lamp/set', 'NOW', true, AbortSignal.timeout(1000)).then(
          () => true,
          () => false,
        ),
      )
    }
    await eventually(() => messages.filter((payload) => payload === 'NOW').length >= 2)
    expect(messages).not.toContain('LATE')
  })

  test('a broker that is asked when a command is expected is not asked again for the command', async () => {
    const asked: string[] = []
    const answer = { isHeld: false, send: () => {} }
    const server = createServer((socket) => {
      const packets = parser()
      packets.on('packet', (packet) => {
        if (packet.cmd === 'connect') socket.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }))
        else if (packet.cmd === 'publish' && packet.qos === 1)
          socket.write(generate({ cmd: 'puback', messageId: packet.messageId ?? 0 }))
        else if (packet.cmd === 'pingreq' && !answer.isHeld) answer.send()
        else asked.push(packet.cmd)
      })
      socket.on('data', (bytes) => packets.parse(bytes))
      socket.on('error', () => {})
      answer.send = () => void socket.write(generate({ cmd: 'pingresp' }))
      closing.push(async () => void socket.destroy())
    }).listen(0, '127.0.0.1')
    closing.push(() => new Promise((resolve) => server.close(() => resolve())))
    await once(server, 'listening')
    const connection = open(`mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await connection.ready
    // Once this one is acknowledged, all is that was sent at the beginning.
    await connection.publish('lamp/set', 'BEFORE', true, AbortSignal.timeout(5000))
    answer.isHeld = true
    // The broker has been silent for a second, and the ping stays fresh however long this machine takes.
    clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000)
    connection.expectCommand()
    await eventually(() => asked.includes('pingreq'))
    connection.expectCommand()
    const sent = connection.send('lamp/set', 'ON', AbortSignal.timeout(5000))
    expect(await Promise.race([sent, pause(100, 'waits', { ref: false })])).toBe('waits')
    answer.send()
    await sent
    await eventually(() => asked.includes('publish'))
    expect(asked.slice(0, 2)).toEqual(['pingreq', 'publish'])
  })

  test('a connection that was reset for a command takes no other one, from that moment on', async () => {
    const network = await stallingProxy({ port: broker.port })
    closing.push(() => network.close())
    const connection = open(`mqtt://127.0.0.1:${network.port}`)
    await connection.ready
    // Time stands still: the broker acknowledges this one, so it is not pinged before the next one.
    clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now())
    await connection.publish('held/set', 'BEFORE', true, AbortSignal.timeout(5000))
    network.stall()
    const delivery = await connection.send('held/set', 'LATE', AbortSignal.timeout(5000))
    await delivery.release(AbortSignal.abort(new Error('the deadline')))
    expect(connection.connected).toBe(false)
    await expect(connection.send('held/set', 'NEXT', AbortSignal.timeout(5000))).rejects.toMatchObject({
      reason: { code: 'offline' },
    })
  })

  test.each([
    ['is waited for', true],
    ['is not waited for', false],
  ])(
    'a command that the network delays, and whose acknowledgement %s, is dropped with its connection',
    async (_what, confirmed) => {
      const network = await stallingProxy({ port: broker.port })
      closing.push(() => network.close())
      const messages: string[] = []
      const device = await mqttClient.connectAsync(broker.url)
      closing.push(() => device.endAsync(true))
      device.on('message', (_topic, payload) => void messages.push(payload.toString()))
      await device.subscribeAsync('held/set')
      const connection = open(`mqtt://127.0.0.1:${network.port}`)
      await connection.ready
      const publish = (payload: string, signal: AbortSignal) =>
        connection.publish('held/set', payload, confirmed, signal).catch(() => {})
      // Time stands still: the broker acknowledges this one, so it is not pinged before the next one, which is on its way when
      // the network goes.
      clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now())
      await connection.publish('held/set', 'BEFORE', true, AbortSignal.timeout(5000))
      network.stall()
      const limit = new AbortController()
      const late = publish('LATE', limit.signal)
      const lost = new Promise<void>((resolve) => connection.onDisconnect(resolve))
      await new Promise((resolve) => setImmediate(resolve))
      limit.abort(new Error('the deadline'))
      await late
      clock.mockRestore()
      // Without a reset the connection would end only by its keepalive, and what is on its way would arrive before.
      expect(await Promise.race([lost.then(() => 'reset'), pause(5000, 'kept', { ref: false })])).toBe('reset')
      network.resume()
      await eventually(() => connection.connected)
      await connection.publish('held/set', 'NOW', true, AbortSignal.timeout(5000))
      await eventually(() => messages.includes('NOW'))
      expect(messages).toEqual(['BEFORE', 'NOW'])
    },
  )
})
