import { generateKeyPair, type KeyObject, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Logger } from 'pino'
import { type Authorize, createClovaHandler } from '../clova/handler.ts'
import { type Config, parseConfig } from '../config/load.ts'
import { summarizeProblem } from '../config/problem.ts'
import { raceAbort } from '../home/deadline.ts'
import type { WarmUpPeer } from '../home/driver.ts'
import { exposedHome } from '../home/home.ts'
import { EventStream } from '../http/admin/events.ts'
import { createPublicApp } from '../http/app.ts'
import { createRouteState } from '../http/clova/router.ts'
import { SeenRequests } from '../http/clova/seenRequests.ts'
import { SelfTestRegistry } from '../http/clova/selfTest.ts'
import { isSignedBy } from '../http/clova/signature.ts'
import { RefusalLog } from '../http/middleware/errorHandler.ts'
import { listen } from '../http/server.ts'
import { hashToken } from '../oauth/accessTokens.ts'
import { createLogger } from '../util/logger.ts'
import { loadContext } from './environment.ts'
import { HomeRuntime } from './homeRuntime.ts'
import { RequestMetrics } from './metrics.ts'
import { Observation } from './observation.ts'

/** The number of commands: V8 has compiled most of what a command needs by then. */
const commandCount = 60
/** How long one of its commands may take, in milliseconds. */
const deadlineMs = 3000

/** The messages of the commands, which follow each other in this order. */
const commands = [
  { name: 'TurnOnRequest' },
  { name: 'SetBrightnessRequest', fields: { brightness: { value: 40 } } },
  { name: 'IncrementBrightnessRequest', fields: { deltaBrightness: { value: 10 } } },
  { name: 'TurnOffRequest' },
]

/** The key is used for these commands only, on this machine, so a short one is enough; a long one takes seconds to make. */
const keyBits = 1024

/** A folder that cannot exist: nothing is written. */
const nowhere = '/dev/null/warm-up'
const localAddress = { host: '127.0.0.1', port: 0 }
const path = '/clova'
const applianceId = 'light'

/** What must be closed at the end, the last one first. */
type Closers = (() => Promise<unknown>)[]

/**
 * Carries out commands of a simulated light, from the signed HTTP request to the confirmed response, so that the code of the
 * first real command is compiled (benchmark rows "first command" and "sparse"). Its home and its listener are its own; the home
 * of the gateway is not touched, and nothing is written.
 * @param driverTypes the types of the home's connections; the first one that has a peer for this is used, else another driver
 * @returns the number of commands
 * @throws Error if the warm-up is not possible or a command is not confirmed, or the signal's reason
 */
export async function warmUp(driverTypes: readonly string[], signal: AbortSignal): Promise<number> {
  const closers: Closers = []
  try {
    const config = await configOf(driverTypes, closers)
    const log = createLogger([], 'info', () => {})
    const runtime = new HomeRuntime(config, log, { readOnly: true })
    closers.push(() => runtime.close())
    await raceAbort(runtime.ready(), signal)
    const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: keyBits })
    const accessToken = randomUUID()
    const listener = await listen(createApp(config, runtime, publicKey, accessToken, log, closers), localAddress)
    closers.push(() => listener.close(0))
    const client = connect(Number(listener.address.split(':').at(-1)), localAddress.host)
    closers.push(async () => client.destroy())
    // Its failure ends the wait for a response, below.
    client.on('error', () => client.destroy())
    await once(client, 'connect', { signal })
    for (let count = 0; count < commandCount; count += 1) {
      const { name, fields } = commands[count % commands.length] ?? {}
      const header = { messageId: randomUUID(), name, namespace: 'ClovaHome', payloadVersion: '1.0' }
      const body = JSON.stringify({ header, payload: { accessToken, appliance: { applianceId }, ...fields } })
      const response = await exchange(client, body, sign('sha256', Buffer.from(body), privateKey), signal)
      if (!/"name":"\w+Confirmation"/.test(response)) throw new Error(`a command was not confirmed: ${response}`)
      // Requests to the gateway itself come first.
      await setImmediate()
    }
    return commandCount
  } finally {
    for (const close of closers.reverse()) await close().catch(() => undefined)
  }
}

/** The configuration of a home with one light, whose device is simulated by the driver. */
async function configOf(driverTypes: readonly string[], closers: Closers): Promise<Config> {
  const [type, { connection, appliance, close }] = await startPeer(driverTypes)
  closers.push(close)
  const pace = { commands: 2 * commandCount, within: '1s' }
  const text = JSON.stringify({
    edition: 'kr',
    state: nowhere,
    drivers: { peer: { type, ...connection } },
    appliances: [{ id: applianceId, name: applianceId, driver: 'peer', pace, ...appliance }],
  })
  const { config, problems } = await parseConfig(join(nowhere, 'gateway.yaml'), text, loadContext)
  if (!config) throw new Error(problems.map(summarizeProblem).join('; '))
  return config
}

/** Starts the peer of the first driver that has one: of the home's drivers if possible, since their code is what is used. */
async function startPeer(driverTypes: readonly string[]): Promise<[type: string, WarmUpPeer]> {
  for (const type of [...driverTypes, ...Object.keys(loadContext.drivers)]) {
    const peer = await (await loadContext.drivers[type]?.())?.startWarmUpPeer?.()
    if (peer) return [type, peer]
  }
  throw new Error('no driver has a peer for the warm-up')
}

/** The application that answers, made of the same parts as the gateway's. */
function createApp(
  config: Config,
  runtime: HomeRuntime,
  publicKey: KeyObject,
  accessToken: string,
  log: Logger,
  closers: Closers,
): RequestListener {
  const settings = () => config
  const file = (name: string) => join(config.state, name)
  const warn = () => {}
  const observation = new Observation({ stateFolder: config.state, runtime, settings, events: new EventStream(), warn })
  closers.push(() => observation.close())
  const metrics = new RequestMetrics()
  const authorize: Authorize = (token) => ({ state: token === accessToken ? 'good' : 'unknown' })
  const seenRequests = new SeenRequests({
    file: file('seen-requests'),
    tokenHashes: () => [hashToken(accessToken)],
    warn,
  })
  closers.push(() => seenRequests.flush())
  return createPublicApp({
    clova: {
      path,
      deadlineMs,
      key: {
        verify: (body, signature) => isSignedBy(body, signature, publicKey),
        verifyWithRefreshedKey: async () => false,
      },
      handler: createClovaHandler({ settings, log, home: () => exposedHome(runtime.home()), authorize }),
      authorize,
      edition: () => config.edition,
      selfTests: new SelfTestRegistry(),
      onVerified: () => {},
      onAnswered: (record, { body, answer }) => {
        log.info(record, 'request')
        metrics.add('clova', record)
        observation.onAnswered('clova', record, { request: body.toString('utf8'), answer })
      },
      log,
    },
    routeState: createRouteState(seenRequests),
    refusals: new RefusalLog(log),
    log,
  })
}

/** Sends a signed request and returns the response, which is small enough to come in one piece. */
async function exchange(client: Socket, body: string, signature: Buffer, signal: AbortSignal): Promise<string> {
  const headers = [
    `POST ${path} HTTP/1.1`,
    `Host: ${localAddress.host}`,
    'Content-Type: application/json;charset=UTF-8',
    `SignatureCEK: ${signature.toString('base64')}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  client.write(`${headers.join('\r\n')}\r\n\r\n${body}`)
  const [response] = (await once(client, 'data', { signal })) as [Buffer]
  return response.toString('utf8')
}
