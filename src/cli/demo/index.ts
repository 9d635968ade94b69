import { generateKeyPair, type KeyObject, randomUUID, sign } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ClovaMessage } from '../../clova/envelope.ts'
import type { Config } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { ConfigWatcher } from '../../gateway/configReload.ts'
import { loadContext, readConfig, webFolder } from '../../gateway/environment.ts'
import { type Gateway, startGateway } from '../../gateway/gateway.ts'
import { onStopSignal, runUntilStopped } from '../../gateway/lifecycle.ts'
import { createToken } from '../../oauth/accessTokens.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { requestHttp } from '../../util/httpRequest.ts'
import { createLogger } from '../../util/logger.ts'
import { LogRing } from '../../util/logRing.ts'
import { print, table } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'
import { createGatewayTools } from '../gatewayTools.ts'
import { type CommandTranslate, commandTranslator } from '../messages/index.ts'
import { printCommandsFor, shellWord, typedProgram } from '../terminal/typedCommands.ts'
import { simulateDevices } from './devices.ts'
import { demoConfig } from './home.ts'
import { freePort, takePortTurn } from './ports.ts'

/** `clova-home demo` */
export const demo: CliCommand = {
  usage: 'demo',
  summary: {
    ko: '내장 브로커로 가상의 집을 실행하고, 서명된 요청 하나를 보냅니다',
    ja: '内蔵ブローカーで仮想の家を動かし、署名したリクエストを1つ送ります',
    en: 'A simulated home on an embedded broker, and one signed request to it',
  },
  argumentCount: [0, 0],
  keepsRootRights: true,
  async run({ languageFor }) {
    const t = commandTranslator(languageFor())
    const stop = onStopSignal()
    const folder = await mkdtemp(join(tmpdir(), 'clova-home-demo-'))
    const file = join(folder, 'gateway.yaml')
    printCommandsFor(file)
    const turn = await takePortTurn()
    const broker = `mqtt://127.0.0.1:${await freePort(1883)}`
    const clova = await writeDemoFiles(
      folder,
      demoConfig(`127.0.0.1:${await freePort(8710)}`, broker, `127.0.0.1:${await freePort(8711)}`),
    )
    const config = await readConfig(file)
    if (!config) return 1
    print(`${t('demoTitle')}\n`)
    const logRing = new LogRing()
    const log = createLogger([], 'info', (line) => {
      formatLogLine(line)
      logRing.add(line)
    })
    const tools = createGatewayTools(file, logRing)
    const gateway = await startGateway(config, log, { webFolder: webFolder(), tools })
    const changes = new ConfigWatcher(gateway, config, loadContext, log, [])
    await gateway.runtime.ready()
    let traffic: (topic: string, payload: string) => void = () => {}
    const devices = await simulateDevices(broker, (topic, payload) => traffic(topic, payload))
    await lampReported(gateway)
    traffic = (topic, payload) => print(`   MQTT  ${topic.padEnd(14)} ${payload}`)
    const page = await createControlClient(config).call('openDashboard', {})
    await turn?.release()
    print(
      table([
        ['', t('demoGateway'), `http://${gateway.address()}${config.server.path}`],
        ['', t('demoBroker'), broker],
        ['', t('demoDashboard'), t('demoCode', { url: page.urls[0] ?? '', code: page.code ?? '' })],
        ['', t('demoHome'), file],
      ]),
    )
    await showOneRequest(config, gateway, clova, t)
    print(nextSteps(file, t))
    const code = await runUntilStopped(gateway, stop, () => {
      print(`\n${t('demoEnds')}`)
      changes.close()
    })
    await devices.close()
    await rm(folder, { recursive: true, force: true })
    return code
  },
}

/** With what the demo plays CLOVA: its key, and an access token. */
interface DemoClova {
  readonly key: KeyObject
  readonly token: string
}

/** Writes the home, the public key of CLOVA's part and the access token, whose hash alone the gateway keeps. */
async function writeDemoFiles(folder: string, yaml: string): Promise<DemoClova> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const { token, entry } = createToken('demo', 86_400_000)
  await mkdir(join(folder, 'state'), { mode: 0o700 })
  await writeAtomically(join(folder, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: [entry] }))
  await writeAtomically(join(folder, 'public-key.pem'), String(publicKey.export({ format: 'pem', type: 'spki' })))
  await writeAtomically(join(folder, 'gateway.yaml'), yaml)
  return { key: privateKey, token }
}

/** Waits until the gateway has received the state of the lamp, at most 2 s. */
async function lampReported({ runtime: house }: Gateway): Promise<void> {
  const lamp = house.home().appliances.get('desk-lamp')
  const signal = AbortSignal.timeout(2000)
  while (!signal.aborted) {
    const reading = await lamp?.device.read({ signal }).catch(() => undefined)
    if (reading?.state.power !== undefined) return
    await setTimeout(20)
  }
}

/** How long the demo waits for the answer to its own request, in milliseconds. */
const answerTimeoutMs = 8000

/** Sends one request as CLOVA would, and shows it. */
async function showOneRequest(
  { server }: Config,
  gateway: Gateway,
  { key, token }: DemoClova,
  t: CommandTranslate,
): Promise<void> {
  const header = {
    messageId: randomUUID(),
    name: 'SetBrightnessRequest',
    namespace: 'ClovaHome',
    payloadVersion: '1.0',
  }
  const payload = { accessToken: token, appliance: { applianceId: 'desk-lamp' }, brightness: { value: 40 } }
  const text = JSON.stringify({ header, payload })
  const signature = sign('sha256', Buffer.from(text), key).toString('base64')
  print(`\n${t('demoSpoken')}\n`)
  print(`   POST ${server.path} HTTP/1.1\n   Host: ${gateway.address()}\n   SignatureCEK: ${signature.slice(0, 40)}…`)
  print(indent({ header, payload: { ...payload, accessToken: '…' } }))
  print(`\n${t('demoChecks')}\n`)
  const start = performance.now()
  const { body } = await requestHttp(`http://${gateway.address()}${server.path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json;charset-UTF-8', SignatureCEK: signature },
    body: text,
    signal: AbortSignal.timeout(answerTimeoutMs),
    maxBytes: 64 * 1024,
  })
  print(`\n${t('demoAnswers', { ms: (performance.now() - start).toFixed(1) })}\n`)
  print(indent(JSON.parse(body.toString('utf8')) as ClovaMessage))
}

const indent = (value: unknown) => JSON.stringify(value, null, 2).replace(/^/gm, '   ')

function nextSteps(file: string, t: CommandTranslate): string {
  const command = (words: string) => `   ${typedProgram()} ${words} --config ${shellWord(file)}`
  return `
${t('demoTry')}

${command('say desk-lamp TurnOff')}
${command('say living-aircon IncrementTargetTemperature 2')}
${command('say living-air GetHumidity')}
${command('appliances')}
${command('dashboard')}

${t('demoOwnHome')}
`
}

/** The log for somebody who watches: one short line a request. */
function formatLogLine(line: string): void {
  const { level, msg, action, appliance, result, reason, ms } = JSON.parse(line)
  if (msg === 'request')
    print(`   CLOVA ${action} ${appliance ?? ''} → ${result}${reason ? `: ${reason}` : ''} (${ms.total} ms)`)
  else if (level === 'error' || level === 'fatal') print(`   ${level}: ${msg}`)
}
