import type { NatsConnection } from '@nats-io/transport-node'
import type { ClusterLink } from './connection.ts'

type Link = Pick<ClusterLink, 'start' | 'status' | 'connection' | 'close'>

/**
 * The connections of a hub to all servers of its cluster. A request that is sent to the server of its home spares the way
 * between two servers, there and back, and a server that dies takes no more with it than the requests that are under way there.
 */
export class ClusterLinks {
  readonly #links: readonly Link[]

  /** @param links one to each server */
  constructor(links: readonly Link[]) {
    this.#links = links
  }

  /** Begins to connect, and is back at once. */
  start(): this {
    for (const link of this.#links) link.start()
    return this
  }

  isConnected(): boolean {
    return this.#links.some((link) => link.status().connected)
  }

  /** A connection, to the server with this id if there is one. @throws Error while there is none at all */
  connection(serverId?: string): NatsConnection {
    const connected = this.#links.filter((link) => link.status().connected)
    const there = connected.find((link) => link.connection().info?.server_id === serverId)
    const link = there ?? connected[0]
    if (!link) throw new Error('no server of the cluster is connected')
    return link.connection()
  }

  /** Ends all links; messages that are on their way have two seconds. */
  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()))
  }
}
