import { createHash } from 'node:crypto'
import type { AnnouncedDevice, Convention } from '../announcement.ts'
import { groupEntities } from './appliances.ts'
import { type ParsedEntity, parseEntities } from './entities.ts'

/** The largest announcement, in bytes, and the most topics on which something is announced. */
const [maxPayloadBytes, maxTopics] = [1024 * 1024, 50_000]

/**
 * Home Assistant's MQTT discovery: a topic announces one entity, or all entities of a device.
 * Source: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */
export const homeAssistant: Convention = ({ base = 'homeassistant' }) => {
  const byPath = new Map<string, { readonly digest: string; readonly parts: readonly ParsedEntity[] }>()
  let devices: readonly AnnouncedDevice[] | undefined

  return {
    topics: [`${base}/+/+/config`, `${base}/+/+/+/config`],
    parse(topic, payload) {
      const path = pathOf(base, topic)
      if (path === undefined || payload.length > maxPayloadBytes) return false
      const digest = createHash('sha1').update(payload).digest('base64')
      // Many bridges repeat their announcements.
      if (byPath.get(path)?.digest === digest) return false
      const parts = payload.length === 0 ? [] : parseEntities(path, payload)
      if (!parts || (!byPath.has(path) && (parts.length === 0 || byPath.size >= maxTopics))) return false
      if (parts.length > 0) byPath.set(path, { digest, parts })
      else byPath.delete(path)
      devices = undefined
      return true
    },
    devices() {
      devices ??= groupEntities([...byPath.values()].flatMap(({ parts }) => parts))
      return devices
    },
  }
}

/** `light/kitchen` of `homeassistant/light/kitchen/config`; nothing if it is no topic of an announcement. */
function pathOf(base: string, topic: string): string | undefined {
  if (!topic.startsWith(`${base}/`) || !topic.endsWith('/config')) return undefined
  const path = topic.slice(base.length + 1, -'/config'.length)
  return /^[^/]+\/[^/]+(\/[^/]+)?$/.test(path) ? path : undefined
}
