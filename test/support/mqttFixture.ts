import mqttClient, { type MqttClient } from 'mqtt'
import { config } from '../../drivers/mqtt/config.ts'
import { mqtt } from '../../drivers/mqtt/index.ts'
import { appliance } from '../../drivers/mqtt/options.ts'
import { createDeadline, type Deadline } from '../../src/home/deadline.ts'
import type { Device } from '../../src/home/device.ts'
import type { Connection } from '../../src/home/driver.ts'
import { Failure } from '../../src/home/failure.ts'
import type { State } from '../../src/home/traits.ts'
import { testContext } from './context.ts'

/** One line of a log. */
export type Line = Readonly<Record<string, unknown>>

/** The driver over a broker, and a plain client that plays the world beside it. */
export interface MqttBench {
  readonly device: Device
  readonly connection: Connection
  readonly world: MqttClient
  /** every message the world heard, in order */
  readonly heard: readonly (readonly [topic: string, payload: string])[]
  readonly logged: readonly Line[]
  /** a signal that aborts so many milliseconds from now */
  within(ms: number): AbortSignal
  set(patch: State, ms?: number): Promise<State>
  close(): Promise<void>
}

/** Opens the driver with one device of these options. */
export async function mqttBench(url: string, options: object, connectionOptions: object = {}): Promise<MqttBench> {
  const logged: Line[] = []
  const note = (fields: object, message: string) => void logged.push({ ...fields, message })
  const log = { debug: note, info: note, warn: note, error: note }
  const world = await mqttClient.connectAsync(url, { reconnectPeriod: 50 })
  const heard: [string, string][] = []
  world.on('message', (topic, payload) => void heard.push([topic, payload.toString('utf8')]))
  await world.subscribeAsync('#')
  const connection = await mqtt.connect(config.parse({ url, ...connectionOptions }), testContext({ log }))
  const device = connection.device('it', appliance.parse(options))
  await connection.ready
  const limits: Deadline[] = []
  const within = (ms: number) => {
    const limit = createDeadline(ms)
    limits.push(limit)
    return limit.signal
  }
  // Subscribed, and what was retained is here.
  await device.read({ signal: within(5000) })
  return {
    device,
    connection,
    world,
    heard,
    logged,
    within,
    set: (patch, ms = 5000) => device.apply({ kind: 'set', patch }, within(ms)),
    async close() {
      for (const limit of limits) limit.end()
      await connection.close()
      await world.endAsync(true)
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
