import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { ClovaMessage } from '../../clova/envelope.ts'
import type { Config } from '../../config/load.ts'
import { openLocalKey, readLocalKey } from '../../control/localKey.ts'
import { localKey, message, send } from '../../control/signedClient.ts'
import { readConfig } from '../../gateway/environment.ts'
import { type Gateway, startGateway } from '../../gateway/gateway.ts'
import { onStopSignal, runUntilStopped } from '../../gateway/lifecycle.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { createLogger } from '../../util/logger.ts'
import { print } from '../../util/terminal.ts'
import type { Command } from '../command.ts'
import { simulateDevices } from './devices.ts'
import { demoConfig } from './home.ts'

/** `clova-home demo` */
export const demo: Command = {
  usage: 'demo',
  summary: 'A simulated home on an embedded broker, and one signed request to it',
  words: [0, 0],
  async run() {
    const stop = onStopSignal()
    const folder = await mkdtemp(join(tmpdir(), 'clova-home-demo-'))
    const file = join(folder, 'gateway.yaml')
    const broker = `mqtt://127.0.0.1:${await freePort(1883)}`
    await writeDemoFiles(folder, demoConfig(`127.0.0.1:${await freePort(8710)}`, broker))
    const config = await readConfig(file)
    if (!config) return 1
    print('clova-home-gateway, the demo: a home that is not there, on a broker of its own.\n')
    const gateway = await startGateway(config, createLogger([], 'info', formatLogLine))
    await gateway.house.ready()
    let traffic: (topic: string, payload: string) => void = () => {}
    const devices = await simulateDevices(broker, (topic, payload) => traffic(topic, payload))
    await lampReported(gateway)
    traffic = (topic, payload) => print(`   MQTT  ${topic.padEnd(14)} ${payload}`)
    print(`  gateway    http://${gateway.address()}${config.server.path}`)
    print(`  broker     ${broker}`)
    print(`  home       ${file}\n`)
    await showOneRequest(config, gateway)
    print(nextSteps(file))
    const code = await runUntilStopped(gateway, stop, () => print('\nThe demo ends.'))
    await devices.close()
    await rm(folder, { recursive: true, force: true })
    return code
  },
}

/** Writes the home, the key of its command line, and another with which the demo plays CLOVA. */
async function writeDemoFiles(folder: string, yaml: string): Promise<void> {
  await openLocalKey(join(folder, 'state'))
  const clova = await openLocalKey(join(folder, 'clova'))
  const pem = String(clova.public.export({ format: 'pem', type: 'spki' }))
  await writeAtomically(join(folder, 'public-key.pem'), pem)
  await writeAtomically(join(folder, 'gateway.yaml'), yaml)
}

/** Waits until the gateway has heard the lamp, 2 s at most. */
async function lampReported({ house }: Gateway): Promise<void> {
  const lamp = house.home().appliances.get('desk-lamp')
  const signal = AbortSignal.timeout(2000)
  while (!signal.aborted) {
    const reading = await lamp?.device.read({ signal }).catch(() => undefined)
    if (reading?.state.power !== undefined) return
    await setTimeout(20)
  }
}

/** Sends one request as CLOVA would, and shows it. */
async function showOneRequest(config: Config, { address }: Gateway): Promise<void> {
  const { token } = localKey(config)
  const key = { ...readLocalKey(join(dirname(config.file), 'clova')), token }
  const body = message('SetBrightnessRequest', {
    accessToken: key.token,
    appliance: { applianceId: 'desk-lamp' },
    brightness: { value: 40 },
  })
  const text = JSON.stringify(body)
  print('Somebody says "책상 조명 밝기 40으로 해줘" (set the desk lamp to 40). CLOVA sends:\n')
  print(
    `   POST ${config.server.path} HTTP/1.1\n   Host: ${address()}\n   SignatureCEK: ${key.sign(Buffer.from(text)).slice(0, 40)}…`,
  )
  print(indent({ ...body, payload: { ...body.payload, accessToken: '…' } }))
  print('\nThe gateway checks the signature and the token, and moves the lamp, which says its new state:\n')
  const start = performance.now()
  const { body: answer } = await send(config.server.listen, config.server.path, key, text)
  print(`\nOnly then it answers, ${(performance.now() - start).toFixed(1)} ms after it was asked:\n`)
  print(indent(JSON.parse(answer) as ClovaMessage))
}

const indent = (value: unknown) => JSON.stringify(value, null, 2).replace(/^/gm, '   ')

function nextSteps(file: string): string {
  const command = (words: string) =>
    `   node ${relative(process.cwd(), process.argv[1] ?? 'dist/clova-home.cjs')} ${words} --config ${file}`
  return `
It stays up until Ctrl-C. From another terminal, try:

${command('say desk-lamp TurnOff')}
${command('say living-aircon IncrementTargetTemperature 2')}
${command('say living-air GetHumidity')}
${command('appliances')}

For a home of your own, copy config/gateway.example.yaml to config/gateway.yaml; npm start then runs that.
`
}

/** The log for somebody who watches: one short line a request. */
function formatLogLine(line: string): void {
  const { level, msg, action, appliance, result, reason, ms } = JSON.parse(line)
  if (msg === 'request')
    print(`   CLOVA ${action} ${appliance ?? ''} → ${result}${reason ? `: ${reason}` : ''} (${ms.total} ms)`)
  else if (level !== 'info') print(`   ${level}: ${msg}`)
}

/** The wished port if nobody has it, else one that is free. */
function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) =>
      preferred !== 0 && error.code === 'EADDRINUSE' ? resolve(freePort(0)) : reject(error),
    )
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : preferred))
    })
  })
}
