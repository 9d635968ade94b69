// `npm run bench:hub`: a command by way of the hub beside the same command sent directly, in turns, in one run; and many homes.
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join, resolve } from 'node:path'
import { formatCredentials } from '../../src/hub/connection.ts'
import { clientSecretOfHome, enrol } from '../../src/hub/credentials.ts'
import type { HubState } from '../../src/hub/state.ts'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { startCluster } from '../hub/cluster.ts'
import { startManyHomes } from '../hub/manyHomes.ts'
import { freePort } from '../support/broker.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { killed } from '../support/process.ts'

const manyHomes = Number(process.env.HOMES ?? 2000)
const requestsPerRound = 1000
const rounds = 3

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

function post(port: number, accessToken: string): Promise<{ ms: number; text: string }> {
  const body = Buffer.from(
    JSON.stringify({
      header: { messageId: randomUUID(), name: 'TurnOnRequest', namespace: 'ClovaHome', payloadVersion: '1.0' },
      payload: { accessToken, appliance: { applianceId: 'lamp' } },
    }),
  )
  const SignatureCEK = sign('RSA-SHA256', body, privateKey).toString('base64')
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, host: '127.0.0.1', port, path: '/clova', method: 'POST', headers: { SignatureCEK } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`))
          else resolve({ ms: performance.now() - start, text })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

async function load(port: number, token: string, concurrency: number, count: number): Promise<readonly number[]> {
  const times: number[] = []
  let left = count
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) {
        const { ms, text } = await post(port, token)
        if (!text.includes('TurnOnConfirmation')) throw new Error(text)
        times.push(ms)
      }
    }),
  )
  return times.sort((a, b) => a - b)
}

const at = (times: readonly number[], share: number) => times[Math.floor((times.length - 1) * share)] ?? 0

/** Processor time of a process, in µs. Source: proc(5), /proc/PID/schedstat. */
const cpuUs = (child: ChildProcess) => Number(readFileSync(`/proc/${child.pid}/schedstat`, 'utf8').split(' ')[0]) / 1000
const pssKiB = (pid: number) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1])

async function started(words: readonly string[], text: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [resolve('dist/clova-home.cjs'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it does not start: ${log}`)), 20_000)
    child.stdout?.on('data', (bytes: Buffer) => {
      log += bytes.toString('utf8')
      if (!log.includes(text)) return
      clearTimeout(timer)
      resolve()
    })
  })
  return child
}

