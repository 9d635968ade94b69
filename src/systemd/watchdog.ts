import { Agent } from 'node:http'
import type { ConfigWatcher } from '../gateway/configReload.ts'
import type { Log } from '../home/driver.ts'
import { requestHttp } from '../util/httpRequest.ts'
import { connectableHost } from '../util/network.ts'
import type { Language } from '../util/translate.ts'
import { systemdMessage } from './messages.ts'
import type { Notifier } from './notify.ts'

/** The supervision of the gateway by systemd. */
export interface Watchdog {
  /** Reports that the gateway stops. */
  stopping(): void
}

/** What the watchdog supervises. */
export interface WatchdogTarget {
  /** its listen address, as `host:port` */
  address(): string
  /** the number of its appliances */
  appliances(): number
  /** the language of the status line */
  readonly language: Language
  /** Exempts the watchdog's own connection, by its local port, from the limit of connections. */
  spareConnection?(localPort: number): void
  /** true while the present configuration file is not in force, because it has mistakes */
  isConfigRejected?(): boolean
}

/** How soon the status line follows a configuration that was reloaded. */
const statusIntervalMs = 2000

/** How long the listener may take to answer, in milliseconds, and how long its answer may be. */
const probeTimeoutMs = 5000
const maxResponseBytes = 64 * 1024

/** Reports readiness and the status line to systemd, feeds its watchdog, and reloads the configuration at each SIGHUP. */
export function startWatchdog(
  systemd: Notifier,
  { address, appliances, language, spareConnection, isConfigRejected }: WatchdogTarget,
  changes: Pick<ConfigWatcher, 'reload'>,
  log: Pick<Log, 'warn' | 'info'>,
): Watchdog {
  const statusLine = (isRejected = isConfigRejected?.() === true) =>
    `STATUS=${systemdMessage(isRejected ? 'listeningRejected' : 'listening', { address: address(), count: appliances() })[language]}`
  let shown = statusLine()
  void systemd.notify('READY=1', shown)
  const timer = setInterval(() => {
    const line = statusLine()
    if (line === shown) return
    shown = line
    void systemd.notify(line)
  }, statusIntervalMs).unref()
  process.on('SIGHUP', onSighup)
  const feeding =
    systemd.watchdogMs === undefined
      ? undefined
      : feedWatchdog(systemd.watchdogMs, systemd, address, log, spareConnection)
  return {
    stopping() {
      clearInterval(timer)
      feeding?.close()
      process.off('SIGHUP', onSighup)
      void systemd.notify('STOPPING=1', `STATUS=${systemdMessage('finishing')[language]}`)
    },
  }

  async function onSighup(): Promise<void> {
    await systemd.notify('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`)
    const mistake = await changes.reload()
    shown = statusLine(mistake !== undefined)
    await systemd.notify('READY=1', shown)
  }
}

/**
 * Sends keep-alives to systemd as long as the public listener answers; systemd restarts a gateway that does not answer.
 * @param watchdogMs the interval that systemd expects; the keep-alives are three times as frequent
 */
export function feedWatchdog(
  watchdogMs: number,
  systemd: Pick<Notifier, 'notify'>,
  address: () => string,
  log: Pick<Log, 'warn' | 'info'>,
  spareConnection: (localPort: number) => void = () => {},
): { close(): void } {
  const feedIntervalMs = watchdogMs / 3
  // One kept connection: when the listener is full and accepts no new ones, it must not look dead.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let isUnresponsive = false
  let isProbing = false
  const timer = setInterval(() => void probe(), feedIntervalMs).unref()
  return {
    close() {
      clearInterval(timer)
      agent.destroy()
    },
  }

  async function probe(): Promise<void> {
    if (isProbing) return
    isProbing = true
    const limit = Math.min(feedIntervalMs, probeTimeoutMs)
    const probeOnce = () => probeListener(address(), agent, limit, spareConnection)
    const reason = await probeOnce().then((reason) => reason && probeOnce())
    isProbing = false
    if (reason) {
      if (!isUnresponsive)
        log.warn({ reason, address: address() }, 'the listener does not answer; systemd will start it anew')
      isUnresponsive = true
      return
    }
    if (isUnresponsive) log.info({ address: address() }, 'the listener answers again')
    isUnresponsive = false
    await systemd.notify('WATCHDOG=1')
  }
}

/** Sends a request that does nothing. @returns why the listener does not answer; `undefined` if it does */
async function probeListener(
  address: string,
  agent: Agent,
  timeoutMs: number,
  spareConnection: (localPort: number) => void,
): Promise<string | undefined> {
  const { hostname, port } = new URL(`http://${address}`)
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    await requestHttp(`http://${address}/`, {
      signal,
      maxBytes: maxResponseBytes,
      connection: { agent, host: connectableHost(hostname.replace(/^\[|\]$/g, '')), port },
      onRequest(request) {
        request.once('socket', (socket) => {
          const spare = () => socket.localPort !== undefined && spareConnection(socket.localPort)
          if (socket.connecting) socket.once('connect', spare)
          else spare()
        })
      },
    })
    return undefined
  } catch (error) {
    return signal.aborted ? `no answer within ${timeoutMs} ms` : (error as Error).message
  }
}
