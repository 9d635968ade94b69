import { Agent, get } from 'node:http'
import type { Changes } from '../gateway/configReload.ts'
import type { Log } from '../home/driver.ts'
import { reach } from '../util/network.ts'
import type { Notifier } from './notify.ts'

/** The gateway as systemd sees it. */
export interface Supervised {
  /** It has been told to stop. */
  stopping(): void
}

/** What systemd watches over. */
export interface Watched {
  /** where it listens, as `host:port` */
  address(): string
  /** how many appliances it has */
  appliances(): number
}

/** How long the listener may take to answer, in milliseconds. */
const patience = 5000

/** Tells systemd that the gateway is there, feeds its watchdog, and reads the configuration again at each SIGHUP. */
export function supervise(
  systemd: Notifier,
  { address, appliances }: Watched,
  changes: Pick<Changes, 'again'>,
  log: Pick<Log, 'warn' | 'info'>,
): Supervised {
  const running = () => `STATUS=listening on ${address()}, ${appliances()} appliance(s)`
  void systemd.tell('READY=1', running())
  process.on('SIGHUP', hangUp)
  const feeding = systemd.watchdog === undefined ? undefined : feed(systemd.watchdog, systemd, address, log)
  return {
    stopping() {
      feeding?.close()
      process.off('SIGHUP', hangUp)
      void systemd.tell('STOPPING=1', 'STATUS=finishing what is under way')
    },
  }

  async function hangUp(): Promise<void> {
    await systemd.tell('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`)
    const mistake = await changes.again()
    await systemd.tell('READY=1', mistake ? `${running()}; the configuration is wrong, see the log` : running())
  }
}

/**
 * Gives systemd a sign of life as long as the listener answers, on the way on which CLOVA comes: what does not answer
 * there is started anew by systemd.
 * @param every how often systemd wants it, in milliseconds; it gets it three times as often
 */
export function feed(
  every: number,
  systemd: Pick<Notifier, 'tell'>,
  address: () => string,
  log: Pick<Log, 'warn' | 'info'>,
): { close(): void } {
  const pause = every / 3
  // One connection that stays: a crowd of others, which keeps new ones out, must not pass for a dead listener.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let isSilent = false
  let isLooking = false
  const timer = setInterval(() => void look(), pause).unref()
  return {
    close() {
      clearInterval(timer)
      agent.destroy()
    },
  }

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    const limit = Math.min(pause, patience)
    const reason = await fails(address(), agent, limit).then((reason) => reason && fails(address(), agent, limit))
    isLooking = false
    if (reason) {
      if (!isSilent)
        log.warn({ reason, address: address() }, 'the listener does not answer; systemd will start it anew')
      isSilent = true
      return
    }
    if (isSilent) log.info({ address: address() }, 'the listener answers again')
    isSilent = false
    await systemd.tell('WATCHDOG=1')
  }
}

/** Why the listener does not answer a request of no meaning, in plain words; nothing if it does. */
function fails(address: string, agent: Agent, ms: number): Promise<string | undefined> {
  const { hostname, port } = new URL(`http://${address}`)
  const host = reach(hostname.replace(/^\[|\]$/g, ''))
  return new Promise((resolve) => {
    const asked = get({ host, port, path: '/', agent, timeout: ms }, (response) => {
      response.resume()
      response.once('end', () => resolve(undefined))
      response.once('error', (error) => resolve(error.message))
    })
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${ms} ms`)))
    asked.once('error', (error) => resolve(error.message))
  })
}
