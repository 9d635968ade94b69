import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join, resolve } from 'node:path'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { killed } from '../support/process.ts'

/** A message that the gateway answered, and when it came back, by the clock of `performance`. */
export interface Reply {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly sentAtMs: number
  readonly receivedAtMs: number
}

/** The name of the reply to a request that was not answered. */
export const noAnswer = 'no answer'

/** The built gateway as a process of its own, asked as CLOVA asks it. */
export interface GatewayProcess {
  /**
   * Asks once: a request that may have been carried out is not sent again. If the connection ends or the time is over before the
   * answer, the reply is named `noAnswer`, and its payload tells why.
   * @throws Error with what the gateway printed if its process has ended
   */
  ask(action: string, applianceId: string, payload?: object): Promise<Reply>
  stop(): Promise<void>
}

const accessToken = 'the-access-token-of-the-trials'
const startTimeoutMs = 120_000
const requestTimeoutMs = 15_000
/**
 * How long a connection may rest until it is used again, in milliseconds: far less than the 75 s after which the gateway closes
 * it, since a request that crosses with that gets no answer, and nobody knows whether it was read.
 */
const restMs = 2000

/**
 * Starts `dist/clova-home.cjs` with this configuration.
 * @param yaml what stands below `signature:`
 * @throws Error with what the gateway printed if it does not listen in time
 */
export async function startGatewayProcess(yaml: string, port: number): Promise<GatewayProcess> {
  const folder = makeFolder()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  writeFileSync(join(folder, 'clova.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `server: { listen: '127.0.0.1:${port}' }\nsignature: { publicKey: clova.pem }\nstate: state\ndashboard: { enabled: false }\n${yaml}`,
  )
  mkdirSync(join(folder, 'state'), { mode: 0o700 })
  const created = Date.now()
  const entry = {
    name: 'trials',
    hash: createHash('sha256').update(accessToken).digest('hex'),
    created,
    expires: created + 86_400_000,
  }
  writeFileSync(join(folder, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: [entry] }), { mode: 0o600 })
  const child = spawn(
    process.execPath,
    [resolve('dist/clova-home.cjs'), 'run', '--config', join(folder, 'gateway.yaml')],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      printed = (printed + bytes.toString('utf8')).slice(-100_000)
    })
  await listening(child, () => printed)
  const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: restMs })
  return {
    async ask(action, applianceId, payload = {}) {
      const body = Buffer.from(
        JSON.stringify({
          header: { messageId: randomUUID(), name: `${action}Request`, namespace: 'ClovaHome', payloadVersion: '1.0' },
          payload: { accessToken, appliance: { applianceId }, ...payload },
        }),
      )
      const headers = {
        'Content-Type': 'application/json;charset-UTF-8',
        SignatureCEK: sign('RSA-SHA256', body, privateKey).toString('base64'),
      }
      const reply = await post({ agent, port, headers }, body)
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the gateway ended with ${child.exitCode ?? child.signalCode}: ${printed.slice(-2000)}`)
      return reply
    },
    async stop() {
      agent.destroy()
      await killed(child)
      removeFolder(folder)
    },
  }
}

function listening(child: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the gateway does not start: ${printed().slice(-2000)}`)),
      startTimeoutMs,
    )
    const look = () => {
      if (!printed().includes('the gateway is listening')) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${printed().slice(-2000)}`)))
  })
}

function post(
  { agent, port, headers }: { readonly agent: Agent; readonly port: number; readonly headers: Record<string, string> },
  body: Buffer,
): Promise<Reply> {
  const sentAtMs = performance.now()
  return new Promise((resolve) => {
    const fail = ({ message: why }: Error) =>
      resolve({ name: noAnswer, payload: { why }, sentAtMs, receivedAtMs: performance.now() })
    const options = {
      agent,
      host: '127.0.0.1',
      port,
      path: '/clova',
      method: 'POST',
      headers,
      timeout: requestTimeoutMs,
    }
    const sent = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        const receivedAtMs = performance.now()
        const text = Buffer.concat(chunks).toString('utf8')
        if (response.statusCode !== 200)
          return resolve({ name: `HTTP ${response.statusCode}`, payload: {}, sentAtMs, receivedAtMs })
        const { header, payload } = JSON.parse(text)
        resolve({ name: header.name, payload, sentAtMs, receivedAtMs })
      })
    })
    let isAnswered = false
    sent.on('response', (response) => response.on('end', () => (isAnswered = true)))
    sent.on('timeout', () =>
      // What came while this process was held up is read first.
      setImmediate(() => {
        const tookMs = performance.now() - sentAtMs
        if (!isAnswered) sent.destroy(new Error(`nothing came within ${tookMs.toFixed(0)} ms`))
      }),
    )
    sent.on('error', fail)
    sent.end(body)
  })
}
