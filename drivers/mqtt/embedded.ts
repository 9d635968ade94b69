import { createServer, type Server } from 'node:net'
import { Aedes } from 'aedes'
import type { Log } from '../../src/home/device.ts'
import type { Config } from './options.ts'

/**
 * A broker of our own (MQTT 3.1.1), for homes without one and for the demo.
 * If the address is taken, whoever has it is the broker: a second process of ours, most likely.
 */
export async function embeddedBroker(
  { url, username, password }: Config,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const { hostname, port } = new URL(url)
  const broker = await Aedes.createBroker()
  if (username !== undefined) {
    broker.authenticate = (_client, name, secret, done) => done(null, name === username && String(secret) === password)
  }
  const server = createServer(broker.handle)
  const listening = await listen(server, hostname, Number(port) || 1883)
  if (!listening) log.info({ broker: url }, 'a broker is listening there already; using it')
  return {
    close: async () => {
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      if (listening) await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    server.listen(port, host, () => resolve(true))
  })
}
