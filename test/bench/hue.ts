/** `npm run bench:hue`: what the gateway adds to a bridge's own time, and how soon sixty lamps are known. Prints a table; fails if it is too much. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../support/broker.ts'
import { benchmark, gateway, must, started, stop } from './house.ts'
import { at, confirmed, prepare, send, type Target } from './load.ts'

const quick = process.argv.includes('--quick')
const count = quick ? 40 : 200
const warm = quick ? 20 : 60
const lamps = 60
/** what may be added at p99, how long until all are known, and what the bridge itself may take where that is judged, in milliseconds */
const [most, soon, busy] = [10, 1000, 5]
/** between two orders: the bridge takes ten a second, and whoever waits for their turn measures that */
const rest = 115
const row = (name: string, ...cells: string[]) =>
  console.log(name.padEnd(34) + cells.map((cell) => cell.padStart(13)).join(''))

interface Bridge {
  readonly port: number
  readonly key: string
  readonly certificate: string
  readonly id: string
  readonly lights: readonly string[]
}

async function bridge(batch: number): Promise<Bridge> {
  const child = started(fork(join(import.meta.dirname, 'lamps.js'), [String(batch), String(lamps)]))
  const [told] = await once(child, 'message')
  return told as Bridge
}

/** Milliseconds until so many are discovered. */
async function known(target: Target): Promise<number> {
  const begun = performance.now()
  for (let tries = 0; tries < 1000; tries += 1) {
    try {
      const { text } = await send(target.port, prepare(target, 'DiscoverAppliances', ''))
      if (text.split('"applianceId"').length - 1 === lamps) return performance.now() - begun
    } catch {}
    await sleep(5)
  }
  throw new Error('the lamps were never found')
}

/** What the bridge itself takes for an order, in milliseconds. */
async function bare(agent: Agent, { port, key }: Bridge, light: string, brightness: number): Promise<number> {
  const begun = performance.now()
  const sent = request({
    agent,
    host: '127.0.0.1',
    port,
    method: 'PUT',
    path: `/clip/v2/resource/light/${light}`,
    headers: { 'hue-application-key': key, 'content-type': 'application/json' },
  })
  sent.end(JSON.stringify({ dimming: { brightness } }))
  const [response] = await once(sent, 'response')
  for await (const _ of response);
  return performance.now() - begun
}

await benchmark(async () => {
  row(`SetBrightness, ${count} each`, 'p50 ms', 'p99 ms', 'bridge p50', 'bridge p99', 'added p50', 'added p99')
  for (const batch of [0, 1000]) {
    const it = await bridge(batch)
    const own = await freePort()
    const { port, key, certificate, id } = it
    const yaml = `drivers:
  bridge: { type: hue, host: 127.0.0.1, port: ${port}, bridgeId: ${id}, applicationKey: ${key}, certificate: bridge.pem, expose: all }
`
    const target = gateway(own, String(batch), yaml, { 'bridge.pem': certificate })
    const after = await known(target)
    const agent = new Agent({
      keepAlive: true,
      ca: it.certificate,
      servername: it.id,
      checkServerIdentity: () => undefined,
    })
    const ms = { gateway: [] as number[], bridge: [] as number[] }
    for (let i = -warm; i < count; i += 1) {
      const [one, other] = [it.lights[(i + warm) % lamps] ?? '', it.lights[(i + warm + 30) % lamps] ?? '']
      const value = 1 + ((i + warm) % 99)
      const alone = await bare(agent, it, other, value)
      await sleep(rest / 2)
      const answer = await send(own, prepare(target, 'SetBrightness', one, { brightness: { value } }))
      confirmed(answer.text, 'Confirmation')
      must(answer.text.includes(`"value":${value}`), `${value} was confirmed as ${answer.text}`)
      if (i >= 0) {
        ms.gateway.push(answer.ms)
        ms.bridge.push(alone)
      }
      await sleep(rest / 2)
    }
    const [p50, p99, own50, own99] = [at(ms.gateway, 50), at(ms.gateway, 99), at(ms.bridge, 50), at(ms.bridge, 99)]
    row(`events every ${batch} ms`, ...[p50, p99, own50, own99, p50 - own50, p99 - own99].map((one) => one.toFixed(2)))
    row(`${lamps} lamps known after start`, `${after.toFixed(0)} ms`)
    if (own99 < busy) {
      must(p99 - own99 < most, `${(p99 - own99).toFixed(2)} ms are added at p99, and must be under ${most}`)
      must(after < soon, `${lamps} lamps are known after ${after.toFixed(0)} ms, and must be within ${soon}`)
    } else console.log(`  not judged: this machine is so busy that the bridge alone takes ${own99.toFixed(2)} ms`)
    agent.destroy()
    await stop()
  }
})
