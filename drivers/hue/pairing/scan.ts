import type { ConnectionCandidate } from '../../../src/home/discovery.ts'
import type { Log } from '../../../src/home/driver.ts'
import { readCertificate } from '../bridge/tls.ts'
import { say } from '../messages.ts'
import { findBridges, type MdnsBridge, type Search } from '../network/mdns.ts'
import { findBridgesBySsdp, type SsdpSearch } from '../network/ssdp.ts'
import { parseHost } from './candidate.ts'

/** How bridges are searched for, by each protocol. */
interface ScanOptions {
  readonly mdns?: Search
  readonly ssdp?: SsdpSearch
}

/** The bridges that announce themselves on the network, and those at some addresses; never throws. @param hosts addresses to look at besides */
export async function scanBridges(
  log: Log,
  signal: AbortSignal,
  hosts: readonly string[] = [],
  { mdns = {}, ssdp = {} }: ScanOptions = {},
): Promise<readonly ConnectionCandidate[]> {
  const none = (error: Error) => {
    log.debug({ reason: error.message }, 'bridges could not be looked for')
    return []
  }
  const [announced, atHosts, foundBySsdp] = await Promise.all([
    findBridges(signal, mdns).catch(none),
    Promise.all(hosts.map((host) => atHost(host, signal).catch(none))),
    findBridgesBySsdp(signal, ssdp).catch(none),
  ])
  const present = new Map([...atHosts.flat(), ...announced].map((bridge) => [bridge.id, bridge]))
  return [
    ...[...present.values()].map(({ id, address, port, model }) => ({
      description:
        model === undefined ? say('foundBridge', { id, address }) : say('foundModel', { id, model, address }),
      keys: { host: address, ...(port !== 443 && { port }), bridgeId: id },
      problem: say('pressAndPair', { host: hostWithPort(address, port, 443) }),
    })),
    // A current bridge answers to both. One that announces itself by UPnP alone is old, or its mDNS does not get here.
    ...foundBySsdp
      .filter(({ id }) => !present.has(id))
      .map(({ id, address, port }) => ({
        description: say('foundOld', { id, address }),
        keys: { host: address, ...(port !== 80 && { port }), bridgeId: id },
        problem: say('pressAndPairOld', { host: hostWithPort(address, port, 80) }),
      })),
  ]
}

const hostWithPort = (address: string, port: number, defaultPort: number) =>
  port === defaultPort ? address : `${address}:${port}`

/** The bridge that shows its certificate at an address. @throws Error if none does */
async function atHost(address: string, signal: AbortSignal): Promise<readonly MdnsBridge[]> {
  const { host, port } = parseHost(address)
  const { name } = await readCertificate(host, port, signal)
  return /^[0-9a-f]{16}$/.test(name) ? [{ id: name, address: host, port }] : []
}
