import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../home/driver.ts'
import { writeAtomically } from '../storage/replaceFile.ts'

/** Where the daily backups go, and how many are kept. */
interface BackupSchedule {
  /** the absolute path */
  readonly folder: string
  readonly maxBackups: number
}

/** Makes the daily backups of the running gateway. */
export interface BackupScheduler {
  /** Changes the schedule; without one no backups are made. */
  setSchedule(schedule: BackupSchedule | undefined): void
  schedule(): BackupSchedule | undefined
  /** Makes the backup of today now, in place of one that is there. @returns its name @throws Error for the user, or of the system */
  makeNow(): Promise<string>
  /** Why the last backup failed, as a message for the user; `undefined` if it did not. */
  problem(): string | undefined
  close(): void
}

export interface BackupSchedulerOptions {
  /** the absolute path of the configuration */
  readonly file: string
  readonly log: Pick<Log, 'info' | 'warn'>
  /** Writes state that is only in memory. */
  flush(): Promise<unknown>
  /** the delays before the first and each further check whether today's backup exists */
  readonly firstDelayMs?: number
  readonly checkIntervalMs?: number
  now?(): Date
}

/** The name of the backup of a day in local time. Only files with such names are ever removed. */
export const backupFileName = (day: Date): string => {
  const twoDigits = (part: number) => String(part).padStart(2, '0')
  return `clova-home-${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}.tar.gz`
}
const backupFilePattern = /^clova-home-\d{4}-\d\d-\d\d\.tar\.gz$/

/** Creates the scheduler. Nothing is loaded or read while there is no schedule. */
export function createBackupScheduler(options: BackupSchedulerOptions): BackupScheduler {
  const { file, log, flush, firstDelayMs = 60_000, checkIntervalMs = 3_600_000, now = () => new Date() } = options
  let schedule: BackupSchedule | undefined
  let timer: NodeJS.Timeout | undefined
  let problem: string | undefined
  let isRunning = false
  return {
    setSchedule(next) {
      if (JSON.stringify(next) === JSON.stringify(schedule)) return
      schedule = next
      problem = undefined
      clearTimeout(timer)
      if (schedule) scheduleCheck(firstDelayMs)
    },
    schedule: () => schedule,
    async makeNow() {
      if (!schedule) throw new Error('the configuration names no folder for backups')
      return makeTodaysBackup(schedule, true)
    },
    problem: () => problem,
    close() {
      schedule = undefined
      clearTimeout(timer)
    },
  }

  function scheduleCheck(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), ms)
    timer.unref()
  }

  async function check(): Promise<void> {
    if (!schedule || isRunning) return
    isRunning = true
    const checked = schedule
    try {
      await makeTodaysBackup(checked)
      if (schedule === checked) problem = undefined
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const reason = `no backup can be made in ${checked.folder}: ${code ?? message}`
      if (reason !== problem)
        log.warn({ folder: checked.folder, reason: code ?? message }, 'the daily backup cannot be made')
      // A folder that was replaced meanwhile is no problem any more.
      if (schedule === checked) problem = reason
    } finally {
      isRunning = false
      // The check of a schedule that came meanwhile was skipped.
      if (schedule) scheduleCheck(schedule === checked ? checkIntervalMs : firstDelayMs)
    }
  }

  async function makeTodaysBackup({ folder, maxBackups }: BackupSchedule, isWanted = false): Promise<string> {
    const day = now()
    const name = backupFileName(day)
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      // A folder that we create would be on the SD card, below the mount point of a stick.
      if (error.code === 'ENOENT') throw new Error('there is no such folder; plug in what it is on, or make it')
      throw error
    })
    const there = names.filter((one) => backupFilePattern.test(one))
    if (there.includes(name) && !isWanted) return name
    await flush()
    const [{ packArchive }, { collectFiles }] = await Promise.all([import('./archive.ts'), import('./collect.ts')])
    const { info, files } = await collectFiles(file, day)
    const bytes = await packArchive(info, files)
    await writeAtomically(join(folder, name), bytes)
    // Old backups are removed only after the new one is written, which stays even if the clock was wrong for the others.
    const others = there
      .filter((one) => one !== name)
      .toSorted()
      .reverse()
    await Promise.all(others.slice(maxBackups - 1).map((one) => rm(join(folder, one), { force: true })))
    log.info({ file: join(folder, name), files: files.length, bytes: bytes.length }, 'the backup of today is made')
    return name
  }
}