async function main(): Promise<void> {
  const folder = makeFolder()
  const cluster = await startCluster()
  let state: HubState = cluster.state
  const pem = publicKey.export({ format: 'pem', type: 'spki' })
  const enrolled = await enrol(state, 'home')
  state = enrolled.state
  const home = enrolled.home.home
  const [gatewayPort, hubPort, monitorPort] = [await freePort(), await freePort(), await freePort()]
  mkdirSync(join(folder, 'home/state'), { recursive: true, mode: 0o700 })
  mkdirSync(join(folder, 'hub'))
  for (const one of ['home', 'hub']) writeFileSync(join(folder, one, 'clova.pem'), pem)
  const { token, entry } = createToken('bench', 86_400_000, Date.now(), `${home}.`)
  writeFileSync(join(folder, 'home/state/tokens.json'), JSON.stringify({ version: 1, data: [entry] }), { mode: 0o600 })
  writeFileSync(
    join(folder, 'home/gateway.yaml'),
    `server: { listen: '127.0.0.1:${gatewayPort}' }
signature: { publicKey: clova.pem }
state: state
hub: { home: ${home}, servers: ['${cluster.urls.join("', '")}'], credentials: '${formatCredentials(enrolled.credentials)}' }
drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: lamp, type: LIGHT, driver: memory, pace: { commands: 10000, within: 1s }, traits: { power: { value: false } } }
`,
  )
  writeFileSync(join(folder, 'hub/keys.json'), JSON.stringify(state))
  writeFileSync(
    join(folder, 'hub/hub.yaml'),
    `publicUrl: https://hub.example.com\nlisten: 127.0.0.1:${hubPort}\nmonitor: 127.0.0.1:${monitorPort}\npublicKey: clova.pem\nclientSecret: ${clientSecretOfHome(state.homeSecretKey, home)}\n`,
  )
  const gateway = await started(['run', '--config', join(folder, 'home/gateway.yaml')], 'the hub is connected')
  const hub = await started(['hub', '--folder', join(folder, 'hub')], 'the cluster is connected')
  try {
    const rows: string[] = []
    for (const concurrency of [1, 16]) {
      const direct: number[] = []
      const through: number[] = []
      let [hubCpu, gatewayDirectCpu, gatewayThroughCpu] = [0, 0, 0]
      await load(gatewayPort, token, concurrency, 200)
      await load(hubPort, token, concurrency, 200)
      for (let round = 0; round < rounds; round += 1) {
        let before = cpuUs(gateway)
        direct.push(...(await load(gatewayPort, token, concurrency, requestsPerRound)))
        gatewayDirectCpu += cpuUs(gateway) - before
        before = cpuUs(gateway)
        const hubBefore = cpuUs(hub)
        through.push(...(await load(hubPort, token, concurrency, requestsPerRound)))
        gatewayThroughCpu += cpuUs(gateway) - before
        hubCpu += cpuUs(hub) - hubBefore
      }
      direct.sort((a, b) => a - b)
      through.sort((a, b) => a - b)
      const all = rounds * requestsPerRound
      rows.push(
        `at ${concurrency}: direct p50 ${at(direct, 0.5).toFixed(2)} p99 ${at(direct, 0.99).toFixed(2)} ms; hub p50 ${at(through, 0.5).toFixed(2)} p99 ${at(through, 0.99).toFixed(2)} ms; added p50 ${(at(through, 0.5) - at(direct, 0.5)).toFixed(2)} ms`,
        `at ${concurrency}: CPU a request: gateway direct ${(gatewayDirectCpu / all).toFixed(0)} us, by the hub ${(gatewayThroughCpu / all).toFixed(0)} us; hub ${(hubCpu / all).toFixed(0)} us (${(hubCpu / gatewayDirectCpu).toFixed(2)} x direct)`,
      )
    }
    for (const row of rows) process.stdout.write(`${row}\n`)
    await many(state, cluster.urls, hubPort, cluster.pids(), pssKiB(Number(hub.pid)))
    process.stdout.write(`hub: ${(pssKiB(Number(hub.pid)) / 1024).toFixed(1)} MiB PSS at the end\n`)
  } finally {
    agent.destroy()
    await Promise.all([killed(gateway), killed(hub)])
    await cluster.stop()
    removeFolder(folder)
  }
}

/** Many homes in several processes; commands spread over all of them, and each answer must name its home. */
async function many(
  state: HubState,
  urls: readonly string[],
  hubPort: number,
  pids: readonly number[],
  hubKiB: number,
): Promise<void> {
  const total = () => pids.reduce((sum, pid) => sum + pssKiB(pid), 0)
  const before = total()
  const { ids: homes, stop } = await startManyHomes(state, urls, manyHomes)
  try {
    const atNats = (total() - before) / manyHomes
    let wrong = 0
    let left = 2 * homes.length
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (left > 0) {
          left -= 1
          const home = homes[left % homes.length] ?? ''
          const { text } = await post(hubPort, `${home}.token`)
          if (!text.includes(`"${home}"`)) wrong += 1
        }
      }),
    )
    process.stdout.write(
      `${homes.length} homes: ${2 * homes.length} commands, ${wrong} answered by another home; ${atNats.toFixed(1)} KiB a home in all three nats-servers; hub before ${(hubKiB / 1024).toFixed(1)} MiB\n`,
    )
  } finally {
    await stop()
  }
}

void main()
