import mqttClient, { type MqttClient } from 'mqtt'
import { mqttConfigSchema } from '../../../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../../../drivers/mqtt/index.ts'
import { mqttApplianceSchema } from '../../../../../drivers/mqtt/options.ts'
import type { Connection } from '../../../../../src/home/driver.ts'
import { type TestBroker, testBroker } from '../../../../support/broker.ts'
import { testContext } from '../../../../support/context.ts'
import { eventually } from '../../../driverContract.ts'
import { announcers } from './announcers.ts'

let broker: TestBroker
let deviceClient: MqttClient
let connection: Connection
const received: (readonly [topic: string, payload: string])[] = []
const isAnnouncement = (topic: string) => topic.startsWith('homeassistant/')
beforeAll(async () => {
  broker = await testBroker()
  deviceClient = await mqttClient.connectAsync(broker.url)
  deviceClient.on('message', (topic, payload) => void received.push([topic, payload.toString('utf8')]))
  await deviceClient.subscribeAsync('#')
  const config = mqttConfigSchema.parse({ url: broker.url, discover: ['homeassistant'], expose: 'all' })
  connection = await mqtt.connect(config, testContext())
  await connection.ready
})
afterAll(async () => {
  await connection.close()
  await deviceClient.endAsync(true)
  await broker.stop()
})
const signal = () => AbortSignal.timeout(60_000)

test.each(announcers)(
  '$name: the device is found, its state is known, and its commands are confirmed',
  async (given) => {
    for (const [path, config] of Object.entries(given.announced))
      await deviceClient.publishAsync(`homeassistant/${path}/config`, JSON.stringify(config), { retain: true })
    const [name, type] = given.appliance
    const find = () => connection.discovery?.devices().find((one) => one.name === name)
    await eventually(() => find() !== undefined)
    expect(find()).toMatchObject({ type, problems: [] })
    const device = connection.device(name, mqttApplianceSchema.parse({ device: find()?.key }))
    for (const [topic, payload] of given.reports) await deviceClient.publishAsync(topic, payload, { retain: true })
    const read = () => device.read({ signal: signal() })
    await eventually(async () => (await read()).online && Object.keys((await read()).state).length > 0)
    await eventually(
      async () => JSON.stringify((await read()).state) === JSON.stringify({ ...(await read()).state, ...given.state }),
    )
    expect((await read()).state).toEqual(given.state)
    for (const { command, sent, answer, after } of given.commands) {
      received.length = 0
      const takeCommand = (topic: string, payload: Buffer) => {
        if (topic !== sent[0]?.[0] || payload.toString('utf8') !== sent[0][1]) return
        for (const [to, what] of answer) deviceClient.publish(to, what, { retain: true })
      }
      deviceClient.on('message', takeCommand)
      try {
        expect(await device.apply(command, signal())).toMatchObject(after)
      } finally {
        deviceClient.off('message', takeCommand)
      }
      const own = new Set([...given.reports, ...answer].map(([topic]) => topic))
      const commands = () => received.filter(([topic]) => !isAnnouncement(topic) && !own.has(topic))
      await eventually(() => commands().length >= sent.length)
      expect(commands()).toEqual(sent)
    }
    expect(connection.problems?.()).toEqual([])
    device.close?.()
  },
)
