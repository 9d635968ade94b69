import { parse } from 'yaml'
import { addAppliances } from '../../src/config/additions.ts'

const entry = {
  id: '0x00158d00022ef7a1',
  name: '거실 조명',
  type: 'LIGHT',
  driver: 'broker',
  device: '0x00158d00022ef7a1',
}
const other = { ...entry, id: 'b', name: 'yes', device: 'a: b' }

/** A configuration as it stands, and the appliances that were in it. */
const cases: readonly (readonly [name: string, text: string, before: number])[] = [
  ['nothing', '', 0],
  ['no list', 'edition: kr\n', 0],
  ['no list and no end of line', 'edition: kr', 0],
  ['a key with nothing behind it', 'appliances:\n\nscenes: []\n', 0],
  ['a key with nothing behind it at the end', 'edition: kr\nappliances:', 0],
  ['an empty list', 'appliances: [] # none yet\nscenes: []\n', 0],
  ['a list on one line', 'appliances: [{ id: a, name: a, type: LIGHT, driver: x }]\n', 1],
  ['a list', 'appliances:\n  - id: a\n    name: a # the first\n\nscenes: []\n', 1],
  ['a list without indentation', 'appliances:\n- id: a\n  name: a\nscenes: []\n', 1],
  ['a list at the end, no end of line', 'appliances:\n    - id: a\n      name: a', 1],
  ['comments behind the list', 'appliances:\n  - { id: a } # one\n  # two\n# three\nscenes: []\n', 1],
  ['a text of several lines', 'appliances:\n  - id: a\n    description: |\n      one\n      two\n\ndrivers: {}\n', 1],
  ['secrets', 'linking: { clientSecret: !secret x }\nappliances:\n  - id: a\n', 1],
]

describe('appliances are added to a configuration', () => {
  test.each(cases)('%s', (_name, text, before) => {
    const after = addAppliances(text, [entry, other])
    const parsed = parse(after, { logLevel: 'silent' }) as { appliances: unknown[] }
    expect(parsed.appliances).toHaveLength(before + 2)
    expect(parsed.appliances.slice(-2)).toEqual([entry, other])
    // Every line that stood there stands there still, in its order.
    let at = 0
    for (const line of text
      .replace('[]', '')
      .split('\n')
      .map((one) => one.replace(/\]?\s*$/, ''))
      .filter((one) => one !== '' && !/^appliances:\s+#/.test(one))) {
      const found = after.indexOf(line, at)
      expect(found).toBeGreaterThanOrEqual(at)
      at = found + line.length
    }
    for (const key of Object.keys(parse(text, { logLevel: 'silent' }) ?? {})) expect(Object.keys(parsed)).toContain(key)
  })
})
