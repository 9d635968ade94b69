import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, rmdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { SeenRequests } from '../../../src/http/clova/seenRequests.ts'
import { hashToken } from '../../../src/oauth/accessTokens.ts'
import { eventually } from '../../drivers/driverContract.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { safely } from '../../support/safely.ts'

const tokenHash = hashToken('a token')

describe('requests that were seen', () => {
  let folder: string
  let warnings: string[]
  let warned: object[]
  let known: string[]
  const opened: SeenRequests[] = []
  const open = (more: { readonly file?: string; readonly maxRecords?: number } = {}) => {
    const [ownWarnings, ownWarned] = [warnings, warned]
    const seen = new SeenRequests({
      file: join(folder, 'seen'),
      tokenHashes: () => known,
      warn(fields, message) {
        ownWarnings.push(message)
        ownWarned.push(fields)
      },
      ...more,
    })
    opened.push(seen)
    return seen
  }
  const size = () => statSync(join(folder, 'seen')).size
  beforeEach(() => {
    folder = makeFolder()
    warnings = []
    warned = []
    known = [tokenHash]
  })
  afterEach(async () => {
    // What was added is written now, and not into a folder that is gone.
    await Promise.all(opened.splice(0).map((seen) => seen.flush()))
    removeFolder(folder)
  })

  test('are known after a restart', async () => {
    const first = open()
    const signature = randomBytes(256)
    expect([first.checkAndAdd(signature, tokenHash), first.checkAndAdd(signature, tokenHash)]).toEqual([false, true])
    await first.flush()
    expect(open().checkAndAdd(signature, tokenHash)).toBe(true)
    expect(open().checkAndAdd(randomBytes(256), tokenHash)).toBe(false)
    expect(statSync(join(folder, 'seen')).mode & 0o777).toBe(0o600)
  })

  test('are known after 200,000 others with the same access token, also after a restart', async () => {
    const seen = open()
    const first = randomBytes(256)
    seen.checkAndAdd(first, tokenHash)
    const others = randomBytes(200_000 * 6)
    for (let i = 0; i < 200_000; i += 1) seen.checkAndAdd(others.subarray(i * 6, i * 6 + 6), tokenHash)
    await seen.flush()
    expect(seen.checkAndAdd(first, tokenHash)).toBe(true)
    expect(open().checkAndAdd(first, tokenHash)).toBe(true)
    expect(seen.isEnded(tokenHash)).toBe(false)
    expect(size()).toBe(200_001 * 12)
    expect(warnings).toEqual([])
  })

  test('are removed when their access tokens have ended, also from the disk', async () => {
    const seen = open()
    const bytes = randomBytes(70_000 * 6)
    for (let i = 0; i < 70_000; i += 1) {
      if (i === 60_000) known = [hashToken('the next token')]
      seen.checkAndAdd(bytes.subarray(i * 6, i * 6 + 6), i < 60_000 ? tokenHash : hashToken('the next token'))
    }
    await seen.flush()
    expect(size()).toBe(10_000 * 12)
    expect(seen.checkAndAdd(bytes.subarray(65_000 * 6), tokenHash)).toBe(true)
  })

  test('end the access tokens of the oldest requests if they are too many, also after a restart', async () => {
    const seen = open({ maxRecords: 100 })
    const other = hashToken('another token')
    known = [tokenHash, other]
    const first = randomBytes(256)
    seen.checkAndAdd(first, tokenHash)
    for (let i = 0; i < 60; i += 1) seen.checkAndAdd(randomBytes(6), tokenHash)
    expect(seen.isEnded(tokenHash)).toBe(false)
    for (let i = 0; i < 45; i += 1) seen.checkAndAdd(randomBytes(6), other)
    await seen.flush()
    // Nothing is carried out with this access token any more, so it does not matter that the request is forgotten.
    expect([seen.isEnded(tokenHash), seen.isEnded(other)]).toEqual([true, false])
    expect([open().isEnded(tokenHash), open().isEnded(other)]).toEqual([true, false])
    expect(warnings).toEqual([expect.stringContaining('clova-home token create')])
  })

  test('lose the older half when there are too many, and ended tokens that no longer exist are forgotten', async () => {
    const tokens = ['a', 'b', 'c', 'd', 'e', 'f'].map(hashToken)
    const seen = open({ maxRecords: 4 })
    const ended = () => tokens.map((token) => seen.isEnded(token))
    const add = (...which: readonly number[]) => {
      for (const i of which) seen.checkAndAdd(randomBytes(6), tokens[i] ?? '')
    }
    known = tokens
    add(0, 1, 2)
    expect(ended()).toEqual(Array(6).fill(false))
    add(3)
    expect(ended()).toEqual([true, true, false, false, false, false])
    // One of the two that are left, and one that is ended already.
    add(0)
    known = tokens.slice(1)
    add(4, 5)
    expect(ended()).toEqual([false, true, true, true, false, false])
    expect(warned).toEqual([
      { requests: 4, tokens: 2 },
      { requests: 4, tokens: 2 },
    ])
    await seen.flush()
  })

  test('are written at most once a second', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'setImmediate', 'nextTick', 'queueMicrotask'] })
    try {
      const seen = open()
      const timers: number[] = []
      const add = (...passingMs: readonly number[]) => {
        seen.checkAndAdd(randomBytes(6), tokenHash)
        for (const ms of passingMs) {
          jest.advanceTimersByTime(ms)
          timers.push(jest.getTimerCount())
        }
      }
      add(0)
      add(999, 1)
      jest.advanceTimersByTime(400)
      // Two requests are one write.
      add(0)
      add(599, 1)
      expect(timers).toEqual([0, 1, 0, 1, 1, 0])
      jest.useRealTimers()
      await eventually(() => safely(size) === 4 * 12)
      await seen.flush()
    } finally {
      jest.useRealTimers()
    }
  })

  test('are appended to the file, which is rewritten only if some were removed', async () => {
    await open().flush()
    expect(existsSync(join(folder, 'seen'))).toBe(false)
    const seen = open({ maxRecords: 4 })
    const add = async () => {
      seen.checkAndAdd(randomBytes(6), tokenHash)
      await seen.flush()
      return statSync(join(folder, 'seen')).ino
    }
    const [first, second, third, fourth, fifth] = [await add(), await add(), await add(), await add(), await add()]
    expect([second, third]).toEqual([first, first])
    expect(fourth).not.toBe(third)
    expect(fifth).toBe(fourth)
    const next = open()
    next.checkAndAdd(randomBytes(6), tokenHash)
    await next.flush()
    expect(statSync(join(folder, 'seen')).ino).toBe(fifth)
  })

  test('are not read from a file that is too large, which is replaced', async () => {
    writeFileSync(join(folder, 'seen'), '')
    truncateSync(join(folder, 'seen'), 4 * 524_288 * 12 + 1)
    open()
    expect(warned).toEqual([{ file: join(folder, 'seen'), reason: 'it is too large' }])
    truncateSync(join(folder, 'seen'), 4 * 524_288 * 12)
    warned = []
    open()
    expect(warned).toEqual([])
    truncateSync(join(folder, 'seen'), 4 * 524_288 * 12 + 1)
    const seen = open()
    const signature = randomBytes(256)
    seen.checkAndAdd(signature, tokenHash)
    await seen.flush()
    expect(size()).toBe(12)
    expect(open().checkAndAdd(signature, tokenHash)).toBe(true)
  })

  test('are read from a truncated file up to the last complete one, and the next is written completely', async () => {
    const seen = open()
    const signature = randomBytes(256)
    seen.checkAndAdd(signature, tokenHash)
    await seen.flush()
    appendFileSync(join(folder, 'seen'), 'half')
    const next = open()
    expect(next.checkAndAdd(signature, tokenHash)).toBe(true)
    const later = randomBytes(256)
    next.checkAndAdd(later, tokenHash)
    await next.flush()
    expect(open().checkAndAdd(later, tokenHash)).toBe(true)
    expect(size()).toBe(2 * 12)
  })

  test('are kept in memory while the disk cannot be written, which is logged once, and written afterwards', async () => {
    const seen = open()
    const file = join(folder, 'seen')
    mkdirSync(file)
    const signature = randomBytes(256)
    for (const added of [signature, randomBytes(16)]) {
      seen.checkAndAdd(added, tokenHash)
      await seen.flush()
      expect(warned).toEqual([{ file, reason: 'EISDIR' }])
    }
    expect(seen.checkAndAdd(signature, tokenHash)).toBe(true)
    rmdirSync(file)
    seen.checkAndAdd(randomBytes(16), tokenHash)
    await seen.flush()
    expect(open().checkAndAdd(signature, tokenHash)).toBe(true)
    expect(size()).toBe(3 * 12)
  })
})
