import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { AccessTokens, createToken, hashToken, type StoredToken, tokensSchema } from '../../src/oauth/accessTokens.ts'
import { JsonStore } from '../../src/storage/jsonStore.ts'
import { inFolder } from '../support/folder.ts'

const hour = 60 * 60 * 1000
const start = Date.UTC(2026, 10, 1)

/** Writes the tokens as the command line does. */
async function write(file: string, ...entries: readonly StoredToken[]): Promise<void> {
  const kept = new JsonStore<StoredToken[]>({ file, schema: tokensSchema, empty: [], warn: () => {} })
  kept.value.splice(0, kept.value.length, ...entries)
  kept.markChanged()
  await kept.flush()
}

function open(folder: string) {
  const file = join(folder, 'tokens.json')
  const warnings: (readonly [fields: object, message: string])[] = []
  return { access: new AccessTokens(file, (...warning) => warnings.push(warning)), warnings, file }
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'], now: start })
})
afterEach(() => {
  jest.useRealTimers()
})

describe('a new token', () => {
  test('has 256 random bits, and is valid in a header', () => {
    const made = Array.from({ length: 100 }, () => createToken('clova', hour).token)
    expect(new Set(made).size).toBe(100)
    for (const token of made) expect(token).toMatch(/^[\w-]{43}$/)
  })

  test('is stored as its hash, with its times', () => {
    const { token, entry } = createToken('clova', hour, 1000)
    expect(entry).toEqual({ name: 'clova', hash: hashToken(token), created: 1000, expires: 1000 + hour })
    expect(JSON.stringify(entry)).not.toContain(token)
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  test('is never written to the disk in clear', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'tokens.json')
      const { token, entry } = createToken('clova', hour)
      await write(file, entry)
      const text = readFileSync(file, 'utf8')
      expect(text).toContain(hashToken(token))
      expect(text).not.toContain(token)
    }))
})

describe('a check', () => {
  test('accepts a token until it expires', () =>
    inFolder(async (folder) => {
      const { token, entry } = createToken('clova', hour)
      await write(join(folder, 'tokens.json'), entry)
      const { access, warnings } = open(folder)
      expect(access.check(token)).toBe('good')
      jest.setSystemTime(start + hour - 1)
      expect(access.check(token)).toBe('good')
      jest.setSystemTime(start + hour)
      expect(access.check(token)).toBe('expired')
      expect(warnings).toEqual([])
    }))

  test('accepts several tokens, each until its own expiry', () =>
    inFolder(async (folder) => {
      const old = createToken('old', hour)
      const young = createToken('young', 2 * hour)
      await write(join(folder, 'tokens.json'), old.entry, young.entry)
      jest.setSystemTime(start + hour)
      const { access } = open(folder)
      expect([access.check(old.token), access.check(young.token)]).toEqual(['expired', 'good'])
      expect([...access.hashes()]).toEqual([old.entry.hash, young.entry.hash])
    }))

  test('refuses other tokens and the hash itself', () =>
    inFolder(async (folder) => {
      const { token, entry } = createToken('clova', hour)
      await write(join(folder, 'tokens.json'), entry)
      const { access } = open(folder)
      for (const other of ['', 'x', ` ${token}`, token.slice(1), entry.hash, createToken('clova', hour).token])
        expect(access.check(other)).toBe('unknown')
    }))
})

describe('a reload', () => {
  test('accepts new tokens, and refuses those that are no longer in the file', () =>
    inFolder(async (folder) => {
      const { access, file } = open(folder)
      const first = createToken('first', hour)
      const second = createToken('second', hour)
      expect(access.check(first.token)).toBe('unknown')
      await write(file, first.entry)
      expect(access.check(first.token)).toBe('unknown')
      access.reload()
      expect(access.check(first.token)).toBe('good')
      await write(file, second.entry)
      access.reload()
      expect([access.check(first.token), access.check(second.token)]).toEqual(['unknown', 'good'])
    }))

  test.each([
    ['damaged', '{"version":1,"data":['],
    ['empty', ''],
    ['of somebody else', '{"version":1,"data":{"token":"abc"}}'],
    ['with a token itself in it', '{"version":1,"data":[{"name":"a","hash":"abc","created":0,"expires":1}]}'],
    ['of a newer version', '{"version":2,"data":[]}'],
  ])('of a file that is %s is reported, and the previous tokens stay valid', (_what, text) =>
    inFolder(async (folder) => {
      const { token, entry } = createToken('clova', hour)
      await write(join(folder, 'tokens.json'), entry)
      const { access, warnings, file } = open(folder)
      writeFileSync(file, text)
      access.reload()
      expect(access.check(token)).toBe('good')
      expect(warnings).toEqual([[{ file }, expect.stringContaining('those known so far stay in force')]])
    }),
  )

  test('of a deleted file removes all tokens without a warning', () =>
    inFolder(async (folder) => {
      const { token, entry } = createToken('clova', hour)
      await write(join(folder, 'tokens.json'), entry)
      const { access, warnings, file } = open(folder)
      rmSync(file)
      access.reload()
      expect(access.check(token)).toBe('unknown')
      expect(warnings).toEqual([])
    }))
})
