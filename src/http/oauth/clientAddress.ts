import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Whose word is taken for where a request came from. */
export interface TrustedProxy {
  /** the header in which the tunnel says it */
  readonly header: string
  /** the addresses, or networks as `192.168.1.0/24`, that the tunnel itself comes from */
  readonly from: readonly string[]
}

/** Tells where requests come from, in the groups by which tries are counted. */
export type AddressOf = (request: IncomingMessage) => string

/** @param proxy without it, nobody's word is taken: whoever connects is who asks, and behind a tunnel all are one */
export function addresses(proxy: TrustedProxy | undefined): AddressOf {
  const trusted = new BlockList()
  for (const one of proxy?.from ?? []) {
    const [address = '', bits] = one.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  return (request) => {
    const peer = plain(request.socket.remoteAddress ?? '')
    if (!proxy || !trusted.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4')) return groupOf(peer)
    const said = request.headers[proxy.header.toLowerCase()]
    // Of a list the last is what the tunnel put there itself; those before it, anybody could have sent.
    const last = plain(
      String(said ?? '')
        .split(',')
        .at(-1)
        ?.trim() ?? '',
    )
    return groupOf(isIP(last) === 0 ? peer : last)
  }
}

/** An IPv4 address in the form of IPv6 is one of IPv4. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

/** Addresses that one household has: of IPv6 the network, since everybody has 2⁶⁴ of them. */
export function groupOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === '' ? [] : tail.split(':')
  const parts = address.includes('::')
    ? [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end]
    : start
  return `${parts
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`
}
