import { jsonCodes, parseBoundedJson } from '../../../../src/util/boundedJson.ts'
import { endOfValue, skipSpace } from '../../../../src/util/slicedJson.ts'
import type { Steps } from '../../../../src/util/slices.ts'

/** The largest entry of a list, in bytes, and its values: a device of Zigbee2MQTT has some 20 KB and 1,000. */
const [maxEntryBytes, maxEntryValues] = [512 * 1024, 50_000]
const { comma, bracket, closingBracket } = jsonCodes

/** What was left out of a list. */
export interface ListResult {
  /** entries that are too large */
  readonly tooLarge: number
}

/**
 * Reads a JSON list entry by entry, since one that holds a whole house takes longer to parse than the event loop may be kept.
 * @param take receives each entry @param maxEntries those behind are not looked at
 * @returns nothing if it is no JSON list
 */
export function* readJsonList(
  payload: Buffer,
  maxEntries: number,
  take: (entry: unknown) => void,
): Steps<ListResult | undefined> {
  let position = yield* skipSpace(payload, 0)
  if (payload[position] !== bracket) return undefined
  position = yield* skipSpace(payload, position + 1)
  if (payload[position] === closingBracket) return { tooLarge: 0 }
  let tooLarge = 0
  for (let count = 0; count < maxEntries; count += 1) {
    const end = yield* endOfValue(payload, position)
    if (end === undefined) return undefined
    if (end - position > maxEntryBytes) tooLarge += 1
    else {
      try {
        take(parseBoundedJson(payload.toString('utf8', position, end), maxEntryValues))
      } catch (error) {
        if (!(error instanceof RangeError)) return undefined
        tooLarge += 1
      }
    }
    yield
    if (payload[end] === closingBracket) return { tooLarge }
    if (payload[end] !== comma) return undefined
    position = end + 1
  }
  return { tooLarge }
}
