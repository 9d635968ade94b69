import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inFolder } from '../support/folder.ts'

/** 200 in `npm run test:faults`, fewer in every run of the tests. */
const kills = process.env.FAULTS === 'full' ? 200 : 12
/** How long one process may take to start, write and end, in milliseconds: a busy machine needs some seconds. */
const killTimeoutMs = 30_000

/** What `npm test` made beforehand. */
const programs = join(import.meta.dirname, '../../dist/faults.cjs')

/**
 * Kills the counter so many milliseconds after its first output.
 * @returns the last count that it reported as written
 * @throws Error if it wrote nothing within `killTimeoutMs`
 */
function killed(file: string, ms: number): Promise<{ lastReported: number; warned: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programs, 'counter', file], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`nothing was written within ${killTimeoutMs} ms`))
    }, killTimeoutMs)
    child.stdout.once('data', () => {
      clearTimeout(timer)
      setTimeout(() => child.kill('SIGKILL'), ms)
    })
    child.stdout.on('data', (data) => {
      text += data
    })
    child.once('error', reject)
    child.once('close', () => {
      clearTimeout(timer)
      const counts = text.split('\n').slice(0, -1).map(Number)
      resolve({ lastReported: Math.max(0, ...counts.filter((n) => !Number.isNaN(n))), warned: text.includes('warned') })
    })
  })
}

test(
  `a process that is killed ${kills} times while it writes loses nothing that it reported as written`,
  () =>
    inFolder(async (folder) => {
      const file = join(folder, 'state', 'count.json')
      let before = 0
      for (let i = 0; i < kills; i += 1) {
        const { lastReported, warned } = await killed(file, (i * 7) % 20)
        const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: { count: number; ballast: string } }
        expect(warned).toBe(false)
        expect(data.count).toBeGreaterThanOrEqual(Math.max(lastReported, before))
        expect(data.ballast).toBe(String(data.count).repeat(5000))
        before = data.count
      }
      expect(readdirSync(dirname(file)).filter((name) => name.includes('damaged'))).toEqual([])
    }),
  kills * killTimeoutMs,
)
