// Runs the tests of one bundle in this process, with one mutant active or with none: see scripts/mutation.mjs.
// jest's own parts are used (circus, expect, mock, fake timers) without its module loader, which takes seconds for each run.
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = process.argv[2]
const load = createRequire(join(root, 'package.json'))
const loadOfJest = createRequire(load.resolve('jest-circus'))
const circus = load('jest-circus')
const { jestExpect } = loadOfJest('@jest/expect')
const { ModuleMocker } = load('jest-mock')
const { ModernFakeTimers } = createRequire(load.resolve('jest-environment-node'))('@jest/fake-timers')

const realProcess = process
const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis
/** The processor time of this process in milliseconds, which other work of the machine does not change. */
const cpuMs = () => {
  const { user, system } = realProcess.cpuUsage()
  return (user + system) / 1000
}

const tickMs = 500
const maxQuietTicks = 10
/** The least processor time of a test that goes on, in milliseconds; the tick itself takes less. */
const quietCpuMs = 3
/**
 * Calls back when this process has done nothing for five seconds: a mutant often makes a test wait for an event that never
 * comes. Ticks are counted and not time, since a process that gets no processor time gets no tick either. A test that waits for
 * a child process is not judged.
 */
function onQuiet(callback) {
  let quietTicks = 0
  let before = cpuMs()
  const timer = realSetInterval(() => {
    const now = cpuMs()
    const isQuiet = now - before < quietCpuMs && !realProcess.getActiveResourcesInfo().includes('ProcessWrap')
    before = now
    quietTicks = isQuiet ? quietTicks + 1 : 0
    if (quietTicks === maxQuietTicks) callback()
  }, tickMs).unref()
  return () => realClearInterval(timer)
}

const mock = new ModuleMocker(globalThis)
// Timers are faked with `process.nextTick`, which Node's own streams need.
globalThis.process = Object.create(realProcess)
const timers = new ModernFakeTimers({ config: { fakeTimers: {}, rootDir: root }, global: globalThis })
const timerMethods = [
  'useFakeTimers',
  'useRealTimers',
  'advanceTimersByTime',
  'advanceTimersByTimeAsync',
  'getTimerCount',
  'setSystemTime',
  'runAllTimers',
]
const jest = {
  fn: (...given) => mock.fn(...given),
  spyOn: (...given) => mock.spyOn(...given),
  restoreAllMocks: () => mock.restoreAllMocks(),
  ...Object.fromEntries(timerMethods.map((name) => [name, (...given) => timers[name](...given)])),
}
const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus
globalThis.testApi = { jest, expect: jestExpect, describe, test, it, beforeAll, beforeEach, afterAll, afterEach }
Object.assign(globalThis, globalThis.testApi)

/** What is set for one run: the tests that are run, or all; what failed; and the processor time of each test. */
let current = { only: undefined, failed: undefined, times: {}, startMs: 0 }
const stryker = {}
globalThis.__stryker__ = stryker

function nameOf(one) {
  const names = []
  for (let node = one; node.parent; node = node.parent) names.unshift(node.name)
  return names.join(' > ')
}
function* testsOf(block) {
  for (const child of block.children) {
    if (child.type === 'test') yield child
    else yield* testsOf(child)
  }
}
function skipAll(block) {
  for (const one of testsOf(block)) one.mode = 'skip'
}
/** Removing is quicker than skipping where only a few of thousands of tests are wanted. */
function removeOthers(block, isWanted) {
  block.children = block.children.filter((child) => {
    if (child.type === 'test') return isWanted(child)
    removeOthers(child, isWanted)
    return child.children.length > 0
  })
}

function onEvent(event, state) {
  if (event.name === 'run_start' && current.only)
    removeOthers(state.rootDescribeBlock, (one) => current.only.has(nameOf(one)))
  if (event.name === 'test_start') {
    stryker.currentTestId = nameOf(event.test)
    current.startMs = cpuMs()
  }
  if (event.name === 'test_done') {
    const name = nameOf(event.test)
    current.times[name] = (current.times[name] ?? 0) + cpuMs() - current.startMs
    stryker.currentTestId = undefined
    if (event.test.errors.length > 0 && !current.failed) {
      current.failed = {
        test: nameOf(event.test),
        error: String(event.test.errors[0]?.[0]?.message ?? event.test.errors[0]),
      }
      skipAll(state.rootDescribeBlock)
      // It is known that the mutant was noticed: nobody waits for what it left open.
      state.testTimeout = 500
    }
  }
}

/**
 * A process with one of these open after a run is not used again: what a failed test leaves open, such as a client that connects
 * again and again, would take processor time from the runs after it.
 */
const openResources = new Set(['TCPServerWrap', 'TCPSocketWrap', 'TLSWrap', 'Timeout', 'ProcessWrap'])
const isSomethingOpen = () => realProcess.getActiveResourcesInfo().some((name) => openResources.has(name))
/** Sockets that were closed are gone after some turns of the event loop. */
const maxTurns = 20
const { setImmediate: realSetImmediate } = globalThis
const nextTurn = () => new Promise((resolve) => realSetImmediate(resolve))

let imports = 0
async function run({ bundle, mutant, tests, timeoutMs }) {
  circus.resetState()
  circus.removeEventHandler(onEvent)
  circus.addEventHandler(onEvent)
  circus.getState().testTimeout = timeoutMs
  current = { only: tests && new Set(tests), failed: undefined, times: {}, startMs: 0 }
  Object.assign(stryker, {
    activeMutant: mutant,
    currentTestId: undefined,
    mutantCoverage: { static: {}, perTest: {} },
  })
  imports += 1
  try {
    // Another query is another module to Node: nothing is left of the run before.
    await import(`${bundle}?${imports}`)
    await circus.run()
    const [unhandled] = circus.getState().unhandledErrors
    if (unhandled) current.failed ??= { test: 'after the tests', error: String(unhandled) }
  } catch (error) {
    current.failed ??= { test: 'loading', error: String(error) }
  }
  timers.useRealTimers()
  mock.restoreAllMocks()
  return {
    failed: current.failed,
    times: current.times,
    ...(!tests && { coverage: stryker.mutantCoverage }),
    memoryBytes: realProcess.memoryUsage.rss(),
  }
}

realProcess.on('disconnect', () => realProcess.exit())
// What a mutant leaves running may fail later; that is not counted.
realProcess.on('unhandledRejection', () => {})
realProcess.on('uncaughtException', () => {})
realProcess.on('message', async (order) => {
  // Whoever sent the order ends this process when its run hangs.
  const stopWatching = onQuiet(() => realProcess.send({ isTimeout: true }))
  const result = await run(order)
  stopWatching()
  for (let turns = 0; turns < maxTurns && isSomethingOpen(); turns += 1) await nextTurn()
  realProcess.send({ ...result, hasLeftOpen: isSomethingOpen() })
})
realProcess.send({ isReady: true })
