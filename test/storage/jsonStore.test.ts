import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { loadStoreFile, readStoreFile, writeStoreFile } from '../../src/storage/jsonStore.ts'
import { inFolder } from '../support/folder.ts'
import { inode, open, put, read, schema, stopClock, until, writesOver } from './storageFixture.ts'

afterEach(() => {
  jest.useRealTimers()
})

describe('a store', () => {
  test('is empty at first, and has the same content after it is opened again', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      const first = open(file)
      expect(first.kept.value).toEqual({})
      put(first.kept, 'one', 1)
      await first.kept.flush()
      const second = open(file)
      expect(second.kept.value).toEqual({ one: 1 })
      expect([...first.warnings, ...second.warnings]).toEqual([])
    }))

  test('creates its folder and leaves no other file in it', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'state', 'deep', 'numbers.json')
      const { kept } = open(file)
      put(kept, 'one', 1)
      await kept.flush()
      expect(readdirSync(join(folder, 'state', 'deep'))).toEqual(['numbers.json'])
      expect(readFileSync(file, 'utf8')).toBe('{"version":1,"data":{"one":1}}\n')
    }))

  test('is readable by its owner only, even if the file was readable before', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      writeFileSync(file, '{"version":1,"data":{"one":1}}', { mode: 0o644 })
      const { kept } = open(file)
      put(kept, 'two', 2)
      await kept.flush()
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
      expect(read(file)).toEqual({ one: 1, two: 2 })
    }))
})

describe('an invalid file', () => {
  const good = '{"version":1,"data":{"one":1}}'
  test.each([
    ['damaged', '{"version":1,"data":{"one":\u0000'],
    ['truncated', good.slice(0, -3)],
    ['empty', ''],
    ['of somebody else', '{"name":"other","dependencies":{}}'],
    ['with other keys besides', '{"version":1,"data":{"one":1},"more":true}'],
    ['with other values', '{"version":1,"data":{"one":"1"}}'],
    ['of a newer version', '{"version":2,"data":{"one":1}}'],
    ['no JSON', 'one: 1\n'],
  ])('that is %s is set aside and reported, and the store is empty', (_what, text) =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      writeFileSync(file, text)
      const { kept, warnings } = open(file)
      expect(kept.value).toEqual({})
      expect(warnings).toEqual([
        { fields: { file, aside: `${file}.damaged` }, message: expect.stringContaining('set aside') },
      ])
      expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text)
      put(kept, 'two', 2)
      await kept.flush()
      expect(open(file)).toMatchObject({ kept: { value: { two: 2 } }, warnings: [] })
    }),
  )

  test('that is damaged again is set aside beside the first, and one that cannot be set aside is reported', () =>
    inFolder((folder) => {
      jest.useFakeTimers({ now: 1234 })
      const file = join(folder, 'numbers.json')
      const damage = () => {
        writeFileSync(file, 'junk')
        return open(file).warnings
      }
      damage()
      expect(damage()).toMatchObject([{ fields: { file, aside: `${file}.damaged-1234` } }])
      rmSync(`${file}.damaged-1234`)
      mkdirSync(`${file}.damaged-1234`)
      expect(damage()).toMatchObject([{ fields: { file, reason: 'EISDIR' } }])
      expect(loadStoreFile({ file, schema, empty: {}, warn: () => {} })).toEqual({ value: {}, errorCode: 'EISDIR' })
      expect(readdirSync(folder).sort()).toEqual(['numbers.json', 'numbers.json.damaged', 'numbers.json.damaged-1234'])
    }))

  test('that is a folder is reported, and nothing is thrown', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      mkdirSync(file)
      const { kept, warnings } = open(file)
      expect(kept.value).toEqual({})
      expect(warnings).toMatchObject([{ fields: { file, reason: 'EISDIR' } }])
      put(kept, 'one', 1)
      await expect(kept.flush()).resolves.toBeUndefined()
      expect(kept.problem()).toContain(file)
      // Or it would be tried on.
      rmSync(file, { recursive: true })
      await kept.flush()
      expect(read(file)).toEqual({ one: 1 })
    }))
})

