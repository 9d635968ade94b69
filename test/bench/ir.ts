/** `npm run bench:ir`: from the request to the packet at one blaster, and many presses in a row. Prints a table; fails if an order is lost. */
import { createSocket } from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { recognise } from '../../drivers/ir/codes/index.ts'
import { type Blaster, blaster, type kinds } from '../support/broadlink.ts'
import { freePort } from '../support/broker.ts'
import { benchmark, gateway, must, run, stop } from './house.ts'
import { at, confirmed, type Prepared, prepare, send, type Target } from './load.ts'

const quick = process.argv.includes('--quick')
const count = quick ? 100 : 500
const presses = 20
/** what the way may take at p99, and what the floor may take where that is judged, in milliseconds */
const [most, busy] = [5, 1.5]
/** requests before any is measured: what the gateway runs is made faster meanwhile */
const warm = quick ? 50 : 300
const keys = {
  on: 1,
  off: 2,
  volumeUp: 3,
  volumeDown: 4,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [i, 16 + i])),
}
const remote = Object.entries(keys).map(([key, command]) => `"${key}": { nec: { address: 4, command: ${command} } }`)
const row = (name: string, ...cells: string[]) =>
  console.log(name.padEnd(44) + cells.map((cell) => cell.padStart(12)).join(''))

/** When packets come at a blaster: the way to it, which notes the time and passes them on. */
async function watched(to: number) {
  const [front, back] = [createSocket('udp4'), createSocket('udp4')]
  for (const socket of [front, back]) await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const times: bigint[] = []
  let asker = 0
  front.on('message', (packet, from) => {
    const now = process.hrtime.bigint()
    if (packet.length > 0x38 && packet.readUInt16LE(0x26) === 0x6a) times.push(now)
    if (packet[0] === 0 && packet.length === 200) return
    asker = from.port
    back.send(packet, to, '127.0.0.1')
  })
  back.on('message', (answer) => front.send(answer, asker, '127.0.0.1'))
  const close = () => {
    front.close()
    back.close()
  }
  return { port: front.address().port, times, close }
}

/** The least that there can be: who asks gets an answer, and a packet goes out. What it takes is the machine's own. */
function floor(port: number, to: number): void {
  const text = `const { createSocket } = require('node:dgram'); const socket = createSocket('udp4'); const packet = Buffer.alloc(200); packet[0x26] = 0x6a
require('node:http').createServer((request, response) => { request.resume(); request.on('end', () => { socket.send(packet, ${to}, '127.0.0.1'); response.end('Confirmation') }) }).listen(${port}, '127.0.0.1')`
  run(['-e', text])
}

const names = (device: Blaster) =>
  device.sent.splice(0).map(({ pulses }) => {
    const { command } = (recognise({ medium: 'ir', carrierHz: 38_000, pulses })?.fields ?? {}) as { command?: number }
    return Object.keys(keys).find((key) => keys[key as keyof typeof keys] === command) ?? '?'
  })

async function start(port: number, rm: number, name: string): Promise<Target> {
  const yaml = `drivers: { rm: { type: ir, transmitter: broadlink, host: 127.0.0.1, port: ${rm} } }
appliances:
  - id: tv
    name: TV
    type: SMARTTV
    driver: rm
    gap: 20ms
    pace: { commands: 100, within: 1ms }
    remote: { ${remote.join(', ')} }
  - { id: air, name: 에어컨, type: AIRCONDITIONER, driver: rm, pace: { commands: 100, within: 1ms }, climate: { protocol: lg-ac } }
`
  const target = gateway(port, name, yaml)
  await answers(port, () => prepare(target, 'HealthCheck', 'tv'), '"isReachable":true')
  return target
}

/** Waits until somebody there answers so. */
async function answers(port: number, ask: () => Prepared, text: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    try {
      if ((await send(port, ask())).text.includes(text)) return
    } catch {}
    await sleep(10)
  }
  throw new Error(`nobody says ${text} at port ${port}`)
}

await benchmark(async () => {
  row(`from the request to the packet, ${count} each`, 'p50 ms', 'p99 ms', 'confirmed', 'floor p50', 'floor p99')
  for (const kind of ['mini3', 'rm4mini'] as const satisfies readonly (keyof typeof kinds)[]) {
    const device = await blaster(kind)
    const way = await watched(device.port)
    const target = await start(await freePort(), way.port, kind)
    const { port } = target
    const bare = await freePort()
    floor(bare, way.port)
    await answers(bare, () => prepare(target, 'HealthCheck', 'tv'), 'Confirmation')
    for (const [name, ask] of [
      ['on and off', (i: number) => prepare(target, i % 2 ? 'TurnOn' : 'TurnOff', 'tv')],
      [
        'a whole state',
        (i: number) => prepare(target, 'SetTargetTemperature', 'air', { targetTemperature: { value: 18 + (i % 10) } }),
      ],
    ] as const) {
      confirmed((await send(port, prepare(target, 'SetMode', 'air', { mode: { value: 'cool' } }))).text, 'Confirmation')
      const ms = { gateway: [] as number[], floor: [] as number[] }
      const answered: number[] = []
      for (let i = -warm; i < count; i += 1) {
        for (const [who, to] of [
          ['floor', bare],
          ['gateway', port],
        ] as const) {
          way.times.length = 0
          const answer = await send(to, ask(i & 0xffff))
          confirmed(answer.text, 'Confirmation')
          // The floor does not wait until its packet has arrived.
          for (let waits = 0; way.times.length === 0 && waits < 100; waits += 1) await sleep(1)
          const [came] = way.times
          if (i < 0) continue
          must(came !== undefined && way.times.length === 1, `${way.times.length} packets for one command`)
          if (came !== undefined) ms[who].push(Number(came - answer.sent) / 1e6)
          if (who === 'gateway') answered.push(answer.ms)
          await sleep(2)
        }
      }
      const [p99, least] = [at(ms.gateway, 99), at(ms.floor, 99)]
      row(
        `${kind}, ${name}`,
        ...[at(ms.gateway, 50), p99, at(answered, 50), at(ms.floor, 50), least].map((one) => one.toFixed(2)),
      )
      if (least < busy) must(p99 < most, `p99 is ${p99.toFixed(2)} ms and must be under ${most}`)
      else console.log(`  not judged: this machine is so busy that nothing at all takes ${least.toFixed(2)} ms`)
    }
    names(device)
    // Twenty commands without a pause, each of one key; then one command of twenty.
    const digits = Array.from({ length: presses }, (_, i) => i % 10)
    const begun = performance.now()
    for (const digit of digits) {
      const { text } = await send(port, prepare(target, 'SetChannel', 'tv', { channel: { value: digit } }))
      confirmed(text, 'Confirmation')
    }
    const commands = performance.now() - begun
    const told = names(device)
    must(told.join() === digits.join(), `${presses} commands in a row came as ${told}`)
    confirmed(
      (await send(port, prepare(target, 'IncrementVolume', 'tv', { deltaVolume: { value: presses } }))).text,
      'Confirmation',
    )
    const steps = names(device)
    must(steps.length === presses && steps.every((key) => key === 'volumeUp'), `${presses} steps came as ${steps}`)
    row(
      `${kind}, ${presses} commands in a row`,
      told.join() === digits.join() ? 'in order' : 'WRONG',
      `${commands.toFixed(0)} ms`,
    )
    await stop()
    way.close()
    await device.close()
  }
})
