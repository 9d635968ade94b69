import * as z from 'zod'
import { parseBoundedJson } from '../../../../src/util/boundedJson.ts'
import type { LocalizedText } from '../../../../src/util/translate.ts'
import { say } from '../../messages.ts'

/** The log messages about a failed command: Zigbee2MQTT `lib/extension/publish.ts`. `name` is the friendly name. */
const failures: readonly RegExp[] = [
  /Publish 'set' '(?<key>[^']*)' to '(?<name>.+?)' failed: '(?<reason>[\s\S]*?)'?$/,
  /No converter available for '(?<key>[^']*)' on '(?<name>.+?)': \(/,
  /Cannot publish to (?<reason>unsupported device) '(?<name>.+)'$/,
  /Device '(?<name>.+)' has (?<reason>no endpoint '[^']*')$/,
  /Entity '(?<name>.+)' is (?<reason>unknown)$/,
]

/** Only the beginning of a log message is read: it may quote a payload of any length, and the patterns take quadratic time. */
const maxMessageCharacters = 2000

/** The reason of a failure in words that need no knowledge of Zigbee. */
const plainReasons: readonly (readonly [RegExp, (found: readonly string[]) => LocalizedText])[] = [
  [
    /timeout|timed out|delivery failed|no_ack|no response|no network route|route|unreachable|channel_access|status: (233|240)/i,
    () => say('noAnswer'),
  ],
  [/status '([A-Z_]+)'/i, ([, status = '']) => say('refuses', { status: status.toLowerCase().replaceAll('_', ' ') })],
  [/^(ZCL|ZDO) |Write to group|Read to group/i, () => say('bridgeCannotSend')],
]

const entry = z.object({ level: z.string(), message: z.string() })

/** A command that the bridge could not carry out. */
interface CommandFailure {
  /** the friendly name of the device */
  readonly name: string
  readonly reason: LocalizedText
  /** the property that was to be set, where the message names it */
  readonly key?: string
}

/**
 * The failed command that a message of `bridge/logging` reports.
 * The bridge also logs each state that it publishes, so a message that is no error is dropped before it is parsed.
 */
export function commandFailureIn(payload: Buffer): CommandFailure | undefined {
  if (payload.length > 100_000 || !/"level"\s*:\s*"error"/.test(payload.toString('latin1'))) return undefined
  let json: unknown
  try {
    json = parseBoundedJson(payload.toString('utf8'))
  } catch {
    return undefined
  }
  const { data } = entry.safeParse(json)
  if (data?.level !== 'error') return undefined
  const message = data.message.slice(0, maxMessageCharacters)
  for (const failure of failures) {
    const { name, reason, key } = failure.exec(message)?.groups ?? {}
    if (name === undefined) continue
    return {
      name,
      reason: reason === undefined ? say('hasNoKey', { key: key ?? '' }) : plainReason(reason),
      ...(key !== undefined && { key }),
    }
  }
  return undefined
}

function plainReason(reason: string): LocalizedText {
  for (const [seen, meaning] of plainReasons) {
    const found = seen.exec(reason)
    if (found) return meaning(found)
  }
  const text = reason.replace(/^(\w*Error): /, '').replace(/ of message: '.*?'(?= invalid)/, '')
  return say('bridgeSays', { words: text.replace(/0x[0-9a-f]{4,16}(\/\d+)?/gi, 'the device').slice(0, 200) })
}
