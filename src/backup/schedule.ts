import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../home/driver.ts'
import { writeAtomically } from '../storage/writeAtomically.ts'

/** Where a backup of each day goes, and how many stay. */
export interface Plan {
  /** the full name */
  readonly folder: string
  readonly keep: number
}

/** Backups that the running gateway makes of its own house. */
export interface Daily {
  /** Goes on by another plan; without one it makes none. */
  follow(plan: Plan | undefined): void
  /** Why the last one could not be made, in plain words; nothing if it could. */
  problem(): string | undefined
  close(): void
}

export interface DailyOptions {
  /** the full name of the configuration */
  readonly file: string
  readonly log: Pick<Log, 'info' | 'warn'>
  /** Writes what is not yet written. */
  flush(): Promise<unknown>
  /** how long after the start, and after each look, it is looked whether there is one of today, in milliseconds */
  readonly first?: number
  readonly every?: number
  now?(): Date
}

/** The name of the backup of a day, by the clock on the wall; those are all that is ever removed. */
export const nameOf = (day: Date): string => {
  const two = (part: number) => String(part).padStart(2, '0')
  return `clova-home-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.tar.gz`
}
const ours = /^clova-home-\d{4}-\d\d-\d\d\.tar\.gz$/

/** Begins to look. Nothing is loaded and nothing read while there is no plan. */
export function daily(options: DailyOptions): Daily {
  const { file, log, flush, first = 60_000, every = 3_600_000, now = () => new Date() } = options
  let plan: Plan | undefined
  let timer: NodeJS.Timeout | undefined
  let problem: string | undefined
  let working = false
  return {
    follow(next) {
      if (JSON.stringify(next) === JSON.stringify(plan)) return
      plan = next
      problem = undefined
      clearTimeout(timer)
      if (plan) later(first)
    },
    problem: () => problem,
    close() {
      plan = undefined
      clearTimeout(timer)
    },
  }

  function later(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), ms)
    timer.unref()
  }

  async function look(): Promise<void> {
    if (!plan || working) return
    working = true
    try {
      await madeToday(plan)
      problem = undefined
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const reason = `no backup can be made in ${plan?.folder}: ${code ?? message}`
      if (reason !== problem)
        log.warn({ folder: plan?.folder, reason: code ?? message }, 'the daily backup cannot be made')
      problem = reason
    } finally {
      working = false
      if (plan) later(every)
    }
  }

  async function madeToday({ folder, keep }: Plan): Promise<void> {
    const day = now()
    const name = nameOf(day)
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      // Made by us it would lie on the card, under where a stick is to be.
      if (error.code === 'ENOENT') throw new Error('there is no such folder; plug in what it is on, or make it')
      throw error
    })
    const there = names.filter((one) => ours.test(one))
    if (there.includes(name)) return
    await flush()
    const [{ pack }, { collect }] = await Promise.all([import('./archive.ts'), import('./collect.ts')])
    const { about, files } = await collect(file, day)
    const bytes = await pack(about, files)
    await writeAtomically(join(folder, name), bytes)
    // Only once the new one is there; and the new one stays, whatever the clock says of the others.
    const others = there.toSorted().reverse()
    await Promise.all(others.slice(keep - 1).map((one) => rm(join(folder, one), { force: true })))
    log.info({ file: join(folder, name), files: files.length, bytes: bytes.length }, 'the backup of today is made')
  }
}
