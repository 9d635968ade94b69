import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readTemplate } from '../../../../../drivers/mqtt/payload/jinja/index.ts'
import { type Pair, pairs } from './pairs.ts'

/** The results of Python's Jinja2 for all pairs, in one process. @throws Error that names what to install */
function reference(all: readonly Pair[]): readonly (string | null)[] {
  const script = fileURLToPath(new URL('./reference.py', import.meta.url))
  try {
    execFileSync('python3', ['-c', 'import jinja2'], { stdio: 'ignore' })
  } catch {
    throw new Error("this test needs Python's Jinja2: apt-get install python3-jinja2 (.ci/run does it)")
  }
  return JSON.parse(
    execFileSync('python3', [script], { input: JSON.stringify(all), encoding: 'utf8', maxBuffer: 2 ** 26 }),
  )
}

function rendered([template, value]: Pair): string | null {
  const variables = typeof value === 'string' ? { value } : { value: JSON.stringify(value), value_json: value }
  try {
    return readTemplate(template).render(variables) ?? null
  } catch {
    return null
  }
}

test(`${pairs.length} templates make of their messages what Python's Jinja2 makes of them`, () => {
  const expected = reference(pairs)
  const differences = pairs.flatMap((pair, i) => {
    const made = rendered(pair)
    // An undefined value prints nothing in Python, and gives no value here.
    const isSame = made === expected[i] || (made === null && expected[i] === '')
    return isSame
      ? []
      : [
          {
            template: pair[0],
            value: typeof pair[1] === 'string' ? pair[1] : 'message',
            python: expected[i],
            ours: made,
          },
        ]
  })
  expect(differences).toEqual([])
  expect(pairs.length).toBeGreaterThan(600)
  expect(expected.filter((text) => text !== null).length).toBeGreaterThan(500)
})
