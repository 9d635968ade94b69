import { freePort, testBroker } from '../support/broker.ts'
import { stallingProxy } from '../support/stallingProxy.ts'
import { type GatewayProcess, noAnswer, type Reply, startGatewayProcess } from './gatewayProcess.ts'
import { createHueHome } from './hueHome.ts'
import { createIrHome } from './irHome.ts'
import {
  type Disturbance,
  delayBetween,
  judgeConfirmation,
  judgeLateCommands,
  judgePreviousState,
  judgeState,
  type Lie,
  type TrialCommand,
  type TrialHome,
  watchEventLoop,
} from './judge.ts'
import { createMqttHome } from './mqttHome.ts'
import { createRandom, type Random } from './random.ts'

/** What many trials came to. */
export interface Report {
  readonly seed: number
  readonly trials: number
  /** how often each kind of answer was given to each behaviour */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** how often each disturbance happened */
  readonly disturbances: ReadonlyMap<string, number>
  readonly lies: readonly Lie[]
  /** requests that got no answer, and why: of those nothing is judged, but none may be */
  readonly unanswered: readonly string[]
}

export interface TrialOptions {
  readonly trials: number
  readonly seed: number
  /** how many trials run at once, each on a device of its own */
  readonly concurrency: number
  /** how long a device is watched after the answer, in milliseconds */
  readonly watchMs: number
  progress?(done: number): void
  /** each as soon as it is found */
  onLie?(lie: Lie): void
  onUnanswered?(request: string): void
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Requests that read the state of a device without changing it. */
const readings = ['GetDeviceState', 'HealthCheck', 'GetLockState', 'GetTargetTemperature']

/** Runs trials against the built gateway, over real sockets. */
export async function runTrials(options: TrialOptions): Promise<Report> {
  const broker = await testBroker()
  const network = await stallingProxy(broker)
  const homes = await Promise.all([
    createMqttHome(broker.url, `mqtt://127.0.0.1:${network.port}`, options.concurrency),
    createHueHome(),
    createIrHome(broker.url, 20),
  ])
  const gateway = await startGatewayProcess(
    `language: en\ndrivers:\n${homes.map(({ drivers }) => drivers).join('\n')}\nappliances:\n${homes.map(({ appliances }) => appliances).join('\n')}\n`,
    await freePort(),
  )
  const counted: Pick<GatewayProcess, 'ask'> = {
    async ask(action, id, payload) {
      const reply = await gateway.ask(action, id, payload)
      if (reply.name !== noAnswer) return reply
      const heldUpMs = delayBetween(reply.sentAtMs, reply.receivedAtMs)
      const request = `${action} to ${id}: ${reply.payload.why}; this process itself was held up for ${heldUpMs.toFixed(0)} ms`
      unanswered.push(request)
      options.onUnanswered?.(request)
      return reply
    },
  }
  const answers = new Map<string, Map<string, number>>()
  const lies: Lie[] = []
  const unanswered: string[] = []
  const free = shuffled(
    homes.flatMap((home) => home.devices.map((id) => ({ home, id }))),
    createRandom(options.seed ^ 0x2545f491),
  )
  let started = 0
  let done = 0
  const endWatch = watchEventLoop()
  // What a broker or a network holds when it goes on must not arrive after the answer.
  const disturbances: readonly Disturbance[] = [
    { name: 'the broker hangs', begin: broker.freeze, end: broker.thaw },
    { name: 'the broker is killed', begin: broker.kill, end: broker.start },
    { name: 'the network to the broker is away', begin: network.stall, end: network.resume },
    ...homes.flatMap((home) => home.disturbances),
  ]
  const schedule: DisturbanceState = {
    active: undefined,
    last: undefined,
    endedAtMs: Number.NEGATIVE_INFINITY,
    counts: new Map(),
  }
  const disturbing = disturb(
    disturbances,
    schedule,
    () => done < options.trials,
    createRandom(options.seed ^ 0x5bd1e995),
  )
  try {
    await Promise.all(homes.map((home) => untilReachable(gateway, home)))
    const worker = async () => {
      while (started < options.trials) {
        const number = started
        started += 1
        const device = free.shift()
        if (device === undefined) throw new Error('more trials at once than devices')
        const trial = createRandom((options.seed * 31 + number) >>> 0)
        const { watchMs } = options
        const found = await runTrial({ ...device, gateway: counted, random: trial, watchMs, schedule, note })
        lies.push(...found)
        for (const lie of found) options.onLie?.(lie)
        free.push(device)
        done += 1
        options.progress?.(done)
      }
    }
    await Promise.all(Array.from({ length: options.concurrency }, worker))
  } finally {
    done = options.trials
    await disturbing
    endWatch()
    await gateway.stop()
    await Promise.all(homes.map((home) => home.close()))
    await network.close()
    await broker.stop()
  }
  return { seed: options.seed, trials: options.trials, answers, disturbances: schedule.counts, lies, unanswered }

  function note(label: string, name: string): void {
    const counts = answers.get(label) ?? new Map<string, number>()
    answers.set(label, counts)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
}

/** Waits until the gateway has connected to a home: before that nothing could be told but that it is offline. */
async function untilReachable(gateway: GatewayProcess, { devices }: TrialHome): Promise<void> {
  const [id = ''] = devices
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(100)) {
    const { name, payload } = await gateway.ask('HealthCheck', id)
    // One that cannot report its power is there, and has no answer.
    if (payload.isReachable === true || name === 'ValueNotFoundError') return
  }
  throw new Error(`the gateway does not reach ${id}`)
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const out = [...list]
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = random.int(0, i)
    const [a, b] = [out[i] as T, out[j] as T]
    out[i] = b
    out[j] = a
  }
  return out
}

