import * as z from 'zod'
import type { Description } from '../announcement.ts'
import { inFull } from './abbreviations.ts'
import { type Fields, fields, how } from './fields.ts'

const list = z.union([
  z.array(z.record(z.string(), z.unknown())).max(20),
  z.record(z.string(), z.unknown()).transform((one) => [one]),
])
const modes = z.enum(['all', 'any', 'latest'])

const presence = (of: Fields, topicKey: string, templateKey: string) => {
  const topic = of.topic(topicKey)
  return topic === undefined
    ? []
    : [
        {
          topic,
          ...how(of.template(templateKey)),
          online: of.word('payload_available', 'online'),
          offline: of.word('payload_not_available', 'offline'),
        },
      ]
}

/**
 * Where an entity says whether it is there: one topic, or a list with what it means together.
 * Source: https://www.home-assistant.io/integrations/mqtt/#using-availability-topics
 * @throws Error in plain words that names the key
 */
export function availabilityOf(config: ReadonlyMap<string, unknown>): Description['availability'] {
  const of = fields(config)
  const given = config.get('availability')
  const topics =
    given === undefined || given === null
      ? presence(of, 'availability_topic', 'availability_template')
      : listed(given).flatMap((one) => presence(fields(inFull(one, 'config')), 'topic', 'value_template'))
  const mode = modes.safeParse(of.word('availability_mode', 'latest'))
  if (!mode.success) throw new Error('availability_mode is none of all, any and latest')
  const [only] = topics
  if (!only) return undefined
  return topics.length === 1 ? only : { mode: mode.data, topics }
}

function listed(given: unknown): readonly Record<string, unknown>[] {
  const parsed = list.safeParse(given)
  if (!parsed.success) throw new Error('availability is no list of topics')
  return parsed.data
}
