import { loginPageText, preferredLanguage } from '../../src/oauth/messages.ts'

test.each([
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['ja', 'ja'],
  ['JA-jp', 'ja'],
  ['en-GB,en;q=0.9', 'en'],
  ['fr-FR,fr;q=0.9,ja;q=0.5,en;q=0.8', 'en'],
  ['en;q=0.1, ko;q=0.2', 'ko'],
  ['en;q=0, ja;q=0.1', 'ja'],
  ['de, *;q=0.5', 'ko'],
  ['de, *;q=0.5, en;q=0.6', 'en'],
  ['zh-CN', 'ko'],
  ['', 'ko'],
  [undefined, 'ko'],
  ['en;q=nonsense', 'ko'],
  ['en;q=2', 'ko'],
  [',,,;;;===', 'ko'],
  ['jar, england', 'ko'],
  ['1 en', 'ko'],
  ['en 1', 'ko'],
  ['en;q=0.5,*', 'ko'],
  ['ja;q=0', 'ko'],
  ['ja,en', 'ja'],
  ['en,ja', 'en'],
  [' en;q=0.9 ,ja;q=0.5', 'en'],
  ['ja;q=0.5,en; q=0.6', 'en'],
  ['ja;q=0.5,en ;q=0.6', 'en'],
  [`${'x,'.repeat(10_000)}en`, 'ko'],
])('a browser that accepts %j gets %s in a Korean home', (accepted, language) => {
  expect(preferredLanguage(accepted, 'ko')).toBe(language)
})

test('every text exists in every language', () => {
  const said = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(said) : [value]
  const [one, ...others] = Object.values(loginPageText).map((language) => said(language))
  for (const other of others) expect(other.map((value) => typeof value)).toEqual(one?.map((value) => typeof value))
  for (const value of [one, ...others].flat()) expect(value).not.toBe('')
})

test.each([
  ['ko', '1초', '5초', '1분', '2분'],
  ['ja', '1秒', '5秒', '1分', '2分'],
  ['en', '1 second', '5 seconds', '1 minute', '2 minutes'],
] as const)('the text in %s contains the waiting time', (language, second, fiveSeconds, minute, twoMinutes) => {
  const { seconds, minutes, tooManyAttempts } = loginPageText[language]
  expect([seconds(1), seconds(5), minutes(1), minutes(2)]).toEqual([second, fiveSeconds, minute, twoMinutes])
  expect(tooManyAttempts(fiveSeconds)).toContain(fiveSeconds)
})
