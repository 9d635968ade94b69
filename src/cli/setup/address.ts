import { isIP, isIPv6 } from 'node:net'

/** A machine, and where on it, if that was said. */
export interface Address {
  readonly host: string
  readonly port?: number
}

/** A server as it is typed: `a.example`, `a.example:2222`, `2001:db8::1`, `[2001:db8::1]:2222`. @returns nothing if it is none */
export function readAddress(text: string): Address | undefined {
  if (isIPv6(text)) return { host: text }
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = bracketed ?? plain ?? ''
  const isHost =
    bracketed === undefined ? isIP(host) === 4 || /^[A-Za-z0-9]([A-Za-z0-9._-]{0,252})$/.test(host) : isIPv6(host)
  if (!isHost) return undefined
  if (digits === undefined) return { host }
  const port = Number(digits)
  return port >= 1 && port <= 65535 ? { host, port } : undefined
}

/** As a URL and ssh have it: an IPv6 address in brackets. */
export const authority = ({ host, port }: Required<Address>): string => `${isIPv6(host) ? `[${host}]` : host}:${port}`
