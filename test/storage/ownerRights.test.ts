import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { withOwnerRights } from '../../src/storage/ownerRights.ts'
import { inFolder } from '../support/folder.ts'
import { isRoot, recordRights } from '../support/rights.ts'

const service = 999
afterEach(() => void jest.restoreAllMocks())

/** A configuration whose folder belongs to another user than root, and a file that only root can read (where root is). */
const inHome = (work: (file: string, secret: string, owner: number) => Promise<void>) =>
  inFolder(async (folder) => {
    chmodSync(folder, 0o755)
    const [home, secret] = [join(folder, 'home'), join(folder, 'secret')]
    mkdirSync(home)
    writeFileSync(join(home, 'gateway.yaml'), 'edition: kr')
    writeFileSync(secret, 'of root', { mode: 0o600 })
    if (isRoot) for (const path of [home, join(home, 'gateway.yaml')]) chownSync(path, service, service)
    await work(join(home, 'gateway.yaml'), secret, statSync(home).uid)
  })

const rootAgain = () => [
  ['seteuid', 0],
  ['setegid', process.getegid?.()],
  ['setgroups', process.getgroups?.()],
]

test('root reads with the rights of the owner of the configuration, and has its own afterwards', () =>
  inHome(async (file, secret, owner) => {
    const after = rootAgain()
    const calls = recordRights()
    const read = () => withOwnerRights(file, async () => [calls.at(-1), calls.length, readFileSync(secret, 'utf8')])
    if (isRoot) await expect(read()).rejects.toMatchObject({ code: 'EACCES', path: secret })
    else expect(await read()).toEqual([['seteuid', owner], calls.length - after.length, 'of root'])
    expect(calls.slice(-4)).toEqual([['seteuid', owner], ...after])
    expect(readFileSync(secret, 'utf8')).toBe('of root')
  }))

test.each([
  ['a configuration that is not there', 'none/gateway.yaml'],
  ['one of root', '/'],
])('%s is read with the rights that root has', async (_name, file) => {
  const calls = recordRights()
  expect(await withOwnerRights(file, async () => 'done')).toBe('done')
  expect(calls).toEqual([])
})

test('where Node refuses to change rights, root reads with its own', () =>
  inHome(async (file) => {
    jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(0)
    jest.spyOn(process as Required<NodeJS.Process>, 'seteuid').mockImplementation(() => {
      throw Object.assign(new Error('seteuid() disabled: io_uring may be enabled'), { code: 'ERR_INVALID_STATE' })
    })
    expect(await withOwnerRights(file, async () => 'done')).toBe('done')
  }))

test('whoever is not root keeps the rights that it has', () =>
  inHome(async (file) => {
    const calls = recordRights()
    jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(1000)
    expect(await withOwnerRights(file, async () => 'done')).toBe('done')
    expect(calls).toEqual([])
  }))
