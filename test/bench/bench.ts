/** `npm run bench`: the gateway beside the floor, on a real mosquitto, in one run. Prints a table; judges nothing. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createToken } from '../../src/linking/tokens.ts'
import { freePort, testBroker } from '../support/broker.ts'
import { killed } from '../support/process.ts'
import { at, confirmed, load, prepare, send, type Target } from './load.ts'

const lamps = 16
const quick = process.argv.includes('--quick')
const folder = mkdtempSync(join(tmpdir(), 'clova-home-bench-'))
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
writeFileSync(join(folder, 'clova.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
const { token, entry } = createToken('bench', 86_400_000)
const broker = await testBroker()
const children = new Set<ChildProcess>()
const main = join(import.meta.dirname, '../../clova-home.cjs')
const row = (...cells: (string | number)[]) =>
  console.log(
    cells
      .map((c, i) =>
        (typeof c === 'number' ? c.toFixed(c < 10 ? 2 : 1) : c).padStart(i === 0 ? 0 : 11).padEnd(i === 0 ? 38 : 0),
      )
      .join(''),
  )

const trait = (i: number) =>
  `traits: { power: { state: house/${i}, path: $.state, command: house/${i}/set }, brightness: { state: house/${i}, path: $.brightness, range: [0, 254], command: house/${i}/set, payload: '{"brightness":\${value}}' } }`
const yaml = (port: number, appliances: number) => `
server: { listen: '127.0.0.1:${port}' }
signature: { publicKey: ../clova.pem }
state: state
drivers: { broker: { type: mqtt, url: '${broker.url}' } }
appliances:
${Array.from({ length: appliances }, (_, i) => `  - { id: lamp-${i}, name: lamp ${i}, type: LIGHT, driver: broker, pace: { commands: 100, within: 1ms }, ${trait(i)} }`).join('\n')}
`

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

async function startFloor(): Promise<{ target: Target; child: ChildProcess; ms: number }> {
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
async function startGateway(appliances = lamps): Promise<{ target: Target; child: ChildProcess; ms: number }> {
  const target = { port: await freePort(), key: privateKey, token }
  homes += 1
  const home = join(folder, String(homes))
  mkdirSync(join(home, 'state'), { recursive: true })
  writeFileSync(join(home, 'gateway.yaml'), yaml(target.port, appliances))
  writeFileSync(join(home, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: [entry] }))
  // The key of the command line is made once in a life; here beforehand, as from the second start on.
  writeFileSync(join(home, 'state', 'local-key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }), {
    mode: 0o600,
  })
  return { target, ...(await start([main, 'run', '--config', join(home, 'gateway.yaml')], target)) }
}

async function stop(child: ChildProcess): Promise<void> {
  await killed(child)
  children.delete(child)
}

/** Kilobytes of memory that are a process's own share. */
const pss = ({ pid }: ChildProcess) =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024

const device = fork(join(import.meta.dirname, 'device.js'), [broker.url, String(lamps)])
children.add(device)
await new Promise((resolve) => device.once('message', resolve))
const told = () =>
  new Promise<bigint[]>((resolve) => {
    device.once('message', (times) => resolve((times as string[]).map(BigInt)))
    device.send('told')
  })

