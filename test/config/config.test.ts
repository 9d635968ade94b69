import { basename } from 'node:path'
import { formatProblem } from '../../src/config/problem.ts'
import { cases } from './cases/index.ts'
import { load } from './world.ts'

describe.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
  test('all that is wrong is told, where it stands and in its order', async () => {
    const { config, problems } = await load(given)
    expect(
      problems.map(({ file, line, column, severity, message }) => ({
        at: `${basename(file)}:${line}:${column}`,
        severity,
        message,
      })),
    ).toEqual(
      given.problems.map(({ file = 'gateway.yaml', line, column, severity, says }) => ({
        at: `${file}:${line}:${column}`,
        severity,
        message: typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says),
      })),
    )
    expect(config === undefined).toBe(given.problems.some(({ severity }) => severity === 'error'))
  })

  test('no secret is told', async () => {
    const { problems } = await load(given)
    expect(JSON.stringify(problems)).not.toContain('hunter22')
    expect(problems.map(formatProblem).join('\n')).not.toContain('hunter22')
  })
})

test('a name belongs to one case', () => {
  const names = cases.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})
