import { transmitterLimits } from '../../../../drivers/ir/capabilities.ts'
import { irConfigSchema } from '../../../../drivers/ir/config.ts'

const given = {
  broadlink: { host: '127.0.0.1' },
  zigbee2mqtt: { broker: 'b', topic: 'z/ir' },
  tasmota: { broker: 'b', topic: 'ir' },
}
export const capabilitiesFor = (transmitter: keyof typeof given) =>
  transmitterLimits(irConfigSchema.parse({ transmitter, ...given[transmitter] }))
