import { formatProblem } from '../../src/config/problem.ts'
import { loadFiles } from './loadFixture.ts'

/** The files are this much smaller than the largest that is accepted; with FULL=1 they are as large. */
const scale = process.env.FULL === '1' ? 1 : 1 / 5
/** How long a processor may work on such a file. Its time is measured, since others may use this machine too. */
const timeLimitMs = 1000 + 4000 * scale

const keys = (count: number, line: (i: number) => string) =>
  Array.from({ length: count * scale }, (_, i) => line(i)).join('')

test.each<[string, { readonly text: string; readonly secrets?: string }]>([
  ['unknown keys at the top', { text: keys(60_000, (i) => `key${i}: 1\n`) }],
  [
    'unknown keys of an appliance',
    { text: `drivers: { m: { type: virtual } }\nappliances:\n  - id: a\n${keys(60_000, (i) => `    key${i}: 1\n`)}` },
  ],
  ['connections of an unknown type', { text: `drivers:\n${keys(20_000, (i) => `  c${i}: { type: x }\n`)}` }],
  ['keys that appear twice', { text: keys(20_000, (i) => `key${i}: 1\nkey${i}: 2\n`) }],
  ['lines without a colon', { text: `a: 1\n${keys(20_000, (i) => `line${i}\n`)}` }],
  ['surplus brackets', { text: '}'.repeat(4_000_000 * scale) }],
  ['secrets that are wrong', { text: 'state: !secret a\n', secrets: keys(20_000, (i) => `s${i}: @x\n`) }],
])('a large file of %s is reported within seconds, and only its first mistakes', async (_what, given) => {
  const before = process.cpuUsage()
  const { config, problems } = await loadFiles(given)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(timeLimitMs)
  expect(config).toBeUndefined()
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.length).toBeLessThanOrEqual(101)
})

test('a file that is too large is refused at once', async () => {
  const { problems } = await loadFiles({ text: `state: ${'a'.repeat(5 * 1024 * 1024)}\n` })
  expect(problems.map(({ message }) => message)).toEqual(['this file is too large; at most 4 MiB are read'])
})

test.each([
  ['an unknown key', `${'k'.repeat(50_000)}: 1\n`],
  ['a value', `edition: ${'k'.repeat(50_000)}\n`],
  ['a quote that is not closed', `state: "${'k'.repeat(50_000)}\n`],
  ['a mistake at the end of a long line', `server: { path: /a, trustedProxy: {}, ${' '.repeat(50_000)}listn: 1 }\n`],
])(
  'of a line of 50,000 characters with %s only a part is shown, with the caret under the mistake',
  async (_what, text) => {
    const { problems } = await loadFiles({ text })
    for (const problem of problems) {
      const printed = formatProblem(problem)
      expect(printed.length).toBeLessThan(2000)
      const [, line = '', caret = ''] = printed.split('\n').slice(-3)
      expect(caret.indexOf('^')).toBeLessThanOrEqual(line.length)
    }
  },
)
