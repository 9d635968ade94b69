// `npm run test:lies [-- --trials N --seed N --concurrency N]`: randomised trials over real sockets, and what was untrue.
import { parseArgs } from 'node:util'
import { runTrials } from './trials.ts'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      trials: { type: 'string', default: '5000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      concurrency: { type: 'string', default: '200' },
    },
  })
  const trials = Number(values.trials)
  const seed = Number(values.seed)
  process.stdout.write(`${trials} trials, seed ${seed}\n`)
  const report = await runTrials({
    trials,
    seed,
    concurrency: Number(values.concurrency),
    watchMs: 5000,
    progress: (done) => done % 500 === 0 && process.stdout.write(`  ${done}\n`),
  })
  for (const [label, counts] of [...report.answers].sort(([a], [b]) => a.localeCompare(b)))
    process.stdout.write(`${label.padEnd(42)} ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}\n`)
  for (const [name, count] of report.disturbances) process.stdout.write(`${name}: ${count} times\n`)
  for (const { kind, trial, detail } of report.lies) process.stdout.write(`LIE ${kind}: ${trial}: ${detail}\n`)
  const count = (kind: string) => report.lies.filter((lie) => lie.kind === kind).length
  process.stdout.write(
    `seed ${seed}: ${trials} trials: ${count('wrong confirmation')} wrong confirmations, ${count('wrong previous state')} wrong previous states, ${count('late command')} late commands, ${count('stale state')} stale states\n`,
  )
  process.exitCode = report.lies.length > 0 ? 1 : 0
}

void main()
