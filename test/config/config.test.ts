import { basename } from 'node:path'
import type { Loaded } from '../../src/config/load.ts'
import { formatProblem } from '../../src/config/problem.ts'
import { cases } from './cases/index.ts'
import { loadFiles } from './loadFixture.ts'

describe.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
  let loaded: Loaded
  beforeAll(async () => {
    loaded = await loadFiles(given)
  })

  test('all problems are reported with their line and column, in order', () => {
    const { config, problems } = loaded
    expect(
      problems.map(({ file, line, column, severity, message }) => ({
        at: `${basename(file)}:${line}:${column}`,
        severity,
        message,
      })),
    ).toEqual(
      given.problems.map(({ file = 'gateway.yaml', line, column, severity, message }) => ({
        at: `${file}:${line}:${column}`,
        severity,
        message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
      })),
    )
    expect(config === undefined).toBe(given.problems.some(({ severity }) => severity === 'error'))
  })

  test('no problem contains a secret, and each is translated into Korean and Japanese', () => {
    const { problems } = loaded
    for (const { localized } of problems) {
      expect(localized.ko).toMatch(/\p{Script=Hangul}/u)
      expect(localized.ja).toMatch(/\p{Script=Hiragana}/u)
    }
    expect(JSON.stringify(problems)).not.toContain('hunter22')
    expect(problems.map((one) => formatProblem(one)).join('\n')).not.toContain('hunter22')
  })
})

test('no two cases have the same name', () => {
  const names = cases.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})
