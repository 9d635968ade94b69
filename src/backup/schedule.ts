import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../home/driver.ts'
import { writeAtomically } from '../storage/replaceFile.ts'

/** Where a backup of each day goes, and how many stay. */
export interface BackupSchedule {
  /** the full name */
  readonly folder: string
  readonly maxBackups: number
}

/** Backups that the running gateway makes of its own house. */
export interface BackupScheduler {
  /** Goes on by another plan; without one it makes none. */
  setSchedule(schedule: BackupSchedule | undefined): void
  /** Why the last one could not be made, in plain words; nothing if it could. */
  problem(): string | undefined
  close(): void
}

export interface BackupSchedulerOptions {
  /** the full name of the configuration */
  readonly file: string
  readonly log: Pick<Log, 'info' | 'warn'>
  /** Writes what is not yet written. */
  flush(): Promise<unknown>
  /** how long after the start, and after each look, it is looked whether there is one of today, in milliseconds */
  readonly firstDelayMs?: number
  readonly checkIntervalMs?: number
  now?(): Date
}

/** The name of the backup of a day, by the clock on the wall; those are all that is ever removed. */
export const backupFileName = (day: Date): string => {
  const twoDigits = (part: number) => String(part).padStart(2, '0')
  return `clova-home-${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}.tar.gz`
}
const backupFilePattern = /^clova-home-\d{4}-\d\d-\d\d\.tar\.gz$/

/** Begins to look. Nothing is loaded and nothing read while there is no plan. */
export function createBackupScheduler(options: BackupSchedulerOptions): BackupScheduler {
  const {
    file,
    log,
    flush,
    firstDelayMs: first = 60_000,
    checkIntervalMs: every = 3_600_000,
    now = () => new Date(),
  } = options
  let plan: BackupSchedule | undefined
  let timer: NodeJS.Timeout | undefined
  let problem: string | undefined
  let isRunning = false
  return {
    setSchedule(next) {
      if (JSON.stringify(next) === JSON.stringify(plan)) return
      plan = next
      problem = undefined
      clearTimeout(timer)
      if (plan) scheduleCheck(first)
    },
    problem: () => problem,
    close() {
      plan = undefined
      clearTimeout(timer)
    },
  }

  function scheduleCheck(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), ms)
    timer.unref()
  }

  async function check(): Promise<void> {
    if (!plan || isRunning) return
    isRunning = true
    try {
      await makeTodaysBackup(plan)
      problem = undefined
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const reason = `no backup can be made in ${plan?.folder}: ${code ?? message}`
      if (reason !== problem)
        log.warn({ folder: plan?.folder, reason: code ?? message }, 'the daily backup cannot be made')
      problem = reason
    } finally {
      isRunning = false
      if (plan) scheduleCheck(every)
    }
  }

  async function makeTodaysBackup({ folder, maxBackups: keep }: BackupSchedule): Promise<void> {
    const day = now()
    const name = backupFileName(day)
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      // Made by us it would lie on the card, under where a stick is to be.
      if (error.code === 'ENOENT') throw new Error('there is no such folder; plug in what it is on, or make it')
      throw error
    })
    const there = names.filter((one) => backupFilePattern.test(one))
    if (there.includes(name)) return
    await flush()
    const [{ packArchive: pack }, { collectFiles: collect }] = await Promise.all([
      import('./archive.ts'),
      import('./collect.ts'),
    ])
    const { info: about, files } = await collect(file, day)
    const bytes = await pack(about, files)
    await writeAtomically(join(folder, name), bytes)
    // Only once the new one is there; and the new one stays, whatever the clock says of the others.
    const others = there.toSorted().reverse()
    await Promise.all(others.slice(keep - 1).map((one) => rm(join(folder, one), { force: true })))
    log.info({ file: join(folder, name), files: files.length, bytes: bytes.length }, 'the backup of today is made')
  }
}
