import type { ClientRequest, IncomingHttpHeaders } from 'node:http'
import {
  createSecureContext,
  type PeerCertificate,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { requestHttp } from '../util/httpRequest.ts'

/** A request of a probe. */
export interface ProbeRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array
  /** certificate authorities (PEM) to trust in addition to the public ones */
  readonly ca?: readonly string[]
  /** replaces the port of the URL */
  readonly port?: number
}

/** The response to a probe. */
export interface ProbeResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** the first 64 KiB */
  readonly body: string
  /** milliseconds from the first byte sent to the last one read */
  readonly durationMs: number
  /** the IP address that was connected to */
  readonly address?: string
  /** the certificate of the server, over HTTPS */
  readonly certificate?: PeerCertificate
}

/** Why a probe got no response. */
export interface ProbeError extends NodeJS.ErrnoException {
  /** the certificate that was not trusted, and why: the code of OpenSSL or Node. Nothing was sent to that server. */
  shown?: { readonly certificate: PeerCertificate; readonly untrustedReason: string }
}

const maxBodyBytes = 64 * 1024

let lastContext: { readonly ca: readonly string[]; readonly context: SecureContext } | undefined

/** TLS settings that trust these authorities and the public ones. The last ones are reused: parsing all certificates is slow. */
function contextTrusting(ca: readonly string[]): SecureContext {
  if (lastContext?.ca.join('') !== ca.join(''))
    lastContext = { ca, context: createSecureContext({ ca: [...rootCertificates, ...ca] }) }
  return (lastContext as { context: SecureContext }).context
}

/**
 * Sends one request and follows no redirect. If the certificate is not trusted, nothing is sent and the error carries it.
 * @throws ProbeError with the `code` of the system or of OpenSSL if there is no response; the signal's reason
 */
export async function probe(url: string, probeRequest: ProbeRequest, signal: AbortSignal): Promise<ProbeResponse> {
  const isSecure = new URL(url).protocol === 'https:'
  const { method = 'POST', headers = {}, body, ca, port } = probeRequest
  // Parsing the certificates of all authorities takes a while, which is not the server's.
  const secureContext = ca && isSecure ? contextTrusting(ca) : undefined
  const start = performance.now()
  let certificate: PeerCertificate | undefined
  let socket: TLSSocket | undefined
  const watchCertificate = (request: ClientRequest) =>
    request.once('socket', (made) => {
      socket = made as TLSSocket
      // Before Node's own listener, which destroys an untrusted socket and its certificate with it.
      made.prependListener('secure', () => {
        certificate = certificateOf(made as TLSSocket)
      })
    })
  try {
    const answer = await requestHttp(url, {
      method,
      headers,
      ...(body && { body }),
      signal,
      maxBytes: maxBodyBytes,
      excess: 'truncate',
      connection: {
        // NODE_TLS_REJECT_UNAUTHORIZED=0 must not hide an untrusted certificate.
        rejectUnauthorized: true,
        ...(port !== undefined && { port }),
        ...(secureContext && { secureContext }),
      },
      ...(isSecure && { onRequest: watchCertificate }),
    })
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.body.toString('utf8'),
      durationMs: performance.now() - start,
      ...(answer.remoteAddress !== undefined && { address: answer.remoteAddress }),
      ...(certificate && { certificate }),
    }
  } catch (error) {
    const untrustedReason = isSecure && socket?.authorizationError
    if (certificate && untrustedReason)
      (error as ProbeError).shown = { certificate, untrustedReason: String(untrustedReason) }
    throw error
  }
}

/** The certificate of the peer; `undefined` if it sent none. */
function certificateOf(socket: TLSSocket): PeerCertificate | undefined {
  const certificate = socket.getPeerCertificate()
  return Object.keys(certificate).length > 0 ? certificate : undefined
}

/** The headers of CLOVA's requests. Source: CLOVA's guide, transport. */
export const clovaHeaders = { 'Content-Type': 'application/json;charset-UTF-8', Accept: '*/*' }