try {
  // Start-up, in turns.
  const startups = { floor: [] as number[], gateway: [] as number[] }
  for (let i = 0; i < (quick ? 2 : 7); i += 1) {
    const floor = await startFloor()
    await stop(floor.child)
    const gateway = await startGateway()
    await stop(gateway.child)
    startups.floor.push(floor.ms)
    startups.gateway.push(gateway.ms)
  }
  const floor = await startFloor()
  const gateway = await startGateway()
  await sleep(3000)
  row('', 'floor', 'gateway', 'ratio')
  const both = (name: string, f: number, g: number) => row(name, f, g, g / f)
  both('start-up to the first answer, ms', at(startups.floor, 50), at(startups.gateway, 50))
  const idle = { floor: pss(floor.child), gateway: pss(gateway.child) }
  both('memory idle, PSS MiB', idle.floor, idle.gateway)

  // Warm, then in turns, so that what else the machine does hits both.
  for (const { target } of [floor, gateway]) await load(target, quick ? 500 : 3000, lamps)
  for (const [atOnce, count] of [
    [1, quick ? 300 : 1500],
    [16, quick ? 1600 : 6000],
  ] as const) {
    const ms = { floor: [] as number[], gateway: [] as number[] }
    const rates = { floor: [] as number[], gateway: [] as number[] }
    for (let round = 0; round < (quick ? 2 : 6); round += 1) {
      for (const [name, { target }] of Object.entries({ floor, gateway }) as ['floor' | 'gateway', typeof floor][]) {
        const result = await load(target, count, atOnce)
        ms[name].push(...result.ms)
        rates[name].push(result.ms.length / result.seconds)
      }
    }
    for (const percentile of [50, 95, 99])
      both(`${atOnce} at once, p${percentile} ms`, at(ms.floor, percentile), at(ms.gateway, percentile))
    both(`${atOnce} at once, requests a second`, at(rates.floor, 50), at(rates.gateway, 50))
  }

  const half = { floor: pss(floor.child), gateway: pss(gateway.child) }
  for (const { target } of [floor, gateway]) await load(target, quick ? 2000 : 20_000, lamps)
  await sleep(2000)
  both('memory before the last requests, MiB', half.floor, half.gateway)
  both(`memory after ${quick ? '2,000' : '20,000'} more, MiB`, pss(floor.child), pss(gateway.child))
  await stop(floor.child)
  await stop(gateway.child)

  // One at a time, from the first byte sent to the message at the device. From one pair of processes to the next the ratio
  // differs by a tenth and more (perhaps by the cores they come to lie on): so with new ones several times, in turns.
  const way = { floor: [] as number[], gateway: [] as number[] }
  const sparse = { floor: [] as number[], gateway: [] as number[] }
  for (let pair = 0; pair < (quick ? 1 : 6); pair += 1) {
    const starts = { floor: startFloor, gateway: startGateway }
    const names = pair % 2 === 0 ? (['floor', 'gateway'] as const) : (['gateway', 'floor'] as const)
    const running = new Map<(typeof names)[number], Awaited<ReturnType<typeof start>> & { target: Target }>()
    for (const name of names) running.set(name, await starts[name]())
    for (const { target } of running.values()) await load(target, quick ? 500 : 6000, lamps)
    // What starting took has been given back.
    await sleep(3000)
    await told()
    for (let i = 0; i < (quick ? 10 : 40); i += 1) {
      for (const [name, { target }] of running) {
        const answer = await send(
          target.port,
          prepare(target, 'SetBrightness', 'lamp-0', { brightness: { value: 1 + (i % 99) } }),
        )
        confirmed(answer.text)
        sparse[name].push(answer.ms)
        const [heard] = await told()
        if (heard !== undefined) way[name].push(Number(heard - answer.sent) / 1e6)
        await sleep(100)
      }
    }
    for (const { child } of running.values()) await stop(child)
  }
  both('sparse (5 a second), p50 ms', at(sparse.floor, 50), at(sparse.gateway, 50))
  both('sparse, p95 ms', at(sparse.floor, 95), at(sparse.gateway, 95))
  both('sparse, to the device, p50 ms', at(way.floor, 50), at(way.gateway, 50))

  console.log()
  row('appliances', 'start ms', 'PSS MiB', 'KiB each', 'discovery', 'command p50')
  const bare = { pss: 0 }
  for (const appliances of quick ? [10, 1000] : [10, 100, 1000, 10_000]) {
    const { target, child, ms } = await startGateway(appliances)
    await load(target, 1500, 1)
    await sleep(1000)
    const memory = pss(child)
    if (appliances === 10) bare.pss = memory
    const discovery: number[] = []
    for (let i = 0; i < 20; i += 1) {
      const answer = await send(target.port, prepare(target, 'DiscoverAppliances', ''))
      confirmed(answer.text, 'DiscoverAppliancesResponse')
      discovery.push(answer.ms)
    }
    const command = await load(target, 1000, 1)
    row(
      String(appliances),
      ms,
      memory,
      ((memory - bare.pss) * 1024) / appliances,
      at(discovery, 50),
      at(command.ms, 50),
    )
    await stop(child)
  }
} finally {
  for (const child of children) child.kill('SIGKILL')
  await broker.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
