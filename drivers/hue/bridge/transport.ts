import { Failure } from '../../../src/home/failure.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import type { HueConfig } from '../config.ts'
import { say } from '../messages.ts'
import type { Search } from '../network/mdns.ts'
import type { TransportConnection } from './client.ts'
import { formatAddress, isUntrusted } from './errors.ts'
import type { BridgeAddress } from './http.ts'
import { createTrustedAgents, describeMismatch } from './tls.ts'

/** Finds a bridge, wherever it is, and holds the connections to it. */
interface Transport {
  /** absent while there is none */
  readonly connection: TransportConnection | undefined
  /** where the bridge was looked for last */
  readonly lastAddress: BridgeAddress | undefined
  /** The connection that there is, or a new one. @throws Failure, Error in plain words */
  connect(signal: AbortSignal): Promise<TransportConnection>
  /** Gives up the connection. The next is tried by turns at the configured host and where the bridge itself says that it is. */
  disconnect(): void
  /** Why connecting failed. @returns whether it is of use to try the other address soon */
  explain(error: Error, signal: AbortSignal): Promise<{ readonly error: Error; readonly soon: boolean }>
  /** What its owner should write since the bridge has moved. */
  movedNotice(): LocalizedText | undefined
  close(): void
}

export function createTransport(
  config: HueConfig,
  resolveFile: (name: string) => string,
  search: Search | undefined,
): Transport {
  let connection: TransportConnection | undefined
  let lastAddress: BridgeAddress | undefined
  let isMoved = false
  let closed = false
  return {
    get connection() {
      return connection
    },
    get lastAddress() {
      return lastAddress
    },
    async connect(signal) {
      if (connection) return connection
      const address = await resolveHost(config, isMoved, signal, search)
      lastAddress = address
      isMoved = config.host !== undefined && address.host !== config.host
      const opened = { address, trust: await createTrustedAgents(config, address, resolveFile, signal) }
      if (closed) opened.trust.destroy()
      connection = opened
      return opened
    },
    disconnect() {
      drop()
      isMoved = !isMoved && config.bridgeId !== undefined
    },
    async explain(error, signal) {
      if (!lastAddress || !isUntrusted(error)) return { error, soon: false }
      return {
        error: await describeMismatch(error, lastAddress, config, signal),
        soon: isMoved && config.host !== undefined,
      }
    },
    movedNotice() {
      if (!connection || config.host === undefined || connection.address.host === config.host) return undefined
      return moved(config, connection.address.host, formatAddress(connection.address))
    },
    close() {
      closed = true
      drop()
    },
  }

  function drop(): void {
    connection?.trust.destroy()
    connection = undefined
  }
}

/** What its owner should write of a bridge that has moved. */
export const moved = ({ bridgeId, host: before }: HueConfig, host: string, address: string): LocalizedText =>
  say('moved', { id: bridgeId ?? '', before: before ?? '', address, host })

/**
 * Where the bridge is: at its host, or, if it has none or was not there, where the bridge of this id says that it is.
 * @param isMoved true if it was not at its host just now
 * @throws Failure `offline` if no bridge of this id answers
 */
async function resolveHost(
  { host, port, bridgeId, applicationKey }: HueConfig,
  isMoved: boolean,
  signal: AbortSignal,
  search?: Search,
): Promise<BridgeAddress> {
  if (host !== undefined && !(isMoved && bridgeId !== undefined)) return { host, port: port ?? 443, applicationKey }
  // Loaded only when a bridge has to be looked for.
  const { whereIs } = await import('../network/mdns.ts')
  const found = await whereIs(bridgeId ?? '', signal, search)
  // At another address it need not be at the same port. Some programs announce the port where they speak plain HTTP.
  const announcedPort = found?.port === 80 ? 443 : found?.port
  if (found)
    return {
      host: found.address,
      port: (host === undefined || found.address === host ? port : undefined) ?? announcedPort ?? 443,
      applicationKey,
    }
  if (host !== undefined) return { host, port: port ?? 443, applicationKey }
  throw new Failure('offline', say('notFound', { id: bridgeId ?? '' }))
}
