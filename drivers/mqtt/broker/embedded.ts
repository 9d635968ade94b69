import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import type { Log } from '../../../src/home/driver.ts'
import type { MqttConfig } from '../config.ts'

/** How often to try again for an address that is taken, in milliseconds. */
const listenRetryMs = 1000

/**
 * A broker of our own (MQTT 3.1.1), for homes without one and for the demo.
 * If the address is taken, whoever has it is the broker: a second process of ours, most likely.
 */
export async function startEmbeddedBroker(
  { url, username, password }: MqttConfig,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const { hostname, port } = new URL(url)
  const broker = await Aedes.createBroker()
  let timer: NodeJS.Timeout | undefined
  let told = false
  let closed = false
  if (username !== undefined) {
    broker.authenticate = (_client, name, secret, done) => done(null, name === username && String(secret) === password)
  }
  const server = createServer(broker.handle)
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE'
    if (!told && taken) log.info({ broker: url }, 'a broker is listening there already; using it while it does')
    if (!told && !taken) log.error({ err: error, broker: url }, 'our own broker cannot listen; trying again')
    told = true
    // Whoever has the address may leave it: our own predecessor does, when the configuration has changed.
    if (!closed) timer = setTimeout(listen, listenRetryMs).unref()
  })
  const ready = new Promise<void>((resolve) => {
    server.once('listening', resolve)
    server.once('error', () => resolve())
  })
  listen()
  await ready
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }

  function listen(): void {
    server.listen(Number(port) || 1883, hostname.replace(/^\[|\]$/g, ''))
  }
}
