// `npm run test:mutation [area | file …]`: changes the code in small ways, one at a time, and tells what no test notices.
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
import removeTestEnvironment from '../test/support/globalTeardown.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = process.env.CLOVA_HOME_MUTATION ?? join(tmpdir(), 'clova-home-mutation')
const instrumenter = '@stryker-mutator/instrumenter'
const minimumScore = 95

/** What is mutated, and the folders of the tests that are to notice it. */
const areas = {
  home: { code: ['src/home'], tests: ['home', 'clova', 'config', 'drivers/virtual'] },
  clova: { code: ['src/clova'], tests: ['clova'] },
  http: { code: ['src/http'], tests: ['http'] },
  oauth: { code: ['src/oauth'], tests: ['oauth', 'http/oauth'] },
  storage: { code: ['src/storage'], tests: ['storage', 'config', 'setup'] },
  hub: { code: ['src/hub'], tests: ['hub'] },
  hue: {
    code: ['confirmation', 'group', 'command'].map((name) => `drivers/hue/appliances/${name}.ts`),
    tests: ['drivers/hue/appliances'],
  },
  mqtt: {
    code: ['confirmation', 'verbConfirmation', 'commandWatch', 'reportedState'].map(
      (name) => `drivers/mqtt/device/${name}.ts`,
    ),
    tests: ['drivers/mqtt/device'],
  },
}

/** Mutants that change nothing that anybody can notice: by file, the code, what it becomes, and why. */
const equivalents = JSON.parse(readFileSync(join(root, 'test/mutation/equivalents.json'), 'utf8'))

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
        entryPoints: [file],
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

