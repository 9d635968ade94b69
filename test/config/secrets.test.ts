import { chmodSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { resolveSecrets } from '../../src/config/secrets.ts'
import { checkSecrets, secretTexts } from '../../src/config/secretsFile.ts'
import { parseSource } from '../../src/config/yaml/source.ts'
import { inFolder } from '../support/folder.ts'
import { isRoot, otherUser } from '../support/rights.ts'

/** What `!secret a` becomes, with these files. */
const resolved = (files: { readonly secrets?: string; readonly credential?: string }) =>
  inFolder((folder) => {
    if (files.secrets !== undefined) writeFileSync(join(folder, 'secrets.yaml'), files.secrets, { mode: 0o600 })
    const credentials = join(folder, 'credentials')
    mkdirSync(credentials)
    if (files.credential !== undefined) writeFileSync(join(credentials, 'a'), files.credential)
    const source = parseSource(join(folder, 'gateway.yaml'), 'x: !secret a\n')
    return resolveSecrets(source, { CREDENTIALS_DIRECTORY: credentials })
  })

test.each([
  ['a: 0123', '0123'],
  ['a: 12345678901234567890', '12345678901234567890'],
  ['a: 1e3', '1e3'],
  ['a: 0x1F', '0x1F'],
  ['a: 1.50', '1.50'],
  ['a: +7', '+7'],
  ['a: .inf', '.inf'],
  ['a: 42', '42'],
  ["a: 'true'", 'true'],
  ["a: 'my #1 pass'", 'my #1 pass'],
  ['a: abc#1', 'abc#1'],
  ['a: a:b', 'a:b'],
  ['a: abc # a remark', 'abc'],
  ['a: 비밀 번호', '비밀 번호'],
  ['{ a: abc, b: 0123 }', 'abc'],
  ['a: |\n  line 1\n  line 2', 'line 1\nline 2\n'],
])('the value of %j is read exactly as it is written', async (secrets, secret) => {
  const { value, problems } = await resolved({ secrets: `${secrets}\n` })
  expect(problems).toEqual([])
  expect(value).toEqual({ x: secret })
})

test.each([
  ['abc\n', 'abc'],
  ['abc\r\n', 'abc'],
  ['abc', 'abc'],
  ['abc\n\n', 'abc\n'],
  [' abc ', ' abc '],
])('one line end of the credential %j is removed', async (credential, secret) => {
  expect((await resolved({ credential })).value).toEqual({ x: secret })
})

test('secrets.yaml takes precedence over a credential', async () => {
  expect((await resolved({ secrets: 'a: file\n', credential: 'credential' })).value).toEqual({ x: 'file' })
})

test.each([
  ['by its owner', 0, ''],
  ['by another user', 4242, 'sudo '],
])('the warning about a readable file has the command that protects it: %s', (_who, more, prefix) =>
  inFolder((folder) => {
    const file = join(folder, 'secrets.yaml')
    writeFileSync(file, 'a: b\n')
    chmodSync(file, 0o644)
    const own = process.getuid?.() ?? 0
    const spy = jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(own + more)
    try {
      const [problem] = checkSecrets(file)
      expect(problem?.fix).toBe(`${prefix}chmod o= ${file}`)
      expect(problem?.message).toContain(`run: ${prefix}chmod`)
    } finally {
      spy.mockRestore()
    }
  }),
)

test('root does not follow a link that another user made to a file that is not of that user', () =>
  inFolder((folder) => {
    const file = join(folder, 'secrets.yaml')
    // A file of root, whoever runs this.
    symlinkSync('/etc/passwd', file)
    if (isRoot) lchownSync(file, otherUser, otherUser)
    const spy = jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(0)
    try {
      const [problem] = checkSecrets(file)
      expect(problem?.message).toContain('is a link that another user made')
      expect(problem?.fix).toBe(`sudo rm ${file}`)
    } finally {
      spy.mockRestore()
    }
  }))

test('every value of an invalid file is treated as a secret', () => {
  const texts = secretTexts('a: my #1 pass\nb: "open\nc: 0123\nd: [x, y]\ne: "quoted"\n')
  for (const secret of ['my #1 pass', '"open', '0123', '[x, y]', 'quoted']) expect(texts).toContain(secret)
})
