import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The state of one connection. */
interface Entry {
  /** it carried a request of CLOVA, or belongs to the watchdog: it is closed last */
  isSpared: boolean
  /** its last request and the response to it; absent before the first */
  request: IncomingMessage | undefined
  response: ServerResponse | undefined
  /** the responses before it that were not written when the last request came; absent if there were none */
  unwritten: readonly ServerResponse[] | undefined
  /** when it was opened, by the clock of the table */
  readonly openedMs: number
}

/** How long a new connection counts as much as an idle one: its first request needs that time to arrive. */
const firstRequestMs = 1000

/**
 * How many requests a connection may send before the response to the first is written (RFC 9112, 9.3.2). Tunnels and browsers
 * wait for it; of the shortest requests a read of 64 KiB holds thousands.
 */
const maxUnwritten = 8

/**
 * The connections of a listener; their number is limited. When one too many is opened, the least important one is closed:
 * the oldest with an incomplete request, then the oldest that is idle or new, then the oldest whose client does not read the
 * response, then the oldest protected idle one. Other connections whose request is being answered are never closed.
 */
export class ConnectionTable {
  readonly #entries = new Map<Socket, Entry>()
  readonly #maxConnections: number

  readonly #now: () => number

  /** @param now milliseconds by a clock that never jumps */
  constructor(maxConnections: number, now: () => number = () => performance.now()) {
    this.#maxConnections = maxConnections
    this.#now = now
  }

  /** Adds a new connection. It is closed at once if all others are being answered. */
  add(socket: Socket): void {
    if (this.#entries.size >= this.#maxConnections && !this.#closeOne()) return void socket.destroy()
    this.#entries.set(socket, {
      isSpared: false,
      request: undefined,
      response: undefined,
      unwritten: undefined,
      openedMs: this.#now(),
    })
    socket.once('close', () => this.#entries.delete(socket))
  }

  /**
   * Records that a connection carries a request.
   * @returns false if it must be closed, since it does not wait for the responses
   */
  onRequest(request: IncomingMessage, response: ServerResponse): boolean {
    const entry = this.#entries.get(request.socket)
    if (!entry) return !request.socket.destroyed
    if (entry.response?.writableEnded === false) {
      entry.unwritten = [...(entry.unwritten ?? []), entry.response].filter(({ writableEnded }) => !writableEnded)
      if (entry.unwritten.length >= maxUnwritten) return false
    } else entry.unwritten = undefined
    entry.request = request
    entry.response = response
    return true
  }

  /** Protects a connection: it is closed only when no other can be. */
  spare(socket: Socket): void {
    const entry = this.#entries.get(socket)
    if (entry) entry.isSpared = true
  }

  /** Protects the connection that comes from this local port of this machine. */
  sparePort(port: number): void {
    for (const socket of this.#entries.keys())
      if (socket.remotePort === port && socket.remoteAddress === socket.localAddress) this.spare(socket)
  }

  #closeOne(): boolean {
    let victim: Socket | undefined
    let victimRank = Number.POSITIVE_INFINITY
    const newSinceMs = this.#now() - firstRequestMs
    // In the order of their opening: of two equally important ones the older is closed.
    for (const [socket, entry] of this.#entries) {
      const rank = rankOf(socket, entry, newSinceMs)
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

/** The rank of a connection for closing, 0 first; undefined if it must stay open. */
function rankOf(
  socket: Socket,
  { isSpared, request, response, openedMs }: Entry,
  newSinceMs: number,
): number | undefined {
  if (request?.complete && !response?.closed) return socket.writableLength > 0 && !isSpared ? 2 : undefined
  const isHalfOpen = !request?.complete
  if (isSpared) return isHalfOpen && request ? undefined : 3
  const isNew = !request && openedMs > newSinceMs
  return isHalfOpen && !isNew ? 0 : 1
}
