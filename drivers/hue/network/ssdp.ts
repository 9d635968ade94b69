import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { raceAbort } from '../../../src/home/deadline.ts'

/** A bridge that answers to SSDP, and its port of plain HTTP. */
interface SsdpBridge {
  /** sixteen hexadecimal digits, in small letters */
  readonly id: string
  readonly address: string
  readonly port: number
}

export interface SsdpSearch {
  /** one responder; without it all of them, by multicast */
  readonly to?: readonly { readonly address: string; readonly port: number }[]
  /** how long is listened, in ms */
  readonly durationMs?: number
  /** true once nothing more needs to be found */
  readonly enough?: (found: readonly SsdpBridge[]) => boolean
}

const multicast = { address: '239.255.255.250', port: 1900 }
/** More than a house has: answers beyond that are ignored. */
const maxBridges = 64

const searchMessage = Buffer.from(
  [
    'M-SEARCH * HTTP/1.1',
    'HOST: 239.255.255.250:1900',
    'MAN: "ssdp:discover"',
    'MX: 2',
    'ST: upnp:rootdevice',
    '',
    '',
  ].join('\r\n'),
)

/**
 * The bridges that answer to UPnP (SSDP), by their ids. The old round one, which knows no mDNS, is found so only; others may
 * answer too, and programs that speak like one.
 * Source: UPnP Device Architecture 1.0, 1.2.2 and 1.2.3; the header `hue-bridgeid` as bridges and their emulations send it.
 * @throws the signal's reason
 */
export async function findBridgesBySsdp(
  signal: AbortSignal,
  { to = [multicast], durationMs: lasts = 2500, enough = () => false }: SsdpSearch = {},
): Promise<readonly SsdpBridge[]> {
  signal.throwIfAborted()
  const found = new Map<string, SsdpBridge>()
  const sockets = to.flatMap((target) =>
    (target.address === multicast.address ? ownAddresses() : [undefined]).map((from) => open(target, from)),
  )
  let timers: NodeJS.Timeout[] = []
  let done = () => {}
  try {
    const complete = new Promise<void>((resolve) => {
      done = resolve
      // Sent twice: multicast packets are lost more easily.
      const again = () => {
        for (const { ask } of sockets) ask()
      }
      timers = [setTimeout(again, lasts / 3), setTimeout(resolve, lasts)]
    })
    await raceAbort(complete, signal)
    return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  } finally {
    for (const timer of timers) clearTimeout(timer)
    for (const { socket } of sockets) socket.close()
  }

  function open(whom: { readonly address: string; readonly port: number }, from: string | undefined) {
    const socket = createSocket('udp4')
    const ask = () => socket.send(searchMessage, whom.port, whom.address, () => {})
    socket.on('error', () => {})
    socket.on('message', (message, { address }) => {
      const one = parseResponse(message.toString('latin1'), address)
      if (!one || found.size >= maxBridges) return
      found.set(one.id, one)
      if (enough([...found.values()])) done()
    })
    socket.bind({ port: 0, ...(from !== undefined && { address: from }) }, () => {
      if (from !== undefined) sendFrom(socket, from)
      ask()
    })
    return { socket, ask }
  }
}

/** The bridge of an answer. Its address is that of the sender, whatever the answer contains. */
function parseResponse(text: string, address: string): SsdpBridge | undefined {
  if (!text.startsWith('HTTP/1.1 200')) return undefined
  const id = /^hue-bridgeid:[ \t]*([0-9a-f]{16})[ \t]*\r?$/im.exec(text)?.[1]?.toLowerCase()
  const port = Number(/^location:[ \t]*http:\/\/[^/:\s]+:(\d{1,5})\//im.exec(text)?.[1] ?? 80)
  return id === undefined || port < 1 || port > 65535 ? undefined : { id, address, port }
}

function sendFrom(socket: Socket, from: string): void {
  try {
    socket.setMulticastInterface(from)
  } catch {
    // An interface that is gone: the search goes on at the others.
  }
}

/** Each address of this machine in a network. */
const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  )
