import { type IncomingHttpHeaders, request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** A request that came in at the public end of the tunnel. */
interface IncomingRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The response that the tunnel sends back. */
interface TunnelResponse {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** What the tunnel does with a request: forwards it, perhaps with changes, or responds by itself. */
export type TunnelBehaviour = (
  request: IncomingRequest,
  forward: (changes?: Partial<IncomingRequest>) => Promise<TunnelResponse>,
) => Promise<TunnelResponse> | TunnelResponse

/** The public end of a tunnel: a TLS server that forwards each request to a gateway. */
export interface TestTunnel {
  readonly port: number
  behaviour: TunnelBehaviour
  /** all requests that came in, before any change */
  readonly requests: IncomingRequest[]
  close(): Promise<void>
}

/**
 * Starts a tunnel on a free port of 127.0.0.1.
 * @param certificate PEM: the certificate with its intermediate certificates, and its private key
 */
export async function openTestTunnel(
  certificate: { cert: string; key: string },
  gatewayPort: number,
): Promise<TestTunnel> {
  const requests: IncomingRequest[] = []
  const server = createServer(certificate, (incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const { method = '', url = '', headers } = incoming
      const received = { method, path: url, headers, body: Buffer.concat(chunks) }
      requests.push(received)
      try {
        const {
          status,
          headers = {},
          body = '',
        } = await self.behaviour(received, (changes) => forward({ ...received, ...changes }))
        response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body)
      } catch {
        response.writeHead(502).end('Bad Gateway')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: TestTunnel = {
    port: (server.address() as AddressInfo).port,
    behaviour: (_request, forward) => forward(),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return self

  function forward({ method, path, headers, body }: IncomingRequest): Promise<TunnelResponse> {
    const forwarded = { ...headers, 'x-forwarded-for': '203.0.113.9', 'content-length': String(body.length) }
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port: gatewayPort, method, path, headers: forwarded, agent: false },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const type = response.headers['content-type']
            resolve({
              status: response.statusCode ?? 0,
              headers: { ...(type !== undefined && { 'content-type': type }) },
              body: Buffer.concat(chunks).toString('utf8'),
            })
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }
}
