import type { AnnouncedDevice } from '../../../../../drivers/mqtt/discovery/announcement.ts'
import { tasmota } from '../../../../../drivers/mqtt/discovery/tasmota/index.ts'
import { mqttApplianceSchema } from '../../../../../drivers/mqtt/options.ts'
import { type TasmotaConfig, tasmotaConfig } from '../../../../support/tasmota/device.ts'
import { syncParser } from '../syncParser.ts'

export const mac = 'A4CF12F03D5C'
export const on = (kind: string) => `tasmota/discovery/${mac}/${kind}`
export const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
export const listen = () => syncParser(tasmota)

/** What is made of a device, with every description read as the configuration would be. */
export function announced(change: Partial<TasmotaConfig>, sn: unknown = {}): readonly AnnouncedDevice[] {
  const parser = listen()
  parser.parse(on('config'), bytes(tasmotaConfig(change)))
  parser.parse(on('sensors'), bytes({ sn, ver: 1 }))
  return parser.devices().map((one) => {
    mqttApplianceSchema.parse(one.description)
    return one
  })
}
