import { type IncomingHttpHeaders, request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** What came in from the world. */
export interface Came {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** What goes back to the world. */
export interface Goes {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** What the other end of a tunnel does with a request: sends it on, perhaps as another, or answers by itself. */
export type Manner = (came: Came, on: (as?: Partial<Came>) => Promise<Goes>) => Promise<Goes> | Goes

/** The public end of a tunnel, over TLS, which leads to a gateway. */
export interface Front {
  readonly port: number
  manner: Manner
  /** all that came in, as it came */
  readonly came: Came[]
  close(): Promise<void>
}

/** @param shown the certificate (and those between it and its root) and its key, PEM @param to the port of the gateway */
export async function front(shown: { cert: string; key: string }, to: number): Promise<Front> {
  const came: Came[] = []
  const server = createServer(shown, (incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const { method = '', url = '', headers } = incoming
      const one = { method, path: url, headers, body: Buffer.concat(chunks) }
      came.push(one)
      try {
        const { status, headers = {}, body = '' } = await self.manner(one, (as) => on({ ...one, ...as }))
        response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body)
      } catch {
        response.writeHead(502).end('Bad Gateway')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: Front = {
    port: (server.address() as AddressInfo).port,
    manner: (_came, on) => on(),
    came,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return self

  function on({ method, path, headers, body }: Came): Promise<Goes> {
    const forwarded = { ...headers, 'x-forwarded-for': '203.0.113.9', 'content-length': String(body.length) }
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port: to, method, path, headers: forwarded, agent: false },
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
