/** `npm run bench`: the gateway beside the floor, on a real mosquitto, in one run. Prints a table; judges nothing. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { at, confirmed, load, prepare, send } from './load.ts'
import { broker, lamps, pair, pss, quick, startFloor, startGateway, stop, stopAll } from './servers.ts'

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

try {
  row('', 'floor', 'gateway', 'ratio')
  const both = (name: string, f: number, g: number) => row(name, f, g, g / f)

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

  // From one pair of processes to the next a ratio differs by a tenth and more (perhaps by the cores they come to lie on),
  // the slowest hundredth by a half: so with new ones several times, and all that was measured together.
  const few = { floor: [] as number[], gateway: [] as number[] }
  const rates = { 1: structuredClone(few), 16: structuredClone(few) }
  const ms = {
    1: structuredClone(few),
    16: structuredClone(few),
    sparse: structuredClone(few),
    way: structuredClone(few),
  }
  for (let number = 0; number < (quick ? 1 : 6); number += 1) {
    await pair(number, lamps, { floor: startFloor, gateway: startGateway }, async (servers) => {
      await told()
      // One at a time, from the first byte sent to the message at the device.
      for (let i = 0; i < (quick ? 10 : 40); i += 1) {
        for (const [name, { target }] of servers) {
          const brightness = { value: 1 + (i % 99) }
          const answer = await send(target.port, prepare(target, 'SetBrightness', 'lamp-0', { brightness }))
          confirmed(answer.text)
          ms.sparse[name].push(answer.ms)
          const [heard] = await told()
          if (heard !== undefined) ms.way[name].push(Number(heard - answer.sent) / 1e6)
          await sleep(100)
        }
      }
      for (let round = 0; round < 2; round += 1) {
        for (const atOnce of [1, 16] as const) {
          for (const [name, { target }] of servers) {
            const result = await load(target, (quick ? 300 : 1000) * (atOnce === 1 ? 1 : 4), atOnce)
            ms[atOnce][name].push(...result.ms)
            rates[atOnce][name].push(result.ms.length / result.seconds)
          }
        }
      }
    })
  }
  for (const atOnce of [1, 16] as const) {
    for (const percentile of [50, 95, 99])
      both(`${atOnce} at once, p${percentile} ms`, at(ms[atOnce].floor, percentile), at(ms[atOnce].gateway, percentile))
    both(`${atOnce} at once, requests a second`, at(rates[atOnce].floor, 50), at(rates[atOnce].gateway, 50))
  }
  both('sparse (5 a second), p50 ms', at(ms.sparse.floor, 50), at(ms.sparse.gateway, 50))
  both('sparse, p95 ms', at(ms.sparse.floor, 95), at(ms.sparse.gateway, 95))
  both('sparse, to the device, p50 ms', at(ms.way.floor, 50), at(ms.way.gateway, 50))

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
