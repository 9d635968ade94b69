// `npm run test:hub`: commands through two hubs and three NATS servers to three homes without a pause, while one part after
// the other fails; counts wrong answers, late commands, and how long until every home answers again. With `HOMES=2000` so many
// homes more are connected and asked without a pause.
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt, { type MqttClient } from 'mqtt'
import { formatCredentials } from '../../src/hub/connection.ts'
import { clientSecretOfHome, enrol } from '../../src/hub/credentials.ts'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { freePort, testBroker } from '../support/broker.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { killed } from '../support/process.ts'
import { startCluster } from './cluster.ts'
import { Crowd, type ManyHomes, startManyHomes } from './manyHomes.ts'

const homeCount = 3
const moreHomes = Number(process.env.HOMES ?? 0)
const lampsPerHome = 4
/** How long each part is away, and the network, in milliseconds. */
const awayMs = 5000
const networkAwayMs = 30_000
/** How long the load goes on before and after each fault, in milliseconds; all homes must be back within that. */
const calmMs = 8000
/** How late a command may be seen after its answer, since both travel through this process, in milliseconds. */
const travelMs = 250
const pauseMs = 40

interface Lamp {
  readonly topic: string
  readonly home: number
  readonly id: string
  /** what it received, with the time by the clock of `performance` */
  readonly received: { readonly atMs: number; readonly value: number }[]
  /** the values that it reported */
  readonly reported: { readonly atMs: number; readonly value: number }[]
  delayMs: number
}

interface Answer {
  readonly lamp: Lamp
  readonly value: number
  readonly sentAtMs: number
  readonly receivedAtMs: number
  readonly result: string
}

const print = (text: string) => process.stdout.write(`${text}\n`)

/** A process of `clova-home` that can be killed and started again. */
class Service {
  readonly #words: readonly string[]
  readonly #isReady: string
  #child: ChildProcess | undefined

