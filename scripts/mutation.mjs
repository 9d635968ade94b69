// `npm run test:mutation [area | file | file:line …]`: changes the code in small ways, one at a time, and prints each change
// that no test notices as soon as it is known.
// The changes are those of Stryker, whose instrumenter is installed into a scratch folder (CLOVA_HOME_MUTATION). The tests are
// run by scripts/mutationWorker.mjs and not by Stryker's jest runner, which loads all modules anew for each change: that takes
// seconds. A test file that fails without a change (some need the built program) is named and not used.
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import prepareTestEnvironment from '../test/support/globalSetup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = process.env.CLOVA_HOME_MUTATION ?? join(tmpdir(), 'clova-home-mutation')
const instrumenter = '@stryker-mutator/instrumenter'
const minimumScore = 95
const maximumMemoryBytes = 600 * 1024 ** 2
/** How much processor time the tests of one mutant may take, by what they take without it; the slowest are left out. */
const budgetMs = 20_000
const slowTestMs = 500

/**
 * What is mutated, and the folders of the tests that are to notice it. `also`: those that only one file of the code needs.
 * A file belongs to the first area that names it.
 */
const areas = {
  home: { code: ['src/home'], tests: ['home'] },
  clova: {
    code: ['src/clova'],
    tests: ['clova'],
    also: { 'src/clova/configProtocol.ts': ['config/config.test.ts'] },
  },
  'http/clova': {
    code: ['src/http/clova', 'src/http/middleware', 'src/http/app.ts', 'src/http/proxyHeaders.ts'],
    tests: [
      ...['publicKey', 'signature', 'replayCache', 'seenRequests', 'selfTest', 'route', 'requestLoad'].map((name) => `clova/${name}`),
      ...['concurrencyLimit', 'rawBody', 'errorHandler', 'requestDeadline'].map((name) => `middleware/${name}`),
    ].map((name) => `http/${name}.test.ts`),
  },
  'http/dashboard': { code: ['src/http/dashboard'], tests: ['http/dashboard'] },
  'http/admin': {
    code: ['src/http/admin'],
    tests: ['eventStream', 'operations', 'socket'].map((name) => `http/admin/${name}.test.ts`),
  },
  http: {
    code: ['src/http'],
    tests: ['connections', 'listener', 'server', 'oauth/clientAddress', 'oauth/router'].map((name) => `http/${name}.test.ts`),
  },
  oauth: {
    code: ['src/oauth'],
    tests: [
      'http/oauth/router.test.ts',
      ...['accounts', 'attacks', 'authorize', 'failures', 'grants', 'language', 'login', 'loginPage', 'parts'],
      ...['model', 'tokenEndpoint', 'tokenFile', 'tokens'],
    ].map((name) => (name.includes('/') ? name : `oauth/${name}.test.ts`)),
  },
  storage: {
    code: ['src/storage'],
    tests: ['folderLock', 'jsonStore', 'replaceFile'].map((name) => `storage/${name}.test.ts`),
  },
  hub: {
    code: ['src/hub'],
    tests: [
      ...['agent', 'askHome', 'clusterLinks', 'connection', 'connectionLimit', 'connectionProblem', 'credentials'],
      ...['enrolment', 'folder', 'guessing', 'joining', 'keys', 'messages', 'metrics', 'presence', 'rateLimit', 'requestAge'],
      ...['process', 'requestInProcess', 'server', 'serverConfig'],
    ].map((name) => `hub/${name}.test.ts`),
  },
  hue: {
    code: ['confirmation', 'group', 'command'].map((name) => `drivers/hue/appliances/${name}.ts`),
    tests: ['confirmation', 'group'].map((name) => `drivers/hue/appliances/${name}.test.ts`),
  },
  mqtt: {
    code: ['confirmation', 'verbConfirmation', 'commandWatch', 'reportedState'].map(
      (name) => `drivers/mqtt/device/${name}.ts`,
    ),
    tests: ['confirmationCases', 'reportedState'].map((name) => `drivers/mqtt/device/${name}.test.ts`),
  },
  ir: {
    code: ['assumedState', 'borrowedReadings', 'following', 'transmitter', 'transmitters/mqtt'].map(
      (name) => `drivers/ir/${name}.ts`,
    ),
    tests: ['assumedState', 'borrowedReadings', 'following', 'mqttTransmitter', 'transmitter'].map(
      (name) => `drivers/ir/${name}.test.ts`,
    ),
  },
}

