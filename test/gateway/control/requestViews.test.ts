import { maskedRequest, shownAnswer } from '../../../src/gateway/control/requestViews.ts'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

test('the access token and unknown fields of a logged request are hidden', () => {
  const kept = { header: { name: 'TurnOnRequest' }, payload: { accessToken: 'abc', mine: 'secret' } }
  const shown = JSON.stringify(maskedRequest(JSON.stringify(kept)))
  expect(shown).toContain('TurnOnRequest')
  expect(shown).not.toMatch(/abc|secret/)
})

test.each([
  ['is nested deep', `{"payload":${nested(30_000)}}`],
  ['holds thousands of values', `{"payload":[${'0,'.repeat(32_000)}0,${'{},'.repeat(20_000)}0]}`],
  ['is no JSON', '{"payload":'],
])('a logged request that %s is listed without its text', (_what, text) => {
  expect(maskedRequest(text)).toBeUndefined()
  expect(shownAnswer(text)).toBeUndefined()
})
