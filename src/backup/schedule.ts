import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../home/driver.ts'
import { writeAtomically } from '../storage/replaceFile.ts'
import { errorText, isSameText, type LocalizedText, localizedError, sentences } from '../util/translate.ts'

/** Here, and not in the table of backups, which is read only when one is made. */
const say = sentences({
  notMade: {
    ko: '{folder} 에 백업을 만들 수 없습니다: {why}',
    ja: '{folder} にバックアップを作れません: {why}',
    en: 'no backup can be made in {folder}: {why}',
  },
  noFolder: {
    ko: '그런 폴더가 없습니다. 폴더가 있는 저장 장치를 꽂거나, 폴더를 만드세요',
    ja: 'そのフォルダーがありません。フォルダーのある記憶装置を挿すか、フォルダーを作ってください',
    en: 'there is no such folder; plug in what it is on, or make it',
  },
} as const)

/** Where the daily backups go, and how many are kept. */
interface BackupSchedule {
  /** the absolute path */
  readonly folder: string
  readonly maxBackups: number
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

/** Makes the daily backups of the running gateway. Nothing is loaded or read while there is no schedule. */
export class BackupScheduler {
  readonly #options: Required<BackupSchedulerOptions>
  #schedule: BackupSchedule | undefined
  #timer: NodeJS.Timeout | undefined
  #problem: LocalizedText | undefined
  #isRunning = false

  constructor(options: BackupSchedulerOptions) {
    this.#options = { firstDelayMs: 60_000, checkIntervalMs: 3_600_000, now: () => new Date(), ...options }
  }

  /** Changes the schedule; without one no backups are made. */
  setSchedule(next: BackupSchedule | undefined): void {
    if (JSON.stringify(next) === JSON.stringify(this.#schedule)) return
    this.#schedule = next
    this.#problem = undefined
    clearTimeout(this.#timer)
    if (next) this.#scheduleCheck(this.#options.firstDelayMs)
  }

  schedule(): BackupSchedule | undefined {
    return this.#schedule
  }

  /** Makes the backup of today now, in place of one that is there. @returns its name @throws Error for the user, or of the system */
  async makeNow(): Promise<string> {
    if (!this.#schedule) throw new Error('the configuration names no folder for backups')
    return this.#makeTodaysBackup(this.#schedule, true)
  }

  /** Why the last backup failed, as a message for the user; `undefined` if it did not. */
  problem(): LocalizedText | undefined {
    return this.#problem
  }

  close(): void {
    this.#schedule = undefined
    clearTimeout(this.#timer)
  }

  #scheduleCheck(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#check(), ms)
    this.#timer.unref()
  }

  async #check(): Promise<void> {
    if (!this.#schedule || this.#isRunning) return
    this.#isRunning = true
    const checked = this.#schedule
    try {
      await this.#makeTodaysBackup(checked)
      if (this.#schedule === checked) this.#problem = undefined
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const problem = say('notMade', { folder: checked.folder, why: code ?? errorText(error) })
      if (this.#problem === undefined || !isSameText(problem, this.#problem))
        this.#options.log.warn({ folder: checked.folder, reason: code ?? message }, 'the daily backup cannot be made')
      // A folder that was replaced meanwhile is no problem any more.
      if (this.#schedule === checked) this.#problem = problem
    } finally {
      this.#isRunning = false
      // The check of a schedule that came meanwhile was skipped.
      if (this.#schedule)
        this.#scheduleCheck(this.#schedule === checked ? this.#options.checkIntervalMs : this.#options.firstDelayMs)
    }
  }

  async #makeTodaysBackup({ folder, maxBackups }: BackupSchedule, isWanted = false): Promise<string> {
    const day = this.#options.now()
    const name = backupFileName(day)
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      // A folder that we create would be on the SD card, below the mount point of a stick.
      if (error.code === 'ENOENT') throw localizedError(say('noFolder'))
      throw error
    })
    const there = names.filter((one) => backupFilePattern.test(one))
    if (there.includes(name) && !isWanted) return name
    await this.#options.flush()
    const [{ packArchive }, { collectFiles }] = await Promise.all([import('./archive.ts'), import('./collect.ts')])
    const { info, files } = await collectFiles(this.#options.file, day)
    const bytes = await packArchive(info, files)
    await writeAtomically(join(folder, name), bytes)
    // Old backups are removed only after the new one is written, which stays even if the clock was wrong for the others.
    const others = there
      .filter((one) => one !== name)
      .toSorted()
      .reverse()
    await Promise.all(others.slice(maxBackups - 1).map((one) => rm(join(folder, one), { force: true })))
    this.#options.log.info(
      { file: join(folder, name), files: files.length, bytes: bytes.length },
      'the backup of today is made',
    )
    return name
  }
}