  constructor(words: readonly string[], isReady: string) {
    this.#words = words
    this.#isReady = isReady
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [resolve('dist/clova-home.cjs'), ...this.#words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    let log = ''
    await new Promise<void>((done, reject) => {
      const timer = setTimeout(() => reject(new Error(`it does not start: ${log.slice(-2000)}`)), 60_000)
      child.stdout?.on('data', (bytes: Buffer) => {
        log = (log + bytes.toString('utf8')).slice(-100_000)
        if (!log.includes(this.#isReady)) return
        clearTimeout(timer)
        done()
      })
    })
  }

  kill = () => killed(this.#child)
}

/** Sends one command as CLOVA does. @returns the name of the answer, or what became of the connection */
function command(
  port: number,
  key: KeyObject,
  accessToken: string,
  applianceId: string,
  value: number,
): Promise<string> {
  const body = Buffer.from(
    JSON.stringify({
      header: {
        messageId: randomUUID(),
        name: 'SetBrightnessRequest',
        namespace: 'ClovaHome',
        payloadVersion: '1.0',
      },
      payload: { accessToken, appliance: { applianceId }, brightness: { value } },
    }),
  )
  const headers = { SignatureCEK: sign('RSA-SHA256', body, key).toString('base64') }
  return new Promise((done) => {
    const sent = request(
      { agent: false, host: '127.0.0.1', port, path: '/clova', method: 'POST', headers },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', () => done('connection lost'))
        response.on('end', () => {
          if (response.statusCode !== 200) return done(`HTTP ${response.statusCode}`)
          const { header, payload, home } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
          if (home !== undefined) done(`home ${home}`)
          else if (header.name === 'SetBrightnessConfirmation') done(`confirmed ${payload.brightness.value}`)
          else done(header.name)
        })
      },
    )
    // CLOVA gives up after 8 s.
    sent.setTimeout(8000, () => sent.destroy())
    sent.on('error', () => done('connection lost'))
    sent.end(body)
  })
}

/** Sends a value to one lamp after the other, without a pause, until the end of the run. */
async function load(
  lamps: readonly Lamp[],
  ask: (lamp: Lamp, value: number) => Promise<string>,
  answers: Answer[],
  isOver: () => boolean,
): Promise<void> {
  await Promise.all(
    lamps.map(async (lamp, index) => {
      for (let count = index; !isOver(); count += 1) {
        const value = (count % 99) + 1
        const sentAtMs = performance.now()
        const result = await ask(lamp, value)
        answers.push({ lamp, value, sentAtMs, receivedAtMs: performance.now(), result })
        await sleep(pauseMs)
      }
    }),
  )
}

/**
 * The wrong answers and the late commands. A slow lamp may report an old value after the new one: then that value is the
 * one that it has, and the answer with it is right.
 */
function judge(answers: readonly Answer[], lamps: readonly Lamp[]) {
  let wrong = 0
  for (const { lamp, value, result, sentAtMs, receivedAtMs } of answers) {
    if (!result.startsWith('confirmed')) continue
    const isWithin = ({ atMs }: { readonly atMs: number }) => atMs >= sentAtMs && atMs <= receivedAtMs + travelMs
    const isDone = lamp.received.some((one) => isWithin(one) && one.value === value)
    const isReported = lamp.reported.some((one) => isWithin(one) && result === `confirmed ${one.value}`)
    if (isDone && isReported) continue
    wrong += 1
    print(`wrong: ${lamp.topic} ${value} was ${result}`)
  }
  let late = 0
  for (const lamp of lamps) {
    const own = answers.filter((answer) => answer.lamp === lamp)
    for (const { atMs, value } of lamp.received) {
      const isInTime = own.some(
        (answer) => answer.value === value && atMs >= answer.sentAtMs && atMs <= answer.receivedAtMs + travelMs,
      )
      if (!isInTime) late += 1
    }
  }
  return { wrong, late }
}

async function main(): Promise<void> {
  const folder = makeFolder()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ format: 'pem', type: 'spki' })
  const cluster = await startCluster(3, { withProxies: true })
  const broker = await testBroker()
  let state = cluster.state
  const lamps: Lamp[] = []
  const tokens: string[] = []
  const gateways: Service[] = []
  for (let home = 0; home < homeCount; home += 1) {
    const enrolled = await enrol(state, `home-${home}`)
    state = enrolled.state
    const own = join(folder, `home-${home}`)
    mkdirSync(join(own, 'state'), { recursive: true, mode: 0o700 })
    const { token, entry } = createToken('load', 86_400_000, Date.now(), `${enrolled.home.home}.`)
    tokens.push(token)
    writeFileSync(join(own, 'state/tokens.json'), JSON.stringify({ version: 1, data: [entry] }), { mode: 0o600 })
    writeFileSync(join(own, 'clova.pem'), pem)
    const ownLamps = Array.from({ length: lampsPerHome }, (_, i): Lamp => {
      const id = `lamp${i}`
      return { topic: `h${home}/${id}`, home, id, received: [], reported: [], delayMs: 10 }
    })
    lamps.push(...ownLamps)
    writeFileSync(
      join(own, 'gateway.yaml'),
      `server: { listen: '127.0.0.1:${await freePort()}' }
signature: { publicKey: clova.pem }
state: state
hub: { home: ${enrolled.home.home}, servers: ['${cluster.urls.join("', '")}'], credentials: '${formatCredentials(enrolled.credentials)}' }
drivers: { broker: { type: mqtt, url: '${broker.url}', name: home-${home} } }
appliances:
${ownLamps
  .map(
    ({ id, topic }) =>
      `  - { id: ${id}, name: ${id}, type: LIGHT, driver: broker, pace: { commands: 1000, within: 1s }, traits: { brightness: { state: ${topic}, command: ${topic}/set } } }`,
  )
  .join('\n')}
`,
    )
    gateways.push(new Service(['run', '--config', join(own, 'gateway.yaml')], 'the hub is connected'))
  }
  const hubPorts = [await freePort(), await freePort()]
  const monitorPorts = [await freePort(), await freePort()]
  const hubs: Service[] = []
  for (const [i, port] of hubPorts.entries()) {
    const own = join(folder, `hub-${i}`)
    mkdirSync(own)
    writeFileSync(join(own, 'clova.pem'), pem)
    writeFileSync(join(own, 'keys.json'), JSON.stringify(state))
    writeFileSync(
      join(own, 'hub.yaml'),
      `publicUrl: https://hub.example.com\nlisten: 127.0.0.1:${port}\nmonitor: 127.0.0.1:${monitorPorts[i]}\npublicKey: clova.pem\nclientSecret: ${clientSecretOfHome(state.homeSecretKey, 'console')}\n`,
    )
    hubs.push(new Service(['hub', '--folder', own], 'the cluster is connected'))
  }
  const devices = await playDevices(broker.url, lamps)
  const all = [...gateways, ...hubs]
  let isOver = false
  let many: ManyHomes | undefined
  const answers: Answer[] = []
  try {
    await Promise.all(all.map((service) => service.start()))
    let turn = 0
    const send = (token: string, applianceId: string, value: number) => {
      turn += 1
      // A load balancer sends each request to the next hub.
      return command(hubPorts[turn % hubPorts.length] ?? 0, privateKey, token, applianceId, value)
    }
    // Not by the proxies, which take long to find out how each of so many connections ended.
    many = await startManyHomes(state, cluster.directUrls, moreHomes)
    const crowd = new Crowd(many.ids, (id) => send(`${id}.token`, 'lamp', 1))
    const loading = Promise.all([
      load(
        lamps,
        (lamp, value) => send(tokens[lamp.home] ?? '', lamp.id, value),
        answers,
        () => isOver,
      ),
      crowd.load(() => isOver),
    ])
    const faults: readonly (readonly [name: string, begin: () => unknown, end: () => unknown, forMs: number])[] = [
      ['nothing', () => {}, () => {}, awayMs],
      ['a NATS server is killed', () => cluster.kill(0), () => cluster.start(0), awayMs],
      ['a hub is killed', () => hubs[0]?.kill(), () => hubs[0]?.start(), awayMs],
      ['a home is killed', () => gateways[0]?.kill(), () => gateways[0]?.start(), awayMs],
      ['a home is slow', () => setDelay(lamps, 1, 7000), () => setDelay(lamps, 1, 10), 12_000],
      [
        'the network to the NATS servers is away',
        () => cluster.networks.forEach((network) => void network.stall()),
        () => cluster.networks.forEach((network) => void network.resume()),
        networkAwayMs,
      ],
    ]
    await sleep(calmMs)
    for (const [name, begin, end, forMs] of faults) {
      const from = answers.length
      await begin()
      await sleep(forMs)
      await end()
      const endedAtMs = performance.now()
      const backMs = await untilAllAnswer(answers, endedAtMs)
      const connectedMs = await untilConnected(monitorPorts[1] ?? 0, homeCount + moreHomes, endedAtMs)
      const silent = await crowd.silentAfter(performance.now())
      await sleep(Math.max(0, endedAtMs + calmMs - performance.now()))
      report(name, answers.slice(from), backMs)
      if (moreHomes > 0)
        print(
          `  ${moreHomes} homes more: ${crowd.report()}; all were connected ${(connectedMs / 1000).toFixed(1)} s after its end; ${silent} did not answer then`,
        )
    }
    isOver = true
    await loading
    // What is held up anywhere comes now.
    await sleep(8000)
    const { wrong, late } = judge(answers, lamps)
    print(`${answers.length} commands: ${wrong} confirmed and not done, ${late} done after their answer`)
    print(`answered by another home than was asked: ${crowd.wrong}`)
    process.exitCode = wrong + late + crowd.wrong > 0 ? 1 : 0
  } finally {
    isOver = true
    await Promise.all([...all.map((service) => service.kill()), many?.stop()])
    await devices.endAsync(true)
    await broker.stop()
    await cluster.stop()
    removeFolder(folder)
  }
}

const setDelay = (lamps: readonly Lamp[], home: number, delayMs: number): void => {
  for (const lamp of lamps) if (lamp.home === home) lamp.delayMs = delayMs
}

/** Lamps that execute a command after their delay, and report it. */
async function playDevices(url: string, lamps: readonly Lamp[]): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url)
  client.on('message', (topic, payload) => {
    const lamp = lamps.find((one) => topic === `${one.topic}/set`)
    if (!lamp) return
    const value = Number(payload.toString('utf8'))
    lamp.received.push({ atMs: performance.now(), value })
    setTimeout(() => {
      lamp.reported.push({ atMs: performance.now(), value })
      client.publish(lamp.topic, String(value), { retain: true })
    }, lamp.delayMs)
  })
  await client.subscribeAsync('+/+/set')
  for (const { topic } of lamps) await client.publishAsync(topic, '0', { retain: true })
  return client
}

