import { once } from 'node:events'
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
