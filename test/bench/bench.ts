/** `npm run bench`: the gateway beside the floor, on a real mosquitto, in one run. Prints a table; judges nothing. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { at, confirmed, load, prepare, send } from './load.ts'
import {
  broker,
  cpuMicroseconds,
  lamps,
  pair,
  pss,
  quick,
  type Running,
  startFloor,
  startGateway,
  stop,
  stopAll,
} from './servers.ts'

const row = (...cells: (string | number)[]) =>
  console.log(
    cells
      .map((c, i) =>
        (typeof c === 'number' ? c.toFixed(c < 10 ? 2 : 1) : c).padStart(i === 0 ? 0 : 11).padEnd(i === 0 ? 38 : 0),
      )
      .join(''),
  )

const device = fork(join(import.meta.dirname, 'device.js'), [broker.url, String(lamps)])
await new Promise((resolve) => device.once('message', resolve))
const told = () =>
  new Promise<bigint[]>((resolve) => {
    device.once('message', (times) => resolve((times as string[]).map(BigInt)))
    device.send('told')
  })

/** What one new process took for its requests: milliseconds, and microseconds of processor time a request. */
interface Cell {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly cpu: number
}

async function measureCold(startOne: () => Promise<Running>, atOnce: number): Promise<Cell> {
  const { child, target } = await startOne()
  await sleep(1000)
  await load(target, 200, atOnce)
  const count = quick ? 300 : 2000
  const before = cpuMicroseconds(child)
  const { ms } = await load(target, count, atOnce)
  const cpu = (cpuMicroseconds(child) - before) / ms.length
  await stop(child)
  return { p50: at(ms, 50), p95: at(ms, 95), p99: at(ms, 99), cpu }
}

/** Of single commands, in their order: milliseconds until the answer, and until the message at the device. */
interface Sparse {
  readonly ms: number[]
  readonly toDeviceMs: number[]
}

async function measureSparse(startOne: () => Promise<Running>): Promise<Sparse> {
  const { child, target } = await startOne()
  const result: Sparse = { ms: [], toDeviceMs: [] }
  await sleep(1000)
  await told()
  for (let i = 0; i < (quick ? 20 : 100); i += 1) {
    const brightness = { value: 1 + (i % 99) }
    const answer = await send(target.port, prepare(target, 'SetBrightness', 'lamp-0', { brightness }))
    confirmed(answer.text)
    result.ms.push(answer.ms)
    const [heard] = await told()
    if (heard !== undefined) result.toDeviceMs.push(Number(heard - answer.sent) / 1e6)
    await sleep(200)
  }
  await stop(child)
  return result
}

/** Every second round the other one first. */
function inTurns<Name extends string, Server>(round: number, servers: Record<Name, Server>): [Name, Server][] {
  const all = Object.entries(servers) as [Name, Server][]
  return round % 2 === 0 ? all : all.reverse()
}

