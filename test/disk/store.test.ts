import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { inFolder } from '../support/folder.ts'
import { inode, open, put, read, stopClock, until, writesOver } from './bench.ts'

afterEach(() => {
  jest.useRealTimers()
})

describe('a store', () => {
  test('begins empty, and holds after it is opened again what it held', () =>
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

  test('makes the folder that it needs, and leaves nothing beside its file', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'state', 'deep', 'numbers.json')
      const { kept } = open(file)
      put(kept, 'one', 1)
      await kept.flush()
      expect(readdirSync(join(folder, 'state', 'deep'))).toEqual(['numbers.json'])
      expect(readFileSync(file, 'utf8')).toBe('{"version":1,"data":{"one":1}}\n')
    }))

  test('can be read by nobody else, also where its file was open before', () =>
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

describe('a file that cannot be meant', () => {
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
  ])('because it is %s is set aside and told, and the store begins empty', (_what, text) =>
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

  test('because it is a folder is told, and nothing is thrown', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      mkdirSync(file)
      const { kept, warnings } = open(file)
      expect(kept.value).toEqual({})
      expect(warnings).toMatchObject([{ fields: { file, reason: 'EISDIR' } }])
      put(kept, 'one', 1)
      await expect(kept.flush()).resolves.toBeUndefined()
      expect(kept.problem()).toContain(file)
    }))
})

describe('the disk', () => {
  test('is left alone where nothing changed', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'numbers.json')
      const { kept } = open(file)
      kept.touch()
      await kept.flush()
      expect(readdirSync(folder)).toEqual([])
      put(kept, 'one', 1)
      await kept.flush()
      const before = inode(file)
      put(kept, 'one', 2)
      put(kept, 'one', 1)
      await kept.flush()
      kept.touch()
      await kept.flush()
      await kept.flush()
      expect(inode(file)).toBe(before)
    }))

  test('follows by itself, at once after a pause and else within 2 s, all changes in one write', () =>
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

  test('follows what changed while it was written, 2 s later', () =>
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
    }))

  test('holds all of it after a flush, also while another write goes on', () =>
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

describe('a folder that cannot be written', () => {
  test('is told once and asked for, and nothing is thrown; what is known stays known', () =>
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

  test('is not tried again before something changes, and not more often than every 2 s', () =>
    inFolder(async (folder) => {
      stopClock()
      const parent = join(folder, 'state')
      writeFileSync(parent, '')
      const { kept, warnings } = open(join(parent, 'numbers.json'))
      const told = () => kept.problem() !== undefined
      put(kept, 'one', 1)
      jest.advanceTimersByTime(0)
      await until(told)
      await writesOver(folder)
      expect(jest.getTimerCount()).toBe(0)

      rmSync(parent)
      put(kept, 'one', 2)
      jest.advanceTimersByTime(1999)
      await writesOver(folder)
      expect(told()).toBe(true)
      jest.advanceTimersByTime(1)
      await until(() => !told())
      expect(warnings.at(-1)).toMatchObject({ message: 'the state can be written again' })
    }))
})
