import { join } from 'node:path'
import { Charts } from '../../../src/gateway/history/charts.ts'
import { DiagnosisRun } from '../../../src/gateway/history/diagnosisRun.ts'
import { LinkingProgress } from '../../../src/gateway/history/linkingProgress.ts'
import { LogRing } from '../../../src/util/logRing.ts'
import { closeBeforeRemoval, inFolder } from '../../support/folder.ts'

test('the minutes of one day are kept, the oldest first', () => {
  let now = 0
  const charts = new Charts(
    () => now,
    () => 1000,
  )
  charts.record(3, false)
  charts.record(9, true)
  for (let i = 1; i <= 1500; i++) {
    now = i * 60_000
    charts.endMinute()
  }
  const rows = charts.rows()
  expect(rows).toHaveLength(1440)
  expect(rows[0]?.[0]).toBe(60 * 60_000)
  expect(rows.at(-1)).toEqual([1499 * 60_000, 0, 0, 1000, 0, 0])
})

test('a minute has its requests, the failed ones and the slowest', () => {
  const charts = new Charts(
    () => 5,
    () => 7,
  )
  charts.record(3, false)
  charts.record(9.26, true)
  charts.endMinute()
  expect(charts.rows()).toEqual([[5, 2, 1, 7, 0, 9.3]])
})

test('the log keeps at most 500,000 characters, and of a long line its beginning', () => {
  const ring = new LogRing()
  for (let i = 0; i < 400; i++) ring.add(`${JSON.stringify({ i, text: 'x'.repeat(3000) })}\n`)
  ring.add(`${'y'.repeat(9000)}\n{"msg":"last"}\n`)
  const lines = ring.newestFirst()
  expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(500_000)
  expect(lines[0]).toEqual({ id: 402, text: '{"msg":"last"}' })
  expect(JSON.parse(lines[1]?.text ?? '')).toEqual({ msg: `${'y'.repeat(2000)}…` })
})

test('the steps of account linking are recorded when CLOVA takes them; a new public address starts again', () =>
  inFolder((folder) => {
    const told: string[] = []
    let now = 1000
    const progress = new LinkingProgress({
      file: join(folder, 'progress.json'),
      warn: () => {},
      onStep: ({ step }) => told.push(step),
      now: () => now,
    })
    closeBeforeRemoval(folder, () => progress.flush())
    // Without a public address nothing can have come from CLOVA: a signed request is then a trial of the user.
    progress.record('reached')
    progress.recordLinking({ step: 'code', failure: 'wrongLogin' })
    progress.setAddress('https://a.example')
    progress.recordLinking({ step: 'loginPage' })
    progress.recordLinking({ step: 'code', failure: 'wrongLogin' })
    now = 2000
    progress.recordLinking({ step: 'code', user: 'family' })
    progress.record('speaker', 'family')
    progress.record('speaker', 'family')
    expect(told).toEqual(['reached', 'loginPage', 'code', 'code', 'speaker'])
    expect(progress.steps()).toEqual([
      { step: 'reached', at: 1000 },
      { step: 'loginPage', at: 1000 },
      { step: 'code', at: 2000, user: 'family' },
      { step: 'token' },
      { step: 'discovery' },
      { step: 'control' },
      { step: 'speaker', at: 2000, user: 'family' },
    ])
    progress.setAddress('https://b.example')
    expect(progress.steps().every(({ at }) => at === undefined)).toBe(true)
  }))

test('only one run of the checks is active at a time, and a failed run is reported', async () => {
  const ends: (() => void)[] = []
  let isOver: () => void = () => {}
  const over = new Promise<void>((resolve) => {
    isOver = resolve
  })
  const finding = {
    check: 'x',
    level: 'ok',
    subject: { ko: '', ja: '', en: '' },
    message: { ko: '', ja: '', en: '' },
  } as const
  const run = new DiagnosisRun(
    async (onFinding) => {
      onFinding(finding)
      await new Promise<void>((resolve) => ends.push(resolve))
      throw new Error('no power')
    },
    { onFinding: () => {}, onEnd: () => isOver() },
  )
  run.start()
  run.start()
  expect(run.report()).toMatchObject({ isRunning: true, findings: [finding], counts: { ok: 1, failure: 0 } })
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await over
  const report = run.report()
  expect(report).toMatchObject({ isRunning: false, counts: { ok: 1, failure: 1 } })
  expect(report.findings[1]?.message.en).toContain('no power')
})