try {
  row('', 'floor', 'gateway', 'ratio')
  const both = (name: string, f: number, g: number) => row(name, f, g, g / f)

  const servers = { floor: startFloor, gateway: startGateway }

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
  both('start-up to the first answer, ms', at(startups.floor, 50), at(startups.gateway, 50))

  const floor = await startFloor()
  const gateway = await startGateway()
  await sleep(3000)
  both('memory idle, PSS MiB', pss(floor.child), pss(gateway.child))
  for (const { target } of [floor, gateway]) await load(target, quick ? 1000 : 10_000, lamps)
  both('memory before the last requests, MiB', pss(floor.child), pss(gateway.child))
  for (const { target } of [floor, gateway]) await load(target, quick ? 2000 : 20_000, lamps)
  await sleep(2000)
  both(`memory after ${quick ? '2,000' : '20,000'} more, MiB`, pss(floor.child), pss(gateway.child))
  await stop(floor.child)
  await stop(gateway.child)

  // A voice command meets a process that has compiled little, so each cell has a new process that has answered 200 requests.
  // From one process to the next a ratio differs by a tenth and more, so what counts is the median of the ratios of all rounds.
  const rounds = quick ? 1 : 5
  for (const atOnce of [1, 16] as const) {
    const cells = { floor: [] as Cell[], gateway: [] as Cell[] }
    for (let round = 0; round < rounds; round += 1)
      for (const [name, startOne] of inTurns(round, servers)) cells[name].push(await measureCold(startOne, atOnce))
    for (const value of ['p50', 'p95', 'p99', 'cpu'] as const) {
      const label = value === 'cpu' ? 'CPU a request, us' : `${value} ms`
      row(
        `${atOnce} at once, ${label}`,
        ...[cells.floor, cells.gateway].map((one) =>
          at(
            one.map((cell) => cell[value]),
            50,
          ),
        ),
        at(
          cells.gateway.map((cell, i) => cell[value] / (cells.floor[i]?.[value] ?? Number.NaN)),
          50,
        ),
      )
    }
  }

  // As a house uses it: one command, a rest, no warm-up; and how much slower the first command after the start is than the tenth.
  const sparse = { floor: [] as Sparse[], gateway: [] as Sparse[] }
  for (let round = 0; round < rounds; round += 1)
    for (const [name, startOne] of inTurns(round, servers)) sparse[name].push(await measureSparse(startOne))
  const median = (name: 'floor' | 'gateway', of: (one: Sparse) => number) => at(sparse[name].map(of), 50)
  const sparseRow = (label: string, of: (one: Sparse) => number) =>
    both(label, median('floor', of), median('gateway', of))
  sparseRow('sparse (5 a second), p50 ms', ({ ms }) => at(ms, 50))
  sparseRow('sparse, p95 ms', ({ ms }) => at(ms, 95))
  sparseRow('sparse, to the device, p50 ms', ({ toDeviceMs }) => at(toDeviceMs, 50))
  sparseRow('first command after the start, ms', ({ ms }) => ms[0] ?? Number.NaN)
  sparseRow('first command, times the tenth', ({ ms }) => (ms[0] ?? Number.NaN) / at(ms.slice(7, 12), 50))

  console.log()
  row('appliances', 'start ms', 'PSS MiB', 'KiB each', 'discovery')
  const bare = { pss: 0 }
  for (const appliances of quick ? [10, 1000] : [10, 100, 1000, 10_000]) {
    const { target, child, ms } = await startGateway(appliances)
    await sleep(appliances < 10_000 ? 3000 : 6000)
    const memory = pss(child)
    if (appliances === 10) bare.pss = memory
    await load(target, 1500, 1)
    const discovery: number[] = []
    for (let i = 0; i < 20; i += 1) {
      const answer = await send(target.port, prepare(target, 'DiscoverAppliances', ''))
      confirmed(answer.text, 'DiscoverAppliancesResponse')
      discovery.push(answer.ms)
    }
    row(String(appliances), ms, memory, ((memory - bare.pss) * 1024) / appliances, at(discovery, 50))
    await stop(child)
  }

  // Each with lamps of its own: of one topic, whoever came second hears second.
  console.log()
  const [small, large] = [10, quick ? 1000 : 10_000]
  row('', String(small), String(large), 'ratio')
  const size = { small: [] as number[], large: [] as number[] }
  for (let number = 0; number < (quick ? 1 : 4); number += 1) {
    const starts = { small: () => startGateway(small), large: () => startGateway(large, 'large') }
    await pair(number, small, starts, async (sizes) => {
      for (let round = 0; round < (quick ? 1 : 4); round += 1)
        for (const [name, { target }] of sizes) size[name].push(...(await load(target, quick ? 300 : 1000, 1)).ms)
    })
  }
  both('appliances: a command, p50 ms', at(size.small, 50), at(size.large, 50))
} finally {
  device.kill('SIGKILL')
  await stopAll()
}
process.exit(0)
