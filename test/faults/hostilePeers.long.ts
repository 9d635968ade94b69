import { type ChildProcess, fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { drivers } from '../../drivers/index.ts'
import { tuyaVersions } from '../../drivers/ir/tuya/frames.ts'
import { loadConfig } from '../../src/config/load.ts'
import { type ControlClient, createControlClient } from '../../src/control/client.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { eventually } from '../drivers/driverContract.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { hostileBridge, hostileV1Bridge } from '../support/hostile/hue.ts'
import { hostileBlaster, hostileLircd, hostileNatureRemo, hostileTuya } from '../support/hostile/infrared.ts'
import { blasterKinds, hostileBroker, hostileMqttBlaster } from '../support/hostile/mqtt.ts'
import type { HostilePeer } from '../support/hostile/peer.ts'
import { hostileUser } from '../support/hostile/user.ts'
import { threadCpuMs } from '../support/loopMeter.ts'
import { killed } from '../support/process.ts'
import type { AttackReport } from './gatewayPrograms.ts'

/**
 * `scale`: how many times each attack is sent. A pause of the garbage collector or the compiler does not come again when the
 * bomb does, so one that is too long is sent `maxTries` times.
 */
const limits = { scale: 10, maxPauseMs: 50, maxTries: 3, maxRssMiB: 450 }
/**
 * After a bomb the gateway is let alone for `leastMs`, and then until its event loop had little to do for `lookMs`, for `maxMs`
 * at most: what it works on for long is not to be taken for a pause of the next bomb. In milliseconds.
 */
const settling = { leastMs: 1500, lookMs: 250, quietPart: 0.2, maxMs: 120_000 }

const makers: Readonly<Record<string, () => Promise<HostilePeer>>> = {
  broker: hostileBroker,
  bridge: hostileBridge,
  oldBridge: hostileV1Bridge,
  lircd: hostileLircd,
  blaster: hostileBlaster,
  natureRemo: hostileNatureRemo,
  ...Object.fromEntries(tuyaVersions.map((version) => [`tuya${version}`, () => hostileTuya(version)])),
  ...Object.fromEntries(blasterKinds.map((kind) => [kind, () => hostileMqttBlaster(kind)])),
  user: hostileUser,
}

const print = (line: string) => process.stdout.write(`${line}\n`)
const peers = new Map<string, HostilePeer>()
let folder: string
let gateway: ChildProcess
let control: ControlClient
let code: Promise<number | null>

beforeAll(async () => {
  folder = makeFolder()
  for (const [name, make] of Object.entries(makers)) peers.set(name, await make())
  const home = {
    server: { listen: '127.0.0.1:0' },
    signature: { publicKey: 'none.pem' },
    dashboard: { enabled: false },
    state: 'state',
    drivers: Object.fromEntries(
      [...peers].flatMap(([name, { driver, connection, through }]) => [
        [name, { type: driver, ...connection }],
        ...(through ? [[through.name, { type: through.driver, ...through.connection }]] : []),
      ]),
    ),
    appliances: [
      { id: 'good', name: 'good', type: 'LIGHT', driver: 'user', traits: { power: { value: false } } },
      ...[...peers].flatMap(([name, { appliances }]) =>
        appliances.map((appliance, i) => ({ id: `${name}${i}`, name: `${name} ${i}`, driver: name, ...appliance })),
      ),
    ],
  }
  writeFileSync(join(folder, 'gateway.yaml'), JSON.stringify(home))
  const { config, problems } = await loadConfig(join(folder, 'gateway.yaml'), { ...loadContext, env: {} })
  if (!config) throw new Error(problems.map(({ severity, message }) => `${severity}: ${message}`).join('\n'))
  gateway = fork(join(import.meta.dirname, '../../dist/faults.cjs'), ['attacked', folder], {
    env: { ...process.env, NODE_OPTIONS: '' },
    // As the unit and the package start it. Without it V8 keeps garbage longer the more memory the machine has.
    execArgv: ['--optimize-for-size'],
  })
  code = new Promise((resolve) => gateway.once('exit', resolve))
  await next(gateway)
  control = createControlClient(config)
  for (const [name, peer] of peers) await peer.connected(control, `${name}0`)
  await report()
  print('pause ms, longest collection ms, resident MiB, processor s, a command in the meantime s')
}, 60_000)

afterAll(async () => {
  gateway.disconnect()
  expect(await code).toBe(0)
  await killed(gateway)
  for (const peer of peers.values()) await peer.close()
  removeFolder(folder)
}, 60_000)

const next = (child: ChildProcess) => new Promise((resolve) => child.once('message', resolve))
async function report(): Promise<AttackReport> {
  const answer = next(gateway)
  gateway.send('report')
  return (await answer) as AttackReport
}
const leastPauseMs = (reports: readonly AttackReport[]) =>
  Math.min(...reports.map(({ longestPauseMs }) => longestPauseMs))
/** How long the thread of the gateway had the processor so far, in milliseconds. */
const gatewayCpuMs = () => threadCpuMs(`/proc/${gateway.pid}/task/${gateway.pid}`)

/** What the gateway reports until it has worked on what it was sent. */
async function settled(): Promise<AttackReport> {
  const reports: AttackReport[] = []
  const start = performance.now()
  do {
    if (performance.now() - start > settling.maxMs)
      throw new Error(`the gateway still works on it after ${settling.maxMs} ms`)
    await sleep(reports.length === 0 ? settling.leastMs : settling.lookMs)
    reports.push(await report())
  } while (reports.length < 2 || Number(reports.at(-1)?.busyPart) > settling.quietPart)
  const longest = (figure: 'longestPauseMs' | 'longestCollectionMs' | 'rssMiB' | 'busyPart') =>
    Math.max(...reports.map((one) => one[figure]))
  return {
    longestPauseMs: longest('longestPauseMs'),
    longestCollectionMs: longest('longestCollectionMs'),
    rssMiB: longest('rssMiB'),
    busyPart: longest('busyPart'),
    warnings: reports.flatMap(({ warnings }) => warnings),
  }
}

/** How long something took, in seconds, and what came of it. */
async function timed<T>(work: () => Promise<T>): Promise<readonly [result: T, seconds: number]> {
  const start = performance.now()
  const result = await work()
  return [result, (performance.now() - start) / 1000]
}
/** Nothing if the gateway does not answer in time. */
const connectionProblems = () =>
  control.call('appliances', {}).then(
    ({ problems }) => JSON.stringify(problems),
    () => undefined,
  )
const power = async (action: 'TurnOn' | 'TurnOff') =>
  (await control.call('command', { action, payload: { appliance: { applianceId: 'good' } } })).answer.header.name

test('every driver has a counterpart that attacks', () => {
  expect(new Set([...peers.values()].map(({ driver }) => driver))).toEqual(new Set(Object.keys(drivers)))
})

test.each(Object.keys(makers))(
  'what the %s sends neither ends nor stalls the gateway',
  async (name) => {
    const peer = peers.get(name)
    if (!peer) throw new Error(`there is no ${name}`)
    const failures: string[] = []
    for (const { what, send, told } of peer.bombs) {
      const reports: AttackReport[] = []
      do {
        await peer.connected(control, `${name}0`)
        const beforeMs = gatewayCpuMs()
        await send(limits.scale)
        const [answer, commandS] = await timed(() => power(reports.length % 2 ? 'TurnOff' : 'TurnOn'))
        if (!answer.endsWith('Confirmation'))
          failures.push(`${what}: a command of another driver is answered ${answer}`)
        const last = await settled()
        reports.push(last)
        const { longestPauseMs, longestCollectionMs, rssMiB } = last
        const figures = [longestPauseMs, longestCollectionMs, rssMiB, (gatewayCpuMs() - beforeMs) / 1000]
        const columns = [...figures, commandS].map((figure, i) => figure.toFixed(i < 3 ? 0 : 1).padStart(8))
        print(`${columns.join('')}  ${name}: ${what}`)
      } while (leastPauseMs(reports) > limits.maxPauseMs && reports.length < limits.maxTries)
      const pauses = reports.map(({ longestPauseMs }) => longestPauseMs.toFixed(0)).join(', ')
      if (leastPauseMs(reports) > limits.maxPauseMs) failures.push(`${what}: pauses of ${pauses} ms`)
      const rssMiB = Math.max(...reports.map((one) => one.rssMiB))
      if (rssMiB > limits.maxRssMiB) failures.push(`${what}: ${rssMiB.toFixed(0)} MiB`)
      const lines = reports.flatMap(({ warnings }) => warnings)
      if (told)
        await eventually(async () => {
          lines.push((await connectionProblems()) ?? '')
          // After that answer, which is no pause of the next bomb.
          lines.push(...(await report()).warnings)
          return told.test(lines.join('\n'))
        })
    }
    expect(failures).toEqual([])
  },
  1_800_000,
)
