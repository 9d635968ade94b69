import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP proxy on 127.0.0.1 whose network can be taken away while its connections are kept. */
export interface StallingProxy {
  /** where clients connect to */
  readonly port: number
  /** connections that were made so far */
  readonly connections: number
  /** Resolves once nothing has passed for 50 ms: then the connections are idle, and no answer is pending on them. */
  idle(): Promise<void>
  /** From now on nothing arrives in either direction, and neither side sees that the other closed. */
  stall(): void
  /**
   * The network is back: what is still on its way arrives. The bytes of a connection that its sender reset meanwhile
   * are lost with it, as a kernel drops them; those of a connection that was closed in order are delivered first.
   */
  resume(): void
  close(): Promise<void>
}

const idleMs = 50

/** One direction of a connection. */
interface Direction {
  readonly from: Socket
  readonly to: Socket
  /** what came while the network was away */
  held: Buffer[]
  /** how the sender closed it, if it did */
  end: 'closed' | 'reset' | undefined
}

/** Starts a proxy before a server. @param target where the server listens */
export async function stallingProxy(target: { readonly port: number; readonly host?: string }): Promise<StallingProxy> {
  const directions = new Set<Direction>()
  const sockets = new Set<Socket>()
  let stalled = false
  let connections = 0
  let lastPassed = performance.now()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    connections += 1
    const upstream = connect({ port: target.port, host: target.host ?? '127.0.0.1', allowHalfOpen: true })
    join(client, upstream)
    join(upstream, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections
    },
    async idle() {
      for (;;) {
        const left = lastPassed + idleMs - performance.now()
        if (left <= 0) return
        await new Promise((resolve) => setTimeout(resolve, left))
      }
    },
    stall() {
      stalled = true
    },
    resume() {
      stalled = false
      for (const direction of [...directions]) {
        // The kernel may have received its reset before Node emits the event.
        if (direction.end === undefined && wasReset(direction.from)) direction.end = 'reset'
        deliver(direction)
      }
    },
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }

  function join(from: Socket, to: Socket): void {
    const direction: Direction = { from, to, held: [], end: undefined }
    const end = (how: 'closed' | 'reset') => {
      direction.end ??= how
      if (!stalled) deliver(direction)
    }
    directions.add(direction)
    sockets.add(from)
    // A socket that was reset does not know its ports any more: it is asked in time, and then remembers them.
    const learnPorts = () => [from.localPort, from.remotePort]
    if (from.connecting) from.on('connect', learnPorts)
    else learnPorts()
    from.on('data', (chunk) => {
      lastPassed = performance.now()
      direction.held.push(chunk)
      if (!stalled) deliver(direction)
    })
    from.on('end', () => end(wasReset(from) ? 'reset' : 'closed'))
    from.on('error', () => end('reset'))
    from.on('close', () => {
      sockets.delete(from)
      end('closed')
    })
  }

  function deliver(direction: Direction): void {
    const { to, held, end } = direction
    direction.held = []
    if (end !== 'reset') for (const chunk of held) if (to.writable) to.write(chunk)
    if (end === undefined) return
    directions.delete(direction)
    if (end === 'closed') to.end()
    else if (!to.destroyed) to.resetAndDestroy()
  }
}

/**
 * True if the peer has reset a connection. libuv reports a reset that comes right after data as an orderly end, so the
 * kernel's table is looked at: a connection that was closed in order still stands in it, one that was reset does not.
 */
function wasReset({ localPort, remotePort, connecting }: Socket): boolean {
  if (connecting || localPort === undefined || remotePort === undefined) return false
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')
  try {
    const lines = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n'))
    return !lines.some((line) => {
      const [, local = '', remote = ''] = line.trim().split(/\s+/)
      return local.endsWith(`:${hex(localPort)}`) && remote.endsWith(`:${hex(remotePort)}`)
    })
  } catch {
    // Another system than Linux.
    return false
  }
}