describe('the disk', () => {
  test('is not written when nothing changed', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      const { kept } = open(file)
      kept.markChanged()
      await kept.flush()
      expect(readdirSync(folder)).toEqual([])
      put(kept, 'one', 1)
      await kept.flush()
      const before = inode(file)
      put(kept, 'one', 2)
      put(kept, 'one', 1)
      await kept.flush()
      kept.markChanged()
      await kept.flush()
      await kept.flush()
      expect(inode(file)).toBe(before)
    }))

  test('is written by itself, at once after a pause and otherwise within 2 s, with all changes in one write', () =>
    inFolder(async (folder) => {
      stopClock()
      const file = join(folder, 'numbers.json')
      const { kept } = open(file)
      put(kept, 'one', 1)
      jest.advanceTimersByTime(0)
      await until(() => inode(file) !== 0)
      await writesOver(folder)

      const first = inode(file)
      for (let i = 0; i < 100; i += 1) put(kept, 'two', i)
      jest.advanceTimersByTime(1999)
      await writesOver(folder)
      expect(inode(file)).toBe(first)
      expect(read(file)).toEqual({ one: 1 })

      jest.advanceTimersByTime(1)
      await until(() => inode(file) !== first)
      expect(read(file)).toEqual({ one: 1, two: 99 })
      await writesOver(folder)
      expect(jest.getTimerCount()).toBe(0)
    }))

  test('is written again 2 s later if the content changed during a write', () =>
    inFolder(async (folder) => {
      stopClock()
      const file = join(folder, 'numbers.json')
      const { kept } = open(file)
      put(kept, 'one', 1)
      jest.advanceTimersByTime(0)
      put(kept, 'one', 2)
      await until(() => inode(file) !== 0)
      await writesOver(folder)
      expect(read(file)).toEqual({ one: 1 })
      jest.advanceTimersByTime(1999)
      await writesOver(folder)
      expect(read(file)).toEqual({ one: 1 })
      jest.advanceTimersByTime(1)
      await until(() => JSON.stringify(read(file)) === '{"one":2}')
      // The file is there before the write has ended; without its folder it would be repeated.
      await kept.close()
    }))

  test('has the whole content after a flush, also during another write', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      const { kept } = open(file)
      put(kept, 'one', 1)
      const flushes = [kept.flush(), kept.flush()]
      put(kept, 'two', 2)
      await kept.flush()
      expect(read(file)).toEqual({ one: 1, two: 2 })
      await Promise.all(flushes)
      expect(read(file)).toEqual({ one: 1, two: 2 })
    }))
})

test('a store that was closed has its changes on the disk and writes no later ones', () =>
  inFolder(async (folder) => {
    stopClock()
    const file = join(folder, 'numbers.json')
    const { kept } = open(file)
    put(kept, 'one', 1)
    await kept.close()
    expect(read(file)).toEqual({ one: 1 })
    put(kept, 'one', 2)
    expect(jest.getTimerCount()).toBe(0)
    await kept.flush()
    expect(read(file)).toEqual({ one: 1 })
  }))

test('a store that is closed while the disk cannot be written does not try again', () =>
  inFolder(async (folder) => {
    stopClock()
    const parent = join(folder, 'state')
    writeFileSync(parent, '')
    const { kept } = open(join(parent, 'numbers.json'))
    put(kept, 'one', 1)
    await kept.close()
    expect(kept.problem()).toBeDefined()
    expect(jest.getTimerCount()).toBe(0)
  }))

test('a file is written once without a store', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'numbers.json')
    await writeStoreFile(file, { one: 1 })
    expect(open(file)).toMatchObject({ kept: { value: { one: 1 } }, warnings: [] })
  }))

test('a read-only load returns the content or the error and does not change the file', () =>
  inFolder((folder) => {
    const file = join(folder, 'numbers.json')
    const seen = () => readStoreFile({ file, schema, empty: {} })
    expect(seen()).toEqual({ value: {} })
    writeFileSync(file, '{"version":1,"data":{"one":1}}')
    expect(seen()).toEqual({ value: { one: 1 } })
    writeFileSync(file, 'junk')
    expect(seen()).toEqual({ problem: 'damaged' })
    expect(readdirSync(folder)).toEqual(['numbers.json'])
    rmSync(file)
    mkdirSync(file)
    expect(seen()).toEqual({ problem: 'EISDIR' })
  }))

describe('several flushes at once', () => {
  test('write one after the other, and each waits for all earlier changes', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      const { kept } = open(file)
      await Promise.all(
        Array.from({ length: 40 }, async (_, i) => {
          for (let turn = 0; turn < i % 7; turn += 1) await Promise.resolve()
          put(kept, `n${i}`, i)
          await kept.flush()
          expect(read(file)).toHaveProperty(`n${i}`, i)
        }),
      )
      expect(read(file)).toEqual(kept.value)
    }))
})

