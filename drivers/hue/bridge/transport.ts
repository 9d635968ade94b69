import { Failure } from '../../../src/home/failure.ts'
import type { Config } from '../config.ts'
import type { Search } from '../network/mdns.ts'
import type { TransportConnection } from './client.ts'
import { formatAddress, isUntrusted } from './errors.ts'
import type { BridgeAddress } from './http.ts'
import { createTrustedAgents, describeMismatch } from './tls.ts'

/** The way to a bridge, wherever that is. */
export interface Transport {
  /** nothing while there is none */
  readonly connection: TransportConnection | undefined
  /** where the bridge was looked for last */
  readonly lastAddress: BridgeAddress | undefined
  /** The way that there is, or a new one. @throws Failure, Error in plain words */
  connect(signal: AbortSignal): Promise<TransportConnection>
  /** It led nowhere: the next goes by turns to where its owner says that the bridge is, and to where it says so itself. */
  disconnect(): void
  /** Why it led nowhere. @returns whether it is of use to try the other way soon */
  explain(error: Error, signal: AbortSignal): Promise<{ readonly error: Error; readonly soon: boolean }>
  /** What its owner should write since the bridge has moved. */
  movedNotice(): string | undefined
  close(): void
}

export function createTransport(config: Config, file: (name: string) => string, search: Search | undefined): Transport {
  let line: TransportConnection | undefined
  let where: BridgeAddress | undefined
  let isMoved = false
  let closed = false
  return {
    get connection() {
      return line
    },
    get lastAddress() {
      return where
    },
    async connect(signal) {
      if (line) return line
      where = await place(config, isMoved, signal, search)
      isMoved = config.host !== undefined && where.host !== config.host
      const made = { address: where, trust: await createTrustedAgents(config, where, file, signal) }
      if (closed) made.trust.destroy()
      line = made
      return made
    },
    disconnect() {
      hangUp()
      isMoved = !isMoved && config.bridgeId !== undefined
    },
    async explain(error, signal) {
      if (!where || !isUntrusted(error)) return { error, soon: false }
      return { error: await describeMismatch(error, where, config, signal), soon: isMoved && config.host !== undefined }
    },
    movedNotice() {
      if (!line || config.host === undefined || line.address.host === config.host) return undefined
      const { host } = line.address
      return `the bridge ${config.bridgeId} has moved from ${config.host} to ${formatAddress(line.address)}; write host: ${host} under drivers`
    },
    close() {
      closed = true
      hangUp()
    },
  }

  function hangUp(): void {
    line?.trust.destroy()
    line = undefined
  }
}

/**
 * Where the bridge is: at its host, or, if it has none or was not there, where the one of this id says that it is.
 * @param moved true if it was not at its host just now
 * @throws Failure `offline` if no bridge of this id answers
 */
export async function place(
  { host, port, bridgeId, applicationKey }: Config,
  moved: boolean,
  signal: AbortSignal,
  search?: Search,
): Promise<BridgeAddress> {
  if (host !== undefined && !(moved && bridgeId !== undefined)) return { host, port: port ?? 443, applicationKey }
  // Only who has to look for a bridge loads what does.
  const { whereIs } = await import('../network/mdns.ts')
  const found = await whereIs(bridgeId ?? '', signal, search)
  // At another address it need not be at the same port. Some programs tell the one where they speak plain HTTP.
  const told = found?.port === 80 ? 443 : found?.port
  if (found)
    return {
      host: found.address,
      port: (host === undefined || found.address === host ? port : undefined) ?? told ?? 443,
      applicationKey,
    }
  if (host !== undefined) return { host, port: port ?? 443, applicationKey }
  throw new Failure('offline', `no bridge of the id ${bridgeId} answers on the network`)
}
