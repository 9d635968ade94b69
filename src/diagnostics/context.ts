import type { Config } from '../config/load.ts'
import type { Health, Inventory } from '../control/api.ts'
import { type ControlClient, createControlClient, isNoGateway } from '../control/client.ts'
import { inventoryOffline } from '../gateway/inspect.ts'
import { withTimeout } from '../home/deadline.ts'
import type { HostAccess } from '../util/host.ts'
import { isListening } from '../util/network.ts'
import { errorText, type LocalizedText } from '../util/translate.ts'
import { clovaHeaders, type ProbeError, type ProbeResponse, probe } from './httpProbe.ts'
import type { SelfTestResult } from './selfTestProbe.ts'

/** The gateway as the doctor found it. */
type GatewayState =
  | {
      readonly status: 'running'
      readonly client: ControlClient
      readonly health: Health
      readonly inventory: Inventory
    }
  | { readonly status: 'stopped'; readonly inventory: Inventory }
  /** another process listens on the address; with a reason: the gateway runs, and this user may not ask it */
  | { readonly status: 'foreign'; readonly reason?: LocalizedText }

/** What the checks share. Each measurement is made once, however many checks use it. */
export interface DiagnosticContext {
  readonly config: Config
  readonly host: HostAccess
  /** the URL to which CLOVA sends its requests; absent without `server.publicUrl` */
  readonly endpoint: string | undefined
  gateway(): Promise<GatewayState>
  /** The response of the endpoint to a request without a signature, or why there is none. */
  probePublicUrl(): Promise<ProbeResponse | { readonly error: ProbeError }>
  /** The result of a signed request through the public address; `undefined` if none can be sent. */
  runSelfTest(): Promise<SelfTestResult | undefined>
}

/** Timeouts of the public address, and of inspecting the devices without a running gateway. */
const probeTimeoutMs = 8000
const offlineTimeoutMs = 5000

export function createContext(config: Config, host: HostAccess): DiagnosticContext {
  const endpoint = endpointOf(config.server)
  const gateway = once(() => detectGateway(config))
  return {
    config,
    host,
    endpoint,
    gateway,
    runSelfTest: once(async () => {
      const found = await gateway()
      if (endpoint === undefined || found.status !== 'running') return undefined
      const { runSelfTest } = await import('./selfTestProbe.ts')
      // Only the home can verify a self-test, so the hub forwards it by the id of the home.
      const target = config.hub ? `${endpoint}/self-test/${config.hub.home}` : endpoint
      return runSelfTest(target, found.client, host)
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

/** Asks the server of CLOVA's public key. The time limit is shorter than that of the checks, so that they tell what is wrong. */
export function probeKeyServer({ config, host }: Pick<DiagnosticContext, 'config' | 'host'>): Promise<ProbeResponse> {
  const { ca } = host
  const request = { method: 'GET', ...(ca && { ca }) } as const
  return withTimeout(host.probeTimeoutMs ?? probeTimeoutMs, (signal) => probe(config.publicKey, request, signal))
}

/** The extension server URL that is entered in CLOVA's console. */
function endpointOf({ publicUrl, path }: Config['server']): string | undefined {
  if (publicUrl === undefined) return undefined
  return new URL(path, publicUrl).href
}

async function detectGateway(config: Config): Promise<GatewayState> {
  const { listen } = config.server
  const client = createControlClient(config)
  try {
    const [health, inventory] = await Promise.all([client.call('health', {}), client.call('appliances', {})])
    return { status: 'running', client, health, inventory }
  } catch (error) {
    if (!isNoGateway(error))
      return {
        status: 'foreign',
        reason: errorText(error),
      }
  }
  if (!(await isListening(listen)))
    return { status: 'stopped', inventory: await inventoryOffline(config, offlineTimeoutMs) }
  return { status: 'foreign' }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined
  return () => {
    found ??= work()
    return found
  }
}
