import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import {
  assertOwnLinks,
  assertWritable,
  removeAbandonedFiles,
  replaceFile,
  unusedName,
  writeAtomically,
} from '../../src/storage/replaceFile.ts'
import { inFolder } from '../support/folder.ts'

const service = 999
const ownerOf = (links: Readonly<Record<string, number>>) => (path: string) => links[path]
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
const ownersOf = (path: string) => [statSync(path).uid, statSync(path).gid]

const isRoot = process.getuid?.() === 0
/** The program believes to be run by this user. */
const actAs = (uid: number) => jest.spyOn(process, 'getuid').mockReturnValue(uid)
/** Gives something to another user, which only root can. @returns its owner and group */
function giveAway(path: string, uid = service, gid = service, change = chownSync): readonly number[] {
  if (isRoot) change(path, uid, gid)
  return [lstatSync(path).uid, lstatSync(path).gid]
}
/** The files that this process has open (Linux). One that is closed meanwhile is none. */
const openFiles = () =>
  readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`)
    } catch {
      return []
    }
  })
afterEach(() => void jest.restoreAllMocks())

describe('links', () => {
  test.each([
    ['the file', { '/etc/clova-home/gateway.yaml': service }],
    ['a folder above it', { '/etc/clova-home': service }],
  ])('root does not follow a link of the service in the place of %s', (_what, links) => {
    expect(() => assertOwnLinks('/etc/clova-home/gateway.yaml', ownerOf(links))).toThrow(/is a link that another user/)
  })

  test('root follows its own links, and a file is not a link', () => {
    assertOwnLinks('/etc/clova-home/gateway.yaml', ownerOf({ '/etc/clova-home': 0 }))
    assertOwnLinks('/etc/clova-home/gateway.yaml')
  })

  test('a file of another user does not count as a link of another user, but a link does', () =>
    inFolder((folder) => {
      const [file, link] = [join(folder, 'file'), join(folder, 'link')]
      writeFileSync(file, '')
      giveAway(file)
      expect(() => assertOwnLinks(file)).not.toThrow()
      symlinkSync(file, link)
      giveAway(link, service, service, lchownSync)
      expect(() => assertOwnLinks(link)).toThrow(`remove it: sudo rm ${link}`)
    }))

  test('a link stays and its target is written, but root does not follow that of another user', () =>
    inFolder(async (folder) => {
      const [target, link] = [join(folder, 'target'), join(folder, 'link')]
      writeFileSync(target, 'old', { mode: 0o600 })
      symlinkSync('target', link)
      giveAway(link, service, service, lchownSync)
      actAs(0)
      await expect(replaceFile(link, 'new')).rejects.toThrow(/is a link that another user/)
      expect(readFileSync(target, 'utf8')).toBe('old')
      actAs(1000)
      await replaceFile(link, 'new')
      expect(readFileSync(target, 'utf8')).toBe('new')
      expect(lstatSync(link).isSymbolicLink()).toBe(true)
      expect(readdirSync(folder).sort()).toEqual(['link', 'target'])
    }))
})

test('a link to a file that does not exist is replaced by the file', () =>
  inFolder(async (folder) => {
    const link = join(folder, 'link')
    symlinkSync('missing', link)
    actAs(1000)
    await replaceFile(link, 'text')
    expect(lstatSync(link).isFile()).toBe(true)
    expect([readdirSync(folder), readFileSync(link, 'utf8')]).toEqual([['link'], 'text'])
  }))

describe('a file that is replaced', () => {
  test.each([
    [0o600, '600'],
    [0o640, '640'],
    [0o644, '640'],
    [0o604, '600'],
  ])('with the mode %o has the mode %s afterwards', (before, after) =>
    inFolder(async (folder) => {
      const file = join(folder, 'file')
      writeFileSync(file, 'old')
      chmodSync(file, before)
      actAs(1000)
      await replaceFile(file, 'new')
      expect(modeOf(file)).toBe(after)
    }),
  )

  test('keeps its owner and group if root replaces it', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'file')
      writeFileSync(file, 'old')
      const owners = giveAway(file, service, 998)
      actAs(0)
      await replaceFile(file, 'new')
      expect(ownersOf(file)).toEqual(owners)
    }))
})

describe('a new file', () => {
  /** Only root can make the folder belong to another: for others it is their own, which is as well no folder of root. */
  test.each([
    ['of root and of a group of its own', 0, service, isRoot ? '640' : '600'],
    ['of root alone', 0, 0, '600'],
    ['of another user', service, service, '600'],
  ])('that root makes in a folder %s belongs to the owners of the folder', (_what, uid, gid, mode) =>
    inFolder(async (folder) => {
      const owners = giveAway(folder, uid, gid)
      actAs(0)
      for (const write of [replaceFile, writeAtomically]) {
        const file = join(folder, write.name)
        await write(file, 'text')
        expect([ownersOf(file), modeOf(file)]).toEqual([owners, mode])
      }
    }),
  )

  test('is for its owner alone if another user than root makes it, and so is a missing folder', () =>
    inFolder(async (folder) => {
      giveAway(folder, 0, service)
      chmodSync(folder, 0o755)
      actAs(1000)
      for (const write of [replaceFile, writeAtomically]) {
        const [there, missing] = [join(folder, write.name), join(folder, `in ${write.name}`)]
        const files = [there, join(missing, 'file')]
        for (const file of files) await write(file, 'text')
        expect([...files, missing].map(modeOf)).toEqual(['600', '600', '700'])
        const own = [process.geteuid?.(), process.getegid?.()]
        expect([...files, missing].map(ownersOf)).toEqual([own, own, own])
      }
    }))

  test.each([
    ['of another user', service, service, 0o755, '750'],
    ['of root and of a group of its own', 0, service, 0o750, '750'],
    ['of another user and the group of root', service, 0, 0o750, '750'],
    ['of root alone', 0, 0, 0o755, isRoot ? '700' : '750'],
  ])('gets missing folders with the owner that root gives files in one %s', (_what, uid, gid, before, after) =>
    inFolder(async (folder) => {
      const owners = giveAway(folder, uid, gid)
      chmodSync(folder, before)
      actAs(0)
      await replaceFile(join(folder, 'one', 'two', 'file'), 'text')
      for (const path of ['one', 'one/two'])
        expect([ownersOf(join(folder, path)), modeOf(join(folder, path))]).toEqual([owners, after])
    }),
  )
})

describe('a write', () => {
  test('is synchronized to the disk before the file is renamed, and its folder afterwards', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'file')
      const handle = await open(folder, 'r')
      await handle.close()
      const handles = Object.getPrototypeOf(handle)
      const { sync } = handles
      const seen: object[] = []
      jest.spyOn(handles, 'sync').mockImplementation(async function (this: typeof handle) {
        const [name = ''] = readdirSync(folder)
        seen.push({ isInPlace: existsSync(file), text: readFileSync(join(folder, name), 'utf8') })
        await sync.call(this)
      })
      await writeAtomically(file, 'text')
      expect(seen).toEqual([
        { isInPlace: false, text: 'text' },
        { isInPlace: true, text: 'text' },
      ])
      expect(openFiles().filter((path) => path.startsWith(folder))).toEqual([])
    }))

  test('that fails names the file and leaves no temporary file', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'file')
      mkdirSync(file)
      await expect(writeAtomically(file, 'text')).rejects.toMatchObject({
        code: 'EISDIR',
        path: file,
        syscall: 'write',
      })
      expect(readdirSync(folder)).toEqual(['file'])
    }))

  test('has the owner, group and mode that are given', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'file')
      const [uid = 0, gid = 0] = giveAway(folder, 0, service)
      await writeAtomically(file, 'text', { uid, gid, mode: 0o100604 })
      expect([ownersOf(file), modeOf(file)]).toEqual([[uid, gid], '604'])
    }))
})

describe('a path', () => {
  test('can be written if its nearest existing folder can be', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'file'), '')
      symlinkSync('/nobody/has/this', join(folder, 'link'))
      for (const path of ['file', 'new', 'one/two/new', 'link']) assertWritable(join(folder, path))
      expect(readdirSync(folder).sort()).toEqual(['file', 'link'])
      expect(() => assertWritable(join(folder, 'file', 'new'))).toThrow(/file\/new cannot be written \(ENOTDIR\)/)
    }))

  test('can be the target of a link in a folder', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'file'), '')
      mkdirSync(join(folder, 'other'))
      symlinkSync('../file', join(folder, 'other', 'link'))
      expect(() => assertWritable(join(folder, 'other', 'link'))).not.toThrow()
    }))
})

test('an unused file name gets a number if the name is taken', () =>
  inFolder((folder) => {
    const name = () => unusedName(join(folder, 'backup'), '.tar.gz').slice(folder.length + 1)
    const names: string[] = []
    for (let i = 0; i < 3; i += 1) {
      names.push(name())
      writeFileSync(join(folder, name()), '')
    }
    expect(names).toEqual(['backup.tar.gz', 'backup-2.tar.gz', 'backup-3.tar.gz'])
    expect(unusedName(join(folder, 'other'))).toBe(join(folder, 'other'))
  }))

test('temporary files of a killed process are removed, and those that are being written are not', () =>
  inFolder(async (folder) => {
    // No process has such a number: Linux counts to 4,194,304.
    const gone = 999_999_999
    const files = {
      [`gateway.yaml.${gone}.0123abcd.tmp`]: false,
      [`secrets.yaml.${process.pid}.0123abcd.tmp`]: true,
      [`memory.json.${process.pid}.89abcdef.tmp`]: false,
      'own.tmp': true,
      'gateway.yaml': true,
      [`gateway.yaml.${gone}.0123abcd.tmp.old`]: true,
      [`link.${gone}.0123abcd.tmp`]: true,
    }
    for (const name of Object.keys(files))
      if (name.startsWith('link')) symlinkSync('gateway.yaml', join(folder, name))
      else writeFileSync(join(folder, name), 'x')
    utimesSync(join(folder, `memory.json.${process.pid}.89abcdef.tmp`), 0, 0)
    await removeAbandonedFiles(folder)
    await removeAbandonedFiles(join(folder, 'none'))
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(files)
        .filter((name) => files[name])
        .sort(),
    )
  }))

test('temporary files of a process of another user are removed after a minute', () =>
  inFolder(async (folder) => {
    const name = `gateway.yaml.${process.pid}.0123abcd.tmp`
    writeFileSync(join(folder, name), 'x')
    utimesSync(join(folder, name), 1_000_000, 1_000_000)
    jest.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
    })
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_060_000)
    await removeAbandonedFiles(folder)
    expect(readdirSync(folder)).toEqual([name])
    now.mockReturnValue(1_000_060_001)
    await removeAbandonedFiles(folder)
    expect(readdirSync(folder)).toEqual([])
  }))
