/**
 * `npm run soak [-- MINUTES]`: 50 requests a second for a quarter of an hour, the broker and its lamps restarted every minute
 * while they go on. It fails unless every request is answered, nearly all with what was asked, in the time of a command, and
 * neither memory nor handles grow.
 */
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
/** While the broker is away, some seconds of each minute, nothing can be confirmed. */
const minConfirmedPart = 0.8
/** A command has 2 s here; the rest is for a busy machine. */
const maxAnswerMs = 4000
/**
 * How much more the last third may have than the second, at the lowest of its minutes: what is not collected yet comes and goes.
 * In MiB, and a handle for each time that the broker came back would be more.
 */
const maxGrowth = { memory: 6, handles: 4 }
/** Fewer minutes cannot be told from the growth of any start. */
const minMinutesOfGrowth = 9
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
/** The broker and its lamps go away and come back, while requests go on. */
const restart = async () => {
  await broker.kill()
  await sleep(500)
  await broker.start()
  device.kill('SIGKILL')
  device = await startDevice()
}
let restarting = Promise.resolve()

const proc = (name: string) => readFileSync(`/proc/${gateway.pid}/${name}`, 'utf8')
const memory = () => (Number(proc('statm').split(' ')[1]) * 4096) / 2 ** 20
/** Connections of this process to the gateway: they come and go with the load. 01 and 08 are those that are open, or half so. */
const connections = () => {
  const local = `:${target.port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, from, , state]) => from?.endsWith(local) && ['01', '08'].includes(state ?? '')).length
}
const handles = () => readdirSync(`/proc/${gateway.pid}/fd`).length - connections()

const answers = new Map<string, number>()
const ms: number[] = []
let longestMs = 0
let running = 0
const shots: { minute: number; memory: number; handles: number }[] = []
const end = performance.now() + minutes * 60_000
let nextRestart = performance.now() + 60_000
let minute = 0
console.log('minute  RSS MiB  handles  p50 ms  p99 ms  answers')
for (let i = 0; performance.now() < end && gateway.exitCode === null && gateway.signalCode === null; i += 1) {
  running += 1
  send(target.port, prepare(target, 'SetBrightness', `lamp-${i % lamps}`, { brightness: { value: 1 + (i % 99) } }))
    .then(({ ms: took, text }) => {
      const name = /"name":"(\w+)"/.exec(text)?.[1] ?? 'none'
      longestMs = Math.max(longestMs, took)
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
  await restarting
  restarting = restart()
}
await restarting
while (running > 0) await sleep(10)
const third = Math.max(1, Math.floor(shots.length / 3))
const lowest = (of: typeof shots, key: 'memory' | 'handles') => Math.min(...of.map((shot) => shot[key]))
const failures: string[] = []
for (const key of ['memory', 'handles'] as const) {
  const [second, last] = [lowest(shots.slice(third, 2 * third), key), lowest(shots.slice(-third), key)]
  console.log(`lowest ${key}: ${second.toFixed(1)} in the second third, ${last.toFixed(1)} in the last`)
  if (shots.length >= minMinutesOfGrowth && last - second > maxGrowth[key]) failures.push(`${key} grows`)
}
if (shots.length < minMinutesOfGrowth) console.log(`growth is not judged in less than ${minMinutesOfGrowth} minutes`)
const total = [...answers.values()].reduce((sum, count) => sum + count, 0)
const confirmedPart = (answers.get('SetBrightnessConfirmation') ?? 0) / Math.max(1, total)
console.log(
  `${total} answers, ${(100 * confirmedPart).toFixed(1)} % confirmed, the longest took ${longestMs.toFixed(0)} ms`,
)
console.log(`answers: ${JSON.stringify(Object.fromEntries(answers))}`)
console.log(`warnings of the process: ${warnings === '' ? 'none' : warnings}`)
for (const [name, count] of answers)
  if (!/^[A-Z]\w+(Confirmation|Error)$/.test(name) || name === 'DriverInternalError')
    failures.push(`${count} times: ${name}`)
if (confirmedPart < minConfirmedPart) failures.push(`fewer than ${100 * minConfirmedPart} % were confirmed`)
if (longestMs > maxAnswerMs) failures.push(`an answer took ${longestMs.toFixed(0)} ms`)
if (warnings !== '') failures.push('the process warned')
if (gateway.exitCode !== null || gateway.signalCode !== null)
  failures.push(`the gateway ended with ${gateway.exitCode ?? gateway.signalCode}`)
else {
  gateway.kill('SIGTERM')
  await new Promise((resolve) => gateway.once('exit', resolve))
  if (gateway.exitCode !== 0) failures.push(`the gateway ended with ${gateway.exitCode ?? gateway.signalCode}`)
}
device.kill('SIGKILL')
await broker.stop()
removeFolder(folder)
console.log(failures.length === 0 ? 'soak: passed' : `soak: FAILED: ${failures.join('; ')}`)
process.exit(failures.length === 0 ? 0 : 1)
