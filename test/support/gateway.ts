import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, type LoadContext, parseConfig } from '../../src/config/load.ts'
import { type ControlClient, createControlClient } from '../../src/control/client.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { createLogger } from '../../src/util/logger.ts'
import { envelope, type HttpAnswer, pem, postTo, signed } from './clova.ts'
import { makeFolder, removeFolder } from './folder.ts'

/** A gateway over real sockets, in a folder of its own. */
export interface TestGateway {
  readonly gateway: Gateway
  readonly folder: string
  readonly token: string
  /** asks it over its admin socket */
  readonly control: ControlClient
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

/** Access tokens as the gateway keeps them: one that is good, and one that has expired. @returns the good one */
export function writeTokens(state: string): string {
  const good = createToken('good', 7 * 24 * 3600_000)
  const old = createToken('old', -1)
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeFileSync(join(state, 'tokens.json'), JSON.stringify({ version: 1, data: [good.entry, old.entry] }))
  return good.token
}

interface Options {
  /** further keys of `server`, with a comma before them */
  readonly server?: string
  readonly drivers?: LoadContext['drivers']
  /** puts files into the state folder before the gateway starts */
  readonly prepare?: (state: string) => void
  /** makes of the configuration what no file may say */
  readonly adjust?: (config: Config) => Config
}

/** @param yaml what stands below `signature:` in the configuration; the folder holds `clova.pem` */
export async function testGateway(
  yaml: string,
  { server = '', drivers = {}, prepare, adjust = (config) => config }: Options = {},
): Promise<TestGateway> {
  const folder = makeFolder()
  writeFileSync(join(folder, 'clova.pem'), pem)
  const text = `server: { listen: '127.0.0.1:0'${server} }\n${yaml.includes('signature:') ? '' : 'signature: { publicKey: clova.pem }\n'}state: state\n${yaml.includes('dashboard:') ? '' : 'dashboard: { enabled: false }\n'}${yaml}`
  const { config, problems } = await parseConfig(join(folder, 'gateway.yaml'), text, {
    ...loadContext,
    drivers: { ...loadContext.drivers, ...drivers },
    env: {},
  })
  if (!config) throw new Error(JSON.stringify(problems))
  const lines: Record<string, unknown>[] = []
  const log = createLogger(config.secrets, 'debug', (line) => void lines.push(JSON.parse(line)))
  const token = writeTokens(config.state)
  prepare?.(config.state)
  const gateway = await startGateway(adjust(config), log)
  const { hostname, port } = new URL(`http://${gateway.address()}`)
  const post: TestGateway['post'] = (body, headers, options) => postTo({ host: hostname, port }, body, headers, options)
  return {
    gateway,
    folder,
    token,
    control: createControlClient(config),
    lines,
    post,
    async say(action, appliance, payload = {}) {
      const body = envelope(`${action}Request`, {
        accessToken: token,
        appliance: { applianceId: appliance },
        ...payload,
      })
      return JSON.parse((await post(body, { signaturecek: signed(body) })).body)
    },
    async close() {
      await gateway.close()
      removeFolder(folder)
    },
  }
}
