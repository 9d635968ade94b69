import * as z from 'zod'
import { errorText } from '../../../../src/util/translate.ts'
import { readTemplate } from '../../payload/jinja/index.ts'
import { payload, topic, topicFilter } from '../../payload/traitOptions.ts'
import { announcementError } from '../messages.ts'

/**
 * The keys of one announced entity. Each key is checked when it is read, so that a wrong one costs only the trait that
 * needs it. Every method throws an Error for the user that names the key.
 */
export interface AnnouncedFields {
  /** True if the key is there, with whatever value, null included. */
  has(key: string): boolean
  /** As text; nothing if the key is absent or null. */
  text(key: string): string | undefined
  /** As text, or Home Assistant's default. */
  textOr(key: string, defaultValue: string): string
  number(key: string, defaultValue: number): number
  flag(key: string): boolean
  /** As a list of texts; a single text is a list of one. */
  texts(key: string): readonly string[] | undefined
  /** As a topic to send to. */
  topic(key: string): string | undefined
  /** As a topic to subscribe to, which may have wildcards as in Home Assistant. */
  stateTopic(key: string): string | undefined
  /** The Jinja template under the first of these keys that is there. */
  template(...keys: readonly string[]): string | undefined
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(payload)
const fieldTypes = {
  text: { schema: text, mistake: 'notText' },
  // Some bridges write numbers in quotes.
  number: {
    schema: z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number().finite()),
    mistake: 'notNumber',
  },
  flag: {
    schema: z.union([z.boolean(), z.enum(['true', 'false', 'True', 'False']).transform((w) => /^true$/i.test(w))]),
    mistake: 'notTruth',
  },
  texts: { schema: z.union([z.array(text).max(200), text.transform((one) => [one])]), mistake: 'notTexts' },
  topic: { schema: topic, mistake: 'notTopicOfOne' },
  stateTopic: { schema: topicFilter, mistake: 'notTopic' },
} as const

/** Reads the keys of an entity, which must be written in full (see `expandKeys`). */
export function fields(config: ReadonlyMap<string, unknown>): AnnouncedFields {
  function get<K extends keyof typeof fieldTypes>(
    key: string,
    kind: K,
  ): z.output<(typeof fieldTypes)[K]['schema']> | undefined {
    const value = config.get(key)
    if (value === undefined || value === null) return undefined
    const parsed = fieldTypes[kind].schema.safeParse(value)
    if (!parsed.success) throw announcementError(fieldTypes[kind].mistake, { key })
    return parsed.data as z.output<(typeof fieldTypes)[K]['schema']>
  }
  return {
    has: (key) => config.has(key),
    text: (key) => get(key, 'text'),
    textOr: (key, defaultValue) => get(key, 'text') ?? defaultValue,
    number: (key, defaultValue) => get(key, 'number') ?? defaultValue,
    flag: (key) => get(key, 'flag') ?? false,
    texts: (key) => get(key, 'texts'),
    topic: (key) => get(key, 'topic'),
    stateTopic: (key) => get(key, 'stateTopic'),
    template(...keys) {
      const key = keys.find((one) => config.get(one) !== undefined && config.get(one) !== null)
      const found = key === undefined ? undefined : get(key, 'text')
      try {
        if (found !== undefined) readTemplate(found)
      } catch (error) {
        throw announcementError('about', { what: key ?? '', why: errorText(error) })
      }
      return found
    },
  }
}
