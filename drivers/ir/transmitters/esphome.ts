import * as z from 'zod'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { localizedError } from '../../../src/util/translate.ts'
import { fromRaw } from '../codes/index.ts'
import { withoutGap } from '../codes/pulses.ts'
import { say } from '../messages.ts'
import { jsonObject, type MqttAddress, type MqttDialect } from './mqtt.ts'

/** How many marks and spaces of a code the memory of a node holds as JSON. */
const maxSentPulses = 800

const received = z.array(z.number().int()).min(1).max(4096)

/**
 * A node that runs ESPHome, on the broker of another connection. ESPHome has no message for infrared of its own, so that the node's
 * configuration must say what these mean (docs/en/infrared.md has the lines): `<topic>/ir/send` takes `{ "code": [9000, -4500, …] }`,
 * `<topic>/ir/sent` says that it was sent, `<topic>/ir/received` holds what its receiver heard. `<topic>/status` is ESPHome's birth
 * and will message. Source: esphome.io, "MQTT Client Component", "Remote Transmitter".
 * @param topic the node's topic_prefix, which is its name unless it was changed
 */
export function esphomeDialect({ topic }: MqttAddress): MqttDialect {
  const name = `ESPHome ${topic}`
  const [statusTopic, sentTopic, receivedTopic] = [`${topic}/status`, `${topic}/ir/sent`, `${topic}/ir/received`]
  return {
    name,
    commandTopic: `${topic}/ir/send`,
    topics: [statusTopic, sentTopic, receivedTopic],
    confirms: 'reply',
    encode({ pulses }) {
      const sent = withoutGap(pulses)
      if (sent.length > maxSentPulses)
        throw localizedError(say('esphomeTooLong', { count: sent.length, max: maxSentPulses }))
      return JSON.stringify({ code: sent.map((us, i) => (i % 2 === 0 ? us : -us)) })
    },
    decodeLearnt: (text) => fromRaw(received.parse(parseBoundedJson(text))),
    parse(from, payload) {
      if (from === statusTopic) {
        const isKnown = payload === 'online' || payload === 'offline'
        return isKnown ? { availability: { part: name, online: payload === 'online' } } : undefined
      }
      if (from === sentTopic) return { outcome: 'sent' }
      // Its list ends with a comma where the lines of the documentation write it.
      const code = jsonObject(payload.replace(/,\s*]/, ']'))?.code
      return Array.isArray(code) ? { learntText: JSON.stringify(code) } : {}
    },
  }
}
