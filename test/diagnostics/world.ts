import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config/load.ts'
import type { CheckFinding } from '../../src/diagnostics/check.ts'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import { watchConfig } from '../../src/gateway/configReload.ts'
import { environment } from '../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { type HostAccess, host } from '../../src/util/host.ts'
import { createLogger } from '../../src/util/logger.ts'
import { freePort } from '../support/broker.ts'
import { certificateFor, signs } from '../support/certificates.ts'
import { pem } from '../support/gateway.ts'
import { type Front, front } from '../support/tunnel.ts'

/** Known to everybody in this world, and one that it vouches for. */
export const root = signs('Test Root')
export const middle = signs('Test Middle', root)

/** A whole certificate, as it should be. */
export function whole(host = 'localhost', days?: number) {
  const { cert, key } = certificateFor(host, middle, days)
  return { cert: cert + middle.cert, key }
}

/** A house in a folder of its own, its gateway, and the way in from the world. */
export interface Ill {
  readonly folder: string
  readonly port: number
  readonly gateway: Gateway | undefined
  readonly front: Front
  /** where the key of CLOVA is */
  readonly keys: { pem: string; status: number; date: string | undefined; readonly url: string }
  /** Looks at it all. @param given what is otherwise outside */
  look(given?: Partial<HostAccess>): Promise<readonly CheckFinding[]>
  close(): Promise<void>
}

const drivers = 'drivers: { memory: { type: virtual } }'
const lamp =
  'appliances:\n  - { id: lamp, name: lamp, type: LIGHT, driver: memory, traits: { power: { value: false } } }\n'

interface Wanted {
  /** below `server:` and the key */
  readonly yaml?: string
  readonly shown?: { cert: string; key: string }
  readonly runs?: boolean
  /** what is in its secrets.yaml */
  readonly secrets?: string
  /** in place of the address of the front */
  readonly publicUrl?: string
}

/** Follows what is written into its folder. */
export function followed({ folder, gateway }: Ill) {
  if (!gateway) throw new Error('no gateway runs')
  const file = join(folder, 'gateway.yaml')
  const log = createLogger([], 'silent', () => {})
  return watchConfig(gateway, { file, fingerprint: '', files: [] }, { ...environment, env: {} }, log, [])
}

/** Everything is well, but for what is wanted. */
export async function house(wanted: Wanted = {}): Promise<Ill> {
  const { yaml = `${drivers}\n${lamp}`, shown = whole(), runs = true } = wanted
  const folder = mkdtempSync(join(tmpdir(), 'clova-doctor-'))
  const file = join(folder, 'gateway.yaml')
  const port = await freePort()
  const way = await front(shown, port)
  const key = await keyServer()
  const { publicUrl = 'https://localhost' } = wanted
  const text = `server: { listen: '127.0.0.1:${port}', publicUrl: '${publicUrl}' }\nsignature: { publicKey: '${key.keys.url}' }\nstate: state\n${yaml}`
  writeFileSync(file, text)
  chmodSync(file, 0o600)
  if (wanted.secrets !== undefined) writeFileSync(join(folder, 'secrets.yaml'), wanted.secrets, { mode: 0o600 })
  const { config } = await loadConfig(file, { ...environment, env: {} })
  const gateway =
    config && runs
      ? await startGateway(
          config,
          createLogger(config.secrets, 'silent', () => {}),
        )
      : undefined
  return {
    folder,
    port,
    gateway,
    front: way,
    keys: key.keys,
    async look(given = {}) {
      const told: CheckFinding[] = []
      const { findings } = await diagnose(
        file,
        {
          ...host,
          ca: [root.cert],
          port: way.port,
          lookup: async () => [{ address: '203.0.113.5', family: 4 }],
          program: async () => undefined,
          ...given,
        },
        (finding) => told.push(finding),
      )
      // What is told as it comes is what is told in the end.
      if (JSON.stringify(told) !== JSON.stringify(findings)) throw new Error('told otherwise than found')
      return findings
    },
    async close() {
      await gateway?.close()
      await way.close()
      await key.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function keyServer() {
  const keys = { pem, status: 200, date: undefined as string | undefined, url: '' }
  const server = createServer((_request, response) => {
    const { pem, status, date } = keys
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
