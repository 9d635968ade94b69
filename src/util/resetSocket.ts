import { lookup } from 'node:dns'
import { connect, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, connect as secure, type TLSSocket } from 'node:tls'

/** The TCP connection under each TLS connection that `connectResettableTls` opened. */
const transports = new WeakMap<Duplex, Socket>()

/**
 * Opens a TLS connection that `resetSocket` can reset: Node resets TCP connections only, so this one is layered on a TCP
 * connection of our own. Of a name with several addresses an IPv4 address is taken.
 * @param options as those of `tls.connect`; `host` and `port` alone are the target
 * @throws Error of OpenSSL if a certificate or key cannot be read
 */
export function connectResettableTls(
  options: ConnectionOptions & { readonly host: string; readonly port: number },
): TLSSocket {
  const { host, port } = options
  const transport = connect({
    host,
    port,
    // TLS holds on to the first handle of the socket, and trying several addresses would exchange that.
    autoSelectFamily: false,
    lookup: (name, wanted, done) => lookup(name, { ...wanted, verbatim: false }, done),
  })
  try {
    const socket = secure({ ...options, socket: transport })
    transports.set(socket, transport)
    return socket
  } catch (error) {
    // A certificate or key cannot be read. Left open, the connection would end the process by its own error.
    transport.destroy()
    throw error
  }
}

/**
 * Ends a connection together with everything that was written to it and has not arrived yet (TCP RST, RFC 9293, 3.10.7).
 * `destroy()` alone closes it in the orderly way, and then the kernel goes on for minutes to deliver what lay in its
 * buffer: a command that was given up would be done once the network is back.
 * A Unix socket, and a TLS connection that `connectResettableTls` did not open, can only be closed.
 */
export function resetSocket(socket: Duplex): void {
  const transport = transports.get(socket) ?? socket
  // What is written while it connects lies with Node, which drops it; a reset would wait for the connection first.
  // While it is shut down the system refuses a reset, and Node would then never close it.
  const isShutDown = transport.writableEnded && !transport.writableFinished
  if (transport instanceof Socket && !transport.connecting && !transport.destroyed && !isShutDown) {
    try {
      transport.resetAndDestroy()
    } catch {
      // It is no TCP connection.
    }
  }
  transport.destroy()
  socket.destroy()
}