interface Trial {
  readonly home: TrialHome
  readonly gateway: Pick<GatewayProcess, 'ask'>
  readonly id: string
  readonly random: Random
  readonly watchMs: number
  readonly schedule: DisturbanceState
  note(label: string, name: string): void
}

async function runTrial({ home, gateway, id, random, watchMs, schedule, note }: Trial): Promise<readonly Lie[]> {
  const trialCommand = await home.begin(id, random)
  const device = home.device(id)
  const ask = ({ action, payload }: TrialCommand) => gateway.ask(action, id, payload)
  const replies: [TrialCommand, Reply][] = []
  if (random.chance(0.15)) {
    // Two people speak to one appliance at once.
    const second = { ...trialCommand, ...(await home.begin(id, random, true)) }
    const both = await Promise.all([ask(trialCommand), ask(second)])
    replies.push([trialCommand, both[0]], [second, both[1]])
  } else replies.push([trialCommand, await ask(trialCommand)])
  const isAlone = replies.length === 1
  const lies: (Lie | undefined)[] = []
  for (const [asked, reply] of replies) {
    note(device.label, reply.name)
    lies.push(judgeConfirmation(device, asked, reply), judgePreviousState(device, reply))
  }
  await sleep(watchMs)
  const lastMs = Math.max(...replies.map(([, { receivedAtMs }]) => receivedAtMs))
  // Without an answer there is none that a command could be later than.
  for (const [, reply] of isAlone ? replies : replies.filter(([, { receivedAtMs }]) => receivedAtMs === lastMs))
    if (reply.name !== noAnswer) lies.push(judgeLateCommands(device, reply, performance.now()))
  // What a device reports while its broker or bridge is away is not known to anybody yet.
  while (schedule.active !== undefined || performance.now() - schedule.endedAtMs < recoveryMs) await sleep(100)
  for (const action of readings) {
    const reply = await gateway.ask(action, id)
    lies.push(judgeState(device, reply))
  }
  await home.end(id)
  const { last, endedAtMs } = schedule
  const since = `${last}, which ended ${((performance.now() - endedAtMs) / 1000).toFixed(1)} s ago`
  return lies.filter((lie) => lie !== undefined).map((lie) => ({ ...lie, detail: `${lie.detail}; last was: ${since}` }))
}

/** What is disturbed now, and when the last disturbance ended. */
interface DisturbanceState {
  active: string | undefined
  last: string | undefined
  endedAtMs: number
  readonly counts: Map<string, number>
}

/** How long all that was held up may take to arrive, in milliseconds. */
const recoveryMs = 2000

/** Lets one disturbance after the other happen for some seconds, about every half minute. */
async function disturb(
  disturbances: readonly Disturbance[],
  schedule: DisturbanceState,
  goesOn: () => boolean,
  random: Random,
): Promise<void> {
  const wait = async (ms: number) => {
    for (let waitedMs = 0; goesOn() && waitedMs < ms; waitedMs += 100) await sleep(100)
  }
  for (let i = random.int(0, disturbances.length - 1); goesOn(); i += 1) {
    await wait(20_000)
    const next = disturbances[i % disturbances.length]
    if (!goesOn() || !next) return
    Object.assign(schedule, { active: next.name, last: next.name })
    schedule.counts.set(next.name, (schedule.counts.get(next.name) ?? 0) + 1)
    await next.begin()
    await wait(random.int(500, 9000))
    await next.end()
    Object.assign(schedule, { active: undefined, endedAtMs: performance.now() })
  }
}
