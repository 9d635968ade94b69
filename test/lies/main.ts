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
  print(`${trials} trials, seed ${seed}`)
  const report = await runTrials({
    trials,
    seed,
    concurrency: Number(values.concurrency),
    watchMs: 5000,
    progress: (done) => done % 100 === 0 && print(`  ${done} trials after ${Math.round(performance.now() / 1000)} s`),
    onLie: ({ kind, trial, detail }) => print(`LIE ${kind}: ${trial}: ${detail}`),
    onUnanswered: (request) => print(`NO ANSWER ${request}`),
  })
  for (const [label, counts] of [...report.answers].sort(([a], [b]) => a.localeCompare(b)))
    print(`${label.padEnd(42)} ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`)
  for (const [name, count] of report.disturbances) print(`${name}: ${count} times`)
  const count = (kind: string) => report.lies.filter((lie) => lie.kind === kind).length
  print(
    `seed ${seed}: ${trials} trials: ${count('wrong confirmation')} wrong confirmations, ${count('wrong previous state')} wrong previous states, ${count('late command')} late commands, ${count('stale state')} stale states; ${report.unanswered.length} requests without an answer`,
  )
  process.exitCode = report.lies.length + report.unanswered.length > 0 ? 1 : 0
}

const print = (line: string) => process.stdout.write(`${line}\n`)

void main()
