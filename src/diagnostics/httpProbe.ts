import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import type { PeerCertificate, TLSSocket } from 'node:tls'

/** A request of a probe. */
export interface ProbeRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array
  /** certificate authorities (PEM) to trust besides the public ones */
  readonly ca?: readonly string[]
  /** replaces the port of the URL */
  readonly port?: number
}

/** The response to a probe. */
export interface HttpResponse {
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

/**
 * Sends one request and follows no redirect. If the certificate is not trusted, nothing is sent and the error carries it.
 * @throws ProbeError with the `code` of the system or of OpenSSL if there is no response; the signal's reason
 */
export async function probe(url: string, probeRequest: ProbeRequest, signal: AbortSignal): Promise<HttpResponse> {
  const isSecure = new URL(url).protocol === 'https:'
  const { request } = isSecure ? await import('node:https') : await import('node:http')
  const { rootCertificates } = await import('node:tls')
  const { method = 'POST', headers = {}, body, ca, port } = probeRequest
  const start = performance.now()
  const options: RequestOptions & { rejectUnauthorized: boolean; ca?: string[] } = {
    method,
    agent: false,
    headers: { ...headers, ...(body && { 'Content-Length': body.length }) },
    // NODE_TLS_REJECT_UNAUTHORIZED=0 must not hide an untrusted certificate.
    rejectUnauthorized: true,
    ...(port !== undefined && { port }),
    ...(ca && { ca: [...rootCertificates, ...ca] }),
  }
  return new Promise<HttpResponse>((resolve, reject) => {
    let certificate: PeerCertificate | undefined
    const outgoing = request(url, options, (response: IncomingMessage) => {
      const { statusCode: status = 0, headers } = response
      const { remoteAddress: address } = response.socket
      const chunks: Buffer[] = []
      let size = 0
      const end = () =>
        resolve({
          status,
          headers,
          body: Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8'),
          durationMs: performance.now() - start,
          ...(address !== undefined && { address }),
          ...(certificate && { certificate }),
        })
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size <= maxBodyBytes) return
        response.destroy()
        end()
      })
      response.on('end', end)
      response.on('error', reject)
    })
    const abort = () => outgoing.destroy(signal.reason as Error)
    outgoing.on('socket', (socket) => {
      if (!isSecure) return
      // Before Node's own listener, which destroys an untrusted socket and its certificate with it.
      socket.prependListener('secure', () => {
        certificate = certificateOf(socket as TLSSocket)
      })
    })
    outgoing.on('error', (error: ProbeError) => {
      const untrustedReason = isSecure && (outgoing.socket as TLSSocket | null)?.authorizationError
      if (certificate && untrustedReason) error.shown = { certificate, untrustedReason: String(untrustedReason) }
      reject(error)
    })
    outgoing.on('close', () => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    outgoing.end(body)
  })
}

/** The certificate of the peer; `undefined` if it sent none. */
function certificateOf(socket: TLSSocket): PeerCertificate | undefined {
  const certificate = socket.getPeerCertificate()
  return Object.keys(certificate).length > 0 ? certificate : undefined
}

/** The headers of CLOVA's requests. Source: `spec/README.md`, transport. */
export const clovaHeaders = { 'Content-Type': 'application/json;charset-UTF-8', Accept: '*/*' }
