import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeFileError, fileErrorText } from '../../src/util/fileErrors.ts'
import { runCommand } from '../support/commandLine.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'

const error = (code: string, syscall = 'open', path: string | undefined = '/etc/x/y.yaml') =>
  Object.assign(new Error(`${code}: raw words, ${syscall}`), { code, syscall, ...(path !== undefined && { path }) })

test.each<[NodeJS.ErrnoException, RegExp]>([
  [error('EACCES'), /^\/etc\/x\/y\.yaml cannot be used \(EACCES\): this user may not\. Run it with sudo/],
  [error('EPERM', 'chown'), /cannot be written \(EPERM\): this user may not\. Run it with sudo/],
  [error('ENOSPC', 'write'), /cannot be written \(ENOSPC\): the disk is full\. Make room; "df -h \/etc\/x"/],
  [error('EROFS', 'mkdir'), /cannot be written \(EROFS\): the disk can only be read\. .*remount,rw/],
  [error('EISDIR', 'read'), /cannot be read \(EISDIR\): it is a folder\. Give the name of a file\.$/],
  [error('ENOENT', 'scandir'), /cannot be read \(ENOENT\): it is not there\. Look whether the name is right/],
  [error('EIO', 'fsync'), /cannot be written \(EIO\): the disk fails\. Back up/],
])('%s has a message for the user', (one, message) => {
  const { ko, ja, en } = describeFileError(one) ?? { ko: '', ja: '', en: '' }
  expect(en).toMatch(message)
  expect(en).not.toContain('raw words')
  expect(ko).toMatch(/[가-힣]/)
  expect(ja).toMatch(/[ぁ-ん]/)
  for (const text of [ko, ja]) expect(text).not.toMatch(/cannot|this user|\{\w+\}/)
})

test.each<[unknown]>([
  [new Error('in plain words already')],
  [error('ECONNREFUSED', 'connect')],
  [Object.assign(error('EACCES', 'listen'), { path: undefined })],
  [undefined],
])('%s is not a file error', (one) => expect(describeFileError(one)).toBeUndefined())

test('an unknown code is reported as it is', () =>
  expect(fileErrorText(error('EWHAT'), 'read').en).toBe('/etc/x/y.yaml cannot be read (EWHAT)'))

describe('every command', () => {
  const before = process.cwd()
  let folder: string
  beforeAll(() => {
    folder = makeFolder()
    mkdirSync(join(folder, 'dir'))
    writeFileSync(join(folder, 'file'), '')
    writeFileSync(join(folder, 'gateway.yaml'), 'state: file\n')
    writeFileSync(join(folder, 'answers.yaml'), 'edition: kr\n')
    chmodSync(folder, 0o700)
    process.chdir(folder)
  })
  afterAll(() => {
    process.chdir(before)
    removeFolder(folder)
  })
  // What is refused to root too, since the tests may be run as root.
  test.each<[string, string]>([
    ['migrate --config dir', 'dir cannot be read (EISDIR): it is a folder. Give'],
    ['learn x --config dir', 'dir cannot be read (EISDIR): it is a folder. Give'],
    [
      'backup file/x.tgz --config gateway.yaml',
      'file cannot be written (EEXIST): something else of that name is there.',
    ],
    ['support file/x', 'file cannot be written (EEXIST): something else of that name is there.'],
    ['restore no.tgz', 'no.tgz cannot be read (ENOENT): it is not there. Look'],
    [
      'token create a --config gateway.yaml',
      'tokens.json cannot be read (ENOTDIR): what should be its folder is none.',
    ],
    ['pair hue --config file/gateway.yaml', 'secrets.yaml cannot be written (ENOTDIR): what should be its folder'],
    ['setup --config file/gateway.yaml', 'gateway.yaml cannot be written (ENOTDIR): what should be its folder'],
    ['setup --answers dir --config new.yaml', 'dir cannot be read (EISDIR): it is a folder. Give'],
  ])('%s', async (words, message) => {
    const { code, stdout, stderr } = await runCommand(...words.split(' '))
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) })
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
