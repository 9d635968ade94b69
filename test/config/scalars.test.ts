import * as z from 'zod'
import { parseConfig } from '../../src/config/load.ts'
import type { Driver } from '../../src/home/driver.ts'
import { testLoadContext } from './loadFixture.ts'

/** A driver whose options have each kind of value, and a check across two keys. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const appliance = z
  .strictObject({
    on: scalar.optional(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    list: z.array(scalar).optional(),
    text: z.string().optional(),
    count: z.number().optional(),
    flag: z.boolean().optional(),
    code: z.union([z.number(), z.string().transform(Number)]).optional(),
    payload: z.string().optional(),
  })
  .superRefine(({ payload, text }, context) => {
    if (payload === 'bad') context.addIssue({ code: 'custom', path: ['payload'], message: 'a bad payload' })
    if (text === undefined) return
    if (payload === 'needs no text') context.addIssue({ code: 'custom', path: [], message: 'payload and text' })
  })
const fake = { config: z.strictObject({}), appliance, describe: () => ({ traits: {} }) } as unknown as Driver
const context = { ...testLoadContext(), drivers: { fake: async () => fake } }
const read = (keys: string) =>
  parseConfig(
    '/nowhere/gateway.yaml',
    `drivers: { f: { type: fake } }\nappliances:\n  - { id: a, name: 조명, type: LIGHT, driver: f, ${keys} }\n`,
    context,
  )

test.each<[string, object]>([
  ['on: TRUE', { on: 'TRUE' }],
  ['on: False', { on: 'False' }],
  ['on: 01', { on: '01' }],
  ['on: 1.0', { on: '1.0' }],
  ['on: 0x1F', { on: '0x1F' }],
  ['on: 1e3', { on: '1e3' }],
  ['on: true', { on: 'true' }],
  ['on: 1', { on: '1' }],
  ["on: 'TRUE'", { on: 'TRUE' }],
  ['list: [01, TRUE, x]', { list: ['01', 'TRUE', 'x'] }],
  ['values: { low: 01, high: 2, middle: 1.50 }', { values: { low: '01', high: 2, middle: 1.5 } }],
  ['text: 0123', { text: '0123' }],
  ['count: 1e3', { count: 1000 }],
  ['count: 0x1F', { count: 31 }],
  ['flag: TRUE', { flag: true }],
  ['code: 0x1F', { code: 31 }],
])('a scalar keeps its written form where a string is expected: %s', async (keys, options) => {
  const { config, problems } = await read(keys)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(config?.appliances[0]?.options).toEqual(options)
})

test.each<[string, readonly string[]]>([
  ['payload: bad, count: x', ['"count" must be a number, and is a text.', 'a bad payload.']],
  ['payload: bad, cuont: 3', ['"cuont" is not known here. Did you mean "count"?', 'a bad payload.']],
  [
    'payload: bad, list: [x, [1]]',
    ['item 2 of "list" must be a text or a number or true or false, and is a list.', 'a bad payload.'],
  ],
  // A problem that may follow from the wrong key is not reported.
  ['payload: needs no text, text: [1]', ['"text" must be a text, and is a list.']],
])('problems of several keys together are reported with those of single keys: %s', async (keys, messages) => {
  const { problems } = await read(keys)
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  expect(errors.toSorted()).toEqual([...messages].toSorted())
})
