import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unpackArchive } from '../../src/backup/archive.ts'
import { BackupScheduler, backupFileName } from '../../src/backup/schedule.ts'
import { eventually } from '../drivers/driverContract.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'

describe('the daily backup', () => {
  let top: string
  let it: BackupScheduler
  let now: Date
  let calls: { flush: number }
  let broken: boolean
  let lines: string[]
  const folder = () => join(top, 'backups')
  const there = () => (existsSync(folder()) ? readdirSync(folder()).sort() : [])
  const day = (n: number) => new Date(2026, 10, n, 3, 0)
  beforeEach(() => {
    top = makeFolder()
    writeFileSync(join(top, 'gateway.yaml'), 'edition: kr\n')
    mkdirSync(folder())
    now = day(1)
    broken = false
    // Records for each test: a check of the test before, whose folder is just being removed, may still add to its own.
    const messages: string[] = []
    lines = messages
    const own = { flush: 0 }
    calls = own
    it = new BackupScheduler({
      file: join(top, 'gateway.yaml'),
      log: { info: (_fields, message) => messages.push(message), warn: (_fields, message) => messages.push(message) },
      flush: async () => {
        own.flush += 1
        if (broken) throw new Error('the disk is full')
      },
      firstDelayMs: 5,
      checkIntervalMs: 5,
      now: () => now,
    })
  })
  afterEach(() => {
    it.close()
    removeFolder(top)
  })

  test('is made once a day, and the oldest backups are removed', async () => {
    it.setSchedule({ folder: folder(), maxBackups: 2 })
    for (const n of [1, 2, 3, 4]) {
      now = day(n)
      await eventually(() => there().includes(backupFileName(now)))
    }
    await eventually(() => there().length === 2)
    expect(there()).toEqual(['clova-home-2026-11-03.tar.gz', 'clova-home-2026-11-04.tar.gz'])
    expect(calls.flush).toBe(4)
    const { files } = await unpackArchive(readFileSync(join(folder(), there()[0] ?? '')))
    expect(files.map(({ name }) => name)).toEqual(['config/gateway.yaml'])
  })

  test('removes only old backups, and never that of today', async () => {
    const others = [
      'clova-home-2099-01-01.tar.gz',
      'clova-home-2099-01-02.tar.gz',
      'house.tar.gz',
      'clova-home-x.tar.gz',
    ]
    for (const name of others) writeFileSync(join(folder(), name), '')
    it.setSchedule({ folder: folder(), maxBackups: 1 })
    await eventually(() => there().length === 3)
    expect(there()).toEqual(['clova-home-2026-11-01.tar.gz', 'clova-home-x.tar.gz', 'house.tar.gz'])
  })

  test('is reported once when it fails, and is tried again; the problem ends with the next success', async () => {
    broken = true
    it.setSchedule({ folder: folder(), maxBackups: 2 })
    await eventually(() => calls.flush >= 3 && it.problem() !== undefined)
    expect(it.problem()?.en).toBe(`no backup can be made in ${folder()}: the disk is full`)
    expect(lines).toEqual(['the daily backup cannot be made'])
    broken = false
    await eventually(() => lines.length === 2 && it.problem() === undefined)
    expect(lines).toEqual(['the daily backup cannot be made', 'the backup of today is made'])
  })

  test('reports a backup folder that is a file', async () => {
    rmSync(folder(), { recursive: true })
    writeFileSync(folder(), 'a file')
    it.setSchedule({ folder: folder(), maxBackups: 2 })
    await eventually(() => it.problem() !== undefined)
    expect(it.problem()?.en).toMatch(/no backup can be made in .*backups: (EEXIST|ENOTDIR)/)
  })

  test('reports a missing backup folder and does not create it', async () => {
    rmSync(folder(), { recursive: true })
    it.setSchedule({ folder: folder(), maxBackups: 2 })
    await eventually(() => it.problem() !== undefined)
    expect(it.problem()?.en).toMatch(/no backup can be made in .*backups: there is no such folder; plug in/)
    expect(it.problem()?.ko).toMatch(/에 백업을 만들 수 없습니다: 그런 폴더가 없습니다/)
    expect(existsSync(folder())).toBe(false)
    mkdirSync(folder())
    await eventually(() => there().includes(backupFileName(now)) && it.problem() === undefined)
  })

  test('is made at once by a new schedule, although the backup of the previous schedule is still running and fails', async () => {
    const other = join(top, 'others')
    const own = calls
    mkdirSync(other)
    let fail: (error: Error) => void = () => {}
    const failing = new Promise<void>((_resolve, reject) => {
      fail = reject
    })
    const scheduler = new BackupScheduler({
      file: join(top, 'gateway.yaml'),
      log: { info: () => {}, warn: () => {} },
      async flush() {
        own.flush += 1
        if (own.flush === 1) await failing
      },
      firstDelayMs: 5,
      now: () => now,
    })
    scheduler.setSchedule({ folder: folder(), maxBackups: 2 })
    await eventually(() => own.flush === 1)
    scheduler.setSchedule({ folder: other, maxBackups: 2 })
    fail(new Error('the disk is full'))
    await eventually(() => readdirSync(other).includes(backupFileName(now)))
    expect([scheduler.problem(), there()]).toEqual([undefined, []])
    scheduler.close()
  })

  test('is not made any more after its schedule was stopped', async () => {
    it.setSchedule({ folder: folder(), maxBackups: 2 })
    it.setSchedule(undefined)
    mkdirSync(join(top, 'others'))
    it.setSchedule({ folder: join(top, 'others'), maxBackups: 2 })
    await eventually(() => readdirSync(join(top, 'others')).includes(backupFileName(now)))
    expect(there()).toEqual([])
  })
})
