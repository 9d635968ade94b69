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
import { killed } from '../support/process.ts'
import type { AttackReport } from './gatewayPrograms.ts'

/**
 * `scale`: how many times each attack is sent. `settleMs`: how long it may be worked on before the next comes. A pause of the
 * garbage collector or the compiler does not come again when the bomb does, so one that is too long is sent `maxTries` times.
 */
const limits = { scale: 10, maxPauseMs: 50, maxTries: 3, maxRssMiB: 450, settleMs: 4000 }

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

/** What each bomb did, for the figures of the long run. */
const figures: (readonly [what: string, pauseMs: number, rssMiB: number])[] = []
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
    execArgv: [],
  })
  code = new Promise((resolve) => gateway.once('exit', resolve))
  await next(gateway)
  control = createControlClient(config)
  for (const [name, peer] of peers) await peer.connected(control, `${name}0`)
  await report()
}, 60_000)

afterAll(async () => {
  gateway.disconnect()
  expect(await code).toBe(0)
  await killed(gateway)
  for (const peer of peers.values()) await peer.close()
  removeFolder(folder)
  process.stdout.write(
    `${figures.map(([what, pauseMs, rssMiB]) => `${pauseMs.toFixed(0).padStart(5)} ms ${rssMiB.toFixed(0).padStart(5)} MiB  ${what}`).join('\n')}\n`,
  )
}, 60_000)

const next = (child: ChildProcess) => new Promise((resolve) => child.once('message', resolve))
async function report(): Promise<AttackReport> {
  const answer = next(gateway)
  gateway.send('report')
  return (await answer) as AttackReport
}
const leastPauseMs = (reports: readonly AttackReport[]) =>
  Math.min(...reports.map(({ longestPauseMs }) => longestPauseMs))
const warningsOf = (reports: readonly AttackReport[]) => reports.flatMap(({ warnings }) => warnings)
/** None while the gateway is too busy to answer in time. */
const problems = () =>
  control.call('appliances', {}).then(
    (answer) => answer.problems,
    () => [],
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
    const slow: unknown[] = []
    for (const { what, send, told } of peer.bombs) {
      const reports: AttackReport[] = []
      do {
        await peer.connected(control, `${name}0`)
        await send(limits.scale)
        expect(await power(reports.length % 2 ? 'TurnOff' : 'TurnOn')).toMatch(/Confirmation$/)
        await sleep(limits.settleMs)
        reports.push(await report())
      } while (leastPauseMs(reports) > limits.maxPauseMs && reports.length < limits.maxTries)
      const rssMiB = Math.max(...reports.map((one) => one.rssMiB))
      figures.push([`${name}: ${what}`, leastPauseMs(reports), rssMiB])
      if (leastPauseMs(reports) > limits.maxPauseMs || rssMiB > limits.maxRssMiB)
        slow.push([what, ...reports.map(({ longestPauseMs }) => longestPauseMs), rssMiB])
      if (told)
        await eventually(async () => told.test([...warningsOf(reports), ...(await problems())].join('\n')), 60_000)
    }
    expect(slow).toEqual([])
  },
  1_800_000,
)
