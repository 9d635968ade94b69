import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IClientOptions } from 'mqtt'
import type { DriverContext } from '../../../src/home/driver.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { localizedError, type Text } from '../../../src/util/translate.ts'
import type { MqttConfig } from '../config.ts'
import { say } from '../messages.ts'

/** Where a broker listens, and what TLS needs to trust it. */
export interface BrokerAddress {
  readonly host: string
  readonly port: number
  /** PEM texts; absent without TLS */
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer }
}

/**
 * Where the broker of a configuration is.
 * @throws Error in plain words if a PEM file cannot be read
 */
export function brokerAddress(
  { url, ca, cert, key }: MqttConfig,
  resolveFile: DriverContext['resolveFile'],
): BrokerAddress {
  const { protocol, hostname, port } = new URL(url)
  const isTls = protocol !== 'mqtt:' && protocol !== 'tcp:'
  const files = Object.entries({ ca, cert, key }).filter(([, name]) => name !== undefined)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isTls ? 8883 : 1883) : Number(port),
    ...(isTls && {
      tls: Object.fromEntries(files.map(([use, name]) => [use, readPem(use, resolveFile(String(name)))])),
    }),
  }
}

function readPem(use: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? say('noFile') : code === 'EACCES' ? say('noPermission') : String(code)
    throw Object.assign(localizedError(say('unreadableFile', { path, use, why })), { cause: error })
  }
}

/** What the mqtt package is told: it never reconnects, subscribes again or keeps a message by itself. */
export const clientOptions = ({ username, password, keepalive }: MqttConfig): IClientOptions => ({
  clientId: `clova-home-${randomBytes(6).toString('hex')}`,
  clean: true,
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  // Else a buffer for each of 65,536 numbers is kept (8 MiB) to spare each packet one of two bytes.
  writeCache: false,
  connectTimeout: 10_000,
  keepalive: Math.max(1, Math.round(keepalive / 1000)),
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password }),
})

/** Why the connection failed. "connack timeout" are the words of the MQTT client for a broker that says nothing. */
export const describeConnectError = (error: Error): Text =>
  error.message === 'connack timeout' ? say('silent') : describeNetworkError(error)
