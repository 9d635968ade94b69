import { setImmediate as nextTurn } from 'node:timers/promises'
import mqttClient, { type MqttClient } from 'mqtt'
import { mqttConfigSchema } from '../../drivers/mqtt/config.ts'
import { mqtt } from '../../drivers/mqtt/index.ts'
import { mqttApplianceSchema } from '../../drivers/mqtt/options.ts'
import { createDeadline, type Deadline } from '../../src/home/deadline.ts'
import type { Device } from '../../src/home/device.ts'
import type { Connection } from '../../src/home/driver.ts'
import { Failure } from '../../src/home/failure.ts'
import type { State } from '../../src/home/traits.ts'
import { type TestBroker, testBroker } from './broker.ts'
import { testContext } from './context.ts'

/** One line of a log: its fields and its message. */
export type LogLine = Readonly<Record<string, unknown>>

/** The MQTT driver connected to a broker, and a plain MQTT client that plays the devices. */
export interface MqttFixture {
  readonly device: Device
  readonly connection: Connection
  readonly client: MqttClient
  /** every message on the broker, in order */
  readonly messages: readonly (readonly [topic: string, payload: string])[]
  readonly logLines: readonly LogLine[]
  /** a signal that aborts so many milliseconds from now */
  signalWithin(ms: number): AbortSignal
  set(patch: State, ms?: number): Promise<State>
  /** Resolves when the driver and the client have read everything that the client published before. */
  delivered(): Promise<void>
  close(): Promise<void>
}

/** A deadline that only what never happens exceeds, also on a busy machine, in milliseconds. */
const longMs = 60_000

/** Opens the driver with one device of these options. */
export async function openMqttFixture(
  url: string,
  options: object,
  connectionOptions: object = {},
): Promise<MqttFixture> {
  const logLines: LogLine[] = []
  const record = (fields: object, message: string) => void logLines.push({ ...fields, message })
  const log = { debug: record, info: record, warn: record, error: record }
  const client = await mqttClient.connectAsync(url, { reconnectPeriod: 50 })
  const messages: [string, string][] = []
  client.on('message', (topic, payload) => void messages.push([topic, payload.toString('utf8')]))
  await client.subscribeAsync('#')
  const connection = await mqtt.connect(mqttConfigSchema.parse({ url, ...connectionOptions }), testContext({ log }))
  const device = connection.device('it', mqttApplianceSchema.parse(options))
  await connection.ready
  const deadlines: Deadline[] = []
  const signalWithin = (ms: number) => {
    const deadline = createDeadline(ms)
    deadlines.push(deadline)
    return deadline.signal
  }
  // After the first read the topics are subscribed and the retained messages have arrived.
  await device.read({ signal: signalWithin(longMs) })
  return {
    device,
    connection,
    client,
    messages,
    logLines,
    signalWithin,
    set: (patch, ms = longMs) => device.apply({ kind: 'set', patch }, signalWithin(ms)),
    async delivered() {
      // The broker acknowledges it after it has sent everything before it; the turns of the event loop read what was sent.
      await client.publishAsync('delivered', '', { qos: 1 })
      for (let turn = 0; turn < 3; turn += 1) await nextTurn()
    },
    async close() {
      for (const limit of deadlines) limit.end()
      await connection.close()
      await client.endAsync(true)
    },
  }
}

/** The reason of a failure. */
export async function reasonOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
    return undefined
  } catch (error) {
    return error instanceof Failure ? error.reason.code : error
  }
}

/** A broker for the tests of one file, on which each test opens the driver; it is closed after the test. */
export function testMqttHome() {
  let broker: TestBroker
  let fixture: MqttFixture | undefined
  beforeAll(async () => {
    broker = await testBroker()
  })
  afterEach(() => fixture?.close())
  afterAll(() => broker.stop())
  return {
    get broker() {
      return broker
    },
    async open(options: object, connectionOptions?: object): Promise<MqttFixture> {
      fixture = await openMqttFixture(broker.url, options, connectionOptions)
      return fixture
    },
  }
}
