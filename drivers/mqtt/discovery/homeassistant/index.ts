import { createHash } from 'node:crypto'
import type { Announced, Convention } from '../announcement.ts'
import { type Part, readParts } from './entities.ts'
import { grouped } from './group.ts'

/** The largest announcement, in bytes, and the most topics on which something is announced. */
const [largest, most] = [1024 * 1024, 50_000]

/**
 * Home Assistant's MQTT discovery, which many announce themselves by: one entity a topic, or all of a device on one.
 * Source: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */
export const homeAssistant: Convention = ({ base = 'homeassistant' }) => {
  const heard = new Map<string, { readonly digest: string; readonly parts: readonly Part[] }>()
  let all: readonly Announced[] | undefined

  return {
    topics: [`${base}/+/+/config`, `${base}/+/+/+/config`],
    hear(topic, payload) {
      const path = pathOf(base, topic)
      if (path === undefined || payload.length > largest) return false
      const digest = createHash('sha1').update(payload).digest('base64')
      // Many say the same over and over.
      if (heard.get(path)?.digest === digest) return false
      const parts = payload.length === 0 ? [] : readParts(path, payload)
      if (!parts || (!heard.has(path) && (parts.length === 0 || heard.size >= most))) return false
      if (parts.length > 0) heard.set(path, { digest, parts })
      else heard.delete(path)
      all = undefined
      return true
    },
    announced() {
      all ??= grouped([...heard.values()].flatMap(({ parts }) => parts))
      return all
    },
  }
}

/** `light/kitchen` of `homeassistant/light/kitchen/config`; nothing of what is no topic of an announcement. */
function pathOf(base: string, topic: string): string | undefined {
  if (!topic.startsWith(`${base}/`) || !topic.endsWith('/config')) return undefined
  const path = topic.slice(base.length + 1, -'/config'.length)
  return /^[^/]+\/[^/]+(\/[^/]+)?$/.test(path) ? path : undefined
}