/**
 * Mutants that change nothing that anybody can notice: by file, the code, what it becomes, and why. `line`: the whole line of the
 * source, where the same code stands in other lines, too.
 */
const equivalents = JSON.parse(readFileSync(join(root, 'test/mutation/equivalents.json'), 'utf8'))

/** Also after a signal: see below. */
const removeAtExit = (folder) =>
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

function installInstrumenter() {
  if (existsSync(join(scratch, 'node_modules', instrumenter, 'package.json'))) return
  mkdirSync(scratch, { recursive: true })
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `${instrumenter}@9.6.1`], {
    cwd: scratch,
    stdio: 'inherit',
  })
}

/** The code with all its mutants, each behind a switch, and the mutants. */
async function instrument(paths) {
  const load = createRequire(join(scratch, 'package.json'))
  const { Instrumenter } = await import(load.resolve(instrumenter))
  const silent = new Proxy({}, { get: () => () => false })
  const files = paths.map((path) => ({
    name: join(root, path),
    mutate: true,
    content: readFileSync(join(root, path), 'utf8'),
  }))
  return new Instrumenter(silent).instrument(files, { ignorers: [], excludedMutations: [], plugins: null })
}

/** Bundles each test file with the instrumented code, as `<number>.mjs` in a folder. */
async function bundleTests(testFiles, codeOf, folder) {
  await Promise.all(
    testFiles.map((file, i) =>
      build({
        entryPoints: [join(root, file)],
        outfile: join(folder, `${i}.mjs`),
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        packages: 'external',
        logLevel: 'error',
        alias: { '@jest/globals': join(root, 'test/mutation/globals.mjs') },
        plugins: [
          {
            name: 'instrumented',
            setup(setup) {
              setup.onLoad({ filter: /\.ts$/ }, ({ path }) => {
                if (path.includes('/node_modules/')) return undefined
                const code = codeOf.get(path) ?? readFileSync(path, 'utf8')
                const contents = code
                  .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
                  .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
                return { contents, loader: 'ts' }
              })
            },
          },
        ],
      }),
    ),
  )
}

/** The process groups of the workers: they have no terminal, so they are ended with this process. */
const workerGroups = new Set()

/** Ends a worker and all that its tests started, such as brokers. Its number stays that of the group when the worker has ended. */
function endGroup(id) {
  if (!workerGroups.delete(id)) return
  try {
    process.kill(-id, 'SIGKILL')
  } catch (error) {
    // Nothing is left of the group.
    if (error.code !== 'ESRCH') throw error
  }
}

/** A process that runs tests: one at a time, and a new process after one that hung, ended, grew, or left something open. */
class Worker {
  #process
  async run(order, limitMs) {
    if (!this.#process?.connected) await this.#start()
    const worker = this.#process
    return new Promise((resolve) => {
      const done = (result) => {
        clearTimeout(timer)
        worker.off('message', done)
        worker.off('exit', ended)
        // Nothing frees the modules of the runs before.
        if (result.isTimeout || result.hasLeftOpen || result.memoryBytes > maximumMemoryBytes) this.end()
        resolve(result)
      }
      const ended = () => done({ failed: { test: 'the process', error: 'it ended' } })
      const timer = setTimeout(done, limitMs, { isTimeout: true })
      worker.on('message', done)
      worker.on('exit', ended)
      worker.send(order)
    })
  }
  async #start() {
    this.end()
    this.#process = fork(join(root, 'scripts/mutationWorker.mjs'), [root], {
      execArgv: [],
      // With a process group of its own.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TZ: 'Asia/Seoul' },
    })
    const { pid } = this.#process
    workerGroups.add(pid)
    this.#process.once('exit', () => endGroup(pid))
    await once(this.#process, 'message')
  }
  end() {
    if (this.#process) endGroup(this.#process.pid)
    this.#process = undefined
  }
}

/** Gives the items to so many workers; each takes the next when it is free. */
async function withWorkers(items, work) {
  const left = [...items]
  const workers = Array.from({ length: Number(process.env.MUTATION_WORKERS ?? 2) }, () => new Worker())
  await Promise.all(
    workers.map(async (worker) => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item, worker)
      worker.end()
    }),
  )
}

