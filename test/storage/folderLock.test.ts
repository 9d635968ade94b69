import { once } from 'node:events'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, Server } from 'node:net'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { findLockHolder, lockFolder, lockName } from '../../src/storage/folderLock.ts'
import { inFolder } from '../support/folder.ts'

const { platform } = process
afterEach(() => {
  jest.restoreAllMocks()
  Object.defineProperty(process, 'platform', { value: platform, configurable: true })
})

test('a folder is locked once, until it is released', () =>
  inFolder(async (folder) => {
    const first = await lockFolder(folder)
    expect(first).toBeDefined()
    expect(await lockFolder(join(folder, '.'))).toBeUndefined()
    await inFolder(async (other) => {
      const lock = await lockFolder(other)
      expect(lock).toBeDefined()
      await lock?.release()
    })
    await first?.release()
    const next = await lockFolder(folder)
    expect(next).toBeDefined()
    await next?.release()
  }))

test('the process that holds a lock is found, and nobody once it is released', () =>
  inFolder(async (folder) => {
    const lock = await lockFolder(folder)
    expect(findLockHolder(folder)).toBe(process.pid)
    await lock?.release()
    expect(findLockHolder(folder)).toBeUndefined()
  }))

describe('who holds a lock', () => {
  /** A system with a lock, and processes by their numbers, each with the links of its files; one without them hides them. */
  const among = (processes: Readonly<Record<string, readonly string[] | undefined>>) =>
    inFolder((folder) =>
      inFolder((proc) => {
        mkdirSync(join(proc, 'self/net'), { recursive: true })
        writeFileSync(
          join(proc, 'self/net/unix'),
          `Num RefCount Protocol\n0000: 00000002 00000000 00010000 0001 01 777 @${lockName(folder)}\n`,
        )
        for (const [pid, links] of Object.entries(processes)) {
          mkdirSync(join(proc, pid, ...(links ? ['fd'] : [])), { recursive: true })
          for (const [i, link] of links?.entries() ?? []) symlinkSync(link, join(proc, pid, 'fd', `${i}`))
        }
        return findLockHolder(folder, proc)
      }),
    )

  test('is the process that has its socket, whatever else there is', async () => {
    const other = ['/dev/null', 'socket:[7]']
    expect(await among({ '5': other, '6': undefined, '7': [...other, 'socket:[777]'], '8': other })).toBe(7)
  })

  test('is not known if no process shows its socket, or something that is no process does', async () => {
    expect(await among({ '5': ['socket:[77]'], '6': undefined, '7a': ['socket:[777]'] })).toBeUndefined()
  })

  test('is not known on a system that shows no processes', () =>
    inFolder((folder) => inFolder((proc) => expect(findLockHolder(folder, proc)).toBeUndefined())))
})

test('a program that connects to the lock is disconnected', () =>
  inFolder(async (folder) => {
    const lock = await lockFolder(folder)
    const socket = connect(`\0${lockName(folder)}`).resume()
    await once(socket, 'close')
    await lock?.release()
  }))

test('a missing folder cannot be locked', async () => {
  await expect(lockFolder('/nobody/has/this')).rejects.toMatchObject({ code: 'ENOENT' })
})

test('an error that is not caused by another lock is thrown', () =>
  inFolder(async (folder) => {
    jest.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      process.nextTick(() => this.emit('error', Object.assign(new Error('too many files'), { code: 'EMFILE' })))
      return this
    })
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'EMFILE' })
  }))

test('on other systems than Linux nothing is locked', () =>
  inFolder(async (folder) => {
    Object.defineProperty(process, 'platform', { value: 'darwin', configurable: true })
    const [first, second] = [await lockFolder(folder), await lockFolder(folder)]
    expect(first).toBeDefined()
    expect(second).toBeDefined()
    expect(await first?.release()).toBeUndefined()
  }))
