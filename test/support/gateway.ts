import { createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig, type World } from '../../src/config/load.ts'
import { world } from '../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { createLog } from '../../src/util/logger.ts'
import { giveLocalKey } from './localKey.ts'

/** CLOVA's key in the tests. */
const privateKey = createPrivateKey(String(process.env.CLOVA_HOME_TEST_KEY))
export const clovaKey = { privateKey, publicKey: createPublicKey(privateKey) }
export const pem = clovaKey.publicKey.export({ format: 'pem', type: 'spki' }) as string
export const signed = (body: string | Buffer, key = clovaKey.privateKey) =>
  sign('RSA-SHA256', Buffer.from(body), key).toString('base64')

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A gateway over real sockets, in a folder of its own. */
export interface TestGateway {
  readonly gateway: Gateway
  readonly folder: string
  readonly token: string
  readonly lines: readonly Record<string, unknown>[]
  /** Sends bytes as they are. */
  post(
    body: string | Buffer,
    headers?: Record<string, string>,
    options?: { path?: string; method?: string },
  ): Promise<HttpAnswer>
  /** Sends a message as CLOVA would, and gives back the message. */
  say(
    action: string,
    appliance: string,
    payload?: object,
  ): Promise<{ header: { name: string; messageId: string }; payload: Record<string, unknown> }>
  close(): Promise<void>
}

export const envelope = (name: string, payload: object, messageId: string = randomUUID()) =>
  JSON.stringify({ header: { messageId, name, namespace: 'ClovaHome', payloadVersion: '1.0' }, payload })

/** @param yaml what stands below `signature:` in the configuration; the folder holds `clova.pem` */
export async function testGateway(
  yaml: string,
  { server = '', drivers = {} }: { server?: string; drivers?: World['drivers'] } = {},
): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'clova-home-test-'))
  writeFileSync(join(folder, 'clova.pem'), pem)
  const text = `server: { listen: '127.0.0.1:0'${server} }\n${yaml.includes('signature:') ? '' : 'signature: { publicKey: clova.pem }\n'}state: state\n${yaml}`
  const { config, problems } = await parseConfig(join(folder, 'gateway.yaml'), text, {
    ...world,
    drivers: { ...world.drivers, ...drivers },
    env: {},
  })
  if (!config) throw new Error(JSON.stringify(problems))
  const lines: Record<string, unknown>[] = []
  const log = createLog(config.secrets, 'debug', (line) => void lines.push(JSON.parse(line)))
  giveLocalKey(config.state)
  const gateway = await startGateway(config, log)
  await gateway.localKey
  const good = createToken('good', 7 * 24 * 3600_000)
  const old = createToken('old', -1)
  writeFileSync(
    join(folder, 'state', 'tokens.json'),
    JSON.stringify({ version: 1, data: [good.entry, { ...old.entry, name: 'old' }] }),
  )
  gateway.reloadTokens()
  const { hostname, port } = new URL(`http://${gateway.address()}`)
  const post: TestGateway['post'] = (body, headers = {}, { path = '/clova', method = 'POST' } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request({ host: hostname, port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
        response.on('error', reject)
      })
      sent.on('error', reject)
      sent.end(body)
    })
  return {
    gateway,
    folder,
    token: good.token,
    lines,
    post,
    async say(action, appliance, payload = {}) {
      const body = envelope(`${action}Request`, {
        accessToken: good.token,
        appliance: { applianceId: appliance },
        ...payload,
      })
      return JSON.parse((await post(body, { signaturecek: signed(body) })).body)
    },
    async close() {
      await gateway.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