/** Runs the tests with the mutants of some files, and tells what became of each as soon as it is known. */
async function mutate(paths, testFiles, { isWanted, mayUse, onOutcome }) {
  // Below the root, so that the bundles find the packages that they import.
  mkdirSync(join(root, 'dist'), { recursive: true })
  const folder = mkdtempSync(join(root, 'dist', 'mutation-'))
  removeAtExit(folder)
  const { files, mutants } = await instrument(paths)
  await bundleTests(testFiles, new Map(files.map(({ name, content }) => [name, content])), folder)
  const wanted = mutants.map(mutantOf).filter((one) => one.isCounted && isWanted(one))
  /** by mutant: the test files that run it, with their tests */
  const covering = new Map()
  await withWorkers(testFiles.keys(), async (index, worker) => {
    const bundle = join(folder, `${index}.mjs`)
    if (!readFileSync(bundle, 'utf8').includes('stryMutAct_')) return
    const { failed, isTimeout, coverage, times } = await worker.run({ bundle, timeoutMs: 120_000 }, 600_000)
    // Tests that need jest itself, or fail without a mutant, are not used.
    if (failed || isTimeout)
      return console.warn(
        `${testFiles[index]} is not used: ${isTimeout ? 'it hung' : `${failed.test}: ${failed.error}`.slice(0, 400)}`,
      )
    const byMutant = new Map()
    for (const [name, hits] of Object.entries(coverage.perTest))
      for (const id of Object.keys(hits)) byMutant.set(id, [...(byMutant.get(id) ?? []), name])
    // What is run when a module is loaded is seen by any test.
    for (const id of Object.keys(coverage.static)) byMutant.set(id, Object.keys(times))
    for (const [id, tests] of byMutant) {
      const isSlow = (name) => times[name] > slowTestMs
      // Slow tests by themselves, so that the quick ones of the same file need not wait for them.
      const groups = [tests.filter((name) => !isSlow(name)), ...tests.filter(isSlow).map((name) => [name])]
      const entries = groups
        .filter((group) => group.length > 0)
        .map((group) => ({
          ...{ testFile: testFiles[index], bundle, tests: group },
          ms: group.reduce((sum, name) => sum + times[name], 0),
        }))
      covering.set(id, [...(covering.get(id) ?? []), ...entries])
    }
  })
  console.warn(`${wanted.length} mutants`)
  await withWorkers(wanted, async (mutant, worker) => {
    const usable = (covering.get(mutant.id) ?? []).filter(({ testFile }) => mayUse(mutant, testFile))
    onOutcome(mutant, await outcomeOf(mutant, usable, worker))
  })
}

/** By file: the tests that noticed its last mutants, and likely notice the next, with their bundles. */
const recentByPath = new Map()
const maxRecent = 5

/** The test file of a file of the code is the first to run, then the quick ones. */
const byLikelihood = (path) => {
  const mirrored = path.replace(/^src\//, '').replace(/\.ts$/, '')
  const rank = ({ testFile }) => (testFile.startsWith(`test/${mirrored}.`) ? 0 : 1)
  return (a, b) => rank(a) - rank(b) || a.ms - b.ms
}

/** Runs the tests of a mutant until one notices it: those that noticed the mutants before, then the others. */
async function outcomeOf({ id, path }, covering, worker) {
  if (covering.length === 0) return 'not run by any test'
  const recent = recentByPath.get(path) ?? []
  const likely = covering.flatMap((one) => {
    const tests = recent.filter(({ bundle, test }) => bundle === one.bundle && one.tests.includes(test))
    return tests.length > 0 ? [{ ...one, tests: tests.map(({ test }) => test), ms: 0 }] : []
  })
  let sumMs = 0
  for (const { bundle, tests, ms } of [...likely, ...covering.sort(byLikelihood(path))]) {
    if (sumMs > 0 && sumMs + ms > budgetMs) return 'survived, slow tests were left out'
    sumMs += ms
    // Generous, since a machine with other work must not make a test fail that notices nothing.
    const timeoutMs = 20_000 + 20 * ms
    const { failed, isTimeout } = await worker.run({ bundle, mutant: id, tests, timeoutMs }, 2 * timeoutMs)
    if (isTimeout || failed?.error.startsWith('Exceeded timeout')) return 'timed out'
    if (!failed) continue
    const others = recent.filter(({ test }) => test !== failed.test)
    recentByPath.set(path, [{ bundle, test: failed.test }, ...others].slice(0, maxRecent))
    return 'noticed'
  }
  return 'survived'
}

const oneLine = (code) => code.replaceAll(/\s+/g, ' ').trim()

/** A mutant: where it is, the code, and what it becomes. */
function mutantOf({ id, fileName, replacement, mutatorName, location: { start, end }, status }) {
  const path = relative(root, fileName)
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line, end.line + 1)
  const source = lines[0].trim()
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column)
  lines[0] = lines[0].slice(start.column)
  const code = oneLine(lines.join('\n'))
  // How a sentence is worded is not what a program does.
  const isWording = mutatorName === 'StringLiteral' && code.includes(' ')
  const isCounted = status !== 'Ignored' && !isWording
  return { id, path, line: start.line + 1, source, code, becomes: oneLine(replacement), isCounted }
}

