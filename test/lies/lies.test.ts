import { runTrials } from './trials.ts'

// The same trials each time; `npm run test:lies` has others.
const seed = Number(process.env.LIES_SEED ?? 1)

test(`no answer is untrue in 150 trials (LIES_SEED=${seed})`, async () => {
  const { lies, answers, unanswered } = await runTrials({ trials: 150, seed, concurrency: 60, watchMs: 2500 })
  const confirmed = [...answers.values()]
    .flatMap((counts) => [...counts])
    .filter(([name]) => name.endsWith('Confirmation'))
    .reduce((sum, [, count]) => sum + count, 0)
  expect(confirmed).toBeGreaterThan(20)
  expect(unanswered).toEqual([])
  expect(lies).toEqual([])
})
