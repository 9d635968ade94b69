import fc from 'fast-check'
import { formatProblem, type Problem, problemAt, problemPrinter, summarizeProblem } from '../../src/config/problem.ts'
import { columnWidth } from '../../src/util/terminal.ts'
import { runs } from '../support/randomRuns.ts'
import { loadFiles } from './loadFixture.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const problem = (source: string | undefined, column: number): Problem => ({
  ...problemAt({ file: '/etc/gateway.yaml', line: 12, column }, 'so it is.'),
  ...(source !== undefined && { source }),
})

test('a problem is printed with its position, its line and a caret', () => {
  expect(formatProblem(problem('edition: krr', 10))).toBe(
    ['/etc/gateway.yaml:12:10: error: so it is.', ' 12 | edition: krr', '    |          ^'].join('\n'),
  )
})

test('a problem without a source line is printed with its position', () => {
  expect(formatProblem(problem(undefined, 10))).toBe('/etc/gateway.yaml:12:10: error: so it is.')
})

/** A line with a place in it, and how many columns of the terminal stand before the place. */
const places: readonly (readonly [what: string, before: string, columns: number])[] = [
  ['nothing', '', 0],
  ['Latin letters', 'name: ', 6],
  ['Korean', '  - { name: 부엌 전등, type: ', 29],
  ['Japanese, half of it in kanji', 'name: お風呂の扇風機: ', 22],
  ['half-width katakana', 'name: ﾗｲﾄ: ', 11],
  ['full-width Latin letters', 'name: ＴＶ: ', 12],
  ['an emoji', 'name: 💡: ', 10],
  ['Korean in the letters of macOS, one by one', `name: ${'거실'.normalize('NFD')}: `, 12],
]
test.each(places)('the caret stands under the mistake behind %s', (_what, before, columns) => {
  const [, line = '', caret = ''] = formatProblem(problem(`${before}x`, before.length + 1)).split('\n')
  expect(line).toBe(` 12 | ${before}x`)
  expect(caret).toBe(`    | ${' '.repeat(columns)}^`)
})

test('the caret is placed by the display width of any text before it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '가', 'あ', '漢', ':') }), (before) => {
      const wide = [...before].filter((char) => '가あ漢'.includes(char)).length
      expect(columnWidth(before)).toBe(before.length + wide)
      expect(formatProblem(problem(`${before}x`, before.length + 1)).split('\n')[2]).toBe(
        `    | ${' '.repeat(before.length + wide)}^`,
      )
    }),
  )
})

test('the line of a real file is shown, with its caret behind Korean words', async () => {
  const text =
    'drivers: { m: { type: virtual } }\nappliances:\n  - { name: 부엌 전등, id: a, type: LIHGT, driver: m }\n'
  const { problems } = await loadFiles({ text })
  expect(
    problems
      .map((one) => formatProblem(one))
      .join('\n')
      .split('\n')
      .slice(1),
  ).toEqual([' 3 |   - { name: 부엌 전등, id: a, type: LIHGT, driver: m }', `   | ${' '.repeat(36)}^`])
})

describe('a problem that is translated', () => {
  const translated: Problem = {
    ...problem('name: "a', 7),
    message: 'not closed',
    localized: { ko: '닫히지 않았습니다', ja: '閉じていません', en: 'not closed' },
  }
  test.each([
    ['ko', '오류: 닫히지 않았습니다', '주의'],
    ['ja', 'エラー: 閉じていません', '注意'],
    ['en', 'error: not closed', 'warning'],
    [undefined, 'error: not closed', 'warning'],
  ] as const)('is printed in the language %s', (language, message, warning) => {
    const print = problemPrinter(language)
    expect(print(translated).split('\n')[0]).toBe(`/etc/gateway.yaml:12:7: ${message}`)
    expect(print({ ...translated, severity: 'warning' })).toContain(`:12:7: ${warning}: `)
  })

  test('is printed without its source line in the journal and in logs', () => {
    const before = process.env.JOURNAL_STREAM
    process.env.JOURNAL_STREAM = '8:1'
    try {
      expect(problemPrinter('en')(translated)).toBe('/etc/gateway.yaml:12:7: error: not closed')
    } finally {
      if (before === undefined) delete process.env.JOURNAL_STREAM
      else process.env.JOURNAL_STREAM = before
    }
    expect(summarizeProblem(translated)).toBe('/etc/gateway.yaml:12:7: error: not closed')
  })
})
