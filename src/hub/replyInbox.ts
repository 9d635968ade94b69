import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node'

/** Why there is no reply: nobody takes requests on the subject, or nobody replied in time. */
type NoReply = 'offline' | 'late'

interface OutgoingMessage {
  readonly headers?: MsgHdrs
  readonly data: Uint8Array
}

/** The status of the message by which a server states that nobody takes requests on a subject. Source: NATS documentation. */
const noResponders = 503

/**
 * The replies to the requests of one connection, which all come to one inbox. The `request` of the NATS client makes three
 * promises and an error for each request; this takes a third of its time.
 */
class ReplyInbox {
  readonly #connection: NatsConnection
  readonly #prefix = `${createInbox()}.`
  /** what is waiting for a reply, by the last part of the subject of that reply */
  readonly #waiting = new Map<string, (reply: Msg | NoReply) => void>()
  #count = 0

  constructor(connection: NatsConnection) {
    this.#connection = connection
    connection.subscribe(`${this.#prefix}*`, {
      callback: (error, message) => {
        if (!error) this.#waiting.get(message.subject.slice(this.#prefix.length))?.(message)
      },
    })
    void connection.closed().then(() => {
      for (const end of this.#waiting.values()) end('offline')
    })
  }

  request(subject: string, { headers, data }: OutgoingMessage, timeoutMs: number): Promise<Msg | NoReply> {
    this.#count += 1
    const token = String(this.#count)
    this.#connection.publish(subject, data, { ...(headers && { headers }), reply: this.#prefix + token })
    return new Promise((resolve) => {
      const end = (reply: Msg | NoReply) => {
        clearTimeout(timer)
        this.#waiting.delete(token)
        const isNoReply = typeof reply !== 'string' && reply.headers?.code === noResponders && reply.data.length === 0
        resolve(isNoReply ? 'offline' : reply)
      }
      const timer = setTimeout(end, timeoutMs, 'late')
      this.#waiting.set(token, end)
    })
  }
}

const inboxes = new WeakMap<NatsConnection, ReplyInbox>()

/**
 * Sends a request over a connection. @returns its reply, or why there is none @throws Error if the connection is closed
 */
export function request(
  connection: NatsConnection,
  subject: string,
  message: OutgoingMessage,
  timeoutMs: number,
): Promise<Msg | NoReply> {
  let inbox = inboxes.get(connection)
  if (!inbox) {
    inbox = new ReplyInbox(connection)
    inboxes.set(connection, inbox)
  }
  return inbox.request(subject, message, timeoutMs)
}
