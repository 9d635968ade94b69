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
    name: 'weight: 1,000 appliances, from the first request on, with 50 messages a second: no task over 50 ms of processor time',
    async run(test) {
      await test.browser.startTracing(undefined, { categories: ['toplevel', 'blink.user_timing'] })
      const { page, gateway } = await test.open({ home: { appliances: [...largeHome(1000)] }, ready: '.tile' })
      await page.evaluate((mark) => performance.mark(mark), pageMark)
      assert.ok((await page.locator('.tile').count()) < 200)
      let next = 0
      const timer = setInterval(() => {
        gateway.report(`lamp-${next % 1000}`, { brightness: next % 100, power: next % 3 === 0 })
        next += 7
      }, 20)
      const end = Date.now() + watchMs
      await page.evaluate((mark) => performance.mark(mark), scrollingMark)
      // By steps of a window, and by jumps that show nothing of what was there before.
      for (let i = 0; Date.now() < end; i += 1) {
        await page.mouse.wheel(0, i % 5 < 4 ? 900 : i % 2 === 0 ? 20_000 : -15_000)
        await page.waitForTimeout(100)
      }
      await page.evaluate((mark) => performance.mark(mark), searchMark)
      // Searching in all of them is fluid, too, and finds one.
      await page.mouse.wheel(0, -1_000_000)
      await page.getByRole('searchbox').first().pressSequentially('조명 999')
      await until('one is found', async () => (await page.locator('.tile').count()) === 1)
      clearInterval(timer)
      const phases = tasksMs(await test.browser.stopTracing())
      for (const [phase, tasks] of phases) {
        const longest = tasks.slice(0, 5).map((ms) => ms.toFixed(1))
        process.stdout.write(
          `       ${phase}: ${tasks.length} tasks, the longest ${longest.join(', ')} ms of processor time\n`,
        )
        assert.ok(tasks.length > 10)
        assert.ok((tasks[0] ?? 0) < maxTaskMs, `a task took ${tasks[0]} ms`)
      }
    },
  },
]

/** Marks in the trace: which process is the page's, since the browser draws parts of its own window in others, and when a phase begins. */
const pageMark = 'the page of the dashboard'
const scrollingMark = 'scrolling'
const searchMark = 'searching'

/** The processor time of each task of the page's main thread in a trace of the browser, by phase, in milliseconds, the longest first. */
function tasksMs(trace: Buffer): ReadonlyMap<string, readonly number[]> {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as {
    traceEvents: { name: string; ph: string; pid: number; tid: number; ts: number; tdur?: number }[]
  }
  const markOf = (wanted: string) => {
    const mark = traceEvents.find(({ name }) => name === wanted)
    assert.ok(mark, `the mark "${wanted}" is not in the trace`)
    return mark
  }
  const { pid: page, tid: thread } = markOf(pageMark)
  const [scrollingAt, searchAt] = [markOf(scrollingMark).ts, markOf(searchMark).ts]
  const tasks = traceEvents.filter(
    ({ ph, pid, tid, name }) => ph === 'X' && /RunTask/.test(name) && pid === page && tid === thread,
  )
  const phaseOf = (ts: number) => (ts < scrollingAt ? 'first drawing' : ts < searchAt ? scrollingMark : searchMark)
  return new Map(
    ['first drawing', scrollingMark, searchMark].map((phase) => [
      phase,
      tasks
        .filter(({ ts }) => phaseOf(ts) === phase)
        .map(({ tdur = 0 }) => tdur / 1000)
        .sort((a, b) => b - a),
    ]),
  )
}
