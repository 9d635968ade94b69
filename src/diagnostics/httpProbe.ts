import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import type { PeerCertificate, TLSSocket } from 'node:tls'

/** What is sent, and whom to trust besides everybody's authorities. */
export interface Errand {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array
  readonly ca?: readonly string[]
  /** in place of the one of the address */
  readonly port?: number
}

/** How somebody answered at an address. */
export interface Visit {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** the first 64 KiB of it */
  readonly body: string
  /** milliseconds from the first byte sent to the last one read */
  readonly ms: number
  /** the address that was spoken to */
  readonly address?: string
  /** what was shown, over https */
  readonly certificate?: PeerCertificate
}

/** Why nobody answered. */
export interface Unanswered extends NodeJS.ErrnoException {
  /** what was shown by one whom nobody would trust, and who was told nothing, and why: the code of OpenSSL or Node */
  readonly shown?: { readonly certificate: PeerCertificate; readonly distrust: string }
}

const most = 64 * 1024

/**
 * Asks at an address, whoever answers there, and follows no redirect. Of one whose certificate nobody would trust only that is looked at.
 * @throws Unanswered with the `code` of the system or of OpenSSL if there is no answer, the signal's reason
 */
export async function visit(url: string, errand: Errand, signal: AbortSignal): Promise<Visit> {
  const isSecure = new URL(url).protocol === 'https:'
  const { request } = isSecure ? await import('node:https') : await import('node:http')
  const { rootCertificates } = await import('node:tls')
  const { method = 'POST', headers = {}, body, ca, port } = errand
  const start = performance.now()
  const options: RequestOptions & { rejectUnauthorized: boolean; ca?: string[] } = {
    method,
    agent: false,
    headers: { ...headers, ...(body && { 'Content-Length': body.length }) },
    // Also where the environment of the process says otherwise.
    rejectUnauthorized: true,
    ...(port !== undefined && { port }),
    ...(ca && { ca: [...rootCertificates, ...ca] }),
  }
  return new Promise<Visit>((resolve, reject) => {
    let certificate: PeerCertificate | undefined
    const sent = request(url, options, (response: IncomingMessage) => {
      const { statusCode: status = 0, headers } = response
      const { remoteAddress: address } = response.socket
      const chunks: Buffer[] = []
      let size = 0
      const end = () =>
        resolve({
          status,
          headers,
          body: Buffer.concat(chunks).subarray(0, most).toString('utf8'),
          ms: performance.now() - start,
          ...(address !== undefined && { address }),
          ...(certificate && { certificate }),
        })
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size <= most) return
        response.destroy()
        end()
      })
      response.on('end', end)
      response.on('error', reject)
    })
    const abort = () => sent.destroy(signal.reason as Error)
    sent.on('socket', (socket) => {
      if (!isSecure) return
      // Before the library's own listener, which ends what nobody would trust and takes the certificate along.
      socket.prependListener('secure', () => {
        certificate = certificateOf(socket as TLSSocket)
      })
    })
    sent.on('error', (error: Unanswered) => {
      const distrust = isSecure && (sent.socket as TLSSocket | null)?.authorizationError
      if (certificate && distrust) Object.assign(error, { shown: { certificate, distrust: String(distrust) } })
      reject(error)
    })
    sent.on('close', () => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    sent.end(body)
  })
}

/** What was shown; nothing of one who shows nothing. */
function certificateOf(socket: TLSSocket): PeerCertificate | undefined {
  const certificate = socket.getPeerCertificate()
  return Object.keys(certificate).length > 0 ? certificate : undefined
}

/** What CLOVA's requests look like from outside. Source: `spec/README.md`, transport. */
export const asClova = { 'Content-Type': 'application/json;charset-UTF-8', Accept: '*/*' }
