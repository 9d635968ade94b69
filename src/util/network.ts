import { connect } from 'node:net'

/** How long a connection may take to be made, in milliseconds. */
const connectTimeoutMs = 8000

/** The host to connect to for a listener's host: an address that means "all interfaces" is reached by loopback. */
export const reach = (host: string) => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)

/** True if somebody listens there. */
export function answers({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: reach(host), port, timeout: connectTimeoutMs })
    const settle = (there: boolean) => {
      socket.destroy()
      resolve(there)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}
