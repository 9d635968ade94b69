import type { AnnouncedDevice } from '../../../../../drivers/mqtt/discovery/announcement.ts'
import { zigbee2mqtt } from '../../../../../drivers/mqtt/discovery/zigbee2mqtt/index.ts'
import { syncParser } from '../syncParser.ts'

/** A parser of Zigbee2MQTT's messages, with a method for each topic of the bridge. */
export function createParser({ base = 'zigbee2mqtt' } = {}) {
  const failures: (readonly [name: string, reason: string])[] = []
  const parser = syncParser(zigbee2mqtt, {
    ...(base !== 'zigbee2mqtt' && { base }),
    reportFailure: (name, reason) => void failures.push([name, reason.en]),
  })
  const sendTo = (topic: string) => (payload: unknown) =>
    parser.parse(
      `${base}/bridge/${topic}`,
      Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
    )
  return {
    ...parser,
    failures,
    sendDevices: sendTo('devices'),
    sendGroups: sendTo('groups'),
    sendInfo: (config: object) => sendTo('info')({ version: '2.14.1', config }),
    sendLogging: sendTo('logging'),
    named(name: string): AnnouncedDevice {
      const found = parser.devices().find((one) => one.name === name)
      if (!found) throw new Error(`${name} is not announced`)
      return found
    },
  }
}

/** The only appliance that these devices make. */
export function onlyDevice(...devices: readonly object[]): AnnouncedDevice {
  const parser = createParser()
  parser.sendDevices(devices)
  const [first] = parser.devices()
  if (!first) throw new Error('nothing is announced')
  return first
}
