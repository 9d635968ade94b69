import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { Signal } from '../../home/deadline.ts'

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
  /** why nobody else would trust it: the code of OpenSSL or Node; nothing if everybody would */
  readonly distrust?: string
}

const most = 64 * 1024

/**
 * Asks at an address, whoever answers there: what is shown is told and not judged, and no redirect is followed.
 * Only for what may be said to anybody.
 * @throws Error with the `code` of the system if there is no answer, the signal's reason
 */
export async function visit(url: string, errand: Errand, signal: Signal): Promise<Visit> {
  const isSecure = new URL(url).protocol === 'https:'
  const { request } = isSecure ? await import('node:https') : await import('node:http')
  const { rootCertificates } = await import('node:tls')
  const { method = 'POST', headers = {}, body, ca, port } = errand
  const start = performance.now()
  const options: RequestOptions & { rejectUnauthorized: boolean; ca?: string[] } = {
    method,
    agent: false,
    headers: { ...headers, ...(body && { 'Content-Length': body.length }) },
    // Nobody is trusted with anything: what is wrong with whom we speak to is what we came for.
    rejectUnauthorized: false,
    ...(port !== undefined && { port }),
    ...(ca && { ca: [...rootCertificates, ...ca] }),
  }
  return new Promise<Visit>((resolve, reject) => {
    const sent = request(url, options, (response: IncomingMessage) => {
      // Told at once: a connection that ends takes them along.
      const shown = isSecure ? seen(response.socket as TLSSocket) : {}
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
          ...shown,
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
    sent.on('error', reject)
    sent.on('close', () => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    sent.end(body)
  })
}

function seen(socket: TLSSocket): Pick<Visit, 'certificate' | 'distrust'> {
  const certificate = socket.getPeerCertificate(true)
  const error: unknown = socket.authorizationError
  const { code = error, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: string }
  return {
    ...(Object.keys(certificate).length > 0 && { certificate }),
    ...(!socket.authorized && { distrust: String(typeof code === 'object' ? message : code) }),
  }
}