/** A process that runs tests: one at a time, and a new process after one that hung or ended. */
class Worker {
  #process
  #runs = 0
  async run(order, limitMs) {
    if (!this.#process?.connected || this.#runs >= 40) await this.#start()
    this.#runs += 1
    const worker = this.#process
    return new Promise((resolve) => {
      const done = (result) => {
        clearTimeout(timer)
        worker.off('message', done)
        worker.off('exit', ended)
        resolve(result)
      }
      const ended = () => done({ failed: { test: 'the process', error: 'it ended' } })
      const timer = setTimeout(() => {
        this.end()
        done({ isTimeout: true })
      }, limitMs)
      worker.on('message', done)
      worker.on('exit', ended)
      worker.send(order)
    })
  }
  async #start() {
    this.end()
    this.#runs = 0
    this.#process = fork(join(root, 'scripts/mutationWorker.mjs'), [root], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TZ: 'Asia/Seoul' },
    })
    await once(this.#process, 'message')
  }
  end() {
    this.#process?.removeAllListeners('exit')
    this.#process?.kill('SIGKILL')
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

/** Runs the tests with every mutant of some files. @returns the mutants with what became of each */
async function mutate(paths, testFiles) {
  // Below the root, so that the bundles find the packages that they import.
  mkdirSync(join(root, 'dist'), { recursive: true })
  const folder = mkdtempSync(join(root, 'dist', 'mutation-'))
  try {
    const { files, mutants } = await instrument(paths)
    await bundleTests(testFiles, new Map(files.map(({ name, content }) => [name, content])), folder)
    /** by mutant: the test files that run it with their tests */
    const covering = new Map()
    await withWorkers(testFiles.keys(), async (index, worker) => {
      const bundle = join(folder, `${index}.mjs`)
      const { failed, isTimeout, coverage, names, ms } = await worker.run({ bundle, timeoutMs: 60_000 }, 300_000)
      // Tests that need jest itself, or fail without a mutant, are not used.
      if (failed || isTimeout)
        return console.warn(
          `${testFiles[index]} is not used: ${isTimeout ? 'it hung' : `${failed.test}: ${failed.error}`.slice(0, 400)}`,
        )
      const byMutant = new Map()
      for (const [name, hits] of Object.entries(coverage.perTest))
        for (const id of Object.keys(hits)) byMutant.set(id, [...(byMutant.get(id) ?? []), name])
      // What is run when a module is loaded is seen by any test.
      for (const id of Object.keys(coverage.static)) byMutant.set(id, names)
      for (const [id, tests] of byMutant) covering.set(id, [...(covering.get(id) ?? []), { bundle, tests, ms }])
    })
    const results = []
    await withWorkers(mutants, async ({ id, fileName, replacement, mutatorName, location, status }, worker) => {
      if (status === 'Ignored') return
      let outcome = covering.has(id) ? 'survived' : 'not run by any test'
      for (const { bundle, tests, ms } of (covering.get(id) ?? []).sort((a, b) => a.ms - b.ms)) {
        const timeoutMs = 5000 + 3 * ms
        const { failed, isTimeout } = await worker.run({ bundle, mutant: id, tests, timeoutMs }, 4 * timeoutMs)
        if (isTimeout) outcome = 'timed out'
        else if (failed) outcome = 'noticed'
        if (outcome !== 'survived') break
      }
      const one = { path: relative(root, fileName), replacement, mutatorName, location, outcome }
      results.push(one)
      if (results.length % 50 === 0) console.warn(`${results.length} of ${mutants.length}`)
    })
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The code of a mutant as it was. */
function originalCode(path, { start, end }) {
  const lines = readFileSync(join(root, path), 'utf8')
    .split('\n')
    .slice(start.line, end.line + 1)
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column)
  lines[0] = lines[0].slice(start.column)
  return lines.join('\n')
}

const oneLine = (code) => code.replaceAll(/\s+/g, ' ').trim()

/** How many mutants of a file were noticed, are equivalent by the list, and survived. */
function judge(path, mutants) {
  const result = { noticed: 0, timedOut: 0, equivalent: 0, survivors: [] }
  for (const { outcome, location, replacement, mutatorName } of mutants) {
    if (outcome === 'noticed' || outcome === 'timed out') {
      result.noticed += 1
      if (outcome === 'timed out') result.timedOut += 1
      continue
    }
    const code = oneLine(originalCode(path, location))
    const becomes = oneLine(replacement)
    // How a sentence is worded is not what a program does.
    if (mutatorName === 'StringLiteral' && code.includes(' ')) continue
    const isListed = equivalents.some((one) => one.file === path && one.code === code && one.becomes === becomes)
    if (isListed) result.equivalent += 1
    else result.survivors.push(`${path}:${location.start.line + 1} ${code} -> ${becomes} (${outcome})`)
  }
  return result
}

const score = ({ noticed, survivors }) => (100 * noticed) / Math.max(1, noticed + survivors.length)
const row = (name, result) =>
  `${name.padEnd(44)} ${String(result.noticed).padStart(5)} ${String(result.survivors.length).padStart(5)} ${String(result.equivalent).padStart(5)} ${score(result).toFixed(1).padStart(6)} %`

/** The files below a folder, or the file itself. */
const filesBelow = (path, ending) =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(join(root, path), { recursive: true })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(path, name))

const wanted = process.argv.slice(2)
const chosen = Object.entries(areas).flatMap(([name, { code, tests }]) => {
  const all = code.flatMap((path) => filesBelow(path, '.ts'))
  const paths = wanted.length === 0 || wanted.includes(name) ? all : all.filter((path) => wanted.includes(path))
  return paths.length > 0 ? [{ name, paths, tests }] : []
})
if (chosen.length === 0)
  throw new Error(`not an area (${Object.keys(areas).join(', ')}) nor a file of one: ${wanted.join(' ')}`)

installInstrumenter()
prepareTestEnvironment()
const table = []
try {
  for (const { name, paths, tests } of chosen) {
    const start = performance.now()
    const testFiles = [...new Set(tests.flatMap((folder) => filesBelow(join('test', folder), '.test.ts')))]
    const mutants = await mutate(
      paths,
      testFiles.map((path) => join(root, path)),
    )
    const whole = { noticed: 0, timedOut: 0, equivalent: 0, survivors: [] }
    for (const path of paths) {
      const result = judge(
        path,
        mutants.filter((one) => one.path === path),
      )
      process.stdout.write(result.survivors.map((text) => `${text}\n`).join(''))
      table.push(row(path, result))
      whole.noticed += result.noticed
      whole.timedOut += result.timedOut
      whole.equivalent += result.equivalent
      whole.survivors.push(...result.survivors)
    }
    table.push(
      `${row(`= ${name}`, whole)} (${whole.timedOut} of them timed out; ${Math.round((performance.now() - start) / 1000)} s)`,
    )
    if (score(whole) < minimumScore) process.exitCode = 1
  }
} finally {
  removeTestEnvironment()
}
process.stdout.write(`\n${''.padEnd(44)} noticed survived equivalent score\n${table.join('\n')}\n`)
