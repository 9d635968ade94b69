import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { isObject } from '../../../src/util/parse.ts'
import { type Key, parseText } from '../codes/index.ts'
import {
  attempt,
  attemptKey,
  type ForeignKey,
  type ForeignRemote,
  type ImportFormat,
  importLimits,
  type ReportProblem,
  withProtocol,
} from './format.ts'

/*
 * What Home Assistant has learned by a Broadlink blaster: `.storage/broadlink_remote_…_codes`, with the keys of each appliance.
 * A key is one code, or two that are sent by turns. Source: home-assistant/core, components/broadlink/remote.py.
 */
const marker = /"key"\s*:\s*"broadlink_remote_[\da-f]{1,20}_codes"/

export const homeAssistant: ImportFormat = {
  name: 'Home Assistant',
  matches: (text) => /^\s*\{/.test(text) && marker.test(text),
  read(text, report) {
    const stored = attempt(undefined, '', report, () => parseBoundedJson(text, importLimits.jsonValues))
    const appliances = isObject(stored) && isObject(stored.data) ? Object.entries(stored.data) : []
    return appliances.map(([name, keys]): ForeignRemote => ({ name, keys: readKeys(keys, report) }))
  },
}

function* readKeys(keys: unknown, report: ReportProblem): Generator<ForeignKey | undefined> {
  for (const [name, written] of isObject(keys) ? Object.entries(keys) : []) {
    const codes = [written].flat().filter((one) => typeof one === 'string')
    yield attemptKey(1, name, report, () => keyOf(codes))
  }
}

/** @throws Error for the user */
function keyOf([first = '', second]: readonly string[]): Key {
  const key = parseText(first)
  const known = withProtocol(key)
  // A protocol has its toggle bit by itself.
  if (second === undefined || 'protocol' in known || !('code' in key)) return known
  const other = parseText(second)
  return 'code' in other ? { ...key, alternate: other.code } : key
}
