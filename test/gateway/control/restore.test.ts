import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { packArchive } from '../../../src/backup/archive.ts'
import { collectFiles } from '../../../src/backup/collect.ts'
import { createRestoreHandlers } from '../../../src/gateway/control/restore.ts'
import { applyPendingState, pendingStateFile } from '../../../src/gateway/pendingState.ts'
import { inFolder } from '../../support/folder.ts'

const owner = { role: 'owner' } as const
const signal = new AbortController().signal
const yaml = (name: string) => `drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: ${name}, type: LIGHT, driver: memory, traits: { power: {} } }
`

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
})
afterEach(() => {
  jest.useRealTimers()
})

test('a backup is previewed and restored, the previous files are kept, and the state follows at the next start', () =>
  inFolder(async (folder) => {
    const [file, state] = [join(folder, 'gateway.yaml'), join(folder, 'state')]
    mkdirSync(state)
    writeFileSync(file, yaml('거실'))
    writeFileSync(join(state, 'memory.json'), '{"version":1,"data":{"a":{"state":{},"seen":1}}}')
    const { info, files } = await collectFiles(file)
    const bytes = await packArchive(info, files)
    writeFileSync(file, yaml('부엌'))
    writeFileSync(join(state, 'memory.json'), '{"version":1,"data":{}}')
    const restart = jest.fn()
    const handlers = createRestoreHandlers({ settings: () => ({ file, state }), restart })
    const inspected = await handlers.inspectBackup?.({ bytes }, signal, owner)
    expect(inspected?.files.find(({ path }) => path === file)).toMatchObject({ change: 'different', isOutside: false })
    expect(readFileSync(file, 'utf8')).toBe(yaml('부엌'))
    const done = await handlers.restoreBackup?.({ id: inspected?.id ?? '' }, signal, owner)
    expect(done).toMatchObject({ outcome: 'restored', kept: expect.stringContaining('before-restore') })
    expect(readFileSync(file, 'utf8')).toBe(yaml('거실'))
    expect(readFileSync(join(state, 'memory.json'), 'utf8')).toContain('"data":{}')
    jest.runAllTimers()
    expect(restart).toHaveBeenCalledTimes(1)
    expect(await applyPendingState(file, state)).toBeGreaterThan(0)
    expect(readFileSync(join(state, 'memory.json'), 'utf8')).toContain('"seen":1')
    expect(existsSync(join(state, pendingStateFile))).toBe(false)
    expect(await applyPendingState(file, state)).toBeUndefined()
  }))

const logins = (password: string | undefined, sessions: readonly string[] = []) =>
  JSON.stringify({
    version: 1,
    data: {
      ...(password !== undefined && { owner: { password: `$scrypt$${password}`, changed: 1 } }),
      members: [],
      tokens: [],
      sessions: sessions.map((one) => ({ hash: one.repeat(64), user: 'owner', account: '', created: 1, lastUsed: 1 })),
    },
  })

test.each([
  ['the same home', {}, {}, []],
  [
    'an address for this machine alone',
    { dashboard: '127.0.0.1:8712' },
    {},
    ['effectDashboardMoves', 'effectDashboardHere'],
  ],
  ['no page', { dashboard: false }, {}, ['effectDashboardOff']],
  ['another password', {}, { password: 'other' }, ['restoreOtherPassword']],
  ['no password', {}, { password: undefined }, ['restoreNoPassword']],
  ['fewer logins', {}, { sessions: ['a'] }, ['restoreEndsLogins']],
] as readonly [
  string,
  { dashboard?: string | false },
  { password?: string | undefined; sessions?: string[] },
  string[],
][])(
  'the preview of a backup with %s says how the owner can log in afterwards',
  (_what, { dashboard }, stored, expected) =>
    inFolder(async (folder) => {
      const [file, state] = [join(folder, 'gateway.yaml'), join(folder, 'state')]
      mkdirSync(state)
      const accounts = join(state, 'dashboard.json')
      const { password, sessions } = { password: 'now', sessions: ['a', 'b'], ...stored }
      writeFileSync(accounts, logins(password, sessions))
      const key = dashboard === false ? 'enabled: false' : `listen: ${dashboard}`
      writeFileSync(file, yaml('거실') + (dashboard === undefined ? '' : `dashboard: { ${key} }\n`))
      const { info, files } = await collectFiles(file)
      const bytes = await packArchive(info, files)
      writeFileSync(accounts, logins('now', ['a', 'b']))
      writeFileSync(file, yaml('부엌').replaceAll('lamp', 'kitchen'))
      const handlers = createRestoreHandlers({ settings: () => ({ file, state }), restart: () => {} })
      const { effects, warnings } = (await handlers.inspectBackup?.({ bytes }, signal, owner)) ?? {}
      expect(warnings?.map(({ code }) => code)).toEqual(expected.length > 0 ? [...expected, 'restoreLockOut'] : [])
      expect(effects?.map(({ text }) => text.en)).toEqual(
        expect.arrayContaining(['거실 is added', '부엌 is taken away', 'The gateway restarts once']),
      )
    }),
)

test('a backup whose configuration has a mistake is refused with the line and the mistake', () =>
  inFolder(async (folder) => {
    const [file, state] = [join(folder, 'gateway.yaml'), join(folder, 'state')]
    mkdirSync(state)
    writeFileSync(file, yaml('거실').replace('type: LIGHT', 'type: LAMP'))
    const { info, files } = await collectFiles(file)
    const bytes = await packArchive(info, files)
    const handlers = createRestoreHandlers({ settings: () => ({ file, state }), restart: () => {} })
    await expect(async () => handlers.inspectBackup?.({ bytes }, signal, owner)).rejects.toMatchObject({
      explanation: { text: { ko: expect.stringMatching(/gateway\.yaml:3: .*LAMP/) } },
    })
  }))

test('a backup for which the disk has no room is refused with a clear message', () =>
  inFolder(async (folder) => {
    const [file, state] = [join(folder, 'gateway.yaml'), join(folder, 'state')]
    writeFileSync(file, yaml('거실'))
    const { info, files } = await collectFiles(file)
    const bytes = await packArchive(info, files)
    // A file in the place of the folder: nothing can be written below it, also as root.
    writeFileSync(state, '')
    const handlers = createRestoreHandlers({ settings: () => ({ file, state }), restart: () => {} })
    await expect(handlers.inspectBackup?.({ bytes }, signal, owner)).rejects.toMatchObject({
      code: 'conflict',
      explanation: { code: 'fileFailed' },
    })
  }))

test('a file that is not a backup is refused, and nothing is restored if the gateway would not be started again', () =>
  inFolder(async (folder) => {
    const [file, state] = [join(folder, 'gateway.yaml'), join(folder, 'state')]
    mkdirSync(state)
    writeFileSync(file, yaml('거실'))
    const handlers = createRestoreHandlers({ settings: () => ({ file, state }) })
    await expect(async () =>
      handlers.inspectBackup?.({ bytes: Buffer.from('hello') }, signal, owner),
    ).rejects.toMatchObject({ code: 'badRequest', explanation: { code: 'notABackup' } })
    await expect(async () => handlers.restoreBackup?.({ id: '0123456789abcdef' }, signal, owner)).rejects.toMatchObject(
      { code: 'conflict' },
    )
  }))
