import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { type TestBroker, testBroker } from '../../../support/broker.ts'
import { type TestGateway, testGateway } from '../../../support/gateway.ts'
import { eventually } from '../../driverContract.ts'

/** The retained messages of a real Zigbee2MQTT 2.14, if the recording is there. */
const file = join(import.meta.dirname, '../../../../../shared/samples/zigbee2mqtt/retained.jsonl')
const kept = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { topic: string; payload: string })
  : []

type CommandCase = readonly [action: string, payload: object, sent: object]
/** Each device by its name: its type, some of its actions, and what is to go over the wire for a command. */
const expected: Readonly<
  Record<string, { type: string; actions: readonly string[]; commands: readonly CommandCase[] }>
> = {
  living_light: {
    type: 'LIGHT',
    actions: ['TurnOn', 'TurnOff', 'SetBrightness', 'IncrementBrightness', 'SetColorTemperature'],
    commands: [
      ['TurnOn', {}, { state: 'ON' }],
      ['SetBrightness', { brightness: { value: 50 } }, { brightness: 127 }],
      ['SetColorTemperature', { colorTemperature: { value: 2700 } }, { color_temp: 370 }],
    ],
  },
  kettle_plug: { type: 'SMARTPLUG', actions: ['TurnOn', 'TurnOff'], commands: [['TurnOff', {}, { state: 'OFF' }]] },
  bedroom_sensor: { type: 'AIRSENSOR', actions: ['GetCurrentTemperature', 'GetHumidity'], commands: [] },
  寝室のブラインド: {
    type: 'SMARTCURTAIN',
    actions: ['Open', 'Close', 'Stop'],
    commands: [
      ['Open', {}, { state: 'OPEN' }],
      ['Stop', {}, { state: 'STOP' }],
    ],
  },
  hue_color: {
    type: 'LIGHT',
    actions: ['SetColor', 'SetBrightness', 'SetColorTemperature'],
    commands: [
      ['SetColor', { color: { hue: 120, saturation: 100, brightness: 100 } }, { color: { hue: 120, saturation: 100 } }],
      ['TurnOn', {}, { state: 'ON' }],
    ],
  },
}

if (kept.length > 0) {
  describe('the recorded start of a real Zigbee2MQTT', () => {
    let broker: TestBroker
    let gateway: TestGateway
    const sent: { topic: string; payload: string }[] = []
    let deviceClient: Awaited<ReturnType<typeof mqtt.connectAsync>>
    beforeAll(async () => {
      broker = await testBroker()
      deviceClient = await mqtt.connectAsync(broker.url)
      for (const { topic, payload } of kept) await deviceClient.publishAsync(topic, payload, { retain: true, qos: 1 })
      await deviceClient.subscribeAsync('zigbee2mqtt/+/set')
      deviceClient.on('message', (topic, payload) => void sent.push({ topic, payload: payload.toString() }))
      gateway = await testGateway(
        `drivers:\n  broker: { type: mqtt, url: '${broker.url}', discover: [zigbee2mqtt, homeassistant], expose: all }`,
        { server: ', deadline: 3s' },
      )
      await gateway.gateway.runtime.ready()
    })
    afterAll(async () => {
      await gateway.close()
      await deviceClient.endAsync(true)
      await broker.stop()
    })
    const listed = async () =>
      (await gateway.say('DiscoverAppliances', '')).payload.discoveredAppliances as readonly {
        applianceId: string
        friendlyName: string
        applianceTypes: string[]
        actions: string[]
      }[]

    test('lists every device once, with its type and actions', async () => {
      const all = await listed()
      expect(all.map(({ friendlyName }) => friendlyName).toSorted()).toEqual(Object.keys(expected).toSorted())
      for (const { friendlyName, applianceTypes, actions } of all) {
        expect(applianceTypes).toEqual([expected[friendlyName]?.type])
        expect(actions).toEqual(expect.arrayContaining([...(expected[friendlyName]?.actions ?? [])]))
      }
    })

    test('sends the right payload for a command to each device', async () => {
      const ids = new Map((await listed()).map(({ friendlyName, applianceId }) => [friendlyName, applianceId]))
      for (const [name, { commands }] of Object.entries(expected)) {
        for (const [action, payload, wire] of commands) {
          sent.length = 0
          const answer = gateway.say(action, ids.get(name) ?? '', payload)
          await eventually(() => sent.length > 0)
          expect(sent[0]?.topic).toBe(`zigbee2mqtt/${name}/set`)
          expect(JSON.parse(sent[0]?.payload ?? '')).toEqual(wire)
          // As the real one does it.
          await deviceClient.publishAsync(`zigbee2mqtt/${name}`, JSON.stringify(wire))
          if (action !== 'Stop') await answer
        }
      }
    })
  })
} else {
  test('the recordings are not on this machine', () => expect(kept).toEqual([]))
}
