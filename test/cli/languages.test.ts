import { commandMessages } from '../../src/cli/messages.ts'
import { chooseLanguage } from '../../src/cli/terminal/language.ts'
import { checkMessages } from '../../src/diagnostics/messages.ts'

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

test.each(Object.entries({ ...checkMessages, ...commandMessages }))(
  'the message %s has the same values in every language',
  (_key, { ko, ja, en }) => {
    const expected = [...new Set(placeholders(en))].sort()
    expect([...new Set(placeholders(ko))].sort()).toEqual(expected)
    expect([...new Set(placeholders(ja))].sort()).toEqual(expected)
  },
)

test.each<[string, NodeJS.ProcessEnv, string | undefined, 'ko' | 'ja' | 'en' | undefined, string]>([
  ['the option', { LANG: 'en_US.UTF-8' }, 'ja', 'ko', 'ja'],
  ['the locale of the terminal', { LANG: 'ko_KR.UTF-8' }, undefined, 'ja', 'ko'],
  ['an English terminal', { LANG: 'en_GB.UTF-8' }, undefined, 'ko', 'en'],
  ['LC_ALL before LANG', { LC_ALL: 'ja_JP.UTF-8', LANG: 'ko_KR.UTF-8' }, undefined, undefined, 'ja'],
  ['the configuration, where the terminal has no language', { LANG: 'C.UTF-8' }, undefined, 'ko', 'ko'],
  ['the configuration, where it has another one', { LANG: 'de_DE.UTF-8' }, undefined, 'ja', 'ja'],
  ['English, where nothing says', {}, undefined, undefined, 'en'],
])('the language is that of %s', (_what, env, wanted, ofConfig, expected) => {
  expect(chooseLanguage(wanted, ofConfig, env)).toBe(expected)
})

test('another language than the three is refused', () => {
  expect(() => chooseLanguage('fr')).toThrow('--language fr: it is ko, ja or en')
})
