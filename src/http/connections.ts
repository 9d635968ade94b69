import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What is known of a connection. */
interface Entry {
  /** it carried something of CLOVA, or is the watchdog's: it goes last */
  isSpared: boolean
  /** the last request that it carried, if it did, and whether that has its answer */
  request: IncomingMessage | undefined
  isAnswered: boolean
}

/**
 * The connections of a listener, of which there is a bounded number. When one more comes, the one that matters least is
 * closed: the oldest of those whose request is not complete, then the oldest that rests, then the oldest that rests and was
 * spared. One whose request is being answered is never closed.
 */
export class ConnectionTable {
  readonly #entries = new Map<Socket, Entry>()
  readonly #maxConnections: number

  constructor(maxConnections: number) {
    this.#maxConnections = maxConnections
  }

  /** A connection was made. It is closed at once if every other one is being answered. */
  add(socket: Socket): void {
    if (this.#entries.size >= this.#maxConnections && !this.#closeOne()) return void socket.destroy()
    this.#entries.set(socket, { isSpared: false, request: undefined, isAnswered: false })
    socket.once('close', () => this.#entries.delete(socket))
  }

  /** A connection carries a request. */
  onRequest(request: IncomingMessage, response: ServerResponse): void {
    const entry = this.#entries.get(request.socket)
    if (!entry) return
    entry.request = request
    entry.isAnswered = false
    response.once('close', () => {
      if (entry.request === request) entry.isAnswered = true
    })
  }

  /** Closes a connection last of all. */
  spare(socket: Socket): void {
    const entry = this.#entries.get(socket)
    if (entry) entry.isSpared = true
  }

  /** The same by the port that it comes from, on this machine. */
  sparePort(port: number): void {
    for (const socket of this.#entries.keys())
      if (socket.remotePort === port && socket.remoteAddress === socket.localAddress) this.spare(socket)
  }

  #closeOne(): boolean {
    let victim: Socket | undefined
    let victimRank = Number.POSITIVE_INFINITY
    // In the order in which they were made: of two that matter as little the older goes.
    for (const [socket, entry] of this.#entries) {
      const rank = rankOf(entry)
      if (rank === undefined || rank >= victimRank) continue
      victim = socket
      victimRank = rank
      if (rank === 0) break
    }
    if (!victim) return false
    this.#entries.delete(victim)
    victim.destroy()
    return true
  }
}

/** How soon a connection is closed, 0 first; nothing if it must not be. */
function rankOf({ isSpared, request, isAnswered }: Entry): number | undefined {
  if (request?.complete && !isAnswered) return undefined
  const isHalfOpen = !request?.complete
  if (isSpared) return isHalfOpen && request ? undefined : 2
  return isHalfOpen ? 0 : 1
}
