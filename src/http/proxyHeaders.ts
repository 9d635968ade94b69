import type { IncomingHttpHeaders } from 'node:http'

/** The headers that a tunnel or a proxy adds to a request. */
const proxyHeaders = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-server',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'forwarded',
  'via',
  'cf-connecting-ip',
  'cf-ray',
  'cdn-loop',
] as const

/** True for a request that shows that it came through a proxy. */
export function hasProxyHeaders(headers: IncomingHttpHeaders): boolean {
  for (const name of proxyHeaders) if (headers[name] !== undefined) return true
  return false
}
