import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import type { Log } from '../../../src/home/driver.ts'
import type { MqttConfig } from '../config.ts'

/** How long to wait before another attempt to listen at an address that is taken, in milliseconds. */
const listenRetryMs = 1000

/**
 * Starts a broker inside the gateway (MQTT 3.1.1), for homes without one and for the demo.
 * If the address is taken, the broker that listens there is used: that of a second gateway process, most likely.
 */
export async function startEmbeddedBroker(
  { url, username, password }: MqttConfig,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const { hostname, port } = new URL(url)
  const broker = await Aedes.createBroker()
  let timer: NodeJS.Timeout | undefined
  let isReported = false
  let isClosed = false
  if (username !== undefined) {
    broker.authenticate = (_client, name, secret, done) => done(null, name === username && String(secret) === password)
  }
  const server = createServer(broker.handle)
  server.on('error', (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === 'EADDRINUSE'
    if (!isReported && isTaken) log.info({ broker: url }, 'a broker is listening there already; using it while it does')
    if (!isReported && !isTaken)
      log.error({ err: error, broker: url }, 'the embedded broker cannot listen; trying again')
    isReported = true
    // The address may become free: when the configuration has changed, the process before this one leaves it.
    if (!isClosed) timer = setTimeout(listen, listenRetryMs).unref()
  })
  const ready = new Promise<void>((resolve) => {
    server.once('listening', resolve)
    server.once('error', () => resolve())
  })
  listen()
  await ready
  return {
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }

  function listen(): void {
    server.listen(Number(port) || 1883, hostname.replace(/^\[|\]$/g, ''))
  }
}
