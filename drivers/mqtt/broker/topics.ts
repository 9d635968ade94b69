import type { LocalizedText } from '../../../src/util/translate.ts'
import { mqttMessage } from '../messages.ts'

/** The longest topic, in bytes of UTF-8 (MQTT 3.1.1, 1.5.3). */
const maxTopicBytes = 65_535

/** The most levels of a topic: mosquitto closes the connection for more. */
const maxTopicLevels = 200

/** Characters that no topic may have, or that a broker may close the connection for (MQTT 3.1.1, 1.5.3): controls, half surrogate pairs, and what Unicode keeps free. */
const forbiddenCharacter = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u

/**
 * What is wrong with a topic by MQTT 3.1.1 (1.5.3, 4.7), in plain words; nothing if it can be used.
 * Brokers close the connection for such a topic, and with it that of every other device.
 * @param kind a `name` is what messages are sent to, a `filter` what is subscribed to: it may have wildcards
 */
export function topicProblem(topic: string, kind: 'name' | 'filter'): LocalizedText | undefined {
  if (topic === '') return mqttMessage('emptyTopic')
  if (forbiddenCharacter.test(topic)) return mqttMessage('controlCharacter')
  if (Buffer.byteLength(topic) > maxTopicBytes) return mqttMessage('topicBytes', { max: maxTopicBytes })
  const levels = topic.split('/')
  if (levels.length > maxTopicLevels) return mqttMessage('topicLevels', { max: maxTopicLevels })
  if (levels[0] === '$share') return mqttMessage('sharedTopic')
  if (kind === 'name') return /[+#]/.test(topic) ? mqttMessage('wildcardInName') : undefined
  const misplaced = levels.some(
    (level, i) => (level.length > 1 && /[+#]/.test(level)) || (level === '#' && i < levels.length - 1),
  )
  return misplaced ? mqttMessage('misplacedWildcard') : undefined
}

/** True if a topic is one of those that a subscription with wildcards means (MQTT 3.1.1, 4.7). */
export function topicMatches(filter: string, topic: string): boolean {
  const filterLevels = filter.split('/')
  const levels = topic.split('/')
  const hasTail = filterLevels.at(-1) === '#'
  if (hasTail ? levels.length < filterLevels.length - 1 : levels.length !== filterLevels.length) return false
  return filterLevels.every((level, i) => level === '#' || level === '+' || level === levels[i])
}
