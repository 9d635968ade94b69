/** The servers of the benchmark, the gateway and the floor, each in a process of its own behind the same mosquitto. */
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { freePort, testBroker } from '../support/broker.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { killed } from '../support/process.ts'
import { load, prepare, send, type Target } from './load.ts'

export const lamps = 16
export const quick = process.argv.includes('--quick')
const folder = makeFolder()
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
writeFileSync(join(folder, 'clova.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
const { token, entry } = createToken('bench', 86_400_000)
export const broker = await testBroker()
const children = new Set<ChildProcess>()
const main = join(import.meta.dirname, '../../clova-home.cjs')
const trait = (house: string, i: number) =>
  `traits: { power: { state: ${house}/${i}, path: $.state, command: ${house}/${i}/set }, brightness: { state: ${house}/${i}, path: $.brightness, range: [0, 254], command: ${house}/${i}/set, payload: '{"brightness":\${value}}' } }`
const yaml = (port: number, appliances: number, house: string) => `
server: { listen: '127.0.0.1:${port}' }
signature: { publicKey: ../clova.pem }
state: state
drivers: { broker: { type: mqtt, url: '${broker.url}' } }
appliances:
${Array.from({ length: appliances }, (_, i) => `  - { id: lamp-${i}, name: lamp ${i}, type: LIGHT, driver: broker, pace: { commands: 100, within: 1ms }, ${trait(house, i)} }`).join('\n')}
`

export interface Running {
  readonly target: Target
  readonly child: ChildProcess
  /** milliseconds from its start to its first answer */
  readonly ms: number
}

/** Starts a server and waits for its first answer. */
async function start(command: readonly string[], target: Target): Promise<{ child: ChildProcess; ms: number }> {
  const begun = performance.now()
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] })
  children.add(child)
  for (;;) {
    try {
      const { text } = await send(target.port, prepare(target, 'HealthCheck', 'lamp-0'))
      if (text.includes('"isReachable":true')) return { child, ms: performance.now() - begun }
    } catch {}
    await sleep(1)
  }
}

/** The least that does the job. */
export async function startFloor(): Promise<Running> {
  const target = { port: await freePort(), key: privateKey, token }
  return {
    target,
    ...(await start(
      [
        join(import.meta.dirname, 'floor.js'),
        String(target.port),
        broker.url,
        join(folder, 'clova.pem'),
        token,
        String(lamps),
      ],
      target,
    )),
  }
}

let homes = 0
/** @param house the first level of its topics, which no other server hears */
export async function startGateway(appliances = lamps, house = 'house'): Promise<Running> {
  const target = { port: await freePort(), key: privateKey, token }
  homes += 1
  const home = join(folder, String(homes))
  mkdirSync(join(home, 'state'), { recursive: true })
  writeFileSync(join(home, 'gateway.yaml'), yaml(target.port, appliances, house))
  writeFileSync(join(home, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: [entry] }))
  return { target, ...(await start([main, 'run', '--config', join(home, 'gateway.yaml')], target)) }
}

export async function stop(child: ChildProcess): Promise<void> {
  await killed(child)
  children.delete(child)
}

/** MiB of memory that are a process's own share. */
export const pss = ({ pid }: ChildProcess) =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024

/** The processor time of all threads of a process since its start, in microseconds. */
export const cpuMicroseconds = ({ pid }: ChildProcess) =>
  readdirSync(`/proc/${pid}/task`)
    .map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000)
    .reduce((sum, time) => sum + time, 0)

/** Two at once, now this one first and now that one: what else the machine does hits both. */
export async function pair<Name extends string>(
  number: number,
  lanes: number,
  starts: Record<Name, () => Promise<Running>>,
  measure: (both: Map<Name, Running>) => Promise<void>,
): Promise<void> {
  const names = Object.keys(starts) as Name[]
  const both = new Map<Name, Running>()
  for (const name of number % 2 === 0 ? names : names.reverse()) both.set(name, await starts[name]())
  // What starting took has been given back, as in all but the first seconds of a service.
  await sleep(3000)
  for (const { target } of both.values()) await load(target, quick ? 500 : 6000, lanes)
  await measure(both)
  for (const { child } of both.values()) await stop(child)
}

/** Ends all that still run, and leaves nothing behind. */
export async function stopAll(): Promise<void> {
  for (const child of children) child.kill('SIGKILL')
  await broker.stop()
  removeFolder(folder)
}
