import { commands } from '../../src/cli/commands/index.ts'
import { commandMessages } from '../../src/cli/messages/index.ts'
import { chooseLanguage } from '../../src/cli/terminal/language.ts'
import { checkMessages } from '../../src/diagnostics/messages.ts'
import type { Language } from '../../src/util/translate.ts'
import { runCommand } from '../support/commandLine.ts'

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

test.each(Object.entries({ ...checkMessages, ...commandMessages }))(
  'the message %s has the same values in every language',
  (_key, { ko, ja, en }) => {
    const expected = [...new Set(placeholders(en))].sort()
    expect([...new Set(placeholders(ko))].sort()).toEqual(expected)
    expect([...new Set(placeholders(ja))].sort()).toEqual(expected)
  },
)

test.each<[string, NodeJS.ProcessEnv, Language | undefined, 'ko' | 'ja' | 'en' | undefined, string]>([
  ['the option', { LANG: 'en_US.UTF-8' }, 'ja', 'ko', 'ja'],
  ['the locale of the terminal', { LANG: 'ko_KR.UTF-8' }, undefined, 'ja', 'ko'],
  ['an English terminal', { LANG: 'en_GB.UTF-8' }, undefined, 'ko', 'en'],
  ['LC_ALL before LANG', { LC_ALL: 'ja_JP.UTF-8', LANG: 'ko_KR.UTF-8' }, undefined, undefined, 'ja'],
  ['the configuration, where the terminal has no language', { LANG: 'C.UTF-8' }, undefined, 'ko', 'ko'],
  ['the configuration, where it has another one', { LANG: 'de_DE.UTF-8' }, undefined, 'ja', 'ja'],
  ['English, where nothing says', {}, undefined, undefined, 'en'],
])('the language of messages is that of %s', (_what, env, wanted, ofConfig, expected) => {
  expect(chooseLanguage(wanted, ofConfig, env)).toBe(expected)
})

/** The commands and options that a help text shows, in their order: they are the same in each language. */
const shownCommands = (help: string) => [...help.matchAll(/--[a-z][a-z-]*|clova-home [a-z]+/g)].map(([word]) => word)

test.each(Object.entries(commands))(
  'the help of %s exists in each language, with the same commands and options',
  async (_name, load) => {
    const { summary, help } = await load()
    expect(summary.ko).toMatch(/[가-힣]/)
    expect(summary.ja).toMatch(/[ぁ-んァ-ヶ]/)
    for (const language of ['ko', 'ja'] as const)
      expect(shownCommands(help?.[language] ?? '')).toEqual(shownCommands(help?.en ?? ''))
  },
)

const korean = /[가-힣]/
test.each([
  [['--help'], korean, 0],
  [['help', 'say'], korean, 0],
  [['say', '--help'], /책상|정하고|보내고/, 0],
  [['chekc'], /"chekc" 라는 명령은 없습니다\. 혹시 "check" 입니까\?/, 2],
  [['check', '--verbos'], /"--verbos" 라는 옵션은 없습니다/, 2],
  [['check', '--jsn'], /"--jsn" 라는 옵션은 없습니다\. 혹시 "--json" 입니까\?/, 2],
  [['check', '--config'], /--config 뒤에 값이 필요합니다/, 2],
  [['say', 'lamp'], /빠진 것이 있습니다\. 쓰는 법: clova-home say APPLIANCE ACTION/, 2],
  [['check', 'this'], /"this" 은\(는\) 필요 없습니다/, 2],
  [['token', 'make', 'x'], /"make" 은\(는\) 없습니다\. 쓸 수 있는 것: create, list, revoke/, 2],
  [['say', 'lamp', 'TurnOnn'], /"TurnOnn" 라는 동작은 없습니다\. 혹시 "TurnOn" 입니까\?/, 2],
  [['say', 'lamp', 'SetColor', '{'], /JSON이 아닙니다/, 2],
  [['pair', 'huw'], /"huw" 라는 드라이버는 없습니다\..*혹시 "hue" 입니까/, 2],
  [['restore', 'no-such.tgz'], /no-such\.tgz 을\(를\) 읽을 수 없습니다 \(ENOENT\): 파일이 없습니다/, 1],
  [['backup', 'no-such-folder'], /폴더가 없습니다/, 1],
  [['ir', 'export'], /쓸 수 있는 것: import/, 2],
  [['learn', 'x', '--wait', '1h'], /--wait 는 1s에서 30s까지입니다/, 2],
  [['hub', 'ad'], /쓸 수 있는 것: init, add/, 2],
  [['link', '--config', 'no-such.yaml'], /이 파일이 없습니다.*아무것도 하지 않았습니다/s, 1],
  [['service', 'stop'], /쓸 수 있는 것: install/, 2],
])('%j is answered in Korean', async (words, text, code) => {
  const answer = await runCommand('--language', 'ko', ...words)
  expect(`${answer.stdout}${answer.stderr}`).toMatch(text)
  expect(answer.code).toBe(code)
})

test('an unknown language is refused', async () => {
  const answer = await runCommand('check', '--language', 'fr')
  expect(answer).toMatchObject({ code: 2, stderr: expect.stringContaining('--language fr: it is ko, ja or en') })
})
