import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { ConnectionTable } from './connections.ts'

/** How long a client that did not send valid HTTP may take to read the response, in milliseconds. */
const badRequestLingerMs = 500

/** The greatest number of connections. Each uses memory even if it sends nothing; a tunnel needs only a few. */
const maxConnections = 512

/** The running listener. */
export interface Listener {
  /** its actual address, as `host:port` */
  readonly address: string
  /** Replaces the application; running requests end with the old one. */
  setApp(app: RequestListener): void
  /** Protects a connection, given by its socket or its local port: it is closed last when there are too many. */
  spare(connection: Socket | number): void
  /** Accepts no more requests, waits for running ones, and closes what is left after so many milliseconds. */
  close(ms: number): Promise<void>
}

/** What differs between the listeners. */
interface ListenOptions {
  /** how long a whole request may take to arrive, in milliseconds */
  readonly requestTimeoutMs?: number
  /** whether a client of that address may connect; else its connection is closed before a byte is read */
  readonly accepts?: (address: string) => boolean
}

/**
 * Starts to listen.
 * @param place without a host all addresses of this machine
 * @throws Error for the user if the address is in use or does not belong to this machine
 */
export async function listen(
  app: RequestListener,
  { host, port }: { readonly host?: string | undefined; readonly port: number },
  { requestTimeoutMs = 10_000, accepts = () => true }: ListenOptions = {},
): Promise<Listener> {
  let handle = app
  const connections = new ConnectionTable(maxConnections)
  const server = createServer(
    {
      maxHeaderSize: 8 * 1024,
      headersTimeout: 5000,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: 75_000,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => {
      if (!connections.onRequest(request, response)) return void request.socket.destroy()
      if (request.headers['transfer-encoding'] !== undefined) closeUnlessRead(request, response)
      handle(request, response)
    },
  )
  server.on('connection', (socket) => {
    if (accepts(socket.remoteAddress ?? '')) connections.add(socket)
    else socket.destroy()
  })
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) return void socket.destroy()
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    // A client that does not close the connection itself would keep it open for ever.
    setTimeout(() => socket.destroy(), badRequestLingerMs).unref()
  })
  await bind(server, host, port)
  const bound = server.address() as AddressInfo
  return {
    address: `${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    setApp(other) {
      handle = other
    },
    spare(connection) {
      if (typeof connection === 'number') connections.sparePort(connection)
      else connections.spare(connection)
    },
    close: (ms) => closeServer(server, ms),
  }
}

/**
 * Closes the connection as soon as the response was sent if the body of the request has not arrived by then. Node would read on,
 * up to 2 MiB at once, and each MiB in chunks of a byte takes a tenth of a second.
 */
function closeUnlessRead(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => request.complete || request.socket.destroy())
}

function bind(server: Server, host: string | undefined, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there already' : (error.code ?? error.message)
      reject(new Error(`cannot listen on ${host ?? '*'}:${port}: ${why}`, { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

/** How often the connections are closed whose last response is sent, while a server closes, in milliseconds. */
const closeIdleIntervalMs = 20

/** Accepts no more connections, waits for running requests, and closes what is left after so many milliseconds. */
export async function closeServer(server: Server, ms: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Clients keep connections for their next request: one that is busy now is idle after its response.
  server.closeIdleConnections()
  const idleTimer = setInterval(() => server.closeIdleConnections(), closeIdleIntervalMs)
  const timer = setTimeout(() => server.closeAllConnections(), ms)
  await closed
  clearInterval(idleTimer)
  clearTimeout(timer)
}
