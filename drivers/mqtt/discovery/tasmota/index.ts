import * as z from 'zod'
import type { Announced, Convention } from '../announcement.ts'
import { config } from './config.ts'
import { partsOf } from './parts.ts'

/** An announcement of the firmware has some 2 KiB; nobody reads more than this, in bytes. */
const longest = 65_536
/** More devices than any house has. */
const most = 10_000

const message = z.object({ sn: z.unknown() })

/** What one device announced, and what was made of it. */
interface Heard {
  config?: string
  sensors?: string
  announced?: readonly Announced[] | undefined
}

/**
 * Tasmota's own discovery (SetOption19 0): a device keeps what it is on `<base>/<MAC>/config`, and an example of what it
 * measures on `<base>/<MAC>/sensors`; an empty payload takes it back. The base is usually `tasmota/discovery`.
 * Source: arendst/Tasmota `tasmota_xdrv_driver/xdrv_12_discovery.ino`.
 */
export const tasmota: Convention = ({ base = 'tasmota/discovery' }) => {
  const devices = new Map<string, Heard>()
  return {
    topics: [`${base}/+/config`, `${base}/+/sensors`],
    hear(topic, payload) {
      if (!topic.startsWith(`${base}/`) || payload.length > longest) return false
      const [, mac = '', kind] = /^([\dA-F]{12})\/(config|sensors)$/i.exec(topic.slice(base.length + 1)) ?? []
      if (kind !== 'config' && kind !== 'sensors') return false
      const id = mac.toLowerCase()
      const device = devices.get(id) ?? {}
      const said = payload.length > 0 ? payload.toString('utf8') : undefined
      if (device[kind] === said) return false
      if (said === undefined) delete device[kind]
      else if (!devices.has(id) && devices.size >= most) return false
      else device[kind] = said
      const isNews = device.config !== undefined || kind === 'config'
      device.announced = undefined
      if (device.config === undefined && device.sensors === undefined) devices.delete(id)
      else devices.set(id, device)
      return isNews
    },
    announced: () => [...devices].flatMap(([id, device]) => (device.announced ??= translate(id, device, base))),
  }
}

function translate(id: string, heard: Heard, base: string): readonly Announced[] {
  if (heard.config === undefined) return []
  const given = parsed(heard.config)
  const read = config.safeParse(given)
  if (read.success) {
    const sensors = message.safeParse(parsed(heard.sensors))
    return partsOf(read.data, id, sensors.success ? sensors.data.sn : undefined)
  }
  const issue = read.error.issues[0]
  const why =
    given === undefined
      ? 'is no JSON; a quotation mark in the name of a device does that'
      : `is not understood at ${issue?.path.join('.') || 'its beginning'}: ${issue?.message}`
  const about = { manufacturer: 'Tasmota' }
  const problems = [`the announcement on ${base}/${id.toUpperCase()}/config ${why}`]
  return [{ key: `${id}_1`, name: id, about, aliases: [id], description: {}, problems }]
}

/** A payload as JSON; nothing if it is none. */
function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
