import fc from 'fast-check'
import { parsePayloadTemplate } from '../../../../drivers/mqtt/payload/write.ts'
import { runs } from '../../../support/randomRuns.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\u0000', '$', '&', "'", '`', '{', '}', '가', '\u2028', '💡') }),
  fc.constantFrom('$&', '$$', '$1', '${value}', '"},{"', '\\"', '\ud800'),
)

test('any text inside JSON quotes is written and read back unchanged', () => {
  const template = parsePayloadTemplate('{"state": "${value}", "list": ["${value}", 1]}', ['value'])
  fc.assert(
    fc.property(text, (value) => {
      expect(JSON.parse(template(value))).toEqual({ state: value, list: [value, 1] })
    }),
    { numRuns: runs(1000) },
  )
})

test('a number or a boolean without quotes is written and read back unchanged', () => {
  const template = parsePayloadTemplate(' [${value}]', ['value'])
  const plain = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.boolean(),
  )
  fc.assert(fc.property(plain, (value) => expect(JSON.parse(template(value))).toEqual([value])))
})

test('a text outside of JSON is sent unchanged', () => {
  const template = parsePayloadTemplate('set ${value}!', ['value'])
  fc.assert(fc.property(text, (value) => expect(template(value)).toBe(`set ${value}!`)))
})

const colour = { hue: 240, saturation: 100 }
test.each<readonly [template: string, value: unknown, payload: string]>([
  ['${value}', true, 'true'],
  ['${value}', 0, '0'],
  ['${value}', colour, '{"hue":240,"saturation":100}'],
  ['{"color": ${value}}', colour, '{"color": {"hue":240,"saturation":100}}'],
  ['${hue},${saturation}', colour, '240,100'],
  ['{"h": ${hue}, "s": ${saturation}}', colour, '{"h": 240, "s": 100}'],
  ['["${value}"]', 'a "b"', '["a \\"b\\""]'],
  ['TOGGLE', true, 'TOGGLE'],
  ['', true, ''],
  ['$value {value}', true, '$value {value}'],
])('%s with %j is %s', (template, value, payload) => {
  expect(parsePayloadTemplate(template, ['value', 'hue', 'saturation', 'brightness'])(value)).toBe(payload)
})

test.each([
  ['${valeu}', ['value'], '${valeu} is not known here; use ${value}'],
  ['{"v": ${}}', ['value'], '${} is not known here'],
  ['${value} ${hue}', ['value'], '${hue} is not known here'],
  ['${red}', ['value', 'hue'], 'use ${value}, ${hue}'],
  ['${constructor}', ['value'], '${constructor} is not known here'],
])('%s is refused', (template, fields, message) => {
  expect(() => parsePayloadTemplate(template, fields)).toThrow(message)
})
