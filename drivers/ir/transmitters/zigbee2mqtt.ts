import { fromTuya, toTuya } from '../codes/index.ts'
import { say } from '../messages.ts'
import { jsonObject, type MqttAddress, type MqttDialect } from './mqtt.ts'

/** What Zigbee2MQTT writes into its log when a device could not be told something. Source: its lib/extension/publish.ts. */
const failurePattern = /failed|is unknown|No converter|not supported/i

/**
 * A blaster that Zigbee2MQTT knows, such as the ZS06; its codes are those of Tuya. Zigbee2MQTT says only what failed, in
 * `bridge/logging`. Its own state, and that of the blaster where `availability` is on, are retained at the broker.
 * @param topic as `zigbee2mqtt/blaster`; both the base topic and the name of a device may hold slashes
 */
export function zigbee2mqttDialect({ topic }: MqttAddress): MqttDialect {
  const levels = topic.split('/')
  const splits = levels.slice(1).map((_, i) => ({
    base: levels.slice(0, i + 1).join('/'),
    device: levels.slice(i + 1).join('/'),
  }))
  const name = splits[0]?.device ?? topic
  const bridge = 'Zigbee2MQTT'
  const availabilityTopic = `${topic}/availability`
  return {
    name,
    commandTopic: `${topic}/set`,
    topics: [
      topic,
      availabilityTopic,
      ...splits.flatMap(({ base }) => [`${base}/bridge/state`, `${base}/bridge/logging`]),
    ],
    requiredPart: bridge,
    confirms: 'failure',
    learnPayload: JSON.stringify({ learn_ir_code: 'ON' }),
    encode: (code) => JSON.stringify({ ir_code_to_send: toTuya(code) }),
    decodeLearnt: fromTuya,
    parse(from, payload) {
      if (from === availabilityTopic) return stateReport(name, payload)
      if (from.endsWith('/bridge/state')) return stateReport(bridge, payload)
      const message = jsonObject(payload)
      if (from.endsWith('/bridge/logging')) {
        const { level, message: text } = message ?? {}
        const isOurs = typeof text === 'string' && splits.some(({ device }) => text.includes(`'${device}'`))
        return level === 'error' && isOurs && failurePattern.test(text)
          ? { outcome: { failure: say('bridgeReports', { words: text.slice(0, 200) }) } }
          : undefined
      }
      if (!message) return undefined
      const { learned_ir_code: learnt } = message
      return {
        outcome: 'sent',
        repeatsCache: message.last_seen !== undefined,
        ...(typeof learnt === 'string' && learnt !== '' && { learntText: learnt }),
      }
    },
  }
}

/** `online`, or `{"state":"online"}` of newer versions. */
function stateReport(part: string, payload: string) {
  const value = jsonObject(payload)
  const state = value ? value.state : payload
  return state === 'online' || state === 'offline' ? { availability: { part, online: state === 'online' } } : undefined
}
