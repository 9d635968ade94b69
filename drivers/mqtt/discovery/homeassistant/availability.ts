import * as z from 'zod'
import type { Description } from '../announcement.ts'
import { announcementError } from '../messages.ts'
import { expandKeys } from './abbreviations.ts'
import { valueSource } from './build.ts'
import { type AnnouncedFields, fields } from './fields.ts'

const availabilityListSchema = z.union([
  z.array(z.record(z.string(), z.unknown())).max(20),
  z.record(z.string(), z.unknown()).transform((one) => [one]),
])
const modeSchema = z.enum(['all', 'any', 'latest'])

const availabilityTopic = (of: AnnouncedFields, topicKey: string, templateKey: string) => {
  const topic = of.stateTopic(topicKey)
  return topic === undefined
    ? []
    : [
        {
          topic,
          ...valueSource(of.template(templateKey)),
          online: of.textOr('payload_available', 'online'),
          offline: of.textOr('payload_not_available', 'offline'),
          // As in Home Assistant, an entity is unavailable until its availability was published.
          untilReported: 'offline' as const,
        },
      ]
}

/**
 * Where an entity publishes whether it is available: one topic, or several and how they are combined.
 * Source: https://www.home-assistant.io/integrations/mqtt/#using-availability-topics
 * @throws Error for the user that names the key
 */
export function availabilityOf(config: ReadonlyMap<string, unknown>): Description['availability'] {
  const of = fields(config)
  const announced = config.get('availability')
  const topics =
    announced === undefined || announced === null
      ? availabilityTopic(of, 'availability_topic', 'availability_template')
      : availabilityList(announced).flatMap((one) =>
          availabilityTopic(fields(expandKeys(one, 'config')), 'topic', 'value_template'),
        )
  const mode = modeSchema.safeParse(of.textOr('availability_mode', 'latest'))
  if (!mode.success) throw announcementError('availabilityMode')
  const [only] = topics
  if (!only) return undefined
  return topics.length === 1 ? only : { mode: mode.data, topics }
}

function availabilityList(announced: unknown): readonly Record<string, unknown>[] {
  const parsed = availabilityListSchema.safeParse(announced)
  if (!parsed.success) throw announcementError('availability')
  return parsed.data
}
