import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { loadConfig } from '../../src/config/load.ts'
import type { CheckFinding } from '../../src/diagnostics/check.ts'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import { ConfigWatcher } from '../../src/gateway/configReload.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { type HostAccess, host } from '../../src/util/host.ts'
import { createLogger } from '../../src/util/logger.ts'
import { freePort } from '../support/broker.ts'
import { certificateFor, createAuthority } from '../support/certificates.ts'
import { pem } from '../support/clova.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { openTestTunnel, type TestTunnel } from '../support/tunnel.ts'

/** The root authority that all fixtures trust, and an intermediate authority that it signed. */
export const rootAuthority = createAuthority('Test Root')
export const intermediateAuthority = createAuthority('Test Middle', rootAuthority)

/** A certificate with its intermediate certificate, as a public server must send it. */
export function certificateChain(host = 'localhost', days?: number) {
  const { cert, key } = certificateFor(host, intermediateAuthority, days)
  return { cert: cert + intermediateAuthority.cert, key }
}

/** A configuration in a temporary folder, its gateway, and a tunnel with the public address. */
export interface DoctorFixture {
  readonly folder: string
  readonly port: number
  readonly gateway: Gateway | undefined
  readonly tunnel: TestTunnel
  /** the HTTP server from which the gateway gets CLOVA's public key, and what it responds */
  readonly signatureKey: { pem: string; status: number; date: string | undefined; readonly url: string }
  /** Runs all checks of `clova-home doctor`. @param hostOverrides replacements for what the checks use of the machine */
  diagnose(hostOverrides?: Partial<HostAccess>): Promise<readonly CheckFinding[]>
  close(): Promise<void>
}

const drivers = 'drivers: { memory: { type: virtual } }'
const lamp =
  'appliances:\n  - { id: lamp, name: lamp, type: LIGHT, driver: memory, traits: { power: { value: false } } }\n'

interface FixtureOptions {
  /** the rest of the configuration, after `server`, `signature` and `state` */
  readonly yaml?: string
  readonly certificate?: { cert: string; key: string }
  readonly runsGateway?: boolean
  /** the content of its secrets.yaml */
  readonly secrets?: string
  /** default: https://localhost, which the tunnel serves */
  readonly publicUrl?: string
}

/** Applies the configuration file to the running gateway whenever it changes. */
export function watchFixture({ folder, gateway }: DoctorFixture) {
  if (!gateway) throw new Error('no gateway runs')
  const file = join(folder, 'gateway.yaml')
  const log = createLogger([], 'silent', () => {})
  return new ConfigWatcher(gateway, { file, fingerprint: '', files: [] }, { ...loadContext, env: {} }, log, [])
}

/** Opens a fixture in which every check succeeds, except for what the options change. */
export async function openFixture(options: FixtureOptions = {}): Promise<DoctorFixture> {
  const { yaml = `${drivers}\n${lamp}`, certificate = certificateChain(), runsGateway = true } = options
  const folder = makeFolder()
  const file = join(folder, 'gateway.yaml')
  const port = await freePort()
  const tunnel = await openTestTunnel(certificate, port)
  const key = await keyServer()
  const { publicUrl = 'https://localhost' } = options
  const text = `server: { listen: '127.0.0.1:${port}', publicUrl: '${publicUrl}' }\nsignature: { publicKey: '${key.keys.url}' }\nstate: state\n${yaml}\ndashboard: { enabled: false }\n`
  writeFileSync(file, text)
  chmodSync(file, 0o600)
  if (options.secrets !== undefined) writeFileSync(join(folder, 'secrets.yaml'), options.secrets, { mode: 0o600 })
  const { config } = await loadConfig(file, { ...loadContext, env: {} })
  const gateway =
    config && runsGateway
      ? await startGateway(
          config,
          createLogger(config.secrets, 'silent', () => {}),
        )
      : undefined
  return {
    folder,
    port,
    gateway,
    tunnel,
    signatureKey: key.keys,
    async diagnose(hostOverrides = {}) {
      const reported: CheckFinding[] = []
      const { findings } = await diagnose(
        file,
        {
          ...host,
          ca: [rootAuthority.cert],
          port: tunnel.port,
          lookup: async () => [{ address: '203.0.113.5', family: 4 }],
          program: async () => undefined,
          ...hostOverrides,
        },
        (finding) => reported.push(finding),
      )
      // The findings that are reported one by one are the findings that are returned.
      if (JSON.stringify(reported) !== JSON.stringify(findings))
        throw new Error('the reported findings differ from the returned findings')
      return findings
    },
    async close() {
      await gateway?.close()
      await tunnel.close()
      await key.close()
      removeFolder(folder)
    },
  }
}

async function keyServer() {
  const keys = { pem, status: 200, date: undefined as string | undefined, url: '' }
  const server = createServer((_request, response) => {
    const { pem, status, date } = keys
    // A server that never answers.
    if (status === 0) return
    response.writeHead(status, date === undefined ? {} : { date }).end(pem)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  keys.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/key.pem`
  return {
    keys,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
