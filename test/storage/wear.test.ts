import { mkdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import mqtt from 'mqtt'
import { eventually } from '../drivers/driverContract.ts'
import { testBroker } from '../support/broker.ts'
import { testGateway } from '../support/gateway.ts'
import { type BridgeDevice, zigbee2mqtt } from '../support/zigbee2mqtt/bridge.ts'

const lamp = (at: number): BridgeDevice => ({
  ieee_address: `0x${(0xa000 + at).toString(16)}`,
  friendly_name: `lamp ${at}`,
  definition: {
    model: 'LED1545G12',
    vendor: 'IKEA',
    description: 'A lamp',
    exposes: [
      {
        type: 'switch',
        features: [
          {
            name: 'state',
            label: 'state',
            property: 'state',
            access: 7,
            type: 'binary',
            value_on: 'ON',
            value_off: 'OFF',
          },
        ],
      },
    ],
  },
})

/** What nobody sees, as on an infrared blaster: each change of it has to be kept. */
const assumed = (at: number) =>
  `  - { id: 'ir-${at}', name: '${at}', type: AIRCONDITIONER, driver: memory, assumed: true, traits: { power: { value: false }, targetTemperature: { value: 24, min: 18, max: 30, step: 1 } } }`

/** Fifty appliances, of which twenty are assumed; each is commanded four times a day, and the lamps report all day long. */
const day = { lamps: 30, assumed: 20, commands: 4, reports: 20, most: 200 }

test('a day of a home of 50 appliances is fewer than 200 writes to the disk', async () => {
  // Only the clock: sockets and their deadlines go on as they are.
  jest.useFakeTimers({
    doNotFake: [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
      'nextTick',
      'queueMicrotask',
      'performance',
      'hrtime',
    ],
  }) // prettier-ignore
  const broker = await testBroker()
  const lamps = Array.from({ length: day.lamps }, (_, i) => lamp(i))
  const bridge = await zigbee2mqtt(broker.url, { devices: lamps })
  const blasters = Array.from({ length: day.assumed }, (_, i) => assumed(i))
  const gateway = await testGateway(
    `drivers: { memory: { type: virtual }, zigbee: { type: mqtt, url: '${broker.url}', discover: [zigbee2mqtt], expose: all } }\nappliances:\n${blasters.join('\n')}`,
  )
  const state = join(gateway.folder, 'state')
  mkdirSync(state, { recursive: true })
  const writes: string[] = []
  // Each file is put in place by a rename; what it was called before does not count twice.
  const watcher = watch(state, (event, name) => event === 'rename' && name?.endsWith('.json') && writes.push(name))
  const client = await mqtt.connectAsync(broker.url)
  await gateway.gateway.runtime.ready()
  await eventually(() => gateway.gateway.runtime.home().appliances.size === 50)

  const rounds = day.commands
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < 50; at++) {
      // Each minute of the day that somebody speaks is another: nothing is gathered that would not be at home.
      jest.setSystemTime(Date.now() + (24 * 3600_000) / (rounds * 50))
      const isAssumed = at < day.assumed
      const answer = isAssumed
        ? await gateway.say('SetTargetTemperature', `ir-${at}`, { targetTemperature: { value: 20 + round } })
        : await gateway.say(round % 2 ? 'TurnOff' : 'TurnOn', `0x${(0xa000 + at - day.assumed).toString(16)}`)
      expect(answer.header.name).toMatch(/Confirmation$/)
      // The disk follows before the next one speaks, so that no two changes are one write.
      await gateway.gateway.runtime.memories.flush()
    }
    for (const { friendly_name } of lamps)
      for (let i = 0; i < day.reports / rounds; i++)
        await client.publishAsync(
          `zigbee2mqtt/${friendly_name}`,
          JSON.stringify({ state: i % 2 ? 'ON' : 'OFF', linkquality: i }),
        )
  }
  await gateway.gateway.close()
  await eventually(() => writes.includes('devices.json'))
  watcher.close()
  await client.endAsync()
  await bridge.close()
  await broker.stop()
  await gateway.close().catch(() => {})
  jest.useRealTimers()

  const of = (file: string) => writes.filter((name) => name === file).length
  // One for each change of what is assumed, and what was found once: nothing for commands that devices answer, and for reports.
  expect(of('memory.json')).toBeLessThanOrEqual(day.assumed * day.commands + 1)
  expect(of('memory.json')).toBeGreaterThan((day.assumed * day.commands) / 2)
  expect(of('devices.json')).toBeLessThanOrEqual(2)
  expect(writes.length).toBeLessThan(day.most)
})