/** @returns after how many milliseconds every home had confirmed a command that was sent since then; 60,000 if not all did */
async function untilAllAnswer(answers: readonly Answer[], sinceMs: number): Promise<number> {
  while (performance.now() < sinceMs + 60_000) {
    const back = answers.filter(({ sentAtMs, result }) => sentAtMs >= sinceMs && result.startsWith('confirmed'))
    if (new Set(back.map(({ lamp }) => lamp.home)).size === homeCount)
      return (
        Math.max(
          ...Array.from({ length: homeCount }, (_, home) =>
            Math.min(...back.flatMap(({ lamp, receivedAtMs }) => (lamp.home === home ? [receivedAtMs] : []))),
          ),
        ) - sinceMs
      )
    await sleep(20)
  }
  return 60_000
}

/** @returns after how many milliseconds so many homes were connected, as a hub counts them; 60,000 if they were not */
async function untilConnected(monitorPort: number, homes: number, sinceMs: number): Promise<number> {
  while (performance.now() < sinceMs + 60_000) {
    const metrics = await fetch(`http://127.0.0.1:${monitorPort}/metrics`).then((answer) => answer.text())
    if (Number(/^clova_hub_homes_connected (\d+)$/m.exec(metrics)?.[1]) === homes) return performance.now() - sinceMs
    await sleep(100)
  }
  return 60_000
}

function report(name: string, answers: readonly Answer[], backMs: number): void {
  const counts = new Map<string, number>()
  for (const { result } of answers) {
    const kind = result.startsWith('confirmed') ? 'confirmed' : result
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const told = [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')
  print(
    `${name}: ${answers.length} commands (${told}); all homes answered again ${(backMs / 1000).toFixed(1)} s after its end`,
  )
}

void main()
