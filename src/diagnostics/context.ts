import type { Config } from '../config/load.ts'
import { localKey, send } from '../control/client.ts'
import type { LocalKey } from '../control/localKey.ts'
import type { Health } from '../gateway/control/handlers.ts'
import type { Inventory } from '../gateway/control/inventory.ts'
import { inventoryAlone } from '../gateway/inspect.ts'
import { withTimeout } from '../home/deadline.ts'
import type { Outside } from '../util/host.ts'
import { answers } from '../util/network.ts'
import { asClova, type Unanswered, type Visit, visit } from './httpProbe.ts'
import type { Trial } from './selfTestProbe.ts'
/** The gateway as it was found. */
export type Running =
  | { readonly is: 'there'; readonly key: LocalKey; readonly health: Health; readonly inventory: Inventory }
  | { readonly is: 'away'; readonly inventory: Inventory }
  /** somebody listens there, and it is not this gateway, or it cannot be asked */
  | { readonly is: 'strange'; readonly why: string; readonly mend: string }

/** What the checks share: each thing is looked up once, however many ask. */
export interface Scene {
  readonly config: Config
  readonly outside: Outside
  /** where CLOVA sends its requests; nothing if it is not written */
  readonly endpoint: string | undefined
  running(): Promise<Running>
  /** What answers at the endpoint to whoever has no signature, or why nothing does. */
  front(): Promise<Visit | { readonly error: Unanswered }>
  /** What came of a signed request by the public address; nothing if none can be sent. */
  trial(): Promise<Trial | undefined>
}

/** How long the public address, and a house without a gateway, may take, in milliseconds. */
const patience = 8000
const glance = 5000

export function openScene(config: Config, outside: Outside): Scene {
  const endpoint = endpointOf(config.server)
  const running = once(() => meet(config))
  return {
    config,
    outside,
    endpoint,
    running,
    trial: once(async () => {
      const found = await running()
      if (endpoint === undefined || found.is !== 'there') return undefined
      const { tryOut } = await import('./selfTestProbe.ts')
      return tryOut({ config, outside }, endpoint, found)
    }),
    front: once(async () => {
      if (endpoint === undefined) return { error: new Error('server.publicUrl is not written') }
      const { ca, port } = outside
      const errand = {
        headers: asClova,
        body: Buffer.from('{}'),
        ...(ca && { ca }),
        ...(port !== undefined && { port }),
      }
      return withTimeout(outside.patience ?? patience, (signal) => visit(endpoint, errand, signal)).catch(
        (error: Unanswered) => ({ error }),
      )
    }),
  }
}

/** The address that is entered in CLOVA's console. */
function endpointOf({ publicUrl, path }: Config['server']): string | undefined {
  if (publicUrl === undefined) return undefined
  return new URL(path, publicUrl).href
}

async function meet(config: Config): Promise<Running> {
  const { listen, path } = config.server
  const where = `${listen.host}:${listen.port}`
  if (!(await answers(listen))) return { is: 'away', inventory: await inventoryAlone(config, glance) }
  let key: LocalKey
  try {
    key = localKey(config)
  } catch (error) {
    const { message } = error as Error
    return {
      is: 'strange',
      why: `somebody listens on ${where}, but ${message}`,
      mend: `sudo ss -ltnp 'sport = :${listen.port}'`,
    }
  }
  const ask = async <T>(question: string): Promise<T> => {
    const { status, body } = await send(listen, path, key, '{}', question)
    if (status !== 200) throw new Error(`it answers ${status}`)
    return JSON.parse(body)
  }
  try {
    const [health, inventory] = await Promise.all([ask<Health>('health'), ask<Inventory>('appliances')])
    return { is: 'there', key, health, inventory }
  } catch (error) {
    const { message } = error as Error
    return {
      is: 'strange',
      why: `what listens on ${where} is not the gateway of this configuration: ${message}`,
      mend: `sudo ss -ltnp 'sport = :${listen.port}' shows who it is; end it, or write another server.listen`,
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