describe('a folder that cannot be written', () => {
  test('is reported once and available as a problem; nothing is thrown and the values stay', () =>
    inFolder(async (folder) => {
      const parent = join(folder, 'state')
      const file = join(parent, 'numbers.json')
      const { kept, warnings } = open(file)
      expect(kept.problem()).toBeUndefined()
      // A file in the place of the folder stops even root.
      writeFileSync(parent, '')
      for (const number of [1, 2, 3]) {
        put(kept, 'one', number)
        await expect(kept.flush()).resolves.toBeUndefined()
      }
      expect(kept.problem()).toContain(`${file} cannot be written (E`)
      expect(warnings).toMatchObject([{ fields: { file }, message: expect.stringContaining('cannot be written') }])
      expect(kept.value).toEqual({ one: 3 })

      rmSync(parent)
      await kept.flush()
      expect(kept.problem()).toBeUndefined()
      expect(read(file)).toEqual({ one: 3 })
      expect(warnings.slice(1)).toMatchObject([{ fields: { file }, message: expect.stringContaining('again') }])
    }))

  test('is tried again until the write succeeds, less and less often, at least once a minute', () =>
    inFolder(async (folder) => {
      stopClock()
      const parent = join(folder, 'state')
      const file = join(parent, 'numbers.json')
      writeFileSync(parent, '')
      const { kept, warnings } = open(file)
      put(kept, 'one', 1)
      jest.advanceTimersByTime(0)
      await until(() => kept.problem() !== undefined)
      for (const wait of [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
        await until(() => jest.getTimerCount() === 1)
        jest.advanceTimersByTime(wait - 1)
        expect(jest.getTimerCount()).toBe(1)
        jest.advanceTimersByTime(1)
        expect(jest.getTimerCount()).toBe(0)
      }
      await until(() => jest.getTimerCount() === 1)
      rmSync(parent)
      jest.advanceTimersByTime(60_000)
      await until(() => kept.problem() === undefined)
      expect(read(file)).toEqual({ one: 1 })
      expect(jest.getTimerCount()).toBe(0)
      expect(warnings.slice(1)).toHaveLength(2)
    }))

  test('is written even when the value is the previous one, because the content on the disk is unknown after a failure', () =>
    inFolder(async (folder) => {
      const parent = join(folder, 'state')
      const { kept } = open(join(parent, 'numbers.json'))
      put(kept, 'one', 1)
      await kept.flush()
      rmSync(parent, { recursive: true })
      writeFileSync(parent, '')
      put(kept, 'one', 2)
      await kept.flush()
      rmSync(parent)
      put(kept, 'one', 1)
      await kept.flush()
      expect(kept.problem()).toBeUndefined()
      expect(read(join(parent, 'numbers.json'))).toEqual({ one: 1 })
    }))

  test('is tried 2 s after the last attempt when a change comes, however long the retry would wait', () =>
    inFolder(async (folder) => {
      stopClock()
      const parent = join(folder, 'state')
      const file = join(parent, 'numbers.json')
      writeFileSync(parent, '')
      const { kept } = open(file)
      put(kept, 'one', 1)
      jest.advanceTimersByTime(0)
      await until(() => kept.problem() !== undefined)
      // Three failed retries: the next one would come after 16 s.
      for (const wait of [2000, 4000, 8000]) {
        await until(() => jest.getTimerCount() === 1)
        jest.advanceTimersByTime(wait)
      }
      await until(() => jest.getTimerCount() === 1)
      rmSync(parent)
      put(kept, 'one', 2)
      jest.advanceTimersByTime(2000)
      await until(() => kept.problem() === undefined)
      expect(read(file)).toEqual({ one: 2 })
    }))

  test('is tried by a change not more often than every 2 s', () =>
    inFolder(async (folder) => {
      stopClock()
      const parent = join(folder, 'state')
      writeFileSync(parent, '')
      const { kept, warnings } = open(join(parent, 'numbers.json'))
      const hasProblem = () => kept.problem() !== undefined
      put(kept, 'one', 1)
      jest.advanceTimersByTime(0)
      await until(hasProblem)
      await writesOver(folder)

      rmSync(parent)
      put(kept, 'one', 2)
      jest.advanceTimersByTime(1999)
      await writesOver(folder)
      expect(hasProblem()).toBe(true)
      jest.advanceTimersByTime(1)
      await until(() => !hasProblem())
      expect(warnings.at(-1)).toMatchObject({ message: 'the state can be written again' })
    }))
})
