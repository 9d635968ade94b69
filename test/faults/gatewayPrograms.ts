import { EventEmitter } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EventLoopUtilization, PerformanceObserver, performance } from 'node:perf_hooks'
import { loadConfig, parseConfig } from '../../src/config/load.ts'
import { createControlClient } from '../../src/control/client.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { startGateway } from '../../src/gateway/gateway.ts'
import { exitOnUncaught } from '../../src/gateway/lifecycle.ts'
import { createLogger } from '../../src/util/logger.ts'
import { setV8Flags } from '../../src/util/v8Flags.ts'
import { LoopMeter } from '../support/loopMeter.ts'

/** A home with one lamp without feedback, so that its state is kept on disk. */
async function startHome(folder: string) {
  const { config, problems } = await parseConfig(
    join(folder, 'gateway.yaml'),
    `
server: { listen: '127.0.0.1:0' }
dashboard: { enabled: false }
signature: { publicKey: none.pem }
drivers: { memory: { type: virtual } }
appliances: [{ id: lamp, name: lamp, type: LIGHT, driver: memory, assumed: true, traits: { brightness: {} } }]
`,
    { ...loadContext, env: {} },
  )
  if (!config) throw new Error(JSON.stringify(problems))
  return config
}

const crimes: Readonly<Record<string, () => void>> = {
  exception() {
    setTimeout(() => {
      throw new Error('the sky fell')
    }, 0)
  },
  rejection() {
    void Promise.reject(new Error('the sky fell'))
  },
  emitter() {
    new EventEmitter().emit('error', new Error('the sky fell'))
  },
}

/** A gateway in which, right after a command, an uncaught error is thrown. */
async function crash(folder: string, crime = ''): Promise<void> {
  const config = await startHome(folder)
  const log = createLogger([])
  const gateway = await startGateway(config, log)
  exitOnUncaught(log, gateway.runtime.memories.flush)
  const lamp = gateway.runtime.home().appliances.get('lamp')
  await lamp?.device.apply({ kind: 'set', patch: { brightness: 42 } }, new AbortController().signal)
  crimes[crime]?.()
  setTimeout(() => {}, 60_000)
}

/**
 * On a disk of a few pages that is filled while the gateway runs: the messages about it, and that every command is carried
 * out.
 */
async function fullDisk(folder: string): Promise<void> {
  const lines: { readonly msg: string; readonly file?: string }[] = []
  const config = await startHome(folder)
  const log = createLogger([], 'info', (line) => void lines.push(JSON.parse(line)))
  const gateway = await startGateway(config, log)
  const { call } = createControlClient(config)
  const say = async (brightness: number) => {
    const payload = { appliance: { applianceId: 'lamp' }, brightness: { value: brightness } }
    return (await call('command', { action: 'SetBrightness', payload })).answer.header.name
  }
  const { memories } = gateway.runtime
  const fill = join(folder, 'fill')
  const full = filled(fill)
  const first = await say(10)
  await memories.flush()
  const problem = memories.problem()
  const second = await say(20)
  // Each file of the state tells it once.
  const told = lines.filter(
    ({ msg, file }) => msg.includes('cannot be written') && file?.endsWith('memory.json'),
  ).length
  rmSync(fill)
  const third = await say(30)
  await memories.flush()
  const after = memories.problem() ?? 'none'
  await gateway.close()
  console.log(JSON.stringify({ full, first, problem, second, told, third, after }))
  process.exit(0)
}

/** @returns the error code of the full disk */
function filled(file: string): string | undefined {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096), { flag: 'a' })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}

/** What a gateway under attack reports since it was asked last. */
export interface AttackReport {
  /** the longest turn of the event loop, in milliseconds of processor time of its thread */
  readonly longestPauseMs: number
  /** the longest collection of garbage, in milliseconds of time */
  readonly longestCollectionMs: number
  /** which part of the time the event loop did not wait, 0 to 1: also if other processes have the processor */
  readonly busyPart: number
  readonly rssMiB: number
  /** the lines of the log from warnings on */
  readonly warnings: readonly string[]
}

/** A gateway that reports over IPC how it bears what its devices send. */
async function attacked(folder: string): Promise<void> {
  // As the launcher and `run` set them.
  setV8Flags('start')
  const { config, problems } = await loadConfig(join(folder, 'gateway.yaml'), loadContext)
  if (!config) throw new Error(JSON.stringify(problems))
  let warnings: string[] = []
  const log = createLogger(config.secrets, 'warn', (line) => {
    if (warnings.length < 1000) warnings.push(line)
  })
  exitOnUncaught(log, async () => {})
  const gateway = await startGateway(config, log)
  setV8Flags('singleRequests')
  const meter = new LoopMeter()
  let longestCollectionMs = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestCollectionMs = Math.max(longestCollectionMs, duration)
  }).observe({ entryTypes: ['gc'] })
  let before: EventLoopUtilization = performance.eventLoopUtilization()
  process.on('message', () => {
    const rssMiB = process.memoryUsage().rss / 2 ** 20
    const longestPauseMs = meter.takeLongestMs()
    const busyPart = performance.eventLoopUtilization(before).utilization
    process.send?.({ longestPauseMs, longestCollectionMs, busyPart, rssMiB, warnings } satisfies AttackReport)
    before = performance.eventLoopUtilization()
    longestCollectionMs = 0
    warnings = []
  })
  process.on('disconnect', () => void gateway.close().then(() => process.exit(0)))
  process.send?.('ready')
}

export const programs: Readonly<Record<string, (folder: string, more?: string) => Promise<void>>> = {
  crash,
  fullDisk,
  attacked,
}