const isListed = ({ path, source, code, becomes }) =>
  equivalents.some(
    (one) =>
      one.file === path && one.code === code && one.becomes === becomes && (one.line === undefined || one.line === source),
  )

/** How many mutants were noticed, are equivalent by the list, and survived. */
class Tally {
  noticed = 0
  timedOut = 0
  equivalent = 0
  survived = 0
  count(mutant, outcome) {
    if (outcome === 'timed out') this.timedOut += 1
    if (outcome === 'noticed' || outcome === 'timed out') this.noticed += 1
    else if (isListed(mutant)) this.equivalent += 1
    else this.survived += 1
  }
  get score() {
    return (100 * this.noticed) / Math.max(1, this.noticed + this.survived)
  }
  row(name) {
    const columns = [this.noticed, this.survived, this.equivalent].map((count) => String(count).padStart(5))
    return `${name.padEnd(44)} ${columns.join(' ')} ${this.score.toFixed(1).padStart(6)} %`
  }
}

/** The files below a folder, or the file itself. */
const filesBelow = (path, ending) =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(join(root, path), { recursive: true })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(path, name))

/** The test files of folders, or single ones, below `test`. */
const testsIn = (folders) => folders.flatMap((folder) => filesBelow(join('test', folder), '.test.ts'))

const asked = process.argv.slice(2).map((text) => {
  const [path, line] = text.split(':')
  return { path, line: line && Number(line) }
})
const isAsked = (path, line) =>
  asked.length === 0 || asked.some((one) => one.path === path && (!line || !one.line || one.line === line))
const taken = new Set()
const chosen = Object.entries(areas).flatMap(([name, { code, tests, also = {} }]) => {
  const all = code.flatMap((path) => filesBelow(path, '.ts')).filter((path) => !taken.has(path))
  for (const path of all) taken.add(path)
  const paths = isAsked(name) ? all : all.filter((path) => isAsked(path))
  return paths.length > 0 ? [{ name, paths, tests: testsIn(tests), also }] : []
})
if (chosen.length === 0)
  throw new Error(`not an area (${Object.keys(areas).join(', ')}) nor a file of one: ${process.argv.slice(2)}`)

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
process.on('exit', () => {
  for (const id of workerGroups) endGroup(id)
})
installInstrumenter()
prepareTestEnvironment()
removeAtExit(process.env.TMPDIR)
const table = []
for (const { name, paths, tests, also } of chosen) {
  const start = performance.now()
  const alsoOf = new Map(paths.map((path) => [path, testsIn(also[path] ?? [])]))
  const tallies = new Map(paths.map((path) => [path, new Tally()]))
  const whole = new Tally()
  await mutate(paths, [...new Set([...tests, ...[...alsoOf.values()].flat()])], {
    isWanted: ({ path, line }) => isAsked(name) || isAsked(path, line),
    mayUse: ({ path }, testFile) => tests.includes(testFile) || alsoOf.get(path).includes(testFile),
    onOutcome: (mutant, outcome) => {
      tallies.get(mutant.path).count(mutant, outcome)
      whole.count(mutant, outcome)
      const { path, line, code, becomes } = mutant
      if (!['noticed', 'timed out'].includes(outcome) && !isListed(mutant))
        process.stdout.write(`${path}:${line} ${code} -> ${becomes} (${outcome})\n`)
      if ((whole.noticed + whole.survived) % 100 === 0)
        console.warn(`${whole.noticed} noticed, ${whole.survived} survived`)
    },
  })
  const seconds = Math.round((performance.now() - start) / 1000)
  table.push(
    ...[...tallies].map(([path, tally]) => tally.row(path)),
    `${whole.row(`= ${name}`)} (${whole.timedOut} of them timed out; ${seconds} s)`,
  )
  if (whole.score < minimumScore) process.exitCode = 1
}
process.stdout.write(`\n${''.padEnd(44)} noticed survived equivalent score\n${table.join('\n')}\n`)
