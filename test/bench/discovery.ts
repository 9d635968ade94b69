/**
 * `npm run bench:discovery`: a thousand devices that announce themselves at once, and a flood of what they say, on a real
 * mosquitto. Prints tables; judges nothing.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { freePort, type TestBroker, testBroker } from '../support/broker.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { homeAssistant, type Kept, tasmota, zigbee2mqtt } from './announcing.ts'
import { at, confirmed, prepare, send, type Target } from './load.ts'
import type { Flood } from './world.ts'

const quick = process.argv.includes('--quick')
const count = quick ? 200 : 1000
const folder = makeFolder()
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
writeFileSync(join(folder, 'clova.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
const { token, entry } = createToken('bench', 86_400_000)
const main = join(import.meta.dirname, '../../clova-home.cjs')
const children = new Set<ChildProcess>()
const row = (...cells: (string | number)[]) =>
  console.log(
    cells
      .map((c, i) => (typeof c === 'number' ? c.toFixed(1) : c).padStart(i === 0 ? 0 : 12).padEnd(i === 0 ? 30 : 0))
      .join(''),
  )
const pss = ({ pid }: ChildProcess) =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024
/** Milliseconds of processor time that a process has used. */
const cpu = ({ pid }: ChildProcess) =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(' ')
    .slice(13, 15)
    .reduce((sum, ticks) => sum + Number(ticks) * 10, 0)

interface Listed {
  readonly applianceId: string
  readonly actions: readonly string[]
}
async function listed(target: Target): Promise<readonly Listed[]> {
  const { text } = await send(target.port, prepare(target, 'DiscoverAppliances', ''))
  confirmed(text, 'DiscoverAppliancesResponse')
  return JSON.parse(text).payload.discoveredAppliances
}

async function gateway(broker: TestBroker, convention: string): Promise<{ target: Target; child: ChildProcess }> {
  const target = { port: await freePort(), key: privateKey, token }
  const home = mkdtempSync(join(folder, 'home-'))
  mkdirSync(join(home, 'state'), { recursive: true })
  writeFileSync(
    join(home, 'gateway.yaml'),
    `
server: { listen: '127.0.0.1:${target.port}' }
signature: { publicKey: ../clova.pem }
state: state
drivers: { broker: { type: mqtt, url: '${broker.url}', discover: [${convention}], expose: all } }
`,
  )
  writeFileSync(join(home, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: [entry] }))
  const child = spawn(process.execPath, [main, 'run', '--config', join(home, 'gateway.yaml')], {
    stdio: ['ignore', process.argv.includes('--log') ? 'inherit' : 'ignore', 'inherit'],
  })
  children.add(child)
  await until(async () => (await listed(target).catch(() => undefined)) !== undefined)
  return { target, child }
}
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await isTrue()); await sleep(5))
    if (performance.now() > end) throw new Error('it never came to that')
}
async function world(broker: TestBroker, role: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'world.js'), [broker.url, role])
  children.add(child)
  await new Promise((resolve) => child.once('message', resolve))
  return child
}

/** Ten commands a second, each sent at its time whatever became of the one before; the milliseconds of each. */
async function commands(target: Target, lamps: readonly Listed[], seconds: number): Promise<readonly number[]> {
  const prepared = Array.from({ length: seconds * 10 }, (_, i) =>
    prepare(target, 'SetBrightness', lamps[i % lamps.length]?.applianceId ?? '', {
      brightness: { value: 1 + ((i * 7) % 99) },
    }),
  )
  const begun = performance.now()
  const all = prepared.map(async (one, i) => {
    await sleep(begun + i * 100 - performance.now())
    const { ms, text } = await send(target.port, one)
    confirmed(text)
    return ms
  })
  return Promise.all(all)
}

/**
 * @param expected how many appliances the devices are
 * @param topic the state topics, with `*` in place of the number of a device
 */
async function bench(convention: string, announced: readonly Kept[], expected: number, topic?: string): Promise<void> {
  const broker = await testBroker()
  try {
    const { target, child } = await gateway(broker, convention)
    await sleep(3000)
    const idle = pss(child)
    const client = await mqtt.connectAsync(broker.url)
    const bytes = announced.reduce((sum, { payload }) => sum + payload.length, 0)
    const begun = performance.now()
    for (const { topic, payload } of announced) client.publish(topic, payload, { retain: true })
    const before = cpu(child)
    let all: readonly Listed[] = []
    let ms = 0
    // Asked seldom: an answer of so many appliances is work too.
    while (all.length < expected && performance.now() - begun - ms < 10_000) {
      await sleep(100)
      const now = await listed(target)
      if (now.length !== all.length) ms = performance.now() - begun
      all = now
    }
    const busy = cpu(child) - before
    await sleep(5000)
    row(convention, bytes / 2 ** 20, all.length, ms, busy, idle, pss(child), pss(child) - idle)
    if (topic) await flood(broker, target, child, all, topic)
    await client.endAsync()
    child.kill('SIGKILL')
  } finally {
    for (const child of children) child.kill('SIGKILL')
    children.clear()
    await broker.stop()
  }
}

const floods: (readonly (string | number)[])[] = []
async function flood(
  broker: TestBroker,
  target: Target,
  child: ChildProcess,
  all: readonly Listed[],
  topic: string,
): Promise<void> {
  await world(broker, 'devices')
  const flooding = await world(broker, 'flood')
  const lamps = all.filter(({ actions }) => actions.includes('SetBrightness')).slice(0, 20)
  const seconds = quick ? 5 : 20
  await commands(target, lamps, 3)
  for (const [name, rate] of [
    ['quiet', 0],
    ['flood', 5000],
  ] as const) {
    // The first hundred devices are left in peace: what they are told must be what they say.
    const order: Flood = { rate, seconds: seconds + 2, topic, from: 100, to: count }
    const over = rate
      ? new Promise<{ sent: number; seconds: number }>((resolve) => flooding.once('message', resolve))
      : undefined
    if (rate) flooding.send(order)
    await sleep(1000)
    const before = cpu(child)
    const ms = await commands(target, lamps, seconds)
    const busy = (cpu(child) - before) / seconds / 10
    const done = await over
    floods.push([
      `${name}`,
      done ? done.sent / done.seconds : 0,
      at(ms, 50),
      at(ms, 95),
      at(ms, 99),
      Math.max(...ms),
      busy,
      pss(child),
    ])
  }
}

try {
  row(`${count} devices`, 'MiB', 'appliances', 'ready ms', 'CPU ms', 'idle MiB', 'then MiB', 'added MiB')
  await bench('zigbee2mqtt', zigbee2mqtt(count), count, 'zigbee2mqtt/device *')
  await bench('homeassistant', homeAssistant(count), 2 * count)
  await bench('tasmota', tasmota(count), 2 * count)
  console.log()
  row('10 commands a second', 'said/s', 'p50 ms', 'p95 ms', 'p99 ms', 'worst ms', 'CPU %', 'PSS MiB')
  for (const cells of floods) row(...(cells as [string]))
} finally {
  for (const child of children) child.kill('SIGKILL')
  removeFolder(folder)
}
process.exit(0)
