import { type CliCommand, defaultConfig, installedConfigFile, parse } from '../../src/cli/command.ts'
import { untranslated } from '../../src/util/translate.ts'

const refused = (code: string) => () => {
  throw Object.assign(new Error(code), { code })
}

test.each([
  ['is there', () => {}, installedConfigFile],
  ['is not there', refused('ENOENT'), 'config/gateway.yaml'],
  ['has no folder', refused('ENOTDIR'), 'config/gateway.yaml'],
])('the installed configuration %s', (_what, look, file) => expect(defaultConfig('check', look)).toBe(file))

test.each([
  ['the folder of the installed one is', ['/etc/clova-home'], installedConfigFile],
  ['that folder and one in this folder are', ['/etc/clova-home', 'config/gateway.yaml'], 'config/gateway.yaml'],
])('without the installed configuration, while %s there', (_what, there, file) =>
  expect(defaultConfig('setup', (path) => there.includes(path) || refused('ENOENT')())).toBe(file),
)

test.each(['EACCES', 'EPERM'])(
  'an installed configuration that this user cannot read (%s) is an error, and no other configuration is used instead',
  (code) =>
    expect(() => defaultConfig('check', refused(code))).toThrow(
      `/etc/clova-home/gateway.yaml cannot be read (${code}); try: sudo clova-home check …`,
    ),
)

test('a command that needs no configuration does not look for one', () => {
  const command: CliCommand = {
    usage: 'password',
    summary: untranslated(''),
    argumentCount: [0, 0],
    run: async () => 0,
  }
  const args = parse(command, [])
  expect(Object.getOwnPropertyDescriptor(args, 'config')?.get).toBeInstanceOf(Function)
  expect(parse(command, ['--config', 'mine.yaml'])).toMatchObject({ config: 'mine.yaml' })
})
