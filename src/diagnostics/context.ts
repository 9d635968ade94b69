import type { Config } from '../config/load.ts'
import type { LocalKey } from '../control/localKey.ts'
import { localKey, send } from '../control/signedClient.ts'
import type { Health } from '../gateway/control/handlers.ts'
import type { Inventory } from '../gateway/control/inventory.ts'
import { inventoryAlone } from '../gateway/inspect.ts'
import { withTimeout } from '../home/deadline.ts'
import type { HostAccess } from '../util/host.ts'
import { answers } from '../util/network.ts'
import { clovaHeaders, type HttpResponse, type ProbeError, probe } from './httpProbe.ts'
import type { SelfTestResult } from './selfTestProbe.ts'

/** The gateway as the doctor found it. */
export type GatewayState =
  | { readonly status: 'running'; readonly key: LocalKey; readonly health: Health; readonly inventory: Inventory }
  | { readonly status: 'stopped'; readonly inventory: Inventory }
  /** a process listens on the address, and is not this gateway or cannot be asked */
  | { readonly status: 'foreign'; readonly reason: string; readonly fix: string }

/** What the checks share. Each measurement is made once, however many checks use it. */
export interface DiagnosticContext {
  readonly config: Config
  readonly host: HostAccess
  /** the URL to which CLOVA sends its requests; absent without `server.publicUrl` */
  readonly endpoint: string | undefined
  gateway(): Promise<GatewayState>
  /** The response of the endpoint to a request without a signature, or why there is none. */
  probePublicUrl(): Promise<HttpResponse | { readonly error: ProbeError }>
  /** The result of a signed request through the public address; `undefined` if none can be sent. */
  runSelfTest(): Promise<SelfTestResult | undefined>
}

/** Timeouts of the public address, and of inspecting the devices without a running gateway. */
const probeTimeoutMs = 8000
const offlineTimeoutMs = 5000

export function createContext(config: Config, host: HostAccess): DiagnosticContext {
  const endpoint = endpointOf(config.server)
  const running = once(() => detectGateway(config))
  return {
    config,
    host,
    endpoint,
    gateway: running,
    runSelfTest: once(async () => {
      const found = await running()
      if (endpoint === undefined || found.status !== 'running') return undefined
      const { runSelfTest: tryOut } = await import('./selfTestProbe.ts')
      return tryOut({ config, host }, endpoint, found)
    }),
    probePublicUrl: once(async () => {
      if (endpoint === undefined) return { error: new Error('server.publicUrl is not written') }
      const { ca, port } = host
      const request = {
        headers: clovaHeaders,
        body: Buffer.from('{}'),
        ...(ca && { ca }),
        ...(port !== undefined && { port }),
      }
      return withTimeout(host.probeTimeoutMs ?? probeTimeoutMs, (signal) => probe(endpoint, request, signal)).catch(
        (error: ProbeError) => ({ error }),
      )
    }),
  }
}

/** The extension server URL that is entered in CLOVA's console. */
function endpointOf({ publicUrl, path }: Config['server']): string | undefined {
  if (publicUrl === undefined) return undefined
  return new URL(path, publicUrl).href
}

async function detectGateway(config: Config): Promise<GatewayState> {
  const { listen, path } = config.server
  const where = `${listen.host}:${listen.port}`
  if (!(await answers(listen))) return { status: 'stopped', inventory: await inventoryAlone(config, offlineTimeoutMs) }
  let key: LocalKey
  try {
    key = localKey(config)
  } catch (error) {
    const { message } = error as Error
    return {
      status: 'foreign',
      reason: `somebody listens on ${where}, but ${message}`,
      fix: `sudo ss -ltnp 'sport = :${listen.port}'`,
    }
  }
  const ask = async <T>(question: string): Promise<T> => {
    const { status, body } = await send(listen, path, key, '{}', question)
    if (status !== 200) throw new Error(`it answers ${status}`)
    return JSON.parse(body)
  }
  try {
    const [health, inventory] = await Promise.all([ask<Health>('health'), ask<Inventory>('appliances')])
    return { status: 'running', key, health, inventory }
  } catch (error) {
    const { message } = error as Error
    return {
      status: 'foreign',
      reason: `what listens on ${where} is not the gateway of this configuration: ${message}`,
      fix: `sudo ss -ltnp 'sport = :${listen.port}' shows who it is; end it, or write another server.listen`,
    }
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined
  return () => {
    found ??= work()
    return found
  }
}
