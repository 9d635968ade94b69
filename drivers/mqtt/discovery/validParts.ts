import type { LocalizedText } from '../../../src/util/translate.ts'
import { describeZodIssues } from '../../../src/util/zodIssues.ts'
import { type MqttOptions, mqttApplianceSchema } from '../options.ts'
import type { Description } from './announcement.ts'
import { say } from './messages.ts'

const noOptions = mqttApplianceSchema.parse({})

/**
 * The options of a description; a part that the schema refuses is left out and reported.
 * @returns the options, and what is wrong
 */
export function dropInvalidParts(description: Description): {
  readonly options: MqttOptions
  readonly problems: readonly LocalizedText[]
} {
  const problems: LocalizedText[] = []
  let remaining: Record<string, unknown> = description
  // Each round removes at least one part, so it ends.
  for (;;) {
    const parsed = mqttApplianceSchema.safeParse(remaining)
    if (parsed.success) return { options: parsed.data, problems }
    const parts = new Set<string>()
    for (const { path, message } of describeZodIssues(mqttApplianceSchema, remaining, parsed.error.issues)) {
      problems.push(say('about', { what: path.join('.'), why: message }))
      parts.add(JSON.stringify(path.slice(0, path[0] === 'traits' || path[0] === 'verbs' ? 2 : 1)))
    }
    const before = remaining
    for (const part of parts) remaining = omit(remaining, JSON.parse(part))
    if (JSON.stringify(remaining) === JSON.stringify(before)) return { options: noOptions, problems }
  }
}

function omit(from: Record<string, unknown>, [first, second]: readonly string[]): Record<string, unknown> {
  if (first === undefined) return from
  const { [first]: part, ...rest } = from
  if (second === undefined || typeof part !== 'object' || part === null) return rest
  const { [second]: _, ...others } = part as Record<string, unknown>
  return { ...rest, [first]: others }
}
