import type { NatsConnection } from '@nats-io/transport-node'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import type { Log } from '../home/driver.ts'
import { parseBoundedJson } from '../util/boundedJson.ts'
import { hubTag } from './credentials.ts'
import { request } from './replyInbox.ts'

/**
 * NATS limits the connections of an account and not those of a user, and all homes are users of one account. So a home whose
 * credentials were stolen, or whose gateway loops, could open connections without end. Every server tells the system account
 * of each connection, and closes one on request since version 2.10. Source: NATS documentation, «System Events»; both were
 * tried with 2.9.10 and 2.10.27.
 */

/** A home needs one. One more may be left over from before it lost the network, and `join` tries a line by one. */
const maxConnectionsPerHome = 4
/** Of so many homes that connected last the connections are remembered; one that connects again and again is among them. */
const maxRememberedHomes = 10_000
const closingTimeoutMs = 2000
/** The shortest time between two log lines for one home, in milliseconds. */
const logIntervalMs = 60_000

const connectionEvent = z.object({
  server: z.object({ id: z.string() }),
  client: z.object({
    id: z.int(),
    user: z.string(),
    name_tag: z.string().default(''),
    tags: z.array(z.string()).default([]),
  }),
})
type ConnectionEvent = z.infer<typeof connectionEvent>

/** A connection, by its server and its id there. */
interface HomeConnection {
  readonly server: string
  readonly id: number
}

/**
 * Has the oldest connection of a home closed whenever it opens a fifth one.
 * @param connection of a user of the system account; the limit counts what is opened while it lasts
 * @param account the public key of the account of the homes
 */
export function limitConnections(connection: NatsConnection, account: string, log: Log): void {
  const open = new LRUCache<string, readonly HomeConnection[]>({ max: maxRememberedHomes })
  const logged = new LRUCache<string, true>({ max: maxRememberedHomes, ttl: logIntervalMs })
  const listen = (kind: 'CONNECT' | 'DISCONNECT', onEvent: (event: ConnectionEvent) => void) =>
    connection.subscribe(`$SYS.ACCOUNT.${account}.${kind}`, {
      callback: (error, message) => {
        const event = error ? undefined : parseEvent(message.string())
        if (event) onEvent(event)
      },
    })
  listen('DISCONNECT', ({ server, client }) => {
    const left = (open.get(client.user) ?? []).filter((one) => one.server !== server.id || one.id !== client.id)
    if (left.length > 0) open.set(client.user, left)
    else open.delete(client.user)
  })
  listen('CONNECT', ({ server, client }) => {
    if (client.tags.includes(hubTag)) return
    const all = [...(open.get(client.user) ?? []), { server: server.id, id: client.id }]
    open.set(client.user, all.slice(-maxConnectionsPerHome))
    for (const surplus of all.slice(0, -maxConnectionsPerHome)) void close(surplus, client)
  })

  async function close({ server, id }: HomeConnection, { user, name_tag: name }: ConnectionEvent['client']) {
    const data = Buffer.from(JSON.stringify({ cid: id }))
    const reply = await request(connection, `$SYS.REQ.SERVER.${server}.KICK`, { data }, closingTimeoutMs).catch(
      () => 'late',
    )
    if (logged.has(user)) return
    logged.set(user, true)
    const what = `a home has more than ${maxConnectionsPerHome} connections: its credentials were copied, or it loops`
    if (reply === 'offline') log.warn({ home: name }, `${what}; nats-server can close them since version 2.10`)
    else log.warn({ home: name }, `${what}; the oldest is closed`)
  }
}

function parseEvent(text: string): ConnectionEvent | undefined {
  try {
    return connectionEvent.parse(parseBoundedJson(text))
  } catch {
    return undefined
  }
}
