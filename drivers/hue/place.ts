import type { Signal } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Config } from './config.ts'
import type { Place } from './http.ts'
import type { Search } from './mdns.ts'

/**
 * Where the bridge is: at its host, or, if it has none or was not there, where the one of this id says that it is.
 * @param moved true if it was not at its host just now
 * @throws Failure `offline` if no bridge of this id answers
 */
export async function place(
  { host, port, bridgeId, applicationKey }: Config,
  moved: boolean,
  signal: Signal,
  search?: Search,
): Promise<Place> {
  if (host !== undefined && !(moved && bridgeId !== undefined)) return { host, port: port ?? 443, applicationKey }
  // Only who has to look for a bridge loads what does.
  const { whereIs } = await import('./mdns.ts')
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
