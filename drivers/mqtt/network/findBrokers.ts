import { connect } from 'node:net'
import type { Answer } from 'dns-packet'
import type { ConnectionCandidate } from '../../../src/home/discovery.ts'

const service = '_mqtt._tcp.local'

/** How long answers are awaited, and how often is asked, in milliseconds. */
const durationMs = 2500
const intervalMs = 800
const localPort = 1883
/** Where questions of mDNS go; the port of the socket is another one, so that a responder of this machine keeps its own. */
const multicast = { address: '224.0.0.251', port: 5353 }

/** More than a home has: announcements beyond that are ignored. */
const maxBrokers = 16

/** The brokers that announce themselves by mDNS (`_mqtt._tcp`), and the one of this machine, if something listens there. */
export async function findBrokers(signal: AbortSignal): Promise<readonly ConnectionCandidate[]> {
  const [announced, isLocal] = await Promise.all([askMdns(signal).catch(() => []), isListening(localPort)])
  const local = { host: '127.0.0.1', port: localPort, name: '' }
  return [...(isLocal ? [local] : []), ...announced].map(({ host, port, name }) => ({
    description: `${name === '' ? 'MQTT' : name} · ${host}:${port}`,
    keys: { url: `mqtt://${host}:${port}` },
  }))
}

interface FoundBroker {
  readonly host: string
  readonly port: number
  readonly name: string
}

async function askMdns(signal: AbortSignal): Promise<readonly FoundBroker[]> {
  // Loaded only when brokers are looked for.
  const { default: mdns } = await import('multicast-dns')
  const socket = mdns({ port: 0 })
  const found = new Map<string, FoundBroker>()
  let timers: NodeJS.Timeout[] = []
  try {
    await new Promise<void>((resolve) => {
      socket.on('error', () => resolve())
      socket.on('warning', () => {})
      socket.on('response', ({ answers = [], additionals = [] }, { address }) => {
        for (const broker of brokersOf([...answers, ...additionals], address))
          if (found.size < maxBrokers) found.set(`${broker.host}:${broker.port}`, broker)
      })
      const ask = () => socket.query({ questions: [{ name: service, type: 'PTR' }] }, multicast)
      timers = [setInterval(ask, intervalMs), setTimeout(resolve, durationMs)]
      signal.addEventListener('abort', () => resolve(), { once: true })
      ask()
    })
    return [...found.values()]
  } finally {
    for (const timer of timers) clearTimeout(timer)
    socket.destroy()
  }
}

/**
 * The brokers of one answer.
 * @param from the address that the answer came from: where a broker is whose own address is not in the answer
 */
export function brokersOf(records: readonly Answer[], from: string): readonly FoundBroker[] {
  return records.flatMap((record) => {
    if (record.type !== 'SRV' || !record.name.toLowerCase().endsWith(`.${service}`)) return []
    const { port, target } = record.data
    if (!(port > 0 && port < 65536)) return []
    const address = records.find((one) => one.type === 'A' && one.name === target)
    const host = address?.type === 'A' ? address.data : from
    return [{ host, port, name: record.name.slice(0, -service.length - 1).slice(0, 60) }]
  })
}

/** Whether something accepts connections on a port of this machine. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 500 })
    const end = (isOpen: boolean) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
}
