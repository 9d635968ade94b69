import { runTrials } from './trials.ts'

const seed = Number(process.env.LIES_SEED ?? Date.now() % 1_000_000)

test(`no answer is untrue in 150 trials (LIES_SEED=${seed})`, async () => {
  const { lies, answers, unanswered } = await runTrials({ trials: 150, seed, concurrency: 60, watchMs: 2500 })
  const confirmed = [...answers.values()]
    .flatMap((counts) => [...counts])
    .filter(([name]) => name.endsWith('Confirmation'))
  expect(confirmed.length).toBeGreaterThan(20)
  expect(unanswered).toEqual([])
  expect(lies).toEqual([])
})
