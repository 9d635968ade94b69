import { connect } from 'node:net'

const connectTimeoutMs = 8000

/** The host to connect to for a listener's host: a listener on all interfaces is reached by loopback. */
export const connectableHost = (host: string) => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)

/** Whether a server listens at an address. */
export function isListening({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: connectableHost(host), port, timeout: connectTimeoutMs })
    const settle = (isOpen: boolean) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}
