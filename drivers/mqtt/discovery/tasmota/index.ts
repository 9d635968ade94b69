import * as z from 'zod'
import { parseBoundedJson } from '../../../../src/util/boundedJson.ts'
import type { AnnouncedDevice, Convention } from '../announcement.ts'
import { say } from '../messages.ts'
import { tasmotaConfigSchema } from './config.ts'
import { partsOf } from './parts.ts'

/** Larger payloads are ignored; the firmware sends about 2 KiB. */
const maxMessageBytes = 65_536
/** The greatest number of devices. */
const maxDevices = 10_000

const message = z.object({ sn: z.unknown() })

/** The last payloads of one device, and what was parsed from them. */
interface DeviceMessages {
  config?: string
  sensors?: string
  announced?: readonly AnnouncedDevice[] | undefined
}

/**
 * Tasmota's own discovery (SetOption19 0): a device retains its description on `<base>/<MAC>/config`, and an example of its
 * telemetry on `<base>/<MAC>/sensors`; an empty payload removes it. The default base is `tasmota/discovery`.
 * Source: arendst/Tasmota `tasmota_xdrv_driver/xdrv_12_discovery.ino`.
 */
export const tasmota: Convention = ({ base = 'tasmota/discovery' }) => {
  const devices = new Map<string, DeviceMessages>()
  return {
    topics: [`${base}/+/config`, `${base}/+/sensors`],
    // biome-ignore lint/correctness/useYield: an announcement of 2 KiB is one step
    *parse(topic, payload) {
      if (!topic.startsWith(`${base}/`) || payload.length > maxMessageBytes) return false
      const [, mac = '', kind] = /^([\dA-F]{12})\/(config|sensors)$/i.exec(topic.slice(base.length + 1)) ?? []
      if (kind !== 'config' && kind !== 'sensors') return false
      const id = mac.toLowerCase()
      const device = devices.get(id) ?? {}
      const text = payload.length > 0 ? payload.toString('utf8') : undefined
      if (device[kind] === text) return false
      if (text === undefined) delete device[kind]
      else if (!devices.has(id) && devices.size >= maxDevices) return false
      else device[kind] = text
      const isNews = device.config !== undefined || kind === 'config'
      device.announced = undefined
      if (device.config === undefined && device.sensors === undefined) devices.delete(id)
      else devices.set(id, device)
      return isNews
    },
    *build() {
      const all: AnnouncedDevice[] = []
      for (const [id, device] of devices) {
        device.announced ??= toDevices(id, device, base)
        all.push(...device.announced)
        yield
      }
      return all
    },
  }
}

function toDevices(id: string, messages: DeviceMessages, base: string): readonly AnnouncedDevice[] {
  if (messages.config === undefined) return []
  const json = parseJson(messages.config)
  const read = tasmotaConfigSchema.safeParse(json)
  if (read.success) {
    const sensors = message.safeParse(parseJson(messages.sensors))
    return partsOf(read.data, id, sensors.success ? sensors.data.sn : undefined)
  }
  const topic = `${base}/${id.toUpperCase()}/config`
  const place = read.error.issues[0]?.path.join('.') || say('beginning')
  const about = { manufacturer: 'Tasmota' }
  const problems = [json === undefined ? say('notJson', { topic }) : say('unreadable', { topic, place })]
  return [{ key: `${id}_1`, name: id, about, aliases: [id], description: {}, problems }]
}

/** The payload as JSON; nothing if it is not JSON, or more than a device has reason to announce. */
function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parseBoundedJson(text)
  } catch {
    return undefined
  }
}
