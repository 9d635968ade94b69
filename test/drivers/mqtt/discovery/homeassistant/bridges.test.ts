import { opensEntrance } from '../../../../../drivers/mqtt/discovery/entrances.ts'
import { homeAssistant } from '../../../../../drivers/mqtt/discovery/homeassistant/index.ts'
import { mqttApplianceSchema } from '../../../../../drivers/mqtt/options.ts'
import { syncParser } from '../syncParser.ts'
import { bridgeCases } from './bridges.ts'

test.each(bridgeCases)('the announcements of $bridge', ({ announced, appliances }) => {
  const parser = syncParser(homeAssistant)
  for (const [path, config] of Object.entries(announced))
    parser.parse(`homeassistant/${path}/config`, Buffer.from(JSON.stringify(config)))
  const devices = parser.devices()
  const lines = devices.map((device) => {
    const { traits, verbs } = mqttApplianceSchema.parse(device.description)
    const abilities = [...Object.keys(traits), ...Object.keys(verbs)].toSorted().join(' ')
    return `${device.name} ${device.type}${opensEntrance(device) ? ' (entrance)' : ''}: ${abilities}`
  })
  expect(lines.toSorted()).toEqual(appliances.toSorted())
  expect(devices.flatMap(({ problems }) => problems)).toEqual([])
})
