import { actions } from '../../src/clova/actions/index.ts'
import { cases } from './cases/index.ts'
import { messageId, runCase } from './runCase.ts'

const title = ({ edition, language, action, name }: (typeof cases)[number]) =>
  `${edition}${language ? ` in ${language}` : ''} ${action}: ${name}`

describe.each(cases.map((given) => [title(given), given] as const))('%s', (_title, given) => {
  test('the answer, the commands and the period are as expected', async () => {
    const { message, commands, period } = await runCase(given)
    const [name, payload] = given.answer
    expect(message).toEqual({ header: { messageId, name, namespace: 'ClovaHome', payloadVersion: '1.0' }, payload })
    expect(commands).toEqual(given.commands ?? [])
    expect(period).toEqual(given.asked && { start: new Date(given.asked.start), end: new Date(given.asked.end) })
  })
})

test('no two cases have the same name', () => {
  const titles = cases.map(title)
  expect(titles.filter((one, i) => titles.indexOf(one) !== i)).toEqual([])
})

test('every action of every edition has a case that succeeds', () => {
  const shown = new Set(
    cases.filter(({ answer }) => !answer[0].endsWith('Error')).map(({ edition, action }) => `${edition} ${action}`),
  )
  const all = Object.entries(actions).flatMap(([name, { editions }]) => editions.map((edition) => `${edition} ${name}`))
  expect(all.filter((one) => !shown.has(one))).toEqual([])
})

const errors = {
  kr: 14,
  jp: 13,
} as const
test.each(Object.entries(errors))('every error of %s has a case', (edition, count) => {
  const shown = new Set(
    cases
      .filter((given) => given.edition === edition && given.answer[0].endsWith('Error'))
      .map(({ answer }) => answer[0]),
  )
  expect(shown.size).toBe(count)
})
