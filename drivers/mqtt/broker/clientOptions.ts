import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IClientOptions } from 'mqtt'
import type { Context } from '../../../src/home/driver.ts'
import type { MqttConfig } from '../config.ts'

/** What the mqtt package is to be told: it never reconnects, resubscribes or keeps anything by itself. */
export function clientOptions(config: MqttConfig, file: Context['file']): IClientOptions {
  const { url, username, password, ca, cert, key, keepalive } = config
  const { protocol, hostname, port } = new URL(url)
  const tls = protocol !== 'mqtt:' && protocol !== 'tcp:'
  const pem = (name: string | undefined) => (name === undefined ? undefined : readFileSync(file(name)))
  const files = { ca: pem(ca), cert: pem(cert), key: pem(key) }
  return {
    protocol: tls ? 'mqtts' : 'mqtt',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (tls ? 8883 : 1883) : Number(port),
    clientId: `clova-home-${randomBytes(6).toString('hex')}`,
    clean: true,
    // We reconnect ourselves: the library's own way sends again what it still has from before.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: 10_000,
    keepalive: Math.max(1, Math.round(keepalive / 1000)),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...Object.fromEntries(Object.entries(files).filter(([, value]) => value !== undefined)),
  }
}
