import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** A tunnel that reports the client's address of a request. */
export interface TrustedProxy {
  /** the header with that address */
  readonly header: string
  /** the addresses of the tunnel itself, or networks such as `192.168.1.0/24` */
  readonly from: readonly string[]
}

/** Returns the client's address of a request, in the form of `rateLimitKey`. */
export type ClientAddressResolver = (request: IncomingMessage) => string

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** @param proxy without it no header is trusted, and all requests through a tunnel count as one address */
export function clientAddressResolver(proxy: TrustedProxy | undefined): ClientAddressResolver {
  const trusted = (proxy?.from ?? []).map((network) => {
    const [address = '', bits] = network.split('/')
    const base = ipaddr.process(address)
    return [base, bits === undefined ? base.toByteArray().length * 8 : Number(bits)] as const
  })
  const isTrusted = (peer: Address) =>
    trusted.some(([base, bits]) => base.kind() === peer.kind() && peer.match(base, bits))
  return (request) => {
    const peer = request.socket.remoteAddress ?? ''
    if (!proxy || !ipaddr.isValid(peer) || !isTrusted(ipaddr.process(peer))) return rateLimitKey(peer)
    const header = String(request.headers[proxy.header.toLowerCase()] ?? '')
    // The tunnel adds its entry at the end of the list; the client may have invented the ones before it.
    const client = header.slice(header.lastIndexOf(',') + 1).trim()
    return rateLimitKey(isWritten(client) ? client : peer)
  }
}

/** Parses an address, also IPv4 written as IPv6; abbreviations such as `127.1` are refused. */
const isWritten = (text: string) => ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)

/** The key of the rate limit. All addresses of one household share it: an IPv6 connection has a network of 2⁶⁴ addresses. */
export function rateLimitKey(text: string): string {
  if (!ipaddr.isValid(text)) return text
  const address = ipaddr.process(text)
  if (!(address instanceof ipaddr.IPv6)) return address.toString()
  const network = address.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}
