import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { AccessTokens } from '../../src/oauth/accessTokens.ts'
import { TokenFile } from '../../src/oauth/tokenFile.ts'
import { stopClock, writesOver } from '../storage/storageFixture.ts'
import { inFolder } from '../support/folder.ts'

const hour = 60 * 60 * 1000

function open(state: string) {
  const warnings: string[] = []
  return { tokens: new TokenFile(state, undefined, (_fields, message) => warnings.push(message)), warnings }
}
const names = (state: string) =>
  open(state)
    .tokens.list()
    .map(({ name }) => name)

afterEach(() => {
  jest.useRealTimers()
})

test('the gateway accepts a created token until it is revoked', () =>
  inFolder(async (state) => {
    const { tokens } = open(state)
    const { token } = await tokens.issue('clova', hour)
    const other = await tokens.issue('other', hour)
    const gateway = new AccessTokens(join(state, 'tokens.json'), () => {})
    expect(gateway.check(token)).toBe('good')
    expect(await tokens.revoke('clova')).toBe(true)
    expect(await tokens.revoke('clova')).toBe(false)
    gateway.reload()
    expect([token, other.token].map((one) => gateway.check(one))).toEqual(['unknown', 'good'])
  }))

test('a token begins with the id of its home only behind a hub', () =>
  inFolder(async (state) => {
    expect((await open(state).tokens.issue('clova', hour)).token).toMatch(/^[\w-]{43}$/)
    const { token } = await new TokenFile(state, 'home-1', () => {}).issue('clova', hour)
    expect(token).toMatch(/^home-1\.[\w-]{43}$/)
  }))

test('a change that could not be written fails, and does not overwrite later changes', () =>
  inFolder(async (folder) => {
    stopClock()
    const state = join(folder, 'state')
    await open(state).tokens.issue('stolen', hour)
    const { tokens } = open(state)
    rmSync(state, { recursive: true })
    writeFileSync(state, '')
    await expect(tokens.issue('failed', hour)).rejects.toThrow(/tokens\.json cannot be written \(E\w+\)/)
    expect(tokens.list().map(({ name }) => name)).toEqual(['stolen'])
    rmSync(state)
    await open(state).tokens.issue('later', hour)
    jest.advanceTimersByTime(60_000)
    await writesOver(folder)
    expect(names(state)).toEqual(['later'])
  }))

test('a file that cannot be read is an error, and a damaged one is set aside with a warning', () =>
  inFolder((state) => {
    const file = join(state, 'tokens.json')
    mkdirSync(file)
    const warn = jest.fn()
    expect(() => new TokenFile(state, undefined, warn)).toThrow(
      /tokens\.json cannot be read \(EISDIR\): it is a folder/,
    )
    expect(warn).not.toHaveBeenCalled()
    rmSync(file, { recursive: true })
    writeFileSync(file, 'junk')
    const { tokens, warnings } = open(state)
    expect(tokens.list()).toEqual([])
    expect(warnings).toEqual([expect.stringContaining('set aside')])
  }))
