import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How long whoever sent what is no HTTP may take to read that, in milliseconds. */
const badRequestLingerMs = 500

/** The running listener. */
export interface Listener {
  /** where it listens in fact, as `host:port` */
  readonly address: string
  /** Has another application answer from now on; requests under way end with the old one. */
  setApp(app: RequestListener): void
  /** Takes no more requests, lets those that run finish, and after so many milliseconds cuts what is left. */
  close(ms: number): Promise<void>
}

/**
 * Listens.
 * @throws Error in plain words if the address is taken or not ours
 */
export async function listen(
  app: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listener> {
  let handle = app
  const server = createServer(
    {
      maxHeaderSize: 8 * 1024,
      headersTimeout: 5000,
      requestTimeout: 10_000,
      keepAliveTimeout: 75_000,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => handle(request, response),
  )
  // Each holds its memory, however little it sends; a tunnel needs a few.
  server.maxConnections = 512
  // Who only holds a place makes room for who has something to say.
  server.on('drop', () => server.closeIdleConnections())
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) return void socket.destroy()
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    // Whoever does not hang up then would hold their place for ever.
    setTimeout(() => socket.destroy(), badRequestLingerMs).unref()
  })
  await bind(server, host, port)
  const bound = server.address() as AddressInfo
  return {
    address: `${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    setApp(other) {
      handle = other
    },
    close: (ms) => close(server, ms),
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there already' : (error.code ?? error.message)
      reject(new Error(`cannot listen on ${host}:${port}: ${why}`, { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

async function close(server: Server, ms: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), ms)
  await closed
  clearTimeout(timer)
}
