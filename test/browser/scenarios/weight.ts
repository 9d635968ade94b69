import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { largeHome } from '../support/homes.ts'
import { type Scenario, until } from '../support/scenario.ts'

/** What the first page may weigh in all, compressed as the gateway sends it over http. */
const maxBytes = 60 * 1024
/** The longest that the page may be busy without a break, in milliseconds of its own processor time. */
const maxTaskMs = 50
/** How long a house with messages is watched, in milliseconds. */
const watchMs = 6000

export const weight: readonly Scenario[] = [
  {
    name: 'weight: the first page is under 60 KiB compressed, in each language',
    async run(test) {
      for (const language of ['ko', 'ja', 'en'] as const) {
        const { page } = await test.open({ language, ready: '.tile' })
        const files = await page.evaluate(() =>
          [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
            .map(({ name }) => new URL(name).pathname)
            .filter((path) => !/^\/(api|session)/.test(path)),
        )
        const sizes = [...new Set(files)].map((path) => {
          const file = join('dist/web', path === '/' ? 'index.html' : path)
          return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size
        })
        const total = sizes.reduce((sum, size) => sum + size, 0)
        process.stdout.write(`       ${language}: ${sizes.length} files, ${(total / 1024).toFixed(1)} KiB\n`)
        assert.ok(total < maxBytes, `${total} bytes`)
      }
    },
  },
  {
    name: 'weight: 1,000 appliances and 50 messages a second: no task over 50 ms of processor time, few elements in the page',
    async run(test) {
      const { page, gateway } = await test.open({ home: { appliances: [...largeHome(1000)] }, ready: '.tile' })
      assert.ok((await page.locator('.tile').count()) < 200)
      await test.browser.startTracing(page, { categories: ['toplevel'] })
      let next = 0
      const timer = setInterval(() => {
        gateway.report(`lamp-${next % 1000}`, { brightness: next % 100, power: next % 3 === 0 })
        next += 7
      }, 20)
      const end = Date.now() + watchMs
      while (Date.now() < end) {
        await page.mouse.wheel(0, 900)
        await page.waitForTimeout(100)
      }
      clearInterval(timer)
      const trace = JSON.parse((await test.browser.stopTracing()).toString('utf8')) as {
        traceEvents: { name: string; ph: string; pid: number; tid: number; tdur?: number; args: { name?: string } }[]
      }
      const mains = new Set(
        trace.traceEvents
          .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
          .map(({ pid, tid }) => `${pid} ${tid}`),
      )
      const tasks = trace.traceEvents
        .filter(({ ph, pid, tid, name }) => ph === 'X' && /RunTask/.test(name) && mains.has(`${pid} ${tid}`))
        .map(({ tdur = 0 }) => tdur / 1000)
        .sort((a, b) => b - a)
      process.stdout.write(
        `       ${tasks.length} tasks, the longest ${tasks
          .slice(0, 5)
          .map((ms) => ms.toFixed(1))
          .join(', ')} ms of processor time\n`,
      )
      assert.ok(tasks.length > 100)
      assert.ok((tasks[0] ?? 0) < maxTaskMs, `a task took ${tasks[0]} ms`)
      // Searching in all of them is fluid, too, and finds one.
      await page.mouse.wheel(0, -1_000_000)
      await page.getByRole('searchbox').first().fill('조명 999')
      await until('one is found', async () => (await page.locator('.tile').count()) === 1)
    },
  },
]
