import type { Announced } from '../../../drivers/mqtt/discovery/announcement.ts'
import { zigbee2mqtt } from '../../../drivers/mqtt/discovery/zigbee2mqtt/index.ts'

/** A bridge's ear with what is said to it in short words. */
export function ear({ base = 'zigbee2mqtt' } = {}) {
  const faults: (readonly [name: string, reason: string])[] = []
  const inner = zigbee2mqtt({
    ...(base !== 'zigbee2mqtt' && { base }),
    fault: (name, reason) => void faults.push([name, reason]),
  })
  const tell = (topic: string) => (said: unknown) =>
    inner.hear(
      `${base}/bridge/${topic}`,
      typeof said === 'string' ? Buffer.from(said) : Buffer.from(JSON.stringify(said)),
    )
  return {
    ...inner,
    faults,
    devices: tell('devices'),
    groups: tell('groups'),
    info: (config: object) => tell('info')({ version: '2.14.1', config }),
    logging: tell('logging'),
    named(name: string): Announced {
      const found = inner.announced().find((one) => one.name === name)
      if (!found) throw new Error(`${name} is not announced`)
      return found
    },
  }
}

/** The one appliance that comes of one device. */
export function only(...devices: readonly object[]): Announced {
  const heard = ear()
  heard.devices(devices)
  const [first] = heard.announced()
  if (!first) throw new Error('nothing is announced')
  return first
}
