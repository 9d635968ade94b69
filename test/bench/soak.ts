/** `npm run soak [-- MINUTES]`: 50 requests a second for a quarter of an hour, the broker restarted every minute. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { freePort, testBroker } from '../support/broker.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { at, prepare, send } from './load.ts'

const minutes = Number(process.argv[2] ?? 15)
const lamps = 16
const folder = makeFolder()
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { token, entry } = createToken('soak', 86_400_000)
const broker = await testBroker()
const target = { port: await freePort(), key: privateKey, token }
mkdirSync(join(folder, 'state'))
writeFileSync(join(folder, 'clova.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
writeFileSync(join(folder, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: [entry] }))
writeFileSync(
  join(folder, 'gateway.yaml'),
  `server: { listen: '127.0.0.1:${target.port}', deadline: 2s }
signature: { publicKey: clova.pem }
state: state
drivers: { broker: { type: mqtt, url: '${broker.url}' } }
appliances:
${Array.from({ length: lamps }, (_, i) => `  - { id: lamp-${i}, name: lamp ${i}, type: LIGHT, driver: broker, pace: { commands: 100, within: 1s }, traits: { brightness: { state: bench/${i}, path: $.brightness, range: [0, 254], command: bench/${i}/set, payload: '{"brightness":\${value}}' } } }`).join('\n')}
`,
)
const gateway = spawn(
  process.execPath,
  [join(import.meta.dirname, '../../clova-home.cjs'), 'run', '--config', join(folder, 'gateway.yaml')],
  { stdio: ['ignore', 'pipe', 'pipe'] },
)
let warnings = ''
gateway.stderr.on('data', (data) => {
  warnings += data
})
gateway.stdout.resume()
const startDevice = async (): Promise<ChildProcess> => {
  const device = fork(join(import.meta.dirname, 'device.js'), [broker.url, String(lamps)])
  await new Promise((resolve) => device.once('message', resolve))
  return device
}
let device = await startDevice()
await sleep(2000)

const proc = (name: string) => readFileSync(`/proc/${gateway.pid}/${name}`, 'utf8')
const memory = () => (Number(proc('statm').split(' ')[1]) * 4096) / 2 ** 20
const handles = () => readdirSync(`/proc/${gateway.pid}/fd`).length

const answers = new Map<string, number>()
const ms: number[] = []
let running = 0
const shots: { minute: number; memory: number; handles: number }[] = []
const end = performance.now() + minutes * 60_000
let nextRestart = performance.now() + 60_000
let minute = 0
console.log('minute  RSS MiB  handles  p50 ms  p99 ms  answers')
for (let i = 0; performance.now() < end; i += 1) {
  running += 1
  send(target.port, prepare(target, 'SetBrightness', `lamp-${i % lamps}`, { brightness: { value: 1 + (i % 99) } }))
    .then(({ ms: took, text }) => {
      const name = /"name":"(\w+)"/.exec(text)?.[1] ?? 'none'
      answers.set(name, (answers.get(name) ?? 0) + 1)
      if (name === 'SetBrightnessConfirmation') ms.push(took)
    })
    .catch((error) => answers.set(String(error), (answers.get(String(error)) ?? 0) + 1))
    .finally(() => {
      running -= 1
    })
  await sleep(20)
  if (performance.now() < nextRestart) continue
  nextRestart += 60_000
  minute += 1
  const shot = { minute, memory: memory(), handles: handles() }
  shots.push(shot)
  console.log(
    `${String(minute).padStart(6)}  ${shot.memory.toFixed(1).padStart(7)}  ${String(shot.handles).padStart(7)}  ${at(ms, 50).toFixed(2).padStart(6)}  ${at(ms, 99).toFixed(2).padStart(6)}  ${JSON.stringify(Object.fromEntries(answers))}`,
  )
  ms.length = 0
  await broker.kill()
  await sleep(500)
  await broker.start()
  device.kill('SIGKILL')
  device = await startDevice()
}
while (running > 0) await sleep(10)
const third = Math.max(1, Math.floor(shots.length / 3))
const mean = (of: typeof shots, key: 'memory' | 'handles') =>
  of.reduce((sum, shot) => sum + shot[key], 0) / Math.max(1, of.length)
console.log(
  `\nmemory: ${mean(shots.slice(third, 2 * third), 'memory').toFixed(1)} MiB in the second third, ${mean(shots.slice(-third), 'memory').toFixed(1)} in the last`,
)
console.log(
  `handles: ${mean(shots.slice(third, 2 * third), 'handles').toFixed(1)} in the second third, ${mean(shots.slice(-third), 'handles').toFixed(1)} in the last`,
)
console.log(`warnings of the process: ${warnings === '' ? 'none' : warnings}`)
gateway.kill('SIGTERM')
await new Promise((resolve) => gateway.once('exit', resolve))
device.kill('SIGKILL')
await broker.stop()
removeFolder(folder)
process.exit(0)
